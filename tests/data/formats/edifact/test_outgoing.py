from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from data.cargo import Container
from data.case import Case
from data.formats.edifact import EdiMessage, Goods, read_messages
from data.formats.edifact.outgoing import Sending, box_list, gate_report, stowage_plan, verified_masses, work_report
from data.formats.edifact.taking import take

SENDING = Sending(prepared=datetime.fromisoformat("2026-01-05T20:00+08:00"))


def box(number: str, direction: str, port: str, **more: object) -> Container:
    return Container.model_validate(
        {"id": number, "box_type": "22G1", "status": "full", "gross_mass_kg": 10_000, "call": "ARU-1",
         "direction": direction, "port": port, **more}
    )  # fmt: skip


STAYS = box(
    "SPNU1000026", "remain", "LKCMB", slot="0030182", hazards=("3", "3"), un_numbers=("0000", "1263"), plug=True,
    temperature_c=-18, operator="SPL", loaded_at="SGSIN",
)  # fmt: skip
LOADED = box("TEMU1000021", "load", "IDSUB", verified_kg=10_500)


def the(content: bytes) -> EdiMessage:
    (message,) = read_messages("x.edi", content)
    return message


def test_the_plan_at_departure(loading_case: Case) -> None:
    call = loading_case.call_by_id["ARU-1"]
    stowed = [(STAYS, "0030182"), (LOADED, "0010182")]
    for version in ("2.2", "3.1"):
        sending = Sending(SENDING.prepared, document="FINAL", voyage="103W")
        plan = the(stowage_plan(loading_case, call, stowed, sending, version=version))  # type: ignore[arg-type]
        assert plan.document == "FINAL"
        assert (plan.voyage.vessel, plan.voyage.imo, plan.voyage.number) == ("Aru", "9074729", "103W")
        assert (plan.voyage.departure_port, plan.voyage.next_port) == ("IDKRG", "IDSUB")
        loaded, stays = plan.boxes
        assert (loaded.slot, loaded.load_port, loaded.discharge_port) == ("0010182", "IDKRG", "IDSUB")
        assert (loaded.gross_kg, loaded.verified_kg) == (10_000, 10_500)
        assert (stays.slot, stays.load_port, stays.discharge_port) == ("0030182", "SGSIN", "LKCMB")
        assert (stays.temperature_c, stays.operator) == (-18.0, "SPL")
        assert stays.goods == (Goods("3"), Goods("3", "1263"))


@pytest.mark.parametrize("name", ["baplie-15", "baplie-22", "baplie-31"])
@pytest.mark.parametrize("version", ["2.2", "3.1"])
def test_boxes_of_a_plan_typed_by_hand_are_written_as_they_came(
    name: str, version: Any, loading_case: Case, one: Callable[[str], EdiMessage]
) -> None:
    case = take(loading_case, loading_case.call_by_id["ARU-1"], [one(name)]).case
    on_board = [(row, row.slot or "") for row in case.containers]
    written = the(stowage_plan(case, case.call_by_id["ARU-1"], on_board, SENDING, version=version))
    came = [replace(each, gross_kg=each.gross_kg or each.verified_kg, segment=0) for each in one(name).boxes]
    left = [replace(each, gross_kg=each.gross_kg or each.verified_kg, segment=0) for each in written.boxes]
    assert left == sorted(came, key=lambda each: each.slot or "")


def test_a_box_of_which_nothing_more_is_known(loading_case: Case) -> None:
    call = loading_case.call_by_id["ARU-1"]
    bare = box("SPNU1000026", "remain", "LKCMB", slot="0030182", hazards=("3",), plug=True)
    content = stowage_plan(loading_case, call, [(bare, "0030182")], SENDING)
    assert b"TMP+2'" in content
    assert b"DGS+IMD+3'" in content
    assert b"RFF+BM:1'" in content
    assert b"LOC+9" not in content
    assert the(content).boxes[0].plug


def test_a_verified_mass_stands_in_place_of_the_same_gross_mass(loading_case: Case) -> None:
    call = loading_case.call_by_id["ARU-1"]
    weighed = box("SPNU1000026", "remain", "LKCMB", slot="0030182", verified_kg=10_000)
    for version, verified, gross in (
        ("2.2", b"MEA+VGM++KGM:10000'", b"MEA+WT"),
        ("3.1", b"MEA+AAE+VGM+KGM:10000'", b"MEA+AAE+AET"),
    ):
        content = stowage_plan(loading_case, call, [(weighed, "0030182")], SENDING, version=version)  # type: ignore[arg-type]
        assert verified in content
        assert gross not in content


def test_moments_are_the_terminals_and_in_31_universal(loading_case: Case) -> None:
    call = loading_case.call_by_id["ARU-1"]
    assert b"DTM+137:202601052000:203'" in stowage_plan(loading_case, call, [], SENDING)
    universal = stowage_plan(loading_case, call, [], SENDING, version="3.1")
    assert b"DTM+137:202601051200:203'" in universal
    assert b"DTM+133:202601051400:203'" in universal  # the ETD, 22:00 at the terminal


def test_lists_masses_and_reports(loading_case: Case) -> None:
    call = loading_case.call_by_id["ARU-1"]
    moment = datetime.fromisoformat("2026-01-05T10:30+09:00")
    order = the(box_list(loading_case, call, [LOADED], "load list", SENDING, release="00B"))
    assert (order.version, order.purpose) == ("COPRAR D.00B SMDG21", "load list")
    assert [b.number for b in the(verified_masses(loading_case, call, [LOADED, STAYS], SENDING)).boxes] == [LOADED.id]
    work = the(work_report(loading_case, call, [(LOADED, "0010182", moment)], "loaded", SENDING))
    assert (work.boxes[0].slot, work.boxes[0].moment) == ("0010182", datetime(2026, 1, 5, 9, 30))


def test_the_gate_is_reported_both_ways(loading_case: Case) -> None:
    call = loading_case.call_by_id["ARU-1"]
    came, went = (datetime.fromisoformat(f"2026-01-05T{hour}:30+09:00") for hour in (10, 12))
    import_box = box("SPNU1000031", "discharge", "IDSUB", slot="0050182")
    content = gate_report(loading_case, call, [(import_box, went), (LOADED, came)], SENDING)
    inwards, outwards = read_messages("x.edi", content)
    assert (inwards.purpose, inwards.document) == ("gate in", "ARU-1")
    assert (outwards.purpose, outwards.document) == ("gate out", "ARU-1-2")
    assert [(each.number, each.moment) for each in inwards.boxes] == [(LOADED.id, datetime(2026, 1, 5, 9, 30))]
    assert [(each.number, each.slot) for each in outwards.boxes] == [(import_box.id, None)]
    assert b"DTM+132:202601050800:203'" in content  # the ETA, where boxes go out
    assert b"DTM+133:202601052200:203'" in content  # the ETD, where they come in
