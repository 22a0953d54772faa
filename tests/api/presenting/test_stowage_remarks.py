from api.presenting.stowage_remarks import StowageRemarks, stowage_remarks
from data.case import Case
from data.checker import check_loading
from data.plans import LoadingPlan
from tests.data.checker.loading.conftest import L1, L2, L3, L4, L5, L8, L9, R1, R2, case, plan_for, to, with_box

__all__ = ["case"]


def remarks_on(case: Case, plan: LoadingPlan) -> StowageRemarks:
    verdict = check_loading(case, plan)
    assert verdict.feasible
    return stowage_remarks(case, plan, verdict)


def test_an_overstow_names_the_box_that_leaves_first_below_it(case: Case) -> None:
    (row,) = remarks_on(case, plan_for(case)).overstows
    assert row == {
        "box": L5, "type": "42R1", "tonnes": 12.0, "port": "LKCMB", "slot": "0020082", "above": L4,
        "above_slot": "0020104", "above_port": "IDSUB", "above_tonnes": 12.0, "text": "of the plan",
    }  # fmt: skip


def test_a_restow_is_told_with_its_slots_and_times(case: Case) -> None:
    (row,) = remarks_on(case, plan_for(case)).restows
    assert row == {
        "box": R1, "type": "42G1", "tonnes": 12.0, "port": "LKCMB", "from_slot": "0060082", "slot": "0060082",
        "off": "2026-01-05T08:32:00+08:00", "on": "2026-01-05T08:47:00+08:00", "hours_ashore": 0.25,
    }  # fmt: skip


def test_a_heavy_box_is_told_with_what_bears_it(case: Case) -> None:
    heavy = with_box(case, L4, verified_kg=27_100)
    (row,) = remarks_on(heavy, plan_for(heavy)).top_heavy
    assert (row["box"], row["tonnes"], row["slot"]) == (L4, 27.1, "0020104")
    assert (row["above"], row["above_slot"]) == (f"{L2} {L3}", "0010102 0030102")
    assert (row["above_port"], row["above_tonnes"]) == ("LKCMB", 24.0)
    on_top = with_box(case, L8, verified_kg=15_001)
    (row,) = remarks_on(on_top, to(plan_for(on_top), L8, "0130284")).top_heavy
    assert (row["box"], row["above"]) == (L8, R2)


def test_a_box_ashore_has_its_reason(case: Case) -> None:
    (row,) = remarks_on(case, plan_for(case)).ashore
    assert (row["box"], row["slot"], row["text"]) == (L9, None, "no verified gross mass")


def test_the_table_has_every_row_under_what_it_is_about(case: Case) -> None:
    found = remarks_on(case, plan_for(case))
    table = found.table()
    assert [*table["remark"]] == ["overstow", "restow", "ashore"]
    assert [*table["box"]] == [L5, R1, L9]
    assert L1 not in table.to_csv()
    assert StowageRemarks([], [], [], []).table().to_csv(index=False).count("\n") == 1
