from datetime import timedelta
from pathlib import Path

import pytest

from data.case import Case
from data.sailings import Cutoff
from tests.data.formats.schedules.conftest import DEFAULTS, Look, Make, at

HEADER = "id,voyage,line,origin,destination,departure,arrival"
# The leg ARU-1-SUB of the small case leaves on 5 January at 22:00 and arrives on the 7th at 12:00.
LATE = "ARU-1-SUB,ARU-1,LINEA,IDKRG,IDSUB,2026-01-06 22:00,2026-01-08 12:00"


def test_a_known_leg_gets_its_new_times_and_keeps_the_rest(make: Make, look: Look, trade: Case) -> None:
    found = look(make("s.csv", f"{HEADER}\n{LATE}\n"))
    assert found.faults == []
    before, case = trade.sailing_by_id["ARU-1-SUB"], found.merged.case
    assert case is not None
    assert case.sailing_by_id["ARU-1-SUB"] == before.model_copy(
        update={"departure": before.departure + timedelta(days=1), "arrival": before.arrival + timedelta(days=1)}
    )
    assert [row.id for row in case.sailings] == [row.id for row in trade.sailings]
    assert [(slip.voyage, slip.port, slip.what, slip.hours) for slip in found.merged.slips] == [
        ("ARU-1", "IDKRG", "departure", 24.0), ("ARU-1", "IDSUB", "arrival", 24.0),
    ]  # fmt: skip
    (notice,) = found.merged.notices
    assert "its call ARU-1 at the terminal is still expected at 2026-01-05 08:00" in notice


def test_without_ids_a_leg_is_known_by_voyage_and_ports(make: Make, look: Look) -> None:
    found = look(make("s.csv", f"{HEADER}\n{LATE.removeprefix('ARU-1-SUB').replace('ARU-1,', 'ARU-1,', 1)}\n"))
    assert [slip.leg for slip in found.merged.slips] == ["ARU-1-SUB", "ARU-1-SUB"]


def test_cut_offs_move_with_the_ship_and_moments_stay(make: Make, look: Look, trade: Case) -> None:
    case = trade.changed(
        cutoffs=(
            Cutoff(id="F", code="FCO", sailing="ARU-1-SUB", hours_before=16),
            Cutoff(id="D", code="DCO", sailing="ARU-1-SUB", at=at("2026-01-04 12:00")),
        )
    )
    found = look(make("s.csv", f"{HEADER}\n{LATE}\n"), case=case)
    now = found.merged.case
    assert now is not None
    before, after = case.cutoffs_by_sailing["ARU-1-SUB"], now.cutoffs_by_sailing["ARU-1-SUB"]
    assert after["FCO"] - before["FCO"] == timedelta(days=1)
    assert after["DCO"] == before["DCO"]
    assert any("DCO of leg ARU-1-SUB is a moment of its own and stays" in notice for notice in found.merged.notices)


def test_new_legs_need_what_the_schedule_does_not_say(make: Make, look: Look) -> None:
    path = make("s.csv", f"{HEADER}\n,NEW,LINEC,IDKRG,IDSUB,2026-01-09 08:00,2026-01-11 08:00\n")
    faults = look(path).faults
    assert [(fault.row, fault.column) for fault in faults] == [
        (2, "flag"), (2, "capacity_teu"), (2, "freight_per_teu"),
    ]  # fmt: skip
    assert '--default "line=LINEC,capacity_teu=20"' in faults[1].remedy
    found = look(path, mapping=DEFAULTS)
    assert [row.id for row in found.merged.new] == ["NEW-1"]
    assert any("no cut-off for full boxes is given for 1 new leg: 24 h" in notice for notice in found.merged.notices)
    assert found.merged.case is not None
    assert found.merged.case.sailings[-1].freight_per_teu == 4_000_000


def test_a_leg_gives_way_to_those_that_take_its_place(make: Make, look: Look, trade: Case) -> None:
    case = trade.changed(cutoffs=(Cutoff(id="F", code="FCO", sailing="ARU-1-SUB", hours_before=16),))
    rows = (
        f"{HEADER}\n,ARU-1,LINEA,IDKRG,IDJKT,2026-01-05 22:00,2026-01-08 12:00\n"
        ",ARU-1,LINEA,IDJKT,IDSUB,2026-01-09 12:00,2026-01-10 12:00\n"
    )
    found = look(make("s.csv", rows), mapping=DEFAULTS, case=case)
    assert [row.id for row in found.merged.dropped] == ["ARU-1-SUB"]
    assert [row.id for row in found.merged.new] == ["ARU-1-1", "ARU-1-2"]
    assert found.merged.case is not None
    assert found.merged.case.cutoffs == ()


def test_later_legs_that_no_longer_fit_are_asked_for(make: Make, look: Look, trade: Case) -> None:
    onward = trade.sailing_by_id["ARU-1-SUB"].model_copy(
        update={
            "id": "ARU-1-CMB", "call": None, "origin": "IDSUB", "destination": "LKCMB",
            "departure": at("2026-01-08 00:00"), "arrival": at("2026-01-16 00:00"),
        }
    )  # fmt: skip
    case = trade.changed(sailings=(*trade.sailings, onward))
    found = look(make("s.csv", f"{HEADER}\n{LATE}\n"), case=case)
    assert found.merged.case is None
    (fault,) = found.faults
    assert "leg ARU-1-SUB of the same voyage ends at IDSUB" in fault.problem


def test_a_faulty_row_stands_where_the_file_has_it(make: Make, look: Look) -> None:
    rows = (
        f"{HEADER}\n,A,LINEA,IDKRG,IDSUB,2026-01-06 22:00,2026-01-05 12:00\n"
        ",B,LINEA,IDKRG,XXAAA,2026-01-06 22:00,2026-01-08 12:00\n"
        ",C,LINEA,IDKRG,IDSUB,soon,2026-01-08 12:00\n"
    )
    faults = look(make("s.csv", rows), mapping=DEFAULTS).faults
    assert sorted((fault.file, fault.row, fault.column) for fault in faults) == [
        ("s.csv", 2, "arrival"), ("s.csv", 3, "destination"), ("s.csv", 4, "departure"),
    ]  # fmt: skip


def test_a_cut_off_after_the_departure_is_a_fault(make: Make, look: Look) -> None:
    text = "V,KRG,SUB,C\n1,2026-01-07 09:00,2026-01-09 09:00,2026-01-07 10:00\n"
    mapping = (
        'layout = "ports"\n[columns]\nvoyage = "V"\n[fixed]\nline = "SPIL"\n[[calls]]\nport = "IDKRG"\n'
        'departure = "KRG"\ncutoffs = { FCO = "C" }\n[[calls]]\nport = "IDSUB"\narrival = "SUB"\n'
    )
    (fault,) = look(make("s.csv", text), mapping=mapping + DEFAULTS).faults
    assert (fault.row, fault.value) == (2, "2026-01-07 10:00")
    assert "after the departure" in fault.problem


def test_the_same_leg_of_two_files_is_one(make: Make, look: Look) -> None:
    one, other = make("a.csv", f"{HEADER}\n{LATE}\n"), make("b.csv", f"{HEADER}\n{LATE}\n")
    found = look(one, other)
    assert found.faults == []
    assert len(found.merged.slips) == 2


def test_another_ship_is_told(make: Make, look: Look) -> None:
    found = look(make("s.csv", f"{HEADER},ship\n{LATE},Buru\n"))
    assert [(change.column, change.old, change.new) for change in found.merged.changes] == [("ship", "", "Buru")]


@pytest.mark.parametrize("name", ["s.ics", "s"])
def test_other_files_are_refused(make: Make, look: Look, name: str) -> None:
    (fault,) = look(make(name, "")).faults
    assert fault.remedy == "give a .csv, .xlsx or .json file"


def test_a_file_that_is_not_there(look: Look, tmp_path: Path) -> None:
    (fault,) = look(tmp_path / "s.csv").faults
    assert "can't be read" in fault.problem


def test_a_voyage_that_is_not_listed_any_more_is_told(make: Make, look: Look) -> None:
    """ARU-2, of the same line, leaves between the first and the last of the schedule."""
    rows = f"{HEADER}\n{LATE}\n,NEW,LINEA,IDKRG,IDSUB,2026-03-09 08:00,2026-03-11 08:00\n"
    notices = look(make("s.csv", rows), mapping=DEFAULTS).merged.notices
    assert any(
        "1 voyage of these lines and this time that the schedule does not list: ARU-2" in text for text in notices
    )


def test_a_ship_that_is_months_late_is_asked_about(make: Make, look: Look) -> None:
    late = LATE.replace("2026-01-06", "2026-03-06").replace("2026-01-08", "2026-03-08")
    notices = look(make("s.csv", f"{HEADER}\n{late}\n")).merged.notices
    assert any("ARU-1 moved by more than 14 days" in text for text in notices)


@pytest.mark.parametrize(
    ("ship", "departure", "call"),
    [
        ("KM. BURU", "2026-01-06 20:00", "BURU-1"),
        ("Buru", "2026-01-20 20:00", None),
        ("Buru", "2026-01-04 20:00", None),
        ("Seram", "2026-01-06 20:00", None),
    ],
)
def test_a_new_leg_leaves_from_the_call_of_its_ship(
    make: Make, look: Look, trade: Case, ship: str, departure: str, call: str | None
) -> None:
    assert all(row.call != "BURU-1" for row in trade.sailings)
    rows = f"{HEADER},ship\n,NEW,LINEB,IDKRG,IDSUB,{departure},2026-01-25 08:00,{ship}\n"
    merged = look(make("s.csv", rows), mapping=DEFAULTS).merged
    assert [row.call for row in merged.new] == [call]
    assert any("NEW-1 from BURU-1" in notice for notice in merged.notices) == (call is not None)
    assert merged.case is not None
    assert merged.case.sailing_by_id["NEW-1"].call == call
