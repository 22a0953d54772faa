"""Rules between boxes, slots, instructions and profiles: each by rows that break it and nothing else."""

from collections.abc import Sequence

import pytest

from data.cargo import Container, Instruction
from data.case import Case, broken_references
from data.errors import Fault
from data.record import Record
from tests.data.test_case import box, with_row

# A hull's sections weigh what the light ship does.
NO_HULL: dict[str, Sequence[Record]] = {"ship_tanks": (), "ship_sections": (), "ship_buoyancy": ()}


def aboard(serial: str, slot: str, **changes: object) -> Container:
    """A box that remains on board of Aru, 20 feet long in an odd bay."""
    long = int(slot[:3]) % 2 == 0
    values = {"call": "ARU-2", "direction": "remain", "box_type": "42G1" if long else "22G1", "slot": slot}
    return box(serial, **(values | changes))


def of_full_case(case: Case, **tables: Sequence[Record]) -> list[Fault]:
    return list(broken_references(case.terminal, {**case.tables, **tables}))


@pytest.mark.parametrize(
    ("slots", "floating", "what"),
    [
        (("0040182", "0040184", "0040186"), None, ""),
        (("0050182", "0040182"), 2, "CSQU3054383 of the same call stands there"),
        (("0040186", "0040182"), 1, "nothing stands below it, in tier 84"),
        (("0050184",), 1, "nothing stands below it, in tier 82"),
        (("0050182", "0040184"), 2, "nothing stands below its half in bay 003, in tier 82"),
        (("0050182", "0050184"), None, ""),
        (("0010084", "0010082"), None, ""),
    ],
)
def test_no_box_on_board_floats(full_case: Case, slots: tuple[str, ...], floating: int | None, what: str) -> None:
    """Aru has row 01 of bay 004 on deck, where 20-foot boxes stand in bay 005 only, and row 00 of bay 001."""
    numbers = ("CSQU3054383", "MSKU0000006", "TNYU0000001")
    boxes = [aboard(serial, slot) for serial, slot in zip(numbers, slots, strict=False)]
    faults = of_full_case(full_case, containers=boxes)
    if floating is None:
        assert faults == []
        return
    (fault,) = faults
    assert (fault.file, fault.row, fault.column, fault.value) == ("containers", floating, "slot", slots[floating - 1])
    assert fault.problem == what
    assert fault.remedy.startswith("give each box" if "stands there" in what else "correct slot, list the box below")


def test_a_box_to_discharge_bears_one_that_remains(full_case: Case) -> None:
    below = aboard("CSQU3054383", "0040182", direction="discharge")
    above = aboard("MSKU0000006", "0040184")
    assert of_full_case(full_case, containers=[below, above]) == []
    elsewhere = aboard("CSQU3054383", "0040182", call="ARU-1")
    (fault,) = of_full_case(full_case, containers=[elsewhere, above])
    assert (fault.row, fault.value) == (2, "0040184")


def test_boxes_of_a_ship_without_a_profile_are_not_asked_what_bears_them(full_case: Case) -> None:
    assert of_full_case(full_case, containers=[aboard("CSQU3054383", "0040186", call="BURU-1")]) == []


def instruction(slot: str, **changes: object) -> Instruction:
    return Instruction.model_validate({"call": "ARU-2", "slot": slot, "port": "IDSUB"} | changes)


def test_instructions_for_the_same_slot(full_case: Case) -> None:
    """However they differ: a slot has one instruction, and a part of it none beside that."""
    (fault,) = of_full_case(full_case, instructions=[instruction("0040182"), instruction("0040182", status="empty")])
    assert (fault.row, fault.problem) == (2, "the call and slot stand in an earlier row too")
    (fault,) = of_full_case(full_case, instructions=[instruction("0040182"), instruction("0050182")])
    assert (fault.file, fault.row, fault.column, fault.value) == ("instructions", 2, "slot", "0050182")
    assert fault.problem == "the call has an instruction for slot 0040182, and the two overlap"
    other = instruction("0050182", call="CERAM-1")
    assert of_full_case(full_case, instructions=[instruction("0040182"), other]) == []


def test_a_box_is_wanted_in_one_slot(full_case: Case) -> None:
    rows = [instruction(slot, box="CSQU3054383") for slot in ("0040182", "0040184")]
    (fault,) = of_full_case(full_case, instructions=rows)
    assert (fault.file, fault.row, fault.column, fault.value) == ("instructions", 2, "box", "CSQU3054383")
    assert fault.problem == "the call wants that box in slot 0040182 too"
    rows[1] = instruction("0040184", box="MSKU0000006")
    assert of_full_case(full_case, instructions=[*rows, instruction("0040186")]) == []


@pytest.mark.parametrize(
    ("light_t", "floats"), [(1_999, False), (2_000, True), (2_600, True), (3_000, True), (3_001, False)]
)
def test_hydrostatics_hold_the_light_ship(full_case: Case, light_t: int, floats: bool) -> None:
    (row,) = full_case.hydrostatics
    table = [row, row.model_copy(update={"displacement_t": 3_000.0})]
    profiles = with_row(full_case.ship_profiles, 1, light_t=light_t)
    faults = of_full_case(full_case, ship_profiles=profiles, hydrostatics=table, **NO_HULL)
    if floats:
        assert faults == []
        return
    (fault,) = faults
    assert (fault.file, fault.row, fault.column, fault.value) == ("ship_profiles", 1, "light_t", str(light_t))
    assert fault.problem == "her hydrostatics are those of 2,000 t to 3,000 t"


@pytest.mark.parametrize("missing", [{"min_metacentric_m": None}, {}])
def test_hydrostatics_of_a_light_ship_that_nothing_asks_for(full_case: Case, missing: dict[str, None]) -> None:
    """Where stability is not looked at, or no row is there yet."""
    profiles = with_row(full_case.ship_profiles, 1, light_t=1_000, **missing)
    rows = full_case.hydrostatics if missing else ()
    assert of_full_case(full_case, ship_profiles=profiles, hydrostatics=rows, **NO_HULL) == []


def test_no_bay_is_behind_the_stern(full_case: Case) -> None:
    (ship, *_) = [vessel for vessel in full_case.vessels if vessel.profile is not None]
    last = next(place for place, bay in enumerate(full_case.ship_bays) if bay.profile == ship.profile)
    others = [each.model_copy(update={"profile": None}) for each in full_case.vessels if each is not ship]
    bays = list(full_case.ship_bays)
    bays[last] = bays[last].model_copy(update={"from_bow_m": ship.loa_m})
    assert of_full_case(full_case, vessels=[*others, ship], ship_bays=bays, actuals=()) == []
    bays[last] = bays[last].model_copy(update={"from_bow_m": ship.loa_m + 0.1})
    (fault,) = of_full_case(full_case, vessels=[*others, ship], ship_bays=bays, actuals=())
    assert (fault.file, fault.row, fault.column) == ("ship_bays", last + 1, "from_bow_m")
    assert fault.problem == f"{ship.name}, which has this profile, is {ship.loa_m:g} m long"
