"""The terms of the cost, and the notes."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import LeftAshore, LoadingPlan
from tests.data.checker.loading.conftest import (
    D1,
    L1,
    L2,
    L4,
    L5,
    L8,
    L9,
    R1,
    R2,
    holds,
    plan_for,
    to,
    with_box,
    without_lift,
)
from tests.data.conftest import with_terminal


def test_ashore_costs_for_boxes_that_could_go(case: Case, plan: LoadingPlan) -> None:
    assert check(case, plan).terms["ashore"] == 0  # L9 has no verified mass
    assert check(with_box(case, L9, verified_kg=12_000), plan).terms["ashore"] == 100_000
    first, *others = case.calls
    empty = case.changed(
        calls=(first.model_copy(update={"load_full": 8, "load_empty": 1}), *others),
        containers=tuple(
            row.model_copy(update={"status": "empty"}) if row.id == L9 else row for row in case.containers
        ),
    )
    assert check(empty, plan).terms["ashore"] == 100_000
    left = without_lift(plan, holds(L8)).model_copy(
        update={"ashore": (*plan.ashore, LeftAshore(box=L8, reason="no time"))}
    )
    assert check(case, left).feasible
    assert check(case, left).terms["ashore"] == 100_000


def test_finish_is_the_last_lifts(case: Case, plan: LoadingPlan) -> None:
    paid = with_terminal(case, costs={"work_per_hour": 3_600})
    assert check(paid, plan_for(paid)).terms["finish"] == pytest.approx(1_500)
    assert check(case, plan.model_copy(update={"lifts": ()})).terms["finish"] == 0


def test_terms_go_by_the_rates(case: Case) -> None:
    paid = with_terminal(case, costs={"overstow_per_box": 7, "restow_per_box": 11, "rehandle_per_box": 13})
    terms = check(paid, plan_for(paid)).terms
    assert (terms["overstows"], terms["restows"], terms["rehandles"], terms["premarshals"]) == (7, 11, 13, 13)


@pytest.mark.parametrize(
    ("ports", "overstows"),
    [
        ({}, 1),  # L5 on the cover over L4
        ({L4: "LKCMB"}, 0),
        ({L4: "LKCMB", L2: "IDSUB"}, 2),  # L2 under L4, and under the cover under L5
        ({L4: "LKCMB", L1: "IDSUB"}, 1),  # L1 under the cover under L5
        ({L5: "IDSUB"}, 0),
        ({R1: "IDSUB"}, 1),
        ({L4: "LKCMB", R2: "IDSUB"}, 0),  # beside each other
    ],
)
def test_overstows_are_counted_by_box(case: Case, plan: LoadingPlan, ports: dict[str, str], overstows: int) -> None:
    for serial, port in ports.items():
        case = with_box(case, serial, port=port)
    verdict = check(case, plan)
    assert verdict.feasible
    assert verdict.terms["overstows"] == 200 * overstows


def test_overstows_under_what_stays(case: Case, plan: LoadingPlan) -> None:
    """R1 is put back over what is loaded; had it stayed, the box below would be of the plan all the same."""
    early = with_box(with_box(case, L4, port="LKCMB"), "DMGU0002072", port="IDSUB")
    assert [row.id for row in early.containers if row.port == "IDSUB"] == ["DMGU0002072"]
    assert check(early, plan).terms["overstows"] == 200
    stays = without_lift(plan, holds(R1))
    assert check(early, stays).terms["overstows"] == 200


def test_overstows_that_came_so_are_noted(case: Case, plan: LoadingPlan) -> None:
    """L8 on R2, where R2 leaves later; and a box that stays on one that stays."""
    came = case.changed(
        containers=(
            *case.containers,
            case.containers[6].model_copy(update={"id": D1.replace("0001013", "0003032"), "slot": "0130284"}),
        )
    )
    first = with_box(came, R2, port="IDSUB")
    verdict = check(first, plan)
    assert verdict.feasible
    assert verdict.terms["overstows"] == 200
    assert any(note.startswith("1 box stands above one that leaves the ship earlier") for note in verdict.notes)


def test_heavy_boxes_on_light_ones_are_noted(case: Case, plan: LoadingPlan) -> None:
    on_top = to(plan, L8, "0130284")
    assert all(note.startswith("at departure she displaces") for note in check(case, on_top).notes)
    assert not any("lighter" in note for note in check(with_box(case, L8, verified_kg=15_000), on_top).notes)
    heavy = check(with_box(case, L8, verified_kg=15_001), on_top)
    assert heavy.feasible
    assert "1 box stands at departure on what is lighter by more than 3,000 kg" in heavy.notes
    # L4, which is longer, stands on two boxes of 12 t: it may be heavier than each of them.
    assert not any("lighter" in note for note in check(with_box(case, L4, verified_kg=27_000), plan).notes)
    assert any("lighter" in note for note in check(with_box(case, L4, verified_kg=27_001), plan).notes)


def test_a_plan_for_another_case_is_noted(case: Case, plan: LoadingPlan) -> None:
    assert "is not the same" in check(case, plan.model_copy(update={"case_hash": "x"})).notes[0]
