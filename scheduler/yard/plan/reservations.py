"""A yard plan from the bays that groups get, with the reasons of what gets none."""

from collections import Counter
from collections.abc import Sequence

from data.plans import Reservation, UnplacedGroup, YardPlan
from scheduler.yard.plan.ground import Kept
from scheduler.yard.plan.problem import Ship, YardProblem


def plan_of(problem: YardProblem, kept: Sequence[Kept]) -> YardPlan:
    """The plan in which groups have these bays, and the rest of their boxes none."""
    placed: Counter[int] = Counter()
    for each in kept:
        placed[each.group] += each.boxes
    return YardPlan(
        case=problem.case.name,
        case_hash=problem.case.hash,
        start=problem.start,
        end=problem.end,
        import_share=problem.import_share,
        calls=tuple(ship.expected for ship in problem.ships),
        reservations=tuple(_reservation(problem, each) for each in kept),
        unplaced=tuple(
            _unplaced(problem, number, wanted.boxes - placed[number])
            for number, wanted in enumerate(problem.wanted)
            if placed[number] < wanted.boxes
        ),
    )


def _reservation(problem: YardProblem, kept: Kept) -> Reservation:
    wanted = problem.wanted[kept.group]
    ship = problem.ships[wanted.ship]
    return Reservation(
        call=ship.call.id,
        **wanted.group._asdict(),
        boxes=kept.boxes,
        block=problem.blocks[kept.block].id,
        bay=kept.bay,
        start=ship.opens,
        end=ship.end,
        mixed=kept.mixed,
    )


def _unplaced(problem: YardProblem, number: int, boxes: int) -> UnplacedGroup:
    wanted = problem.wanted[number]
    ship = problem.ships[wanted.ship]
    return UnplacedGroup(
        call=ship.call.id, **wanted.group._asdict(), boxes=boxes, reason=_reason(problem, ship, number)
    )


def _reason(problem: YardProblem, ship: Ship, group: int) -> str:
    wanted, fitting = problem.wanted[group], problem.fits[group].nonzero()[0].tolist()
    where = "all bays with plugs" if problem.plugged[group] else "all bays"
    if not fitting:
        kinds, bay = " ".join(wanted.group.kinds), " with plugs" if problem.plugged[group] else ""
        return (
            f"no block with a yard crane that takes {kinds} boxes has a {wanted.group.length}-foot bay{bay}; change "
            "takes or plug_bays of one in the table yard_blocks"
        )
    least = min(
        wanted.size * problem.bay_money / float(problem.room[number]) + float(problem.haul[wanted.ship, number])
        for number in fitting
    )
    if least >= problem.ashore_money:
        return "to leave them ashore costs less than any bay; raise ashore_per_box in the terminal's costs"
    clock = problem.case.terminal.clock
    theirs = "" if len(fitting) == len(problem.blocks) else " that take them"
    return (
        f"{where} of blocks with a yard crane{theirs} are taken at some time from {clock(ship.opens)} to "
        f"{clock(ship.end)}, but for {problem.import_share:.0%} that are kept for boxes from ships; keep less for "
        "these, or open the gate later"
    )
