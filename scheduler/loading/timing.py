"""The plan of a stowage, a crane schedule and an assignment: timed with the yard as it is and as it may be prepared.

What a move in the yard before the ship comes is worth is known only when all is timed. So a few preparations are timed
and the cheapest plan is taken: none; what takes no more moves than it saves rehandles; and what counts the work that
waits for rehandles as well, bay by bay as in the first of these plans, or as if every rehandle was waited for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.boxes import at_departure
from data.cargo import InstructionUse
from data.case import Case
from data.checker import Verdict, check_loading
from data.plans import LeftAshore, LoadingPlan, YardKind
from data.vessels import VesselCall
from scheduler.cranes import CraneSchedule
from scheduler.loading.assignment import Assignment
from scheduler.loading.berth import Berth
from scheduler.loading.crane_times import CraneTime
from scheduler.loading.engines import Engines
from scheduler.loading.stowed import Stowage
from scheduler.loading.timetable import Timetable
from scheduler.loading.whole_ship.ballast import ballast_of
from scheduler.loading.yard_stacks import piles_of
from scheduler.stopping import Stop
from scheduler.yard.piles import BoxMove
from scheduler.yard.preparing import Preparation, Worth, worth_of


@dataclass(frozen=True)
class Quayside:
    """A call at its berth: `times` are those of its cranes, `at` the metres of the ship's bays along the quay."""

    case: Case
    call: VesselCall
    berth: Berth
    times: Sequence[CraneTime]
    at: Mapping[int, float]
    instructions: InstructionUse


def best_timed(
    quayside: Quayside,
    stowage: Stowage,
    assignment: Assignment,
    schedule: CraneSchedule,
    engines: Engines,
    *,
    stop: Stop,
) -> tuple[LoadingPlan, Verdict]:
    """The cheapest plan that the checker accepts, or else the cheapest that it refuses.

    Once `stop` is cancelled, the yard stays as it is.
    """
    leaves = _leaving(assignment, schedule.starts)

    def timed(moves: Sequence[BoxMove]) -> Timetable:
        return _timed(
            quayside, stowage, assignment, schedule, moves, leaves, stop=stop if engines.retrieval else None
        )  # fmt: skip

    found = [timed(())]
    yard = piles_of(quayside.case, stowage.ship.boxes, leaves)
    if engines.before != "nothing" and not stop.cancel.is_set():
        preparation = Preparation(yard, leaves, whole=engines.before == "bays", stop=stop)
        tried: list[list[BoxMove]] = [[]]
        for worth in _worths(quayside.case, found[0], preparation):
            moves = preparation.moves(worth)
            if moves not in tried and not stop.cancel.is_set():
                tried.append(moves)
                found.append(timed(moves))
    # Of what costs the same, that with the fewest rehandles: what is done before holds nobody up if it takes longer.
    found.sort(key=lambda timetable: (_money(quayside.case, timetable), _moves(timetable, "rehandle")))
    best: tuple[LoadingPlan, Verdict] | None = None
    for timetable in found:
        plan = _plan(quayside, stowage, timetable)
        verdict = check_loading(quayside.case, plan)
        if best is None or verdict.feasible:
            best = plan, verdict
        if verdict.feasible:
            break
    assert best is not None
    return best


def roughly_timed(
    quayside: Quayside, stowage: Stowage, assignment: Assignment, schedule: CraneSchedule
) -> tuple[float, list[int]]:
    """What is different in the costs of plans of a stowage, and the seconds that each task waited for the yard.

    Nothing is done in the yard before, and boxes in another's way go where it looks best.
    """
    timetable = _timed(quayside, stowage, assignment, schedule, (), _leaving(assignment, schedule.starts))
    return _money(quayside.case, timetable), timetable.waited_s


def _timed(
    quayside: Quayside,
    stowage: Stowage,
    assignment: Assignment,
    schedule: CraneSchedule,
    moves: Sequence[BoxMove],
    leaves: Mapping[str, float],
    *,
    stop: Stop | None = None,
) -> Timetable:
    """The timetable after these moves before; with `stop`, room in the yard is planned until then."""
    timetable = Timetable(
        quayside.case, quayside.berth.start, quayside.times, quayside.berth.tractors, stowage.ship.boxes, leaves,
        {bay: round(10 * place) for bay, place in quayside.at.items()},
    )  # fmt: skip
    timetable.move_before_start(moves)
    timetable.run(assignment.tasks, schedule.starts, schedule.cranes, assignment.slots, retrieval=stop)
    return timetable


def _worths(case: Case, usual: Timetable, preparation: Preparation) -> Iterator[Worth]:
    """What a rehandle may be worth, in moves before the ship comes, by bay; `usual` is without any."""
    costs, late = case.terminal.costs, usual.late_s
    yield lambda _: 1.0
    if preparation.whole:
        yield lambda bay: worth_of(costs, late[bay] / preparation.wrong[bay])
        yield lambda _: worth_of(costs, case.terminal.yard_work.move_s)


def _money(case: Case, timetable: Timetable) -> float:
    """What is different in the costs of two timetables of the same lifts."""
    costs = case.terminal.costs
    moved = _moves(timetable, "rehandle") + _moves(timetable, "premarshal")
    return timetable.finish / 3600 * costs.work_per_hour + moved * costs.rehandle_per_box


def _moves(timetable: Timetable, kind: YardKind) -> int:
    return sum(move.kind == kind for move in timetable.yard_moves)


def _plan(quayside: Quayside, stowage: Stowage, timetable: Timetable) -> LoadingPlan:
    case, berth = quayside.case, quayside.berth
    plan = LoadingPlan(
        case=case.name, case_hash=case.hash, call=quayside.call.id, position_m=berth.position_m, side=berth.side,
        start=berth.start, cranes=berth.cranes, tractors=berth.tractors, instructions=quayside.instructions,
        lifts=tuple(sorted(timetable.lifts, key=lambda lift: (lift.start, lift.end, lift.crane))),
        yard_moves=tuple(sorted(timetable.yard_moves, key=lambda move: (move.start, move.crane))),
        ashore=tuple(LeftAshore(box=box, reason=reason) for box, reason in sorted(stowage.ashore.items())),
    )  # fmt: skip
    layout = stowage.ship.layout
    if not layout.tanks:
        return plan
    return plan.model_copy(update={"ballast": ballast_of(layout, at_departure(case, plan))})


def _leaving(assignment: Assignment, starts: Sequence[int]) -> dict[str, float]:
    """When each box to load is lifted, by the crane schedule."""
    leaves: dict[str, float] = {}
    for task, begins in zip(assignment.tasks, starts, strict=True):
        for move in task.moves:
            if move.kind == "load":
                leaves |= {assignment.slots[slot].id: float(begins) for slot in move.slots}
            begins += move.seconds
    return leaves
