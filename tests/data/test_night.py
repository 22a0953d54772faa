"""Who leaves before whom before a ship has a loading plan, who stands in the way, and what a night shift may do."""

from datetime import timedelta
from typing import Any

import pytest

from data.cargo import Container
from data.case import Case
from data.checker.night import check_night
from data.night import NightPlan, in_the_way, leaving
from data.plans import YardMove
from data.slots import Place
from data.terminal import Port
from tests.simulations.conftest import START
from tests.simulations.loading.conftest import loaded, number, ship_case

HOUR = timedelta(hours=1)


def case_of(boxes: list[Container], calls: int = 1) -> Case:
    """Calls C, C1, C2, ... a day apart, of a ship that goes on to IDSUB and then to IDMAK."""
    case = ship_case([loaded(n) for n in range(1, 40)], yard_work={"bay_travel_s": 6})
    first = case.calls[0]
    more = [
        first.model_copy(update={"id": f"C{n}", "eta": first.eta + n * 24 * HOUR, "etd": first.etd + n * 24 * HOUR})
        for n in range(1, calls)
    ]
    ports = (*case.ports, Port(unlocode="IDMAK", name="Makassar"))
    return case.changed(calls=(first, *more), ports=ports, containers=tuple(boxes))


def box(n: int, place: str, **fields: Any) -> Container:
    return loaded(n, place).model_copy(update=fields)


def order(case: Case, days: float = 5) -> list[set[str]]:
    """The boxes that leave, those of a turn together."""
    turns = leaving(case, START, START + timedelta(days=days))
    return [{name for name, turn in turns.items() if turn == each} for each in sorted(set(turns.values()))]


def test_ships_come_one_after_the_other_and_later_ones_not_at_all() -> None:
    boxes = [box(1, "A-02-1-1", call="C2"), box(2, "A-02-2-1"), box(3, "A-02-3-1", call="C1"), box(4, "A-02-4-1")]
    case = case_of(boxes, calls=3)
    assert order(case, days=2) == [{number(2), number(4)}, {number(3)}]
    assert order(case) == [{number(2), number(4)}, {number(3)}, {number(1)}]


def test_of_a_ship_the_last_port_comes_first_and_heavy_boxes_before_light_ones() -> None:
    boxes = [
        box(1, "A-02-1-1", port="IDSUB"), box(2, "A-02-2-1", port="IDMAK"),
        box(3, "A-02-3-1", port="IDSUB", gross_mass_kg=25_000, verified_kg=25_000),
    ]  # fmt: skip
    assert order(case_of(boxes)) == [{number(2)}, {number(3)}, {number(1)}]


def test_boxes_of_a_ship_that_came_before_stay() -> None:
    case = case_of([box(1, "A-02-1-1"), box(2, "A-02-2-1", call="C1")], calls=2)
    assert set(leaving(case, START + HOUR, START + 99 * HOUR)) == {number(2)}


def test_who_stands_on_one_that_leaves_before() -> None:
    places = {name: Place.of(where) for name, where in {
        "low": "A-01-1-1", "other": "A-03-1-1", "long": "A-02-1-2", "top": "A-02-1-3", "free": "A-05-1-1",
    }.items()}  # fmt: skip
    assert in_the_way(places, {"low": 2.0, "other": 1.0, "long": 3.0, "top": 1.0}) == {"long": "other"}
    assert in_the_way(places, {"low": 1.0}) == {"long": "low", "top": "low"}
    assert in_the_way(places, {}) == {}


def move(n: int, origin: str, target: str, start: float, *, minutes: float = 2, **fields: str) -> YardMove:
    begins = START + start * HOUR / 60
    return YardMove.model_validate(
        {"crane": "RA", "kind": "premarshal", "box": number(n), "from": origin, "to": target, "start": begins,
         "end": begins + minutes * HOUR / 60} | fields
    )  # fmt: skip


# Box 1 leaves a day before box 2, which stands on it.
BOXES = [box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1"), box(3, "A-06-1-1")]
RIGHT = move(2, "A-02-1-2", "A-02-2-1", 0)


def verdict(*moves: YardMove, hours: float = 1) -> tuple[set[str], dict[str, float]]:
    case = case_of(BOXES, calls=2)
    plan = NightPlan(
        case=case.name, case_hash=case.hash, start=START, end=START + hours * HOUR, until=START + 72 * HOUR, moves=moves
    )
    found = check_night(case, plan)
    return {broken.rule for broken in found.broken}, found.terms


def test_what_a_night_shift_costs() -> None:
    terminal = case_of(BOXES, calls=2).terminal
    fee = float(terminal.costs.rehandle_per_box)
    waits = pytest.approx(terminal.yard_work.move_s / 3600 * terminal.costs.work_per_hour)
    assert fee
    assert verdict() == (set(), {"rehandles": fee, "waits": waits, "premarshals": 0.0})
    assert verdict(RIGHT) == (set(), {"rehandles": 0.0, "waits": 0.0, "premarshals": fee})


@pytest.mark.parametrize(
    ("moves", "rule"),
    [
        ([move(2, "A-02-1-2", "A-02-2-1", 59)], "shift"),
        ([move(2, "A-02-1-2", "A-02-2-1", -1)], "shift"),
        ([move(2, "A-02-1-2", "A-02-2-1", 0, kind="rehandle")], "shift"),
        ([move(2, "A-02-1-2", "A-02-2-1", 0, minutes=1)], "yard_crane"),
        ([move(2, "A-02-1-2", "A-02-2-1", 0, crane="RB")], "yard_crane"),
        ([RIGHT, move(3, "A-06-1-1", "A-06-2-1", 2.1)], "yard_crane"),
        ([move(1, "A-02-1-1", "A-02-2-1", 0)], "yard_place"),
        ([move(2, "A-02-1-2", "A-02-2-2", 0)], "yard_place"),
        ([move(4, "A-02-3-1", "A-02-2-1", 0)], "yard_place"),
    ],
)
def test_what_a_night_shift_may_not_do(moves: list[YardMove], rule: str) -> None:
    assert verdict(*moves)[0] == {rule}


def test_a_shift_without_time() -> None:
    assert verdict(hours=-1)[0] == {"shift"}
