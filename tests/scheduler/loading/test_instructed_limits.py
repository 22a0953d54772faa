"""The line's slots under the limits of the ship: pairs of instructions that can be followed, and that cannot."""

from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any

import pytest

from data.cargo import Container, Instruction
from data.case import Case
from data.checker import check
from data.profiles import Hydrostatics, ShipStack
from data.slots import Cell
from scheduler.loading import instructed, solve
from scheduler.loading.fitting import Fitting
from scheduler.loading.instructed import Line, stand_instructed
from scheduler.loading.instructed_model import choose
from scheduler.loading.instructed_sorts import Wanted
from scheduler.loading.stability import Afloat, afloat
from scheduler.stopping import Stop
from tests.scheduler.loading.conftest import box, call_of, number, ship_of, ship_stack, tiny, wanted

HOLD = ship_stack(2, 1, tiers=3)


def followed(
    case: Case, stacks: Sequence[ShipStack], rows: Sequence[Instruction], boxes: Sequence[Container]
) -> tuple[dict[str, str], dict[str, str]]:
    """Slots of the boxes that a plan loads, which the checker accepts, and the reasons of those left ashore."""
    made = tiny(case, stacks, boxes, instructions=rows)
    result = solve(made, call_of(made), stop=Stop(effort=0.05), workers=1)
    verdict = check(made, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    slots = {each.box: each.target for lift in result.plan.lifts for each in lift.boxes if lift.kind == "load"}
    return slots, {left.box: left.reason for left in result.plan.ashore}


@pytest.mark.parametrize(
    ("stack", "slots", "more", "says"),
    [
        ({"max_20_kg": 9_999}, ["0010102"], {}, "the stack bears 9,999 kg in a half and would have 10,000 kg"),
        (
            {"max_40_kg": 9_999}, ["0020102"], {"long": True},
            "the stack bears 9,999 kg of longer boxes and would have 10,000 kg",
        ),
        ({"height_m": 2.5}, ["0010102"], {}, "the stack may be 2.500 m high and would be 2.591 m"),
        (
            {"level": "deck", "lashed_tiers": 1, "loose_kg": 9_999}, ["0010182", "0010184"], {},
            "above its 1 lashed tiers the stack may have 9,999 kg in a half and would have 10,000 kg",
        ),
        ({}, ["0010102"], {"plug": True}, "there is no plug"),
        ({}, ["0020102"], {"box_type": "L5G1"}, "it would stand in the hold, and is longer than 40 feet"),
        (
            {"twenties": "fore"}, ["0010102", "0010104"], {"over_height_cm": 5},
            "cargo out of gauge nearby needs the room",
        ),
        ({}, ["0010104"], {}, "nothing stands below it: slot 0010102 has no instruction and is empty"),
    ],
)  # fmt: skip
def test_the_limit_that_keeps_a_box_from_its_slot_is_told(
    case: Case, stack: dict[str, Any], slots: list[str], more: dict[str, Any], says: str
) -> None:
    boxes = [box(**more) for _ in slots]
    rows = [wanted(slot, plug=more.get("plug", False)) for slot in slots]
    found, ashore = followed(case, [ship_stack(2, 1, **stack)], rows, boxes)
    assert len(found) == len(slots) - 1
    (reason,) = ashore.values()
    assert f"in slot {slots[-1]} {says}" in reason


def test_no_20_foot_box_stands_on_a_longer_one(case: Case) -> None:
    long, short = box(long=True), box()
    found, ashore = followed(case, [HOLD], [wanted("0020102"), wanted("0010104")], [long, short])
    assert found == {long.id: "0020102"}
    assert f"it would stand on {long.id}, which is longer than its 20 feet" in ashore[short.id]


def test_dangerous_goods_keep_their_distance(case: Case) -> None:
    deck = [ship_stack(bay, 1, "deck") for bay in (2, 10)]
    one, two = box(long=True, hazards="3"), box(long=True, hazards="5.1")
    found, ashore = followed(case, deck, [wanted("0020182"), wanted("0020184")], [one, two])
    assert len(found) == 1
    (reason,) = ashore.values()
    assert "would be too near to" in reason
    found, ashore = followed(case, deck, [wanted("0020182"), wanted("0100182")], [one, two])
    assert ashore == {}


def test_boxes_are_chosen_so_that_all_can_stand(case: Case) -> None:
    """Heavy on light is no matter here, but two heavy boxes in one stack are too much for it."""
    boxes = [box(kg=kg) for kg in (15_000, 15_000, 5_000, 5_000)]
    stacks = [ship_stack(2, row, max_20_kg=21_000) for row in (1, 2)]
    rows = [wanted(slot) for slot in ("0010102", "0010104", "0010202", "0010204")]
    found, ashore = followed(case, stacks, rows, boxes)
    assert len(found) == 4
    assert ashore == {}


def test_a_lighter_box_is_taken_where_a_heavy_one_is_too_much(case: Case) -> None:
    heavy, light = box(kg=20_000), box(kg=9_000)
    found, ashore = followed(case, [ship_stack(2, 1, max_20_kg=10_000)], [wanted("0010102")], [heavy, light])
    assert found == {light.id: "0010102"}
    assert ashore[heavy.id] == "slot 0010102, which the line has for it, has another box"


def test_a_high_box_leaves_room_for_another(case: Case) -> None:
    """Of three boxes, two of them high, a stack of 5.5 m holds a high and a low one."""
    high, higher, low = box(high=True, kg=12_000), box(high=True, kg=11_000), box(kg=5_000)
    found, _ = followed(case, [ship_stack(2, 1, height_m=5.5)], [wanted("0010102"), wanted("0010104")],
                        [high, higher, low])  # fmt: skip
    assert len(found) == 2
    assert low.id in found


def test_another_box_takes_the_place_of_one_that_was_dropped(case: Case) -> None:
    """Two instructions for boxes of a kind, and one box is left of it: it stands below."""
    one = box()
    found, _ = followed(case, [HOLD], [wanted("0010102"), wanted("0010104")], [one])
    assert found == {one.id: "0010102"}


def test_what_stood_on_a_box_that_was_dropped_has_that_as_its_reason(case: Case) -> None:
    dropped, other = number(999), box()
    rows = [wanted("0010102", box=dropped), wanted("0010104", box=other.id)]
    _, ashore = followed(case, [HOLD], rows, [other])
    assert ashore == {
        other.id: "the line has 1 slot for it: in slot 0010104 nothing stands below it: slot 0010102 is for "
        f"{dropped}, which is not among the boxes that can be loaded"
    }


def test_what_stands_on_a_box_that_is_too_heavy_waits_for_it(case: Case) -> None:
    low, other = box(1, kg=30_000), box()
    _, ashore = followed(case, [ship_stack(2, 1, max_20_kg=25_000)], [wanted("0010102", 1), wanted("0010104")],
                         [low, other])  # fmt: skip
    assert f"slot 0010102 stays empty, for {low.id} the stack bears 25,000 kg" in ashore[other.id]


def test_a_restowed_box_goes_lower_where_nothing_comes_below_it(case: Case) -> None:
    """It stood on a box that leaves, in the hold, and no instruction fills that slot."""
    off, back, one = box(slot="0010102", direction="discharge"), box(1, slot="0010104"), box()
    found, _ = followed(case, [HOLD, ship_stack(6, 1)], [wanted("0050102")], [off, back, one])
    assert found == {one.id: "0050102"}


def tender(
    case: Case, boxes: Sequence[Container], slots: Sequence[str], most: float, rows: Sequence[int] = (1, 2)
) -> Case:
    """A ship with a deck stack on either side, or in these rows, that may list so many degrees."""
    profile = {
        "light_t": 500, "light_from_bow_m": 70, "light_above_keel_m": 5, "min_metacentric_m": 0.5, "max_list_deg": most,
    }  # fmt: skip
    made = tiny(
        case, [ship_stack(2, row, "deck") for row in rows], boxes, profile=profile,
        instructions=[wanted(slot) for slot in slots],
    )  # fmt: skip
    water = tuple(
        Hydrostatics(
            profile="TINY", displacement_t=tonnes, draft_m=5, metacentre_m=9.5, buoyancy_from_bow_m=70,
            trim_moment_tm=1_000,
        )
        for tonnes in (400, 600)
    )  # fmt: skip
    return made.changed(hydrostatics=water)


@pytest.mark.parametrize(("most", "ashore"), [(0.6, 1), (1.5, 0)])
def test_the_ship_stays_upright(case: Case, most: float, ashore: int) -> None:
    """Two slots to starboard and one to port: with 20 t in each she lists by 0.9 degrees, with one in each hardly."""
    made = tender(case, [box(kg=20_000) for _ in range(3)], ("0010182", "0010184", "0010282"), most)
    result = solve(made, call_of(made), stop=Stop(effort=0.05), workers=1)
    verdict = check(made, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    assert len(result.plan.ashore) == ashore
    assert all("the ship would not keep her trim, her list" in left.reason for left in result.plan.ashore)


def test_the_ship_stays_upright_whatever_the_yard_gives_up(case: Case) -> None:
    """The heavy boxes stand on each other in the yard, as do the light ones, and one of each is for either side."""
    places = ["A-01-1-1", "A-01-1-2", "A-01-2-1", "A-01-2-2"]
    boxes = [box(kg=kg, place=place) for kg, place in zip((20_000, 20_000, 5_000, 5_000), places, strict=True)]
    made = tender(case, boxes, ("0010182", "0010184", "0010282", "0010284"), 0.4)
    result = solve(made, call_of(made), stop=Stop(effort=0.05), workers=1)
    verdict = check(made, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    assert result.plan.ashore == ()


class Asked:
    """The model, and for each time what it was asked and when it was to end."""

    def __init__(self) -> None:
        self.calls: list[tuple[Wanted, Stop]] = []

    def choose(
        self, fitting: Fitting, wanted: Wanted, start: Mapping[str, Container], stop: Stop, afloat: Afloat | None = None
    ) -> dict[str, Container]:
        """What the model chooses."""
        self.calls.append((wanted, stop))
        return choose(fitting, wanted, start, stop, afloat)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    made = Asked()
    monkeypatch.setattr(instructed, "choose", made.choose)
    return made


@pytest.mark.parametrize(
    ("stop", "seconds"), [(Stop(seconds=0.5), 0.05), (Stop(seconds=100, gap=1), 3), (Stop(effort=0.05), None)]
)
def test_the_model_has_a_part_of_the_seconds(case: Case, asked: Asked, stop: Stop, seconds: float | None) -> None:
    """Two slots to starboard and one to port, so that a model is asked; by effort it has always the same."""
    made = tender(case, [box(kg=20_000) for _ in range(3)], ("0010182", "0010184", "0010282"), 0.6)
    solve(made, call_of(made), stop=stop, workers=1)
    assert {each.clock for _, each in asked.calls} == {seconds}
    assert {each.effort for _, each in asked.calls} == {None if seconds else 1.0}


def test_a_large_ship_is_righted_by_the_boxes_at_her_sides(
    case: Case, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The box that stays lists her by 0.3 degrees; of four stacks the two outer ones may have others."""
    monkeypatch.setattr(instructed, "_MOST_CELLS", 4)
    boxes = [box(kg=kg) for kg in (24_000, 23_000, 20_000, 18_000, 10_000, 8_000, 6_000, 4_000)]
    slots = [f"0010{row}{tier}" for row in (1, 2, 3, 4) for tier in (82, 84)]
    made = tender(case, boxes, slots, 0.2, (1, 2, 3, 4))
    ship = ship_of(made)
    found = Line(made, call_of(made), "only").on_board(ship, boxes, Event())
    assert len(found.slots) == 8
    ((wanted, _),) = asked.calls
    assert {Cell.of(row.slot).row for row in wanted.rows} == {3, 4}
    stand_instructed(ship, found)
    floats = afloat(ship)
    assert floats is not None
    assert floats.keeps(ship.layout.profile)
