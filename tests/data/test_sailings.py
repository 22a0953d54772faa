"""Legs of voyages, and which cut-off counts for a ship."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data.case import Case
from data.sailings import CUTOFF_WORDS, Cutoff, Sailing, cutoffs_of, may_carry


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def leg(name: str = "LEG", line: str = "LINEA", origin: str = "IDKRG") -> Sailing:
    return Sailing(
        id=name, voyage="V", line=line, flag="ID", origin=origin, destination="LKCMB", departure=_at("10 12:00"),
        arrival=_at("20 12:00"), capacity_teu=10,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("flag", "origin", "destination", "may"),
    [
        ("ID", "IDKRG", "IDSUB", True),
        ("SG", "IDKRG", "IDSUB", False),
        ("SG", "IDKRG", "SGSIN", True),
        ("SG", "SGSIN", "IDSUB", True),
        ("SG", "SGSIN", "LKCMB", True),
    ],
)
def test_only_indonesian_ships_carry_between_indonesian_ports(
    flag: str, origin: str, destination: str, may: bool
) -> None:
    assert may_carry(flag, origin, destination) == may


ROWS = (
    Cutoff(id="ALL", code="VCO", hours_before=1),
    Cutoff(id="PORT", code="VCO", port="IDKRG", hours_before=2),
    Cutoff(id="LINE", code="VCO", line="LINEA", hours_before=3),
    Cutoff(id="BOTH", code="VCO", line="LINEA", port="IDKRG", hours_before=4),
    Cutoff(id="LEG", code="VCO", sailing="LEG", hours_before=5),
)


def test_the_row_that_says_most_counts_whatever_their_order() -> None:
    for last in range(1, len(ROWS) + 1):
        for rows in permutations(ROWS[:last]):
            assert cutoffs_of(leg(), rows) == {"VCO": ROWS[last - 1]}


def test_rows_of_others_do_not_count() -> None:
    assert cutoffs_of(leg("OTHER"), ROWS)["VCO"].id == "BOTH"
    assert cutoffs_of(leg("OTHER", line="LINEB"), ROWS)["VCO"].id == "PORT"
    assert cutoffs_of(leg("OTHER", origin="IDSUB"), ROWS)["VCO"].id == "LINE"
    assert cutoffs_of(leg("OTHER", "LINEB", "IDSUB"), ROWS)["VCO"].id == "ALL"
    assert cutoffs_of(leg("OTHER", "LINEB", "IDSUB"), ROWS[1:]) == {}


def test_each_code_has_its_own_row() -> None:
    papers = Cutoff(id="DCO", code="DCO", hours_before=9)
    assert cutoffs_of(leg(), (*ROWS, papers)) == {"VCO": ROWS[4], "DCO": papers}


def test_of_rows_that_say_as_much_the_last_counts() -> None:
    again = Cutoff(id="AGAIN", code="VCO", line="LINEA", port="IDKRG", hours_before=7)
    assert cutoffs_of(leg("OTHER"), (ROWS[3], again))["VCO"] == again
    assert cutoffs_of(leg("OTHER"), (again, ROWS[3]))["VCO"] == ROWS[3]


_NAMES = st.sampled_from((None, "LEG", "OTHER"))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(("VCO", "DCO")), *(_NAMES,) * 3), max_size=12))
def test_no_row_for_a_leg_says_more_than_the_one_that_counts(given_rows: list[tuple[str, ...]]) -> None:
    rows = [
        Cutoff.model_validate(
            {"id": f"C{number}", "code": code, "hours_before": number}
            | ({"sailing": sailing} if sailing else {"line": line, "port": port and "IDKRG"})
        )
        for number, (code, sailing, line, port) in enumerate(given_rows)
    ]
    found = cutoffs_of(leg(line="OTHER"), rows)
    for row in rows:
        if row.for_leg(leg(line="OTHER")):
            assert found[row.code].precision >= row.precision
    assert all(row in rows and row.for_leg(leg(line="OTHER")) for row in found.values())


def test_hours_move_with_the_ship_and_moments_do_not() -> None:
    fixed = Cutoff(id="C", code="DCO", sailing="LEG", at=_at("08 12:00"))
    late = leg().model_copy(update={"departure": _at("15 12:00")})
    assert [ROWS[4].moment(leg()), ROWS[4].moment(late)] == [_at("10 07:00"), _at("15 07:00")]
    assert [fixed.moment(leg()), fixed.moment(late)] == [_at("08 12:00"), _at("08 12:00")]


def test_every_code_has_words() -> None:
    assert set(CUTOFF_WORDS) == set(Cutoff.model_json_schema()["properties"]["code"]["enum"])


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, "give hours_before or at"),
        ({"hours_before": 1, "at": _at("01 00:00"), "sailing": "LEG"}, "give hours_before or at"),
        ({"hours_before": 1, "sailing": "LEG", "line": "LINEA"}, "drop line and port"),
        ({"at": _at("01 00:00"), "sailing": "LEG", "port": "IDKRG"}, "drop line and port"),
        ({"at": _at("01 00:00")}, "a moment is for one ship"),
        ({"hours_before": -1}, "greater than or equal to 0"),
        ({"code": "XXX", "hours_before": 1}, "DCO"),
    ],
)
def test_rows_that_say_no_moment_are_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Cutoff.model_validate({"id": "C", "code": "DCO"} | fields)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"arrival": _at("10 12:00")}, "the arrival is not after the departure"),
        ({"destination": "IDKRG"}, "the leg ends where it starts"),
        ({"flag": "Indonesia"}, "flag"),
    ],
)
def test_legs_that_go_nowhere_are_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Sailing.model_validate(leg().model_dump() | fields)


def test_cutoffs_by_sailing(full_case: Case) -> None:
    found = full_case.cutoffs_by_sailing
    first = full_case.sailing_by_id["ARU-1-SUB"]
    # The line's own row for the gate stands for the terminal's days; without one for full boxes, the leg's hours do.
    assert found["ARU-1-SUB"] == {
        "FCO": first.departure - timedelta(hours=24),
        "EFC": first.departure - timedelta(hours=120),
        "VCO": first.departure - timedelta(hours=30),
    }
    # Elsewhere no gate of this terminal opens.
    assert set(found["SUB-CMB"]) == {"FCO", "VCO", "DCO"}
    assert found["SUB-CMB"]["DCO"] == _at("10 12:00")


def test_the_gate_opens_days_before_the_call_or_before_the_departure_where_there_is_none(small_case: Case) -> None:
    days = timedelta(days=small_case.terminal.gate.opens_days_before)
    call = small_case.call_by_id["ARU-1"]
    assert small_case.cutoffs_by_sailing["ARU-1-SUB"]["EFC"] == call.eta - days
    legs = tuple(leg.model_copy(update={"call": None}) for leg in small_case.sailings)
    alone = small_case.changed(sailings=legs)
    assert alone.cutoffs_by_sailing["ARU-1-SUB"]["EFC"] == legs[0].departure - days


def test_a_row_for_full_boxes_stands_for_the_hours_of_the_leg(small_case: Case) -> None:
    rows = (Cutoff(id="FCO", code="FCO", port="IDKRG", hours_before=48),)
    case = small_case.changed(cutoffs=rows)
    for name, hours in (("ARU-1-SUB", 48), ("SUB-CMB", 24)):
        departure = case.sailing_by_id[name].departure
        assert case.cutoffs_by_sailing[name]["FCO"] == departure - timedelta(hours=hours)


def test_legs_by_voyage_are_in_order(small_case: Case) -> None:
    on = small_case.sailings[0].model_copy(
        update={"id": "ON", "call": None, "origin": "IDSUB", "destination": "IDKRG"}
        | {"departure": _at("08 12:00"), "arrival": _at("09 12:00")}
    )
    case = small_case.changed(sailings=(on, *small_case.sailings))
    assert [leg.id for leg in case.legs_by_voyage["ARU-1"]] == ["ARU-1-SUB", "ON"]
    assert set(case.legs_by_voyage) == {"ARU-1", "ARU-2", "MAIN-7"}


def test_a_voyage_has_no_more_legs_than_a_plan_looks_at(small_case: Case) -> None:
    """Ways are looked for from each of its ports to each of its later ones."""
    ends = small_case.ports[0].unlocode, small_case.ports[1].unlocode

    def legs(count: int) -> tuple[Sailing, ...]:
        fields = {name: value for name, value in leg() if name not in ("call", "voyage")}
        return tuple(
            Sailing.model_validate(
                fields
                | {"id": f"L{place}", "voyage": "ROUND", "origin": ends[place % 2], "destination": ends[1 - place % 2]}
                | {
                    name: _at("01 00:00") + timedelta(hours=place + late)
                    for late, name in enumerate(("departure", "arrival"))
                }
            )
            for place in range(count)
        )

    assert len(small_case.changed(sailings=legs(200)).sailings) == 200
    with pytest.raises(ValueError, match="the voyage has more than 200 legs"):
        small_case.changed(sailings=legs(201))
