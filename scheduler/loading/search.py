"""The search for a loading plan: stowage, crane schedule, order and timetable, again while time lasts.

Every round makes a whole plan, the first within seconds, and the best is kept. Rounds differ by their seed and take
longer one by one.
"""

from collections.abc import Mapping
from math import ceil
from time import monotonic

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.checker import check_loading
from data.errors import DermagaError
from data.plans import LeftAshore, LoadingPlan
from data.slots import Cell
from data.vessels import VesselCall
from scheduler import cranes as crane_engine
from scheduler.loading.assignment import Order, assign, in_yard, standing_below
from scheduler.loading.berth import Berth, bay_places, usual_berth
from scheduler.loading.blocks import Quay
from scheduler.loading.crane_times import CraneTime, crane_times
from scheduler.loading.result import LoadingResult, Stage
from scheduler.loading.ship import Aboard, aboard
from scheduler.loading.stowage import Stowage, stow
from scheduler.loading.timetable import Timetable
from scheduler.loading.work import BayTask, tasks_of
from scheduler.result import Incumbent, Report, Status, no_report
from scheduler.stopping import Stop

# Seconds of the first round, and how much longer each later one takes.
_FIRST_S, _LONGER = 6.0, 1.7
# Shares of a round for the blocks of the stowage and for the crane schedule.
_STOWAGE, _CRANES = 0.35, 0.5


def solve(
    case: Case,
    call: VesselCall,
    *,
    berth: Berth | None = None,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
    order: Order = "searched",
    premarshal: bool = True,
) -> LoadingResult:
    """The best loading plan found for a call at a berth, by default her usual one; money is the terminal's.

    `order` is how the boxes of a kind are taken from the yard, as `assignment` says; with `premarshal` the yard is put
    in order before the ship comes, where that pays. Raises DermagaError where the ship
    has no profile, or where her work cannot be done at all: no crane reaches a bay, or the yard has no room.
    """
    began = monotonic()
    layout = case.layout_of(call)
    if layout is None:
        raise DermagaError(
            f"{case.named(call.id)} has no vessel profile: give profile in vessels, and the tables ship_profiles, "
            "ship_bays and ship_stacks"
        )
    berth = usual_berth(case, call) if berth is None else berth
    bound = least_cost(case, call, berth)
    best: LoadingResult | None = None
    curve: list[Incumbent] = []
    number, seconds = 0, _FIRST_S
    while True:
        spent = monotonic() - began
        left = None if stop.clock is None else stop.clock - spent
        allowed = seconds if left is None else min(seconds, left)
        round_stop = Stop(seconds=max(0.5, allowed), effort=stop.effort, cancel=stop.cancel)
        plan, stages = _round(
            case, call, berth, stop=round_stop, seed=seed + number, workers=workers, order=order, premarshal=premarshal
        )
        cost = check_loading(case, plan).cost
        if best is None or cost < best.cost:
            curve.append(Incumbent(monotonic() - began, cost, min(bound, cost)))
            report(curve[-1])
            best = LoadingResult(
                plan, cost, min(bound, cost), Status.FEASIBLE, monotonic() - began, tuple(curve), stages
            )
        number, seconds = number + 1, seconds * _LONGER
        spent = monotonic() - began
        ended = stop.cancel.is_set() or stop.effort is not None
        if ended or (stop.clock is not None and spent + _FIRST_S / 2 > stop.clock) or best.gap <= stop.gap:
            break
    status = Status.CANCELLED if stop.cancel.is_set() else Status.OPTIMAL if best.gap == 0 else Status.FEASIBLE
    return LoadingResult(best.plan, best.cost, best.bound, status, monotonic() - began, best.curve, best.stages)


def _round(
    case: Case, call: VesselCall, berth: Berth, *, stop: Stop, seed: int, workers: int, order: Order, premarshal: bool
) -> tuple[LoadingPlan, tuple[Stage, ...]]:
    layout = case.layout_of(call)
    assert layout is not None
    at = bay_places(case, call, layout, berth.position_m, berth.side)
    times = crane_times(case, berth.cranes, berth.start)
    began = monotonic()
    part = Stop(seconds=_share(stop, _STOWAGE), effort=_effort(stop, _STOWAGE), cancel=stop.cancel)
    stowage = stow(case, call, lambda ship: _quay(case, ship, times, at), stop=part, seed=seed, workers=workers)
    stages = [_stowage_stage(case, stowage, monotonic() - began)]
    began = monotonic()
    tasks = tasks_of(stowage.ship, stowage)
    problem = crane_problem(case, tasks, times, at)
    part = Stop(seconds=_share(stop, _CRANES), effort=_effort(stop, _CRANES), cancel=stop.cancel)
    schedule = crane_engine.solve(problem, stop=part, seed=seed, workers=workers)
    stages.append(
        Stage("cranes", "seconds until the last lift", "s", schedule.cost, schedule.bound, monotonic() - began)
    )
    began = monotonic()
    assignment = assign(case, stowage.ship, stowage, tasks, schedule.plan.starts, seed=seed, order=order)
    leaves = _leaving(assignment.tasks, schedule.plan.starts, assignment.slots)
    plans = []
    for in_order in (False, True) if premarshal else (False,):
        timetable = Timetable(
            case, berth.start, times, berth.tractors, in_yard(case, stowage.ship.boxes.load), leaves,
            {bay: round(10 * place) for bay, place in at.items()},
        )  # fmt: skip
        if in_order:
            timetable.put_yard_in_order(leaves)
        timetable.run(assignment.tasks, schedule.plan.starts, schedule.plan.cranes, assignment.slots)
        plans.append(_plan(case, call, berth, stowage, timetable))
    # The yard is put in order where that pays.
    plan = min(plans, key=lambda plan: check_loading(case, plan).cost)
    rehandles = sum(move.kind == "rehandle" for move in plan.yard_moves)
    hopeless = _never_leave(case, stowage, assignment.slots)
    stages.append(
        Stage("sequence", "rehandles in the yard", "boxes", rehandles, min(hopeless, rehandles), monotonic() - began)
    )
    return plan, tuple(stages)


def _plan(case: Case, call: VesselCall, berth: Berth, stowage: Stowage, timetable: Timetable) -> LoadingPlan:
    return LoadingPlan(
        case=case.name, case_hash=case.hash, call=call.id, position_m=berth.position_m, side=berth.side,
        start=berth.start, cranes=berth.cranes, tractors=berth.tractors,
        lifts=tuple(sorted(timetable.lifts, key=lambda lift: (lift.start, lift.end, lift.crane))),
        yard_moves=tuple(sorted(timetable.yard_moves, key=lambda move: (move.start, move.crane))),
        ashore=tuple(LeftAshore(box=box, reason=reason) for box, reason in sorted(stowage.ashore.items())),
    )  # fmt: skip


def _share(stop: Stop, share: float) -> float | None:
    return None if stop.clock is None else share * stop.clock


def _effort(stop: Stop, share: float) -> float | None:
    return None if stop.effort is None else share * stop.effort


def _quay(case: Case, ship: Aboard, times: list[CraneTime], at: Mapping[int, float]) -> Quay:
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


def crane_problem(
    case: Case, tasks: list[BayTask], times: list[CraneTime], at: Mapping[int, float]
) -> crane_engine.CraneProblem:
    """The tasks of a call as a crane scheduling problem: decimetres along the quay, seconds from the start of work."""
    work = case.terminal.crane_work
    return crane_engine.CraneProblem(
        tasks=tuple(crane_engine.Task(task.name, round(10 * at[task.bay]), task.seconds, task.after) for task in tasks),
        cranes=tuple(
            crane_engine.Crane(
                crane.name, ceil(10 * crane.reach[0]), int(10 * crane.reach[1]), crane.windows or ((0, 1),)
            )
            for crane in times
        ),
        clearance=round(10 * work.clearance_m),
        speed=work.travel_m_min / 6,
    )


def _leaving(tasks: list[BayTask], starts: tuple[int, ...], slots: Mapping[str, Container]) -> dict[str, float]:
    leaves: dict[str, float] = {}
    for task, begins in zip(tasks, starts, strict=True):
        for move in task.moves:
            if move.kind == "load":
                leaves |= {slots[slot].id: float(begins) for slot in move.slots}
            begins += move.seconds
    return leaves


def _never_leave(case: Case, stowage: Stowage, slots: Mapping[str, Container]) -> int:
    """Boxes of the yard that stay and stand on one that leaves: each is moved once at least."""
    goes = {box.id for box in slots.values()}
    below = standing_below(in_yard(case, stowage.ship.boxes.load))
    return sum(box not in goes and any(other in goes for other in under) for box, under in below.items())


def _stowage_stage(case: Case, stowage: Stowage, seconds: float) -> Stage:
    costs = case.terminal.costs
    could = {box.id for box in stowage.ship.boxes.load if box.status == "empty" or box.verified_kg is not None}
    value = costs.restow_per_box * len(stowage.restows) + costs.ashore_per_box * len(could & set(stowage.ashore))
    return Stage("stowage", "restows and boxes ashore", case.terminal.currency, value, 0.0, seconds)


def least_cost(case: Case, call: VesselCall, berth: Berth) -> float:
    """What no plan of a call at a berth can cost less than, in the terminal's money.

    Boxes of later ports that stand above discharged ones must be restowed, and all lifts together, twin-lifts and dual
    cycles wherever they could be, keep the cranes busy for so long.
    """
    layout = case.layout_of(call)
    assert layout is not None
    boxes = boxes_of(case, call)
    restows = len(aboard(case, call, layout, boxes).restows)
    costs = case.terminal.costs
    cranes = len({use.crane for use in berth.cranes})
    hours = least_work_s(case, call) / cranes / 3600
    return restows * costs.restow_per_box + hours * costs.work_per_hour


def least_work_s(case: Case, call: VesselCall) -> float:
    """Seconds of crane work that a call has at least, without the boxes that may stay ashore."""
    work = case.terminal.crane_work
    boxes = boxes_of(case, call)
    single, twin = work.lift_s(1), work.lift_s(2)
    each = {False: min(single, twin / 2) if work.twin_lift_kg else single, True: single}
    off = sum(each[box.long] for box in boxes.discharge)
    on = sum(each[box.long] for box in boxes.load if box.status == "empty" or box.verified_kg is not None)
    saved = min(len(boxes.discharge), len(boxes.load)) * (2 * single - work.dual_s())
    return max(0.0, off + on - saved)
