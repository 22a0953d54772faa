"""The lifts of a call, bay by bay: their order, twin-lifts, dual cycles, and what waits for what."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cargo import Container
from data.case import Case
from data.profiles import ShipStack
from data.slots import Cell
from scheduler.loading.ship import Aboard, stand
from scheduler.loading.stowed import Stowage
from scheduler.loading.work import BayTask, Move, tasks_of
from tests.scheduler.loading.conftest import box, ship_of, ship_stack, tiny

HOLD, DECK = ship_stack(2, 1, "hold", cover=1), ship_stack(2, 1, "deck", cover=1)
LIFT_S, TWIN_S, HATCH_S = 120, 150, 300
ONE_WAY: dict[str, Any] = {"crane_work": {"dual_cycle": 2}}


def stowage_of(ship: Aboard, slots: Mapping[str, Container]) -> Stowage:
    """A stowage by hand, every box a kind of its own."""
    stand(ship, slots)
    return Stowage(ship, dict(slots), {each.id: place for place, each in enumerate(slots.values())}, {})


def tasks(
    case: Case,
    stacks: Sequence[ShipStack],
    board: Iterable[Container] = (),
    loaded: Mapping[str, Container] | None = None,
    cranes: int = 1,
    **terminal: Any,
) -> list[BayTask]:
    """The tasks of a ship on which these boxes stand, and these are loaded. Restowed ones are among them."""
    slots = dict(loaded or {})
    board = list(board)
    known = {each.id for each in board}
    loads = [each for each in slots.values() if each.id not in known]
    made = tiny(case, stacks, [*board, *loads], **terminal)
    ship = ship_of(made)
    assert {each.id for each in ship.restows} <= {each.id for each in slots.values()}
    return tasks_of(ship, stowage_of(ship, slots), ship.call.side, cranes)


def told(task: BayTask) -> list[str]:
    """The lifts of a task: their kinds, with slots or the cover."""
    return [f"{move.kind} {' '.join(move.slots) if move.slots else move.cover}" for move in task.moves]


def off(slot: str, **more: Any) -> Container:
    return box(slot=slot, long=int(slot[:3]) % 2 == 0, direction="discharge", **more)


def test_deck_off_hold_off_hold_on_deck_on(case: Case) -> None:
    board = [off("0020102"), off("0020182")]
    loaded = {"0020102": box(long=True), "0020182": box(long=True)}
    found = tasks(case, [HOLD, DECK], board, loaded, **ONE_WAY)
    assert [task.name for task in found] == [
        "bay 002, discharge deck", "bay 002, discharge hold", "bay 002, load hold", "bay 002, load deck",
    ]  # fmt: skip
    assert [told(task) for task in found] == [
        ["discharge 0020182"], ["hatch_off 1", "discharge 0020102"], ["load 0020102", "hatch_on 1"], ["load 0020182"],
    ]  # fmt: skip
    assert [task.after for task in found] == [(), (0,), (1,), (2,)]
    assert [task.seconds for task in found] == [LIFT_S, HATCH_S + LIFT_S, LIFT_S + HATCH_S, LIFT_S]


def test_a_hatch_is_opened_to_load_below_it_and_closed_after_discharge(case: Case) -> None:
    (load,) = tasks(case, [HOLD, DECK], [], {"0020102": box(long=True)})
    assert told(load) == ["hatch_off 1", "load 0020102", "hatch_on 1"]
    (discharge,) = tasks(case, [HOLD, DECK], [off("0020102")])
    assert told(discharge) == ["hatch_off 1", "discharge 0020102", "hatch_on 1"]


def test_without_a_cover_nothing_is_opened(case: Case) -> None:
    (only,) = tasks(case, [ship_stack(2, 1, "hold")], [off("0020102")])
    assert told(only) == ["discharge 0020102"]


def test_deck_alone_needs_no_hatch(case: Case) -> None:
    found = tasks(case, [HOLD, DECK], [off("0020182")], {"0020182": box(long=True)})
    assert [told(task) for task in found] == [["discharge 0020182"], ["load 0020182"]]


def test_two_hatches_of_a_bay(case: Case) -> None:
    """What leaves from below both comes first; each is closed when its hold is loaded."""
    stacks = [HOLD, DECK, ship_stack(2, 2, "hold", cover=2), ship_stack(2, 2, "deck", cover=2)]
    board = [off("0020102"), off("0020202")]
    loaded = {"0020102": box(long=True), "0020202": box(long=True)}
    first, second = tasks(case, stacks, board, loaded, **ONE_WAY)
    assert told(first) == ["hatch_off 1", "discharge 0020102", "hatch_off 2", "discharge 0020202"]
    assert told(second) == ["load 0020102", "hatch_on 1", "load 0020202", "hatch_on 2"]


def test_from_the_top_down_and_from_the_bottom_up(case: Case) -> None:
    stack = ship_stack(2, 1, "deck", tiers=3)
    board = [off("0010182"), off("0030182"), off("0020184"), off("0020186")]
    loaded = {"0020186": box(long=True), "0020182": box(long=True), "0020184": box(long=True)}
    down, up = tasks(case, [stack], board, loaded, crane_work={"twin_lift_kg": 0})
    assert told(down) == ["discharge 0020186", "discharge 0020184", "discharge 0010182", "discharge 0030182"]
    assert told(up) == ["load 0020182", "load 0020184", "load 0020186"]


@pytest.mark.parametrize("side", ["port", "starboard"])
def test_rows_are_discharged_from_the_quay_outwards_and_loaded_inwards(case: Case, side: str) -> None:
    rows = (1, 2, 3)
    stacks = [ship_stack(2, row, "deck", tiers=1) for row in rows]
    board = [off(f"0020{row}82") for row in rows]
    made = tiny(case, stacks, [*board, *(loads := [box(long=True) for _ in rows])])
    made = made.changed(
        calls=tuple(each.model_copy(update={"side": side}) if each.id == "ARU-1" else each for each in made.calls)
    )
    ship = ship_of(made)
    found = tasks_of(
        ship, stowage_of(ship, {f"0020{row}82": each for row, each in zip(rows, loads, strict=True)}), ship.call.side
    )
    order = [[int(slot[3:5]) for move in task.moves for slot in move.slots] for task in found]
    # Even rows lie to port.
    assert order == ([[2, 1, 3], [3, 1, 2]] if side == "port" else [[3, 1, 2], [2, 1, 3]])


@pytest.mark.parametrize(
    ("kg", "limit", "lifts"),
    [((10_000, 10_000), 20_000, 1), ((10_000, 10_001), 20_000, 2), ((10_000, 10_000), 0, 2)],
)
def test_twin_lifts_only_within_their_mass(case: Case, kg: tuple[int, int], limit: int, lifts: int) -> None:
    board = [off("0010182", kg=kg[0]), off("0030182", kg=kg[1])]
    loaded = {"0010182": box(kg=kg[0]), "0030182": box(kg=kg[1])}
    for task in tasks(case, [DECK], board, loaded, crane_work={"twin_lift_kg": limit}):
        assert len(task.moves) == lifts
        assert task.seconds == (TWIN_S if lifts == 1 else 2 * LIFT_S)


@pytest.mark.parametrize(
    "board",
    [
        [("0010182", False), ("0010282", False)],  # two rows
        [("0010182", False), ("0010184", False)],  # two tiers
        [("0020182", True), ("0020184", True)],  # long boxes
    ],
)
def test_twin_lifts_only_of_the_two_halves_of_a_cell(case: Case, board: list[tuple[str, bool]]) -> None:
    stacks = [ship_stack(2, row, "deck") for row in (1, 2)]
    (task,) = tasks(case, stacks, [off(slot) for slot, _ in board], crane_work={"twin_lift_kg": 60_000})
    assert [len(move.slots) for move in task.moves] == [1, 1]


def test_a_box_that_goes_back_is_not_lifted_with_one_that_leaves(case: Case) -> None:
    below = [off("0010182"), off("0030182")]
    stays, leaves = box(1, slot="0010184"), off("0030184")
    down, up = tasks(case, [DECK], [*below, stays, leaves], {"0010182": stays})
    assert [(move.kind, move.slots) for move in down.moves] == [
        ("restow_off", ("0010184",)), ("discharge", ("0030184",)), ("discharge", ("0010182", "0030182")),
    ]  # fmt: skip
    assert [(move.kind, move.slots, move.boxes) for move in up.moves] == [("restow_on", ("0010182",), ())]


def test_what_goes_back_waits_until_it_is_taken_off(case: Case) -> None:
    """A box from the deck of bay 6 goes into bay 2, whose own work has nothing to wait for."""
    stays = box(1, slot="0020184".replace("002", "006"), long=True)
    leaves = off("0060182")
    stacks = [ship_stack(2, 1, "deck"), ship_stack(6, 1, "deck")]
    load, discharge = tasks(case, stacks, [leaves, stays], {"0020182": stays})
    assert (load.bay, discharge.bay) == (2, 6)
    assert told(load) == ["restow_on 0020182"]
    assert load.after == (1,)
    assert discharge.after == ()


def test_a_hold_that_takes_a_box_back_from_elsewhere_has_no_dual_cycles(case: Case) -> None:
    """Its task would wait for another one, which might wait for it."""
    stays, leaves = box(1, slot="0060184", long=True), off("0060182")
    stacks = [ship_stack(2, 1, "hold"), ship_stack(6, 1, "deck")]
    first, second, third = tasks(case, stacks, [off("0020102"), leaves, stays], {"0020102": stays})
    assert [told(task) for task in (first, second)] == [["discharge 0020102"], ["restow_on 0020102"]]
    assert second.after == (0, 2)
    assert third.bay == 6


def hold_of(*columns: tuple[int, int]) -> tuple[list[ShipStack], list[Container], dict[str, Container]]:
    """A hold with so many boxes to take off and to put on in each row."""
    stacks: list[ShipStack] = []
    board: list[Container] = []
    loaded: dict[str, Container] = {}
    for row, (down, up) in enumerate(columns, start=1):
        stacks.append(ship_stack(2, row, "hold", tiers=4, max_40_kg=400_000))
        board += [off(Cell(2, row, 2 + 2 * tier).slot) for tier in range(down)]
        loaded |= {Cell(2, row, 2 + 2 * tier).slot: box(long=True) for tier in range(up)}
    return stacks, board, loaded


def test_a_hold_that_takes_a_box_back_from_below_another_hatch_has_no_dual_cycles(case: Case) -> None:
    """Hatch by hatch, the box would go into the first one before it is taken out of the second."""
    stacks, board, loaded = hold_of((1, 2), (2, 1))
    under = [*(stack.model_copy(update={"cover": 1}) for stack in stacks), ship_stack(2, 3, "hold", cover=2)]
    assert any(move.dual for task in tasks(case, under, board, loaded) for move in task.moves)
    stays, leaves = box(1, slot="0020304", long=True), off("0020302")
    taken = loaded | {"0020102": stays}
    moves = [move for task in tasks(case, under, [*board, stays, leaves], taken) for move in task.moves]
    assert not any(move.dual for move in moves)
    kinds = [move.kind for move in moves]
    assert kinds.index("restow_off") < kinds.index("restow_on")


def test_dual_cycles(case: Case) -> None:
    """Row 01 is emptied; then it is filled while row 02 is emptied, and that is filled at the end."""
    (task,) = tasks(case, *hold_of((1, 2), (2, 1)))
    assert told(task) == ["discharge 0020102", "load 0020102", "discharge 0020204", "load 0020104",
                          "discharge 0020202", "load 0020202"]  # fmt: skip
    assert [move.dual for move in task.moves] == [False, False, True, False, True, False]
    # Both of a dual cycle take a cycle and a half.
    assert [move.seconds for move in task.moves] == [120, 120, 60, 120, 60, 120]
    first, second = tasks(case, *hold_of((1, 2), (2, 1)), **ONE_WAY)
    assert not any(move.dual for move in (*first.moves, *second.moves))


def test_without_a_dual_cycle_discharge_and_load_stay_apart(case: Case) -> None:
    assert len(tasks(case, *hold_of((2, 2)))) == 2


def runs_well(columns: Sequence[tuple[int, int]], moves: Iterable[Move]) -> int:
    """The dual cycles of lifts that empty and fill these rows. Checks that no row is filled before it is empty."""
    left = {row: list(amount) for row, amount in enumerate(columns, start=1)}
    duals, before = 0, None
    for move in moves:
        (slot,) = move.slots
        row = int(slot[3:5])
        if move.on:
            assert left[row][0] == 0
        else:
            assert int(slot[5:]) == 2 * left[row][0]
        left[row][1 if move.on else 0] -= 1
        if move.dual:
            assert not move.on
            assert before is not None
            assert before.on
            assert not before.dual
            duals += 1
        before = move
    assert all(amount == [0, 0] for amount in left.values())
    return duals


def most_duals(columns: Sequence[tuple[int, int]]) -> int:
    """The most dual cycles, by trying all orders in which rows are emptied and then filled.

    A crane carries a box on its way out whenever one may be loaded: to wait with it never helps.
    """
    best = 0
    for downs, ups in product(permutations(range(len(columns))), repeat=2):
        off_row = [row for row in downs for _ in range(columns[row][0])]
        on_row = [row for row in ups for _ in range(columns[row][1])]
        gone, done, duals = 0, 0, 0
        while gone < len(off_row) or done < len(on_row):
            open_ = done < len(on_row) and on_row[done] not in off_row[gone:]
            if open_:
                done += 1
                if gone < len(off_row):
                    gone += 1
                    duals += 1
            elif gone < len(off_row):
                gone += 1
            else:
                break
        best = max(best, duals)
    return best


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=3))
def test_johnsons_rule_gives_the_most_dual_cycles(case: Case, columns: list[tuple[int, int]]) -> None:
    if not any(down or up for down, up in columns):
        return
    found = tasks(case, *hold_of(*columns))
    assert runs_well(columns, [move for task in found for move in task.moves]) == most_duals(columns)


def test_twin_lifts_are_no_part_of_dual_cycles(case: Case) -> None:
    stacks = [ship_stack(2, row, "hold", tiers=2) for row in (1, 2)]
    board = [off("0020102"), *(off(slot) for slot in ("0010202", "0030202"))]
    loaded = {"0010102": box(), "0030102": box(), "0020202": box(long=True), "0020204": box(long=True)}
    moves = [move for task in tasks(case, stacks, board, loaded) for move in task.moves]
    assert all(len(move.slots) == 1 for move in moves if move.dual)
    assert all(len(one.slots) == 1 for one, two in pairwise(moves) if two.dual)
    assert sum(len(move.slots) for move in moves) == 7


@pytest.mark.parametrize("way", [ONE_WAY, {"crane_work": {"dual_cycle": 1.5}}])
@pytest.mark.parametrize("cranes", [2, 3, 5])
def test_long_tasks_are_split_up_for_several_cranes(case: Case, cranes: int, way: dict[str, Any]) -> None:
    """In parts that follow each other, none longer than a tenth of the cranes' time and a lift or a dual cycle."""
    stacks = [ship_stack(2, row, "hold", tiers=8) for row in range(1, 5)]
    slots = [f"002{row:02d}{tier:02d}" for row in range(1, 5) for tier in range(2, 18, 2)]
    board, loaded = [off(slot) for slot in slots], {slot: box(long=True) for slot in slots}
    whole, parts = (tasks(case, stacks, board, loaded, count, **way) for count in (1, cranes))
    assert [move for task in parts for move in task.moves] == [move for task in whole for move in task.moves]
    assert len(parts) > len(whole)
    assert [task.after for task in parts] == [(), *((place,) for place in range(len(parts) - 1))]
    assert not any(task.moves[0].dual for task in parts)
    total = sum(task.seconds for task in whole)
    assert max(task.seconds for task in parts) <= 0.1 * total / cranes + 2 * LIFT_S


def test_every_lift_takes_time(case: Case) -> None:
    """Where covers and the second half of a dual cycle are said to take next to none."""
    stacks, board, loaded = hold_of((1, 2), (2, 1))
    covered = [stack.model_copy(update={"cover": 1}) for stack in stacks]
    found = tasks(case, covered, board, loaded, crane_work={"dual_cycle": 1, "hatch_cover_min": 0.001})
    moves = [move for task in found for move in task.moves]
    assert {move.kind for move in moves} == {"hatch_off", "discharge", "load", "hatch_on"}
    assert any(move.dual for move in moves)
    assert min(move.seconds for move in moves) == 1
