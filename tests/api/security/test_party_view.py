"""Competitors share a server: whatever a party is answered tells nothing of others."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.presenting.booking import booking
from api.presenting.task_calendar import task_calendar
from api.presenting.tasks import task_json, tasks_of
from api.problems import Refusal
from api.security.party_view import CHEAPER_IS_FULL, NO_ROOM, SHARED, own_booking, own_tasks
from api.security.scope import Scope
from data.bookings import Shipment
from data.case import Case
from data.export_chain import PARTIES
from data.shipment_plans import ShipmentPlan
from scheduler import shipments
from scheduler.shipments import timetable
from scheduler.stopping import Stop

EXPORTERS = ("PT Quibbel", "CV Zwartje", "UD Mbontoro")


@st.composite
def bookings(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Bookings of three exporters; many are parts of boxes, so that boxes are shared, and ships are too small."""
    return [
        {
            "id": f"BK{number}-{draw(st.integers(10_000, 99_999))}",
            "exporter": draw(st.sampled_from(EXPORTERS)),
            "part_of_box": draw(st.sampled_from([None, 0.2, 0.3, 0.45])),
            "gross_mass_kg": draw(st.integers(900, 5_000)),
            "fob_value": draw(st.integers(10**6, 10**9)),
            "hours": draw(st.integers(0, 60)),
        }
        for number in range(draw(st.integers(2, 6)))
    ]


def case_of(export_case: Case, rows: list[dict[str, Any]], room: int) -> Case:
    first = export_case.shipments[0]
    made = []
    for row in rows:
        fields = {name: getattr(first, name) for name in Shipment.model_fields} | row
        hours = fields.pop("hours")
        fields["ready"] += timedelta(hours=hours)
        made.append(Shipment.model_validate(fields))
    sailings = tuple(leg.model_copy(update={"capacity_teu": room}) for leg in export_case.sailings)
    return export_case.changed(shipments=tuple(made), step_states=(), sailings=sailings)


def planned(case: Case) -> ShipmentPlan:
    return shipments.solve(case, stop=Stop(seconds=0.3), seed=1, workers=1).plan


def numbers(value: Any) -> set[float]:
    if isinstance(value, dict):
        return set().union(*(numbers(item) for item in value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*(numbers(item) for item in value)) if value else set()
    return {round(value, 2)} if isinstance(value, int | float) and not isinstance(value, bool) else set()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=bookings(), room=st.integers(1, 3), place=st.integers(0, 2))
def test_no_answer_tells_of_others(export_case: Case, rows: list[dict[str, Any]], room: int, place: int) -> None:
    case = case_of(export_case, rows, room)
    plan = planned(case)
    of = EXPORTERS[place]
    scope = Scope("exporter", of)
    tasks = own_tasks(scope, case, plan, tasks_of(case, plan))
    own = scope.shipments(case, plan)
    answers: list[str] = [json.dumps([task_json(case, task) for task in tasks])]
    answers.append(task_calendar(case, plan, tasks, "exporter").decode())
    money = {row["shipment"]: row["cost"] for row in timetable(case, plan) if row["cost"]}
    for name in own:
        told = own_booking(scope, case, plan, name)
        answers.append(json.dumps(told))
        others = {round(money[other], 2) for other in money if other not in own} - {
            round(cost, 2) for other, cost in money.items() if other in own
        }
        ways = {round(way["cost"], 2) for way in told["alternatives"]}
        assert not numbers(told["shipment"]) & (others - ways)
    for answer in answers:
        for shipment in case.shipments:
            if shipment.exporter != of:
                assert shipment.id not in answer
                assert shipment.exporter not in answer
                assert str(shipment.fob_value) not in answer
    for shipment in case.shipments:
        if shipment.exporter != of:
            with pytest.raises(Refusal):
                own_booking(scope, case, plan, shipment.id)


def full(export_case: Case) -> tuple[Case, ShipmentPlan]:
    """Three bookings that want the only place of each ship, and two that share a box."""
    rows = [
        {"id": f"BK{number}", "exporter": EXPORTERS[number % 3], "gross_mass_kg": 9_000, "hours": 0}
        for number in range(3)
    ]
    rows += [
        {"id": f"LC{number}", "exporter": EXPORTERS[number], "part_of_box": 0.3 + 0.1 * number,
         "gross_mass_kg": 2_000, "hours": 0}
        for number in range(2)
    ]  # fmt: skip
    case = case_of(export_case, rows, 1)
    return case, planned(case)


def test_reasons_are_told_without_who_is_in_the_way(export_case: Case) -> None:
    case, plan = full(export_case)
    told = {}
    for shipment in case.shipments:
        scope = Scope("exporter", shipment.exporter)
        inside = booking(case, plan, shipment.id)["shipment"]["reason"]
        told[shipment.id] = (inside, own_booking(scope, case, plan, shipment.id)["shipment"]["reason"])
    named = [
        (inside, outside)
        for name, (inside, outside) in told.items()
        if any(other in inside for other in told if other != name)
    ]
    assert named  # else this test shows nothing
    assert {outside for _, outside in named} <= {CHEAPER_IS_FULL, NO_ROOM}


def test_of_a_shared_box_each_has_its_part(export_case: Case) -> None:
    rows = [
        {"id": f"LC{number}", "exporter": EXPORTERS[number], "part_of_box": 0.3, "gross_mass_kg": 2_000, "hours": 0}
        for number in range(2)
    ]  # fmt: skip
    case = case_of(export_case, rows, 9)
    plan = planned(case)
    assert plan.shipments[0].shared_box is not None
    told = own_booking(Scope("exporter", EXPORTERS[0]), case, plan, "LC0")["shipment"]
    assert told["shared_box"] == SHARED
    alone = booking(case, plan, "LC0")["shipment"]
    assert told["cost"] == alone["cost"]


def test_others_see_the_tasks_of_their_kind(export_case: Case, export_plan: ShipmentPlan) -> None:
    tasks = tasks_of(export_case, export_plan)
    for party in PARTIES:
        found = own_tasks(Scope(party, None), export_case, export_plan, tasks)
        expected = [] if party in ("exporter", "line") else [task for task in tasks if task.party == party]
        assert found == expected
        # Nothing tells two forwarders apart: one that has a name must not see what is another's.
        assert party in ("exporter", "line") or not own_tasks(Scope(party, "PT A"), export_case, export_plan, tasks)


def test_a_line_sees_what_goes_with_it(export_case: Case, export_plan: ShipmentPlan) -> None:
    steps = tuple(
        step.model_copy(update={"party": "line"}) if step.step == "papers" else step for step in export_case.chain_steps
    )
    case = export_case.changed(chain_steps=steps)
    tasks = tasks_of(case, export_plan)
    legs = [case.sailing_by_id[leg].line for leg in export_plan.shipments[0].sailings]
    assert [task.step for task in own_tasks(Scope("line", legs[0]), case, export_plan, tasks)] == ["papers"]
    assert not own_tasks(Scope("line", "ELSE"), case, export_plan, tasks)
