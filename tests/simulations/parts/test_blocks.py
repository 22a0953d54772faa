import pytest

from data.terminal import YardBlock
from simulations.kernel import Kernel, Step
from simulations.parts.flows import Flow
from simulations.parts.yard import Yard
from simulations.visit import Box
from tests.simulations.parts.conftest import WINDOW, box, visit, yard_of

BLOCK = YardBlock(id="B", bays=10, rows=1, tiers=2)


def first_come(coming: object, stacks: list) -> object:  # type: ignore[type-arg]  # noqa: ARG001
    """The first stack with room along the block, filled before the next is begun."""
    return min(stacks, key=lambda stack: stack.bay.at)


def done_at(kernel: Kernel, yard: Yard, fetched: list[Box]) -> list[float]:
    """When the fetching of each box ends, all wanted at once."""
    ends: list[float] = []
    for each in fetched:
        yard.fetch(each, 1.0, each, lambda out: (yard.take(out), ends.append(kernel.now)), False)  # type: ignore[arg-type]
    kernel.run()
    return ends


def test_a_crane_goes_to_the_bay_and_moves_what_stands_above() -> None:
    kernel, yard, recorder = yard_of(
        BLOCK, cranes=("B",), rules={"slotting": first_come}, rehandle_s=30, bay_travel_s=6, bay_setup_s=12
    )
    boxes = [box() for _ in range(6)]
    for each in boxes:
        yard.place(each, 0)
    # From bay 0 to bay 2, two bays of 0.1 min and 0.2 min to set up; the box above it 0.5 min.
    assert done_at(kernel, yard, [boxes[4]]) == [pytest.approx(1 + 0.5 + 0.4)]
    assert recorder.yard.figures(1)["rehandle_ratio"] == 1
    assert recorder.yard_crane_minutes == pytest.approx(1.9)
    assert boxes[5].stack is not None
    # Its bay has no other stack: it has gone to one of the lowest of the block.
    assert boxes[5].stack.height == 1
    # Without a box above and in the bay where the crane stands, the move alone.
    yard.blocks[0].free_cranes[0].at = boxes[5].stack.bay.at
    assert done_at(kernel, yard, [boxes[5]]) == [pytest.approx(2.9)]


def test_boxes_under_a_crane_are_where_they_were() -> None:
    kernel, yard, _ = yard_of(BLOCK, cranes=("B", "B"))
    leaving, coming = box(), box()
    yard.place(leaving, 0)
    yard.fetch(leaving, 1, leaving, yard.take, False)
    yard.choose(coming)
    yard.stack(coming, 1, coming, yard.put, False)
    assert yard.in_stacks() == yard.stock == 1
    kernel.run()
    assert yard.in_stacks() == yard.stock == 1


def test_a_yard_crane_breaks_down_as_often_as_it_should() -> None:
    kernel, yard, recorder = yard_of(BLOCK, cranes=("B",), hours_between_failures=1, repair_h=0.5)
    boxes = [box() for _ in range(20)]
    for each in boxes:
        yard.place(each, 0)
    ends: list[float] = []

    def again(out: Box) -> None:
        ends.append(kernel.now)
        if len(ends) < 5000:
            yard.lend(out)
            yard.choose(out)
            yard.stack(out, 1, out, back, False)

    def back(out: Box) -> None:
        yard.put(out)
        yard.fetch(out, 1, out, again, False)

    yard.fetch(boxes[0], 1, boxes[0], again, False)
    kernel.run()
    worked = 5000 * 2 - 1
    assert kernel.now == pytest.approx(worked * 1.5, rel=0.2)
    assert recorder.yard.yard_cranes_down == pytest.approx(WINDOW / 3, rel=0.2)


def roaming(threshold: int, jobs: int) -> tuple[Kernel, Yard, list[float]]:
    """Two blocks with a crane each, and so many fetches in the first one: when each ends."""
    kernel, yard, _ = yard_of(
        YardBlock(id="B", bays=10, rows=2, tiers=2),
        YardBlock(id="C", bays=10, rows=2, tiers=2),
        cranes=("B", "C"),
        roaming=True,
        roaming_queue=threshold,
        roaming_min=2,
        rehandle_s=0,
        rules={"stacking": lambda coming, blocks: blocks[coming.number]},
    )
    boxes = [box(number=0) for _ in range(jobs)]
    for each in boxes:
        yard.place(each, 0)
    ends: list[float] = []

    def end(out: Box) -> None:
        yard.take(out)
        ends.append(kernel.now)

    for each in boxes:
        yard.fetch(each, 1, each, end, False)
    kernel.run()
    return kernel, yard, ends


def test_an_idle_crane_comes_to_help_where_enough_moves_wait() -> None:
    # Ten moves of a minute: one crane alone needs ten, and two with 2 min on the way of one six.
    assert max(roaming(99, 10)[2]) == 10
    assert max(roaming(4, 10)[2]) == 6
    _, yard, _ = roaming(4, 10)
    assert [block.crane_count for block in yard.blocks] == [2, 0]
    assert [block.busyness for block in yard.blocks] == [0, 0]


def test_a_crane_goes_home_when_moves_wait_there() -> None:
    kernel, yard, _ = roaming(4, 10)
    late, ends = box(visit(), Flow.DOMESTIC_IN, number=1), []
    yard.place(late, 0)
    start = kernel.now
    yard.fetch(late, 1, Step(), lambda _: ends.append(kernel.now), True)
    kernel.run()
    assert ends == [start + 3]
    assert [block.crane_count for block in yard.blocks] == [1, 1]
    assert all(crane.home is block for block in yard.blocks for crane in block.free_cranes)
