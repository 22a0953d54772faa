"""Rules between the tables of a case: each by one case that breaks it and nothing else."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from data.cargo import Container
from data.case import TABLES, Case, broken_references, key_of
from data.errors import Fault
from data.record import Record
from data.terminal import BerthSection, Bollard
from data.vessels import VesselCall

Broken = Callable[..., list[Fault]]


@pytest.fixture
def broken(small_case: Case) -> Broken:
    """The faults of the small case with other rows in some tables."""

    def faults(incomplete: Sequence[str] = (), **tables: Sequence[Record]) -> list[Fault]:
        return list(broken_references(small_case.terminal, {**small_case.tables, **tables}, set(incomplete)))

    return faults


def with_row(rows: Sequence[Any], place: int, **changes: object) -> list[Any]:
    """The rows with fields of one of them changed, without asking its type."""
    return [row.model_copy(update=changes) if number == place else row for number, row in enumerate(rows, 1)]


def box(number: str, **changes: object) -> Container:
    values: dict[str, object] = {
        "id": number,
        "box_type": "22G1",
        "status": "full",
        "gross_mass_kg": 13_000,
        "call": "CERAM-1",
        "direction": "discharge",
        "port": "IDSUB",
    }
    return Container.model_validate(values | changes)


def test_a_sound_case_has_no_faults(broken: Broken, small_case: Case) -> None:
    assert broken() == []
    assert broken(containers=[box("CSQU3054383", shipment="SHIP-1")]) == []
    assert set(small_case.tables) == set(TABLES)


@pytest.mark.parametrize("table", [name for name in TABLES if name != "containers"])
def test_keys_that_stand_twice(full_case: Case, table: str) -> None:
    rows = full_case.tables[table]
    *most, last = key_of(TABLES[table])
    problem = f"the {', '.join(most)} and {last} stand in an earlier row too" if most else None
    remedy = "drop one of the two rows" if most else "give every row a name of its own"
    key = (*most, last)[0]
    fault = Fault(
        table,
        problem or f"the {last} stands in an earlier row too",
        remedy,
        len(rows) + 1,
        key,
        str(getattr(rows[0], key)),
    )
    assert fault in broken_references(full_case.terminal, {**full_case.tables, table: [*rows, rows[0]]})


@pytest.mark.parametrize(
    ("table", "column", "value", "target"),
    [
        ("yard_cranes", "block", "NONE", "yard_blocks"),
        ("services", "vessels", ("BURU", "NONE"), "vessels"),
        ("services", "rotation", ("IDSUB", "NONE"), "ports"),
        ("calls", "vessel", "NONE", "vessels"),
        ("calls", "service", "NONE", "services"),
        ("sailings", "call", "NONE", "calls"),
        ("sailings", "origin", "NONE", "ports"),
        ("sailings", "destination", "NONE", "ports"),
        ("shipments", "origin", "NONE", "ports"),
        ("shipments", "destination", "NONE", "ports"),
    ],
)
def test_names_that_stand_in_no_table(
    broken: Broken, small_case: Case, table: str, column: str, value: object, target: str
) -> None:
    rows = with_row(small_case.tables[table], 1, **{column: value})
    fault = Fault(
        table,
        f"there is no such row in the table {target}",
        f"add NONE to {target} or correct the name",
        1,
        column,
        "NONE",
    )
    assert fault in broken(**{table: rows})
    assert fault not in broken(incomplete=[target], **{table: rows})


@pytest.mark.parametrize(("column", "target"), [("call", "calls"), ("port", "ports"), ("shipment", "shipments")])
def test_names_of_a_box(broken: Broken, column: str, target: str) -> None:
    rows = with_row([box("CSQU3054383")], 1, **{column: "NONE"})
    (fault,) = broken(containers=rows)
    assert (fault.column, fault.value) == (column, "NONE")
    assert target in fault.remedy


def sections(*ends: tuple[float, float]) -> list[BerthSection]:
    return [
        BerthSection(id=f"B{number}", start_m=start, end_m=end, depth_m=14)
        for number, (start, end) in enumerate(ends, start=1)
    ]


@pytest.mark.parametrize(
    ("ends", "row", "value"),
    [
        ([(0, 100), (120, 270)], 2, "120"),
        ([(0, 150), (120, 270)], 2, "120"),
        ([(10, 270)], 1, "10"),
        ([(120, 270), (0, 100)], 1, "120"),
    ],
)
def test_sections_cover_the_quay_without_gap_or_overlap(
    broken: Broken, ends: list[tuple[float, float]], row: int, value: str
) -> None:
    (fault,) = broken(berths=sections(*ends))
    assert (fault.file, fault.row, fault.column, fault.value) == ("berths", row, "start_m", value)


def test_sections_in_any_order_are_sound(broken: Broken) -> None:
    assert broken(berths=sections((120, 270), (0, 120))) == []


@pytest.mark.parametrize("end", [260, 280])
def test_sections_end_where_the_quay_ends(broken: Broken, end: float) -> None:
    (fault,) = broken(berths=sections((0, end)))
    assert fault.problem == f"the sections end at {end} m and the quay is 270 m long"
    assert broken(incomplete=["berths"], berths=sections((0, end))) == []


@pytest.mark.parametrize(
    ("places", "row", "problem"),
    [
        ((20, 280), 2, "the quay ends at 270 m"),
        ((60, 20, 59.5), 1, "the bollard P3 stands less than a metre away"),
        ((20, 20), 2, "the bollard P1 stands less than a metre away"),
    ],
)
def test_bollards_stand_on_the_quay_and_apart(
    broken: Broken, places: tuple[float, ...], row: int, problem: str
) -> None:
    rows = [Bollard(id=f"P{number}", position_m=at_m) for number, at_m in enumerate(places, start=1)]
    (fault,) = broken(bollards=rows)
    assert (fault.file, fault.row, fault.column, fault.problem) == ("bollards", row, "position_m", problem)


def test_cranes_stay_on_the_rail(broken: Broken, small_case: Case) -> None:
    rows = with_row(small_case.quay_cranes, 3, rail_to_m=280.0)
    (fault,) = broken(quay_cranes=rows)
    assert (fault.file, fault.row, fault.column, fault.value) == ("quay_cranes", 3, "rail_to_m", "280")
    assert broken(incomplete=["quay_cranes"], quay_cranes=rows) == []


@pytest.mark.parametrize("column", ["arrival_draft_m", "departure_draft_m"])
def test_no_call_is_deeper_than_its_ship(broken: Broken, small_case: Case, column: str) -> None:
    rows = with_row(small_case.calls, 3, **{column: 7.5})
    (fault,) = broken(calls=rows)
    assert (fault.file, fault.row, fault.column, fault.value) == ("calls", 3, column, "7.5")
    assert fault.problem == "deeper than the ship ever lies (7 m)"
    assert broken(incomplete=["vessels"], calls=rows) == []


@pytest.mark.parametrize(
    ("column", "changes"),
    [
        ("discharge_full", {"discharge_full": 500, "discharge_empty": 101}),
        ("load_full", {"load_full": 601, "load_empty": 0}),
    ],
)
def test_no_call_moves_more_than_its_ship_holds(
    broken: Broken, small_case: Case, column: str, changes: dict[str, int]
) -> None:
    (fault,) = broken(calls=with_row(small_case.calls, 3, **changes))
    assert (fault.file, fault.row, fault.column) == ("calls", 3, column)
    assert "601, and the ship holds 600 TEU" in fault.problem


def test_legs_of_a_voyage_follow_each_other(broken: Broken, small_case: Case) -> None:
    follows = {"voyage": "ARU-1", "departure": small_case.sailings[0].arrival}
    assert broken(sailings=with_row(small_case.sailings, 3, **follows)) == []
    early = follows | {"departure": small_case.sailings[0].arrival - timedelta(hours=1)}
    (fault,) = broken(sailings=with_row(small_case.sailings, 3, **early))
    assert (fault.file, fault.row, fault.column, fault.value) == ("sailings", 3, "origin", "IDSUB")
    elsewhere = {"voyage": "ARU-1"}
    (fault,) = broken(sailings=with_row(small_case.sailings, 2, **elsewhere))
    assert (fault.row, fault.value) == (2, "IDKRG")


def test_legs_of_a_call_leave_from_here_and_after_it(broken: Broken, small_case: Case) -> None:
    (fault,) = broken(sailings=with_row(small_case.sailings, 3, call="ARU-1"))
    assert (fault.row, fault.column, fault.value) == (3, "origin", "IDSUB")
    assert fault.remedy == "leave call empty, or correct origin"
    eta = small_case.calls[0].eta
    (fault,) = broken(sailings=with_row(small_case.sailings, 1, departure=eta))
    assert (fault.row, fault.column) == (1, "departure")
    assert broken(sailings=with_row(small_case.sailings, 1, departure=eta + timedelta(minutes=1))) == []


def test_boxes_by_number_are_no_more_than_the_call_says(broken: Broken, small_case: Case) -> None:
    one = with_row(small_case.calls, 3, discharge_full=1)
    boxes = [box("CSQU3054383"), box("MSKU0000006")]
    assert broken(calls=one, containers=boxes[:1]) == []
    (fault,) = broken(calls=one, containers=boxes)
    assert (fault.file, fault.row, fault.column, fault.value) == ("calls", 3, "discharge_full", "1")
    assert fault.problem == "containers lists 2 such boxes for it"


def test_a_case_refuses_what_is_broken(small_case: Case) -> None:
    with pytest.raises(ValidationError, match="there is no such row in the table vessels"):
        small_case.changed(vessels=small_case.vessels[:2])


@pytest.mark.parametrize("table", ["berths", "quay_cranes", "ports"])
def test_tables_that_need_rows(small_case: Case, table: str) -> None:
    with pytest.raises(ValidationError, match="at least 1"):
        small_case.changed(**{table: ()})


def test_the_fingerprint_is_of_the_content_and_not_of_the_name(small_case: Case) -> None:
    assert small_case.changed(name="other").hash == small_case.hash
    later = small_case.calls[3].model_copy(update={"priority": 2.0})
    assert small_case.changed(calls=(*small_case.calls[:3], later)).hash != small_case.hash


def test_limits_of_a_ship_hold(small_case: Case) -> None:
    ship = small_case.vessels[0].model_dump()
    for column, value in (("loa_m", 500.1), ("beam_m", 80.1), ("max_draft_m", 25.1), ("loa_m", 0)):
        with pytest.raises(ValidationError):
            type(small_case.vessels[0]).model_validate({**ship, column: value})
    call = small_case.calls[0].model_dump()
    for column in ("arrival_draft_m", "departure_draft_m"):
        with pytest.raises(ValidationError):
            VesselCall.model_validate({**call, column: 25.1})
