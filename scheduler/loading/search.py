"""The search for a loading plan: stowage, crane schedule, order and timetable, again while time lasts.

Every round makes a whole plan, and the best is kept. The first is made by hand, within seconds. Rounds differ by their
seed and take longer one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from time import monotonic

from data.boxes import boxes_of
from data.cargo import InstructionUse
from data.case import Case
from data.checker import Verdict
from data.errors import DermagaError
from data.places import bay_places
from data.plans import LoadingPlan
from data.slots import Cell
from data.vessels import VesselCall
from scheduler.loading.assignment import assign
from scheduler.loading.berth import Berth, usual_berth
from scheduler.loading.blocks import Quay
from scheduler.loading.bounds import least_cost, least_restows, never_leave
from scheduler.loading.crane_choice import chosen, crane_problem, shortest
from scheduler.loading.crane_times import CraneTime, crane_times
from scheduler.loading.engines import ALL, Engines
from scheduler.loading.instructed import Line
from scheduler.loading.lightening import lightened
from scheduler.loading.result import LoadingResult, Stage
from scheduler.loading.ship import Aboard
from scheduler.loading.stowage import stow
from scheduler.loading.stowed import Stowage
from scheduler.loading.timing import Quayside, best_timed
from scheduler.loading.work import tasks_of
from scheduler.result import Incumbent, Report, Status, gap, keep_nothing, no_report
from scheduler.stopping import Stop

# Seconds of the first round, with so many moves in one more, and how much longer each later one takes.
_FIRST_S, _MOVES_A_SECOND, _LONGER = 4.0, 60, 1.5
# Seconds, or effort, of the crane schedule of the first plan, which is made by hand.
_BY_HAND = 0.2
# A round begins where there is time for so much of what the last one took.
_WORTH = 0.9
# What is no search takes so many times what the plan by hand took; the search of a round is given this at least.
_FIXED, _LEAST_S = 1.3, 0.2
# Shares for the stowage, the crane schedule and the order of the lifts, each of the effort or of what is left of a
# round's seconds.
_STOWAGE, _CRANES, _ORDER = 0.6, 0.6, 1.0


def solve(
    case: Case,
    call: VesselCall,
    *,
    berth: Berth | None = None,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
    engines: Engines = ALL,
    instructions: InstructionUse = "only",
    keep: Callable[[LoadingResult], None] = keep_nothing,
) -> LoadingResult:
    """The best loading plan found for a call at a berth, by default her usual one; money is the terminal's.

    `engines` are those that make it, and `instructions` says what is made of the line's. `keep` is given every better
    plan that the checker accepts, for whoever may have to end the solve. Raises DermagaError where the ship has no
    profile, or where her work cannot be done at all: no crane reaches a bay, or the yard has no room.
    """
    began = monotonic()
    case.needed_layout(call)
    _refuse_unplaced(case, call)
    berth = usual_berth(case, call) if berth is None else berth
    bound = least_cost(case, call, berth)
    line = Line(case, call, instructions, stop)
    quayside = Quayside(
        case, call, berth, crane_times(case, berth.cranes, berth.start),
        bay_places(case, call, berth.position_m, berth.side), line.use,
    )  # fmt: skip
    work = _Work(quayside, line, least_restows(case, call), workers, engines)
    best: _Made | None = None
    best_at = 0.0
    curve: list[Incumbent] = []
    number, seconds = -1, _FIRST_S + call.moves / _MOVES_A_SECOND
    by_hand_s = 0.0

    def result(status: Status, at: float) -> LoadingResult:
        assert best is not None
        cost = best.verdict.cost
        return LoadingResult(best.plan, cost, min(bound, cost), status, at, tuple(curve), best.stages)

    while True:
        at = monotonic()
        allowed = seconds
        if stop.clock is not None:
            allowed = min(seconds, stop.clock - (at - began) - _FIXED * by_hand_s)
        made = _round(
            work, best.stowage if best else None, seed=seed + max(0, number), by_hand=number < 0,
            stop=Stop(seconds=max(_LEAST_S, allowed), effort=stop.effort, cancel=stop.cancel),
        )  # fmt: skip
        if made is None:
            break
        if best is None or made.rank < best.rank:
            best, best_at = made, monotonic() - began
            if made.verdict.feasible:
                curve.append(Incumbent(best_at, made.verdict.cost, min(bound, made.verdict.cost)))
                report(curve[-1])
                keep(result(Status.FEASIBLE, best_at))
        took = monotonic() - at
        ended = (
            stop.cancel.is_set()
            or (stop.effort is not None and number >= 0)
            or (best.verdict.feasible and gap(best.verdict.cost, bound) <= stop.gap)
        )
        if number < 0:
            by_hand_s = took
        number, seconds = number + 1, seconds * (1 if number < 0 else _LONGER)
        if ended or (stop.clock is not None and monotonic() - began + _WORTH * took > stop.clock):
            break
    assert best is not None
    proven = best.verdict.feasible and gap(best.verdict.cost, bound) == 0
    status = Status.CANCELLED if stop.cancel.is_set() else Status.OPTIMAL if proven else Status.FEASIBLE
    return result(status, monotonic() - began)


@dataclass(frozen=True)
class _Work:
    """What all rounds of a solve have in common; `restows` is what no stowage costs less than."""

    quayside: Quayside
    line: Line
    restows: float
    workers: int
    engines: Engines


@dataclass(frozen=True)
class _Made:
    """What a round made."""

    plan: LoadingPlan
    verdict: Verdict
    stages: tuple[Stage, ...]
    stowage: Stowage

    @property
    def rank(self) -> tuple[bool, float]:
        """What the checker refuses is better than nothing, and worse than anything that it accepts."""
        return not self.verdict.feasible, self.verdict.cost


def _refuse_unplaced(case: Case, call: VesselCall) -> None:
    """Raise DermagaError for boxes on board of which nobody says where."""
    boxes = boxes_of(case, call)
    nowhere = [box.id for box in (*boxes.discharge, *boxes.remain) if box.slot is None]
    if nowhere:
        raise DermagaError(
            f"{len(nowhere)} boxes on board of {case.named(call.id)} have no slot, {nowhere[0]} first: fill slot in "
            "containers, or take in the stowage plan (dermaga edi take)"
        )


def _round(work: _Work, known: Stowage | None, *, stop: Stop, seed: int, by_hand: bool) -> _Made | None:
    """A plan, its stowage begun with one that is known; None where it is cancelled and one is known."""
    quayside, engines = work.quayside, work.engines
    case, side = quayside.case, quayside.berth.side
    moments = [monotonic()]
    stowage = stow(
        case, quayside.call, lambda ship: _quay(case, ship, quayside.times, quayside.at),
        stop=_part(stop, _STOWAGE, moments[0]), seed=seed, workers=work.workers, by_hand=by_hand,
        slots_by_hand=not engines.slots, line=work.line, known=known,
    )  # fmt: skip
    if known is not None and stop.cancel.is_set():
        return None
    stowage = lightened(stowage, side)
    moments.append(monotonic())
    tasks = tasks_of(stowage.ship, stowage, side, sum(bool(crane.windows) for crane in quayside.times))
    part = _part(stop, _CRANES, moments[0])
    if by_hand:
        part = replace(part, seconds=_BY_HAND, effort=None if part.effort is None else min(_BY_HAND, part.effort))
        problem = crane_problem(case, tasks, quayside.times, quayside.at)
        schedule = shortest(problem, engines, stop=part, seed=seed, workers=work.workers)
    else:
        schedule = chosen(quayside, stowage, tasks, engines, stop=part, seed=seed, workers=work.workers)
    moments.append(monotonic())
    # What is cancelled is made by hand to its end.
    quick = by_hand or stop.cancel.is_set()
    assignment = assign(
        case, stowage.ship, stowage, tasks, schedule.plan.starts, seed=seed,
        order="greedy" if quick and engines.order == "searched" else engines.order,
        stop=_part(stop, _ORDER, moments[0]),
    )  # fmt: skip
    if known is not None and stop.cancel.is_set():
        return None
    # Bays are put in order as a whole where there is time for it.
    best = best_timed(
        quayside, stowage, assignment, schedule.plan,
        replace(engines, before="moves") if by_hand and engines.before == "bays" else engines, stop=stop,
    )  # fmt: skip
    moments.append(monotonic())
    rehandles = sum(move.kind == "rehandle" for move in best[0].yard_moves)
    facts = (
        ("stowage", "boxes ashore, overstows, restows", case.terminal.currency,
         sum(best[1].terms[term] for term in ("ashore", "overstows", "restows")), work.restows),
        ("cranes", "seconds until the last lift", "s", schedule.cost, schedule.bound),
        ("sequence", "rehandles in the yard", "boxes", rehandles, never_leave(case, stowage, assignment.slots)),
    )  # fmt: skip
    stages = tuple(
        Stage(name, what, unit, value, min(bound, value), end - begin)
        for (name, what, unit, value, bound), (begin, end) in zip(facts, pairwise(moments), strict=True)
    )
    return _Made(*best, stages, stowage)


def _part(stop: Stop, share: float, began: float) -> Stop:
    """A stop for a share of what is left of a round that began at that monotonic moment."""
    return Stop(
        seconds=None if stop.clock is None else share * max(_LEAST_S, stop.clock - (monotonic() - began)),
        effort=None if stop.effort is None else share * stop.effort,
        cancel=stop.cancel,
    )


def _quay(case: Case, ship: Aboard, times: Sequence[CraneTime], at: Mapping[int, float]) -> Quay:
    work = case.terminal.crane_work
    busy = dict.fromkeys(at, 0)
    for box in (*ship.boxes.discharge, *ship.restows):
        if box.slot is not None:
            busy[ship.layout.bay_of[Cell.of(box.slot).bay]] += work.lift_s(1)
    hatch_s = round(60 * work.hatch_cover_min)
    for bay, cover in ship.worked_hatches:
        if cover is not None:
            busy[bay] += 2 * hatch_s
    working = sum(bool(crane.windows) for crane in times)
    return Quay(max(1, working), work.clearance_m, work.lift_s(1), hatch_s, at, busy)
