"""Every change of a scenario: what it makes of a case, and what it refuses."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.errors import BadInput, Fault
from data.scenarios import Scenario
from data.scenarios.demand import teu_a_year
from data.shifts import Shift
from data.terminal import Bollard


def scenario(*changes: dict[str, Any]) -> Scenario:
    return Scenario.model_validate({"name": "S", "description": "what if", "changes": changes})


def changed(case: Case, **change: Any) -> Case:
    made = scenario(change).apply(case)
    # Whatever a change makes is a case of its own right.
    assert Case.model_validate(made.model_dump()) == made
    return made


def refused(case: Case, **change: Any) -> Fault:
    with pytest.raises(BadInput) as error:
        scenario(change).apply(case, "what.toml")
    (fault,) = error.value.faults
    assert fault.file.startswith(f"what.toml, scenario S, change 1 ({change['change']})")
    assert fault.problem
    assert fault.remedy
    return fault


def test_quay_cranes_are_added_at_the_end_of_the_rail(small_case: Case) -> None:
    made = changed(small_case, change="add_quay_cranes", count=2, rail_to_m=200)
    assert [crane.id for crane in made.quay_cranes] == ["QC1", "QC2", "QC3", "QC4", "QC5"]
    assert made.quay_cranes[-1].rail_to_m == 200
    assert refused(small_case, change="add_quay_cranes", rail_to_m=300).column == "rail_to_m"
    assert refused(small_case, change="add_quay_cranes", rail_from_m=300).column == "rail_to_m"


def test_a_new_quay_crane_has_a_gang_where_every_crane_has_one(small_case: Case) -> None:
    shifts = (Shift(id="DAY", start=time(8), gangs=3), Shift(id="NIGHT", start=time(20), gangs=1))
    case = small_case.changed(shifts=shifts)
    assert [shift.gangs for shift in changed(case, change="add_quay_cranes", count=2).shifts] == [5, 1]
    assert changed(case, change="add_quay_cranes", with_gangs=False).shifts == shifts


def test_quay_cranes_are_removed_with_their_closures(small_case: Case) -> None:
    closed = changed(small_case, change="close", what="crane", crane="QC2", start="2026-01-06", days=1)
    made = changed(closed, change="remove_quay_cranes", cranes="QC2 QC3")
    assert [crane.id for crane in made.quay_cranes] == ["QC1"]
    assert made.closures == ()
    assert "did you mean QC3?" in refused(small_case, change="remove_quay_cranes", cranes=["qc3"]).remedy
    assert "no quay crane is left" in refused(small_case, change="remove_quay_cranes", cranes="QC1 QC2 QC3").problem


def test_a_crane_rate_is_that_of_the_planner_and_of_the_simulation(small_case: Case) -> None:
    work = changed(small_case, change="crane_rate", factor=1.1).terminal.crane_work
    assert work.gross_moves_per_hour == pytest.approx(29.7)
    assert work.cycle_s == pytest.approx(100)
    assert refused(small_case, change="crane_rate", factor=9).column == "factor"


def test_breakdowns(small_case: Case) -> None:
    work = changed(small_case, change="breakdowns", hours_between_failures=40).terminal.crane_work
    assert (work.hours_between_failures, work.repair_h) == (40, 0)
    assert changed(small_case, change="breakdowns", repair_h=2).terminal.crane_work.repair_h == 2


def test_tractors_by_number_and_by_factor(small_case: Case) -> None:
    assert changed(small_case, change="tractors", count=9).terminal.tractors.count == 9
    assert changed(small_case, change="tractors", factor=1.2).terminal.tractors.count == 7
    assert changed(small_case, change="tractors", factor=0.01).terminal.tractors.count == 1


def test_yard_cranes(small_case: Case) -> None:
    made = changed(small_case, change="add_yard_cranes", count=2)
    assert [(crane.id, crane.block) for crane in made.yard_cranes] == [("RTG1", "A"), ("RTG2", "A"), ("RTG3", "A")]
    assert changed(made, change="remove_yard_cranes", cranes="RTG1 RTG2").yard_cranes == made.yard_cranes[2:]
    assert refused(small_case, change="add_yard_cranes", blocks="X").remedy == "give one of A"
    assert refused(small_case, change="remove_yard_cranes", cranes="RTG9").column == "cranes"


def test_a_closure_is_on_the_terminals_clock(small_case: Case) -> None:
    (closure,) = changed(
        small_case, change="close", what="crane", crane="QC2", start="2026-01-12", days=7, reason="damaged"
    ).closures
    assert closure.start == datetime.fromisoformat("2026-01-12T00:00+08:00")
    assert closure.end - closure.start == timedelta(days=7)
    twice = scenario(*[{"change": "close", "what": "quay", "start": "2026-01-12T06:00+08:00", "days": 1}] * 2)
    assert [closure.id for closure in twice.apply(small_case).closures] == ["scenario-1", "scenario-2"]
    fault = refused(small_case, change="close", what="quay", start="2026-01-12", days=1, from_m=300)
    assert (fault.column, fault.value) == ("from_m", "300")


def test_a_longer_quay_has_depth_and_rails(small_case: Case) -> None:
    made = changed(small_case, change="longer_quay", metres=130, depth_m=12)
    assert made.terminal.quay.length_m == 400
    assert [(row.id, row.start_m, row.end_m, row.depth_m) for row in made.berths] == [
        ("B1", 0, 270, 14),
        ("B2", 270, 400, 12),
    ]
    assert {crane.rail_to_m for crane in made.quay_cranes} == {400}
    short = changed(small_case, change="longer_quay", metres=130, extend_rails=False)
    assert {crane.rail_to_m for crane in short.quay_cranes} == {270}
    assert refused(small_case, change="longer_quay", metres=9_800).column == "metres"


def test_bollards_go_on_along_a_longer_quay(small_case: Case) -> None:
    def bollards(*places: float) -> list[tuple[str, float]]:
        rows = tuple(Bollard(id=f"P{number}", position_m=at_m) for number, at_m in enumerate(places, start=1))
        made = changed(small_case.changed(bollards=rows), change="longer_quay", metres=60)
        return [(row.id, row.position_m) for row in made.bollards[len(places) :]]

    assert bollards(10, 200, 225.5) == [("P4", 251), ("P5", 276.5), ("P6", 302), ("P7", 327.5)]
    assert bollards(200) == bollards() == []


def test_a_larger_yard_holds_what_its_area_says(small_case: Case, kariangau: Case) -> None:
    made = changed(small_case, change="larger_yard", hectares=2, teu_per_hectare=900)
    assert sum(block.capacity_teu for block in made.yard_blocks[1:]) == pytest.approx(1800, abs=24)
    assert len(made.yard_cranes) == len(made.yard_blocks)
    assert refused(small_case, change="larger_yard", hectares=2).column == "teu_per_hectare"
    # Kariangau says how large its yard is: half as much again.
    larger = changed(kariangau, change="larger_yard", hectares=4)
    assert sum(block.capacity_teu for block in larger.yard_blocks) == pytest.approx(7128 * 1.5, abs=24)
    assert larger.terminal.yard_work.area_ha == 12
    assert any("empty" in block.takes for block in larger.yard_blocks[9:])
    assert refused(kariangau, change="larger_yard", hectares=0.001).problem == "that is not room for one bay"


def test_a_mooring_gap(small_case: Case) -> None:
    assert changed(small_case, change="mooring_gap", metres=15).terminal.quay.mooring_gap_m == 15


def test_demand_makes_calls_larger(small_case: Case, kariangau: Case) -> None:
    made = changed(small_case, change="demand", factor=1.5)
    assert (made.services[0].discharge_full, made.services[0].load_full) == (150, 120)
    assert made.call_by_id["ARU-1"].discharge == 300
    # No ship takes more than she holds, and no call loses its last box.
    assert changed(small_case, change="demand", factor=5).call_by_id["CERAM-1"].discharge == 500
    assert changed(small_case, change="demand", factor=0.001).call_by_id["CERAM-1"].moves == 1
    fault = refused(small_case, change="demand", factor=7)
    assert fault.column == "factor"
    assert "ships hold 600 TEU" in fault.problem
    # Of one service alone, with its listed calls.
    one = changed(kariangau, change="demand", factor=1.3, services="SPIL-01")
    assert sum(call.moves for call in one.calls if call.service != "SPIL-01") == sum(
        call.moves for call in kariangau.calls if call.service != "SPIL-01"
    )
    assert one.call_by_id["SPIL-01-001"].moves == pytest.approx(1.3 * kariangau.call_by_id["SPIL-01-001"].moves, abs=3)


def test_demand_makes_more_calls_and_leaves_those_that_there_are(kariangau: Case, small_case: Case) -> None:
    made = changed(kariangau, change="demand", teu_per_year=500_000, how="calls")
    assert teu_a_year(made) == pytest.approx(500_000)
    assert made.calls == kariangau.calls
    assert made.services[: len(kariangau.services)] == kariangau.services
    assert not {ship.id for ship in kariangau.vessels} & {ship for row in made.services[8:] for ship in row.vessels}
    again = changed(made, change="demand", factor=2, how="calls")
    assert teu_a_year(again) == pytest.approx(1_000_000)
    assert refused(kariangau, change="demand", factor=0.9, how="calls").column == "factor"
    assert "every 350 days" in refused(kariangau, change="demand", factor=1.02, how="calls").problem
    alone = small_case.changed(services=())
    assert refused(alone, change="demand", teu_per_year=1000).column == "teu_per_year"


def test_a_new_service_and_its_ships(small_case: Case) -> None:
    service = {
        "change": "add_service", "id": "DIRECT", "line": "D", "rotation": "LKCMB", "first_eta": "2026-01-07T08:00",
        "stay_h": 12, "load_full": 100, "flag": "SG", "loa_m": 140, "beam_m": 24, "capacity_teu": 900,
        "max_draft_m": 8,
    }  # fmt: skip
    made = changed(small_case, **service)
    assert made.services[-1].vessels == ("DIRECT-S1", "DIRECT-S2")
    assert made.services[-1].first_eta == datetime.fromisoformat("2026-01-07T08:00+08:00")
    assert made.vessel_by_id["DIRECT-S2"].loa_m == 140
    assert refused(made, **service).column == "id"
    assert "did you mean LKCMB?" in refused(small_case, **service | {"rotation": "LKCMX"}).remedy
    assert refused(small_case, **service | {"load_full": 1000}).column == "capacity_teu"


def test_a_ship_is_late(small_case: Case) -> None:
    made = changed(small_case, change="ship_late", call="ARU-1", hours=12)
    assert made.call_by_id["ARU-1"].late_h == 12
    assert "did you mean ARU-1?" in refused(small_case, change="ship_late", call="ARU1", hours=12).remedy


def test_gate_hours(small_case: Case) -> None:
    gate = changed(small_case, change="gate_hours", opens="06:00", closes="22:00").terminal.gate
    assert (gate.opens, gate.closes) == (time(6), time(22))
    always = changed(small_case.changed(terminal=small_case.terminal), change="gate_hours")
    assert always.terminal.gate.opens is None
    assert refused(small_case, change="gate_hours", opens="06:00", closes="06:00").column == "opens"
    with pytest.raises(ValueError, match="give opens and closes"):
        scenario({"change": "gate_hours", "opens": "06:00"})


def test_inspections(small_case: Case) -> None:
    customs = changed(small_case, change="inspection", imports=0.3).terminal.customs
    assert (customs.import_inspection_share, customs.export_inspection_share) == (0.3, 0)
    assert changed(small_case, change="inspection", exports=0.1).terminal.customs.export_inspection_share == 0.1
    with pytest.raises(ValueError, match="give imports or exports"):
        scenario({"change": "inspection"})


def test_any_field_of_the_terminal(small_case: Case) -> None:
    assert changed(small_case, change="set", field="gate.lanes", value=5).terminal.gate.lanes == 5
    assert changed(small_case, change="set", field="currency", value="IDR").terminal.currency == "IDR"
    assert refused(small_case, change="set", field="gate.lane", value=5).remedy == "did you mean gate.lanes?"
    fault = refused(small_case, change="set", field="gate.lanes", value=0)
    assert (fault.column, fault.value) == ("value", "0")
    assert "gate.lanes: it is less than is accepted" in fault.problem
    # A part of the terminal that no longer holds together.
    assert "low water" in refused(small_case, change="set", field="tide.low_m", value=9).problem
    # A case that no longer does.
    assert "the quay is 100 m long" in refused_all(small_case, change="set", field="quay.length_m", value=100)


def refused_all(case: Case, **change: Any) -> str:
    with pytest.raises(BadInput) as error:
        scenario(change).apply(case)
    return str(error.value)


_NUMBER = st.one_of(st.integers(-2, 400), st.floats(0.001, 300))
_CHANGES = st.one_of(
    st.fixed_dictionaries({"change": st.just("longer_quay"), "metres": _NUMBER, "extend_rails": st.booleans()}),
    st.fixed_dictionaries(
        {"change": st.just("larger_yard"), "hectares": _NUMBER, "teu_per_hectare": st.sampled_from([None, 40, 900])}
    ),
    st.fixed_dictionaries(
        {"change": st.just("demand"), "factor": _NUMBER, "how": st.sampled_from(["boxes", "calls"])}
    ),
    st.fixed_dictionaries({"change": st.just("crane_rate"), "factor": _NUMBER}),
    st.fixed_dictionaries({"change": st.just("tractors"), "factor": _NUMBER}),
    st.fixed_dictionaries({"change": st.just("add_quay_cranes"), "count": st.integers(1, 3), "rail_to_m": _NUMBER}),
    st.fixed_dictionaries(
        {"change": st.just("remove_quay_cranes"), "cranes": st.lists(st.sampled_from(["QC1", "QC2", "QC4"]))}
    ),
    st.fixed_dictionaries(
        {
            "change": st.just("close"), "what": st.sampled_from(["quay", "channel", "crane"]), "days": _NUMBER,
            "start": st.just("2026-01-06"), "from_m": st.one_of(st.none(), _NUMBER),
        }
    ),
    st.fixed_dictionaries(
        {
            "change": st.just("set"), "value": st.one_of(_NUMBER, st.booleans(), st.none(), st.text(max_size=3)),
            "field": st.sampled_from(["quay.length_m", "gate.lanes", "tide.low_m", "channel.opens", "seed", "quay"]),
        }
    ),
)  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(_CHANGES, min_size=1, max_size=3))
def test_any_scenario_gives_a_valid_case_or_a_fault(small_case: Case, changes: list[dict[str, Any]]) -> None:
    try:
        made = scenario(*changes)
    except ValueError:
        return
    try:
        case = made.apply(small_case)
    except BadInput as error:
        faults = error.faults
    else:
        faults = []
        assert Case.model_validate(case.model_dump()) == case
    assert all(", change " in fault.file and fault.problem and fault.remedy for fault in faults)
