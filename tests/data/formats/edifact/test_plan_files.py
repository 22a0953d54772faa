from collections import Counter
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
import pytest

from data.cargo import Container
from data.errors import BadInput
from data.formats.edifact import EdiMessage, read_messages
from data.formats.edifact.plan_files import FILES, made
from data.formats.edifact.planned import PlannedCall
from data.plans import LeftAshore
from data.sailings import Sailing
from tests.data.conftest import with_terminal
from tests.simulations.loading.conftest import (
    START,
    discharged,
    lift,
    loaded,
    moment,
    number,
    plan_of,
    remaining,
    ship_case,
)

STAYS = number(900_000)


def planned(**more: Any) -> PlannedCall:
    """Boxes 1 and 2 come off, 3 and 4 go on, 5 is restowed by two cranes, 6 stays ashore."""
    papers = {"booking": "B1", "bill_of_lading": "L1", "operator": "SPL", "loaded_at": "SGSIN"}
    boxes = [
        discharged(1, "0020182"), discharged(2, "0060182"), loaded(3), loaded(4), loaded(6),
        Container.model_validate({**remaining(5, "0060184").model_dump(), **papers}),
    ]  # fmt: skip
    boxes[3] = boxes[3].model_copy(update={"verified_kg": None})
    case = ship_case(boxes)
    plan = plan_of(
        case,
        [
            lift("Q1", "discharge", 0, (1, "0020182")),
            lift("Q1", "load", 3, (3, "0020182")),
            lift("Q1", "restow_on", 20, (5, "0020184")),
            lift("Q2", "restow_off", 3, (5, "0060184")),
            lift("Q2", "discharge", 6, (2, "0060182")),
            lift("Q2", "load", 9, (4, "0060182")),
        ],
    )
    plan = plan.model_copy(update={"ashore": (LeftAshore(box=number(6), reason="=no room"),)})
    return PlannedCall(case, plan, **more)


def the(call: PlannedCall, name: str) -> EdiMessage:
    content = made(call, name)
    assert content is not None
    (message,) = read_messages(name, content)
    assert message.notices == ()
    return message


@pytest.mark.parametrize("version", ["2.2", "3.1"])
@pytest.mark.parametrize("name", ["preplan.edi", "departure.edi"])
def test_the_stowage_at_departure(version: Any, name: str) -> None:
    plan = the(planned(version=version), name)
    assert {box.number: box.slot for box in plan.boxes} == {
        number(3): "0020182", number(4): "0060182", number(5): "0020184", STAYS: "0140182",
    }  # fmt: skip
    assert plan.release == {"2.2": "D.95B", "3.1": "D.13B"}[version]
    restowed = next(box for box in plan.boxes if box.number == number(5))
    assert (restowed.load_port, restowed.operator, restowed.booking) == ("SGSIN", "SPL", "B1")
    assert restowed.bill == (None if version == "2.2" else "L1")


def test_what_22_has_no_room_for_is_told() -> None:
    assert planned(version="3.1").notices == []
    (notice,) = planned().notices
    assert notice == (
        "BAPLIE 2.2 has room for one reference a box: for 1 box it has the booking and not the bill of lading; 3.1 "
        "has both"
    )


def test_lists_and_masses_are_those_of_the_plan() -> None:
    call = planned()
    off, on = the(call, "discharge-list.edi"), the(call, "load-list.edi")
    assert (off.purpose, [box.number for box in off.boxes]) == ("discharge list", [number(1), number(2)])
    assert (on.purpose, [box.number for box in on.boxes]) == ("load list", [number(3), number(4)])
    assert [(box.number, box.verified_kg) for box in the(call, "vgm.edi").boxes] == [(number(3), 10_000)]


def test_work_is_reported_as_planned_or_as_it_was() -> None:
    call = planned()
    off, on = the(call, "discharged.edi"), the(call, "loaded.edi")
    clock = [START.replace(tzinfo=None) + timedelta(minutes=minutes) for minutes in (3, 9, 6, 12)]
    assert [(box.number, box.slot, box.moment) for box in (*off.boxes, *on.boxes)] == [
        (number(1), "0020182", clock[0]), (number(2), "0060182", clock[1]),
        (number(3), "0020182", clock[2]), (number(4), "0060182", clock[3]),
    ]  # fmt: skip
    late = planned(done={number(2): moment(1), number(1): moment(8), number(3): moment(90)})
    assert [(box.number, box.moment) for box in the(late, "discharged.edi").boxes] == [
        (number(2), START.replace(tzinfo=None) + timedelta(minutes=1)),
        (number(1), START.replace(tzinfo=None) + timedelta(minutes=8)),
    ]
    assert [box.number for box in the(late, "loaded.edi").boxes] == [number(3)]
    assert late.finished == moment(90)
    assert "no actual time for 1 box of the plan: " in late.notices[1]
    assert len(the(late, "departure.edi").boxes) == 4


@pytest.mark.parametrize("name", ["preplan.edi", "departure.edi", "loaded.edi"])
@pytest.mark.parametrize(
    ("done", "departs"),
    [
        (None, "202601050053"),  # the last lift of the plan ends at 0:23
        ({number(3): moment(24 * 60)}, "202601060030"),
    ],
)
def test_the_ship_departs_unmooring_after_her_last_lift(name: str, done: Any, departs: str) -> None:
    """Not at her ETD: carriers plan with when she really can."""
    call = planned(done=done)
    call = replace(call, case=with_terminal(call.case, quay={"unmooring_min": 30}))
    assert call.leaves != call.call.etd
    assert f"DTM+133:{departs}:203'".encode() in (made(call, name) or b"")


def test_the_voyage_is_that_of_her_sailings_or_else_has_the_calls_name() -> None:
    call = planned()
    names = [name for name in FILES if name.endswith(".edi") and name not in ("gate.edi", "vgm.edi")]
    assert {message.voyage.number for message in (the(call, name) for name in names)} == {call.call.id}
    ports, sails = call.case.ports_after(call.call), call.call.etd
    leg = {
        "id": "LEG-1", "voyage": "103E", "line": call.case.ship_of(call.call).line, "flag": "ID", "call": call.call.id,
        "origin": call.case.terminal.unlocode, "destination": ports[0], "departure": sails,
        "arrival": sails + timedelta(days=1), "capacity_teu": 10, "cutoff_h": 0, "freight_per_teu": 1,
    }  # fmt: skip
    one = call.case.changed(sailings=(Sailing.model_validate(leg),))
    assert {the(replace(call, case=one), name).voyage.number for name in names} == {"103E"}
    again = Sailing.model_validate(leg | {"id": "LEG-2", "voyage": "104E"})
    both = call.case.changed(sailings=(*one.sailings, again))
    assert the(replace(call, case=both), "departure.edi").voyage.number == call.call.id


def test_the_gate() -> None:
    assert made(planned(), "gate.edi") is None
    content = made(planned(gate={number(6): moment(-60), number(1): moment(60)}), "gate.edi")
    assert content is not None
    came, went = read_messages("gate.edi", content)
    assert (came.purpose, [box.number for box in came.boxes]) == ("gate in", [number(6)])
    assert (went.purpose, [box.number for box in went.boxes]) == ("gate out", [number(1)])


def test_every_message_has_a_reference_and_a_document_of_its_own() -> None:
    call = planned(gate={number(6): moment(-60)})
    contents = [content for name in FILES if name.endswith(".edi") and (content := made(call, name)) is not None]
    assert len(contents) == 8
    headers = [content.decode().splitlines()[1] for content in contents]
    assert len({header.rsplit("+", 1)[1] for header in headers}) == 8
    documents = [message.document for content in contents for message in read_messages("x.edi", content)]
    assert len(set(documents)) == 8
    assert documents[:3] == ["C-PREPLAN", "C-DEPARTURE", "C-DISCHARGE-LIST"]
    assert contents == [made(planned(gate={number(6): moment(-60)}), name) for name in list(FILES)[:8]]


def test_lists_for_people_hold_what_the_messages_do() -> None:
    call = planned(gate={number(6): moment(-60)})
    book = pd.read_excel(BytesIO(made(call, "lists.xlsx") or b""), sheet_name=None, dtype=str, keep_default_na=False)
    assert {name: len(sheet) for name, sheet in book.items()} == {
        "departure": 4, "discharge-list": 2, "load-list": 2, "discharged": 2, "loaded": 2, "gate": 1, "ashore": 1,
    }  # fmt: skip
    for name in ("departure", "discharge-list", "load-list"):
        table = pd.read_csv(StringIO((made(call, f"{name}.csv") or b"").decode()), dtype=str, keep_default_na=False)
        assert Counter(table["number"]) == Counter(box.number for box in the(call, f"{name}.edi").boxes)
        assert table.equals(book[name])
    restowed = book["departure"].set_index("number").loc[number(5)]
    assert tuple(restowed[["slot", "load_port", "booking", "bill"]]) == ("0020184", "SGSIN", "B1", "L1")
    assert book["loaded"]["moment"][0].startswith("2026-01-05 00:06")
    assert book["ashore"]["reason"][0] == "=no room"


def test_a_plan_that_moves_nothing_has_no_lists() -> None:
    case = ship_case([discharged(1, "0020182"), loaded(3)])
    call = PlannedCall(case, plan_of(case, []))
    lacking = {name for name in FILES if made(call, name) is None}
    assert lacking == {
        "discharge-list.edi", "load-list.edi", "vgm.edi", "discharged.edi", "loaded.edi", "gate.edi",
        "discharge-list.csv", "load-list.csv",
    }  # fmt: skip
    assert all(FILES[name].lacks for name in lacking)
    assert [box.number for box in the(call, "departure.edi").boxes] == [number(1), STAYS]


def test_boxes_that_the_call_does_not_have_are_passed_over() -> None:
    case = ship_case([discharged(1, "0020182")])
    call = PlannedCall(case, plan_of(case, [lift("Q1", "load", 0, (77, "0060182"))]), gate={number(77): moment(0)})
    assert [box.number for box in the(call, "departure.edi").boxes] == [number(1), STAYS]
    assert made(call, "load-list.edi") is None
    assert made(call, "gate.edi") is None


def test_what_is_no_slot_or_no_call_is_refused() -> None:
    case = ship_case([discharged(1, "0020182"), loaded(3)])
    wrong = lift("Q1", "load", 0, (3, "=1+1"), bay=2)
    with pytest.raises(BadInput) as caught:
        PlannedCall(case, plan_of(case, [wrong]))
    (fault,) = caught.value.faults
    assert (fault.column, fault.value) == ("lifts.0.boxes.to", "=1+1")
    with pytest.raises(BadInput, match="has no such call"):
        PlannedCall(case, plan_of(case, []).model_copy(update={"call": "D"}))


def test_invented_boxes_are_told() -> None:
    case = ship_case([discharged(1, "0020182"), loaded(3)])
    call = case.calls[0].model_copy(update={"load_full": 3})
    case = case.changed(calls=(call,))
    (notice,) = PlannedCall(case, plan_of(case, [])).notices
    assert notice.startswith("boxes of the call that the case does not list are invented: ")
    assert "these files are to look at, not to send" in notice
