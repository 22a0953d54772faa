"""The stowage of a call by itself: no yard, no berth, no cranes but those that the work is spread for."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from time import monotonic

from data.boxes import boxes_of
from data.case import Case
from data.checker.loading.departing import check_stowage
from data.plans import Ballast
from data.slots import Cell
from data.vessels import VesselCall
from scheduler.loading.blocks import Quay
from scheduler.loading.ship import Aboard, aboard
from scheduler.loading.stowage import stow
from scheduler.loading.stowed import Stowage, stowed_money
from scheduler.loading.whole_ship import least_moves, trims_herself
from scheduler.loading.whole_ship.ballast import ballast_of
from scheduler.loading.whole_ship.mending import mended
from scheduler.stopping import Stop

# The share of the time for the stowage; the rest is for mending one that breaks a rule, and for what cannot be cut
# short. So often it is mended, with so many seconds at least.
_STOWAGE, _BOUND_S, _TURNS, _LEAST_S = 0.7, 60.0, 2, 1.0


@dataclass(frozen=True)
class Alone:
    """A stowage at departure: the slot of every box on board by its number, what is in the tanks, and a proven bound.

    `moved` are the boxes that were lifted onto the ship: those to load, and those that were restowed. No stowage has
    fewer than `bound` overstows and restows together.
    """

    slots: dict[str, str]
    ballast: tuple[Ballast, ...]
    moved: tuple[str, ...]
    bound: int
    seconds: float


def quay_for(case: Case, ship: Aboard) -> Quay:
    """All cranes of the quay for the ship, her restowed boxes already counted as work."""
    work, at = case.terminal.crane_work, {bay.bay: bay.from_bow_m for bay in ship.layout.bays}
    busy = Counter(ship.layout.bay_of[Cell.of(box.slot).bay] for box in ship.off.values() if box.slot is not None)
    lift_s, hatch_s = work.lift_s(1), round(60 * work.hatch_cover_min)
    return Quay(len(case.quay_cranes), work.clearance_m, lift_s, hatch_s, at, {bay: lift_s * busy[bay] for bay in at})


def stow_alone(
    case: Case, call: VesselCall, *, stop: Stop, seed: int = 1, workers: int = 2, by_hand: bool = False
) -> Alone:
    """The best stowage found; `by_hand`, that of a planner, without a bound."""
    began = monotonic()
    boxes = boxes_of(case, call)
    clock = stop.clock
    ship = aboard(case, call, case.needed_layout(call), boxes)

    def quay_of(ship: Aboard) -> Quay:
        return quay_for(case, ship)

    def stowed(*, by_hand: bool) -> Stowage:
        seconds = None if clock is None else max(_LEAST_S, _STOWAGE * clock - (monotonic() - began))
        part = Stop(seconds=seconds, effort=stop.effort, cancel=stop.cancel)
        return stow(case, call, quay_of, stop=part, seed=seed, workers=workers, by_hand=by_hand)

    if by_hand:
        return replace(_departed(case, call, stowed(by_hand=True)), seconds=monotonic() - began)
    seconds = _BOUND_S if clock is None else min(_BOUND_S, 0.5 * clock)
    with ThreadPoolExecutor(1) as pool:
        bound = pool.submit(least_moves, ship, boxes.load, seconds, stop.cancel)
        usual = stowed(by_hand=True)
        tried = [usual, stowed(by_hand=False)]
        best = min((_departed(case, call, each) for each in tried), key=lambda each: _judged(case, call, each))
        for turn in range(_TURNS if trims_herself(ship.layout) else 0):
            if not any(_judged(case, call, best)[:2]) or stop.cancel.is_set():
                break
            left = None if clock is None else (clock - (monotonic() - began)) / (_TURNS - turn + 0.5)
            if left is not None and left < _LEAST_S:
                break
            # Where the best cannot be mended, that of a planner may be: it is made otherwise.
            start = usual if turn and not usual.ashore else min(tried, key=_lacks)
            tried.append(mended(start, Stop(seconds=left, effort=stop.effort, cancel=stop.cancel), seed, workers))
            best = min(best, _departed(case, call, tried[-1]), key=lambda each: _judged(case, call, each))
        return replace(best, bound=bound.result(), seconds=monotonic() - began)


def _lacks(stowage: Stowage) -> tuple[int, int]:
    """How many boxes a stowage leaves ashore, and what it costs."""
    return len(stowage.ashore), stowed_money(stowage)


def _judged(case: Case, call: VesselCall, found: Alone) -> tuple[bool, bool, float]:
    verdict = check_stowage(case, call, found.slots, found.ballast)
    return not verdict.feasible, bool(verdict.ashore), verdict.cost


def _departed(case: Case, call: VesselCall, found: Stowage) -> Alone:
    """A stowage with what is in the tanks; nothing is proven of it yet."""
    slots, by_number = _departing(found), boxes_of(case, call).by_number
    ballast = ballast_of(case.needed_layout(call), [(by_number[box], slot) for box, slot in slots.items()])
    return Alone(slots, ballast, tuple(box.id for box in found.slots.values()), 0, 0.0)


def _departing(stowage: Stowage) -> dict[str, str]:
    off = {box.id for box in stowage.restows}
    stay = {box.id: box.slot for box in stowage.ship.boxes.remain if box.slot is not None and box.id not in off}
    return stay | {box.id: slot for slot, box in stowage.slots.items()}


def spread(case: Case, call: VesselCall, moved: Sequence[str], slots: dict[str, str]) -> float:
    """How the work is spread: lifts of the heaviest two bays side by side, against the mean of such pairs."""
    layout = case.needed_layout(call)
    came = {box.id: box.slot for box in boxes_of(case, call).remain}
    lifts: Counter[int] = Counter()
    for box in moved:
        lifts[layout.bay_of[Cell.of(slots[box]).bay]] += 1
        before = came.get(box)
        if before is not None:
            lifts[layout.bay_of[Cell.of(before).bay]] += 1
    bays = [bay.bay for bay in layout.bays]
    pairs = [lifts[one] + lifts[other] for one, other in pairwise(bays)]
    mean = sum(pairs) / max(1, len(pairs))
    return max(pairs, default=0) / mean if mean else 1.0
