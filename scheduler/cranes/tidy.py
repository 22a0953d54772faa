"""A schedule that is no longer, with fewer changes of place: cranes that stay where they are until the work is done.

The shortest schedule is one of many, and the search takes whichever it comes upon. Cranes that go to and fro for
nothing annoy those who drive them and who bring the boxes.
"""

import numpy as np

from scheduler.cranes.kernel import NEVER, Data, Numbers, place_all

# Times that all tasks are looked at.
_PASSES = 5


def changes(place: Numbers, order: Numbers, crane: Numbers) -> int:
    """How many times a crane goes from one place to another, when tasks are done in this order."""
    mine = crane[order]
    return sum(int(np.count_nonzero(np.diff(place[order[mine == each]]))) for each in np.unique(mine))


def tidied(data: Data, starts: Numbers, crane: Numbers) -> tuple[Numbers, Numbers]:
    """Starts and cranes of a schedule that ends no later: tasks come next to others at their place, where they can.

    `starts` and `crane` are those of a schedule, by task.
    """
    count = len(starts)
    order, crane = np.argsort(starts, kind="stable").astype(np.int64), crane.copy()
    new_starts = np.zeros(count, np.int64)
    most = int((starts + data.seconds).max(initial=0))
    if place_all(data, order, crane, new_starts, NEVER - 1) > most:
        # Tasks that start at one moment: the kernel would place them otherwise.
        return starts, crane
    fewest = changes(data.place, order, crane)
    for _ in range(_PASSES):
        before = fewest
        for task in range(count):
            for other in np.flatnonzero(data.place == data.place[task]):
                if other == task or not data.able[task, crane[other]]:
                    continue
                for behind in (True, False):
                    tried, whose = _next_to(order, task, int(other), behind), crane.copy()
                    whose[task] = crane[other]
                    number = changes(data.place, tried, whose)
                    if number < fewest and place_all(data, tried, whose, new_starts, most) <= most:
                        order, crane, fewest = tried, whose, number
        if fewest == before:
            break
    place_all(data, order, crane, new_starts, NEVER - 1)
    return new_starts, crane


def _next_to(order: Numbers, task: int, other: int, behind: bool) -> Numbers:
    """The order with a task put right behind or before another."""
    left = order[order != task]
    at = int(np.flatnonzero(left == other)[0]) + behind
    return np.concatenate((left[:at], [task], left[at:])).astype(np.int64)
