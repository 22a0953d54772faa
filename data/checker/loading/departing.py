"""A stowage at departure judged by itself, without the lifts that bring it about and the moves of the yard.

For stowages that are made before anybody asks for cranes and times, and for comparing with published instances. Each
rule is that of `check_loading`, with the same name. What must be lifted to get at something, and is put back where it
stood, counts as restowed and is judged as if it had stayed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from data.boxes import boxes_of
from data.case import Case
from data.checker.loading.aboard import Half, Stowage, at_arrival, halves, spot_of
from data.checker.loading.departure_rules import RULES, in_short
from data.checker.loading.putting import slot_taken, wrong_below, wrong_slot
from data.checker.loading.ship import Worked
from data.checker.loading.stowed import Stowed, listed
from data.checker.loading.stowed_above import Overstow, overstows
from data.checker.verdict import Broken, Verdict
from data.plans import Ballast
from data.slots import cell_named
from data.vessels import VesselCall


@dataclass(frozen=True)
class StowageVerdict(Verdict):
    """The verdict on a stowage, with the boxes that stand above one that leaves earlier, and those moved for it.

    `restows` are boxes that remain and stand elsewhere at departure, or must be lifted to get at something; `ashore`
    those to load that are not on board.
    """

    overstows: tuple[Overstow, ...] = ()
    restows: tuple[str, ...] = ()
    ashore: tuple[str, ...] = ()


def check_stowage(
    case: Case, call: VesselCall, slots: Mapping[str, str], ballast: Sequence[Ballast] = ()
) -> StowageVerdict:
    """Every broken rule of a stowage at departure, with its overstows, restows and boxes ashore and what they cost.

    `slots` has the slot of every box on board by its number, those that remain among them. Raises DermagaError where
    the ship has no profile, or the call's boxes do not fit her.
    """
    layout = case.needed_layout(call)
    stowed = Stowed(case, call, case.ship_of(call), layout, boxes_of(case, call), "none", tuple(ballast))
    arrival = at_arrival(stowed)
    broken = list(_who(stowed, slots))
    departure, placed, wrong = _stow(stowed, arrival, {box: slots[box] for box in slots if box in stowed.box})
    broken += wrong
    worked = Worked(arrival, departure, placed, ())
    for rule in RULES:
        broken += rule(stowed, worked)
    over, moved = overstows(stowed, worked), tuple(sorted(_restowed(stowed, arrival, departure)))
    ashore = tuple(box.id for box in stowed.boxes.load if box.id not in slots)
    costs = case.terminal.costs
    terms = {
        "ashore": float(len(ashore) * costs.ashore_per_box),
        "overstows": float(sum(each.made for each in over) * costs.overstow_per_box),
        "restows": float(len(moved) * costs.restow_per_box),
    }
    return StowageVerdict(tuple(in_short(broken)), terms, (), tuple(over), moved, ashore)


def _who(stowed: Stowed, slots: Mapping[str, str]) -> Iterator[Broken]:
    """Whoever is on board is of the call and does not leave here, and whoever remains is on board."""
    for box in slots:
        if box not in stowed.box:
            why = f"is no box of {stowed.name}: correct the number, or list it for the call"
            yield Broken("box_unknown", (box,), f"{box} {why}")
        elif stowed.directions[box] == ("discharge",):
            yield Broken("every_box_once", (box,), f"{box} is to be discharged and is on board: leave it out")
    gone = tuple(box.id for box in stowed.boxes.remain if box.id not in slots)
    if gone:
        stays = "stays on board and has" if len(gone) == 1 else "stay on board and have"
        yield Broken("every_box_once", gone, f"{listed(gone)} {stays} no slot: give it one")


def _stow(
    stowed: Stowed, arrival: Stowage, slots: Mapping[str, str]
) -> tuple[Stowage, frozenset[str], tuple[Broken, ...]]:
    """What stands where at departure, what the plan put there, and what is wrong with it; from the bottom up."""
    departure, stayed = arrival.copy(), set()
    for box, stood in arrival.cells.items():
        if slots.get(box) == stood.slot:
            stayed.add(box)
        else:
            departure.take(box)
    placed: set[str] = set()
    broken: list[Broken] = []

    def tell(box: str, rule: str, why: str, others: Sequence[str]) -> None:
        broken.append(Broken(rule, (box, *others), f"{box} of {stowed.name}: {why}"))

    for box in sorted(slots.keys() - stayed, key=lambda box: (slots[box][-2:], slots[box], box)):
        cell = cell_named(slots[box])
        spot = spot_of(stowed, cell) if cell is not None else None
        wrong = wrong_slot(stowed, stowed.box[box], slots[box])
        if wrong is not None:
            tell(box, wrong.rule, wrong.why, wrong.others)
        if cell is None or spot is None or (wrong is not None and not wrong.fits):
            continue
        taken = slot_taken(departure, cell, spot)
        if taken is not None:
            tell(box, taken.rule, taken.why, taken.others)
            continue
        departure.put(box, cell, spot)
        placed.add(box)
    for box, spot in departure.piles.spots.items():
        if box in placed or arrival.piles.below(spot) != departure.piles.below(spot):
            for fault in wrong_below(stowed, departure, stowed.box[box], departure.cells[box], spot):
                tell(box, fault.rule, fault.why, fault.others)
    return departure, frozenset(placed), tuple(broken)


def _restowed(stowed: Stowed, arrival: Stowage, departure: Stowage) -> set[str]:
    """The boxes that remain and must be lifted: those that stand elsewhere, and those above what comes, goes or moves.

    Above means higher in a half of the same stack, or on the hatch cover of a stack in the hold.
    """
    remain = {box.id for box in stowed.boxes.remain}
    moved = {box for box in remain if arrival.cells.get(box) != departure.cells.get(box)}
    changed = [
        spot
        for stowage, other in ((arrival, departure), (departure, arrival))
        for box, spot in stowage.piles.spots.items()
        if other.piles.spots.get(box) != spot
    ]
    on_covers = _on_covers(stowed, arrival)
    while changed:
        spot = changed.pop()
        above = chain(arrival.piles.above(spot), *(on_covers.get(half, ()) for half in spot.columns))
        for box in above:
            if box in remain and box not in moved:
                moved.add(box)
                changed.append(arrival.piles.spots[box])
    return moved


def _on_covers(stowed: Stowed, arrival: Stowage) -> dict[Half, tuple[str, ...]]:
    """The boxes that stand on the hatch cover of each half of a stack in the hold, as the ship arrives."""
    covers: dict[tuple[int, int], list[str]] = {}
    for stack in stowed.layout.stacks:
        if stack.level == "deck" and stack.cover is not None:
            covers.setdefault((stack.bay, stack.cover), []).extend(arrival.boxes_of(stack))
    return {
        half: tuple(covers.get((stack.bay, stack.cover), ()))
        for stack in stowed.layout.stacks
        if stack.level == "hold" and stack.cover is not None
        for half in halves(stack)
    }
