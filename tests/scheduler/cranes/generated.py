"""Problems like those of ships, and small ones that Hypothesis draws."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from scheduler.cranes import ALWAYS, FOREVER, Crane, CraneProblem, Task

BAY_DM, CLEARANCE_DM, SPEED = 140, 250, 7.5
LIFT_S, COVER_S = 110, 300


def ship(seed: int, bays: int, cranes: int, most_in_bay: int, *, speed: float = SPEED, boxes: int = 25) -> CraneProblem:
    """A ship of so many bays, each a chain: deck off, a cover's hold for each of its covers, deck on."""
    random = Random(seed)
    tasks: list[Task] = []
    for bay in range(bays):
        place, heavy = 1_000 + BAY_DM * bay, random.uniform(0.4, 1.6)
        last: tuple[int, ...] = ()
        for part in range(random.randint(2, most_in_bay)):
            lifts = max(1, round(random.randint(1, 2 * boxes) * heavy))
            seconds = sum(random.randint(LIFT_S - 20, LIFT_S + 20) for _ in range(lifts)) + COVER_S * (part % 2)
            tasks.append(Task(f"{bay}-{part}", place, seconds, last))
            # Now and then the next part may be done before or after this one.
            if random.random() < 0.8:
                last = (len(tasks) - 1,)
    reach = 1_000 + BAY_DM * bays
    return CraneProblem(
        tuple(tasks), tuple(Crane(f"QC{number + 1}", 0, reach) for number in range(cranes)), CLEARANCE_DM, speed
    )


def kariangau(seed: int) -> CraneProblem:
    """A small ship."""
    random = Random(seed)
    return ship(seed, random.randint(5, 9), random.choice((2, 2, 3)), 6, speed=random.choice((0.0, SPEED)))


def hub(seed: int) -> CraneProblem:
    """A large ship."""
    random = Random(seed)
    return ship(seed, random.randint(20, 24), 5, random.choice((5, 7, 10)), boxes=20)


# Until when tiny problems may end for them to be looked through.
LATEST = 40


@st.composite
def tiny_problems(draw: st.DrawFn) -> CraneProblem:
    """A few tasks for two or three cranes, with reach, windows, starts, gangs and orders across bays, or without."""
    count = draw(st.integers(1, 4))
    tasks = []
    for number in range(count):
        after = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set()
        tasks.append(Task(f"T{number}", draw(st.integers(0, 6)), draw(st.integers(1, 6)), tuple(sorted(after))))
    # Tasks stand in any order.
    place = draw(st.permutations(range(count)))
    moved = [replace(tasks[n], after=tuple(place.index(other) for other in tasks[n].after)) for n in place]
    cranes = []
    for number in range(draw(st.integers(1, 3 if count < 4 else 2))):
        low = draw(st.sampled_from((0, 0, 0, 2)))
        windows = draw(st.sampled_from((ALWAYS, ALWAYS, ((3, FOREVER),), ((0, 7), (9, FOREVER)), ((1, 8), (8, 15)))))
        start = draw(st.sampled_from((None, None, number, 6)))
        cranes.append(Crane(f"C{number}", low, draw(st.sampled_from((6, 6, 6, 4))), windows, start))
    gangs = draw(st.sampled_from(((), (), ((2, 9, 1),), ((0, 4, 0), (6, 8, 1)))))
    clearance = draw(st.sampled_from((0, 1, 1, 2, 3)))
    speed, one_way = draw(st.sampled_from((0, 1, 1 / 3, 2))), draw(st.booleans())
    return CraneProblem(tuple(moved), tuple(cranes), clearance, speed, gangs, one_way)
