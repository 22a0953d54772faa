"""What a planner would do by hand: ship by ship as the gate opens, each bay in the block that is emptiest then.

Blocks that take other kinds of boxes too come last. Reefers and dangerous goods, which are few, share bays.
"""

from scheduler.yard.plan.ground import Ground, Kept
from scheduler.yard.plan.layout import by_opening, joined, share
from scheduler.yard.plan.problem import YardProblem


def emptiest_first(problem: YardProblem) -> list[Kept]:
    """Bays of their own for the groups, one after the other, and with others where no block has one left."""
    grounds = [Ground(problem, number) for number in range(len(problem.blocks))]
    kept: list[Kept] = []
    for group in by_opening(problem):
        wanted = problem.wanted[group]
        boxes = wanted.boxes
        while boxes > 0 and not (wanted.group.plug or wanted.group.dangerous):
            given = _one_bay(problem, grounds, group, boxes)
            if given is None:
                break
            kept.append(given)
            boxes -= given.boxes
        for number in _emptiest(problem, grounds, group):
            if boxes > 0:
                boxes = share(problem, grounds[number], number, group, boxes, kept)
    return joined(kept)


def _emptiest(problem: YardProblem, grounds: list[Ground], group: int) -> list[int]:
    ship, fitting = problem.wanted[group].ship, problem.fits[group].nonzero()[0].tolist()
    return sorted(fitting, key=lambda number: (len(problem.blocks[number].takes), -grounds[number].free(ship), number))


def _one_bay(problem: YardProblem, grounds: list[Ground], group: int, boxes: int) -> Kept | None:
    wanted = problem.wanted[group]
    for number in _emptiest(problem, grounds, group):
        bay = grounds[number].alone(wanted.ship, wanted.size, bool(problem.plugged[group]))
        if bay is not None:
            return Kept(group, number, bay, min(boxes, int(problem.room[number])), mixed=False)
    return None
