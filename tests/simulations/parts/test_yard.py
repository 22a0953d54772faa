import pytest

from data.case import Case
from data.terminal import YardBlock, YardCrane
from simulations.clock import Clock
from simulations.kernel import Kernel, Step
from simulations.parts.flows import Flow, Kind
from simulations.parts.yard import Yard
from simulations.policies import FirstComeFirstServed
from simulations.recorder import Recorder
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from simulations.visit import Box, Visit
from tests.simulations.conftest import bare_case, call, run


def yard(*blocks: tuple[int, int]) -> tuple[Kernel, Yard, Recorder]:
    """A yard of blocks with so many TEU and so many cranes."""
    case = bare_case([call("A")]).changed(
        yard_blocks=tuple(
            YardBlock(id=f"B{place}", bays=teu, rows=1, tiers=1) for place, (teu, _) in enumerate(blocks)
        ),
        yard_cranes=tuple(
            YardCrane(id=f"R{place}.{number}", block=f"B{place}")
            for place, (_, cranes) in enumerate(blocks)
            for number in range(cranes)
        ),
    )
    kernel, recorder = Kernel(), Recorder(1000)
    return kernel, Yard(kernel, case, recorder, Streams(1, 0)), recorder


def box(teu: int = 1) -> Box:
    visit = Visit(Kernel(), call("A"), 100, 0, 60, 0)
    return Box(visit, 0, False, True, Flow.DOMESTIC_IN, Kind.FULL, teu, 1, 1, 1, 1, 1, 1)


def test_a_box_goes_to_the_least_busy_block_for_its_cranes() -> None:
    _, blocks, _ = yard((100, 1), (100, 2))
    chosen = []
    for _ in range(6):
        coming = box()
        blocks.choose(coming)
        chosen.append(blocks.blocks.index(coming.block))
    assert sorted(chosen) == [0, 0, 1, 1, 1, 1]


def test_a_full_block_is_passed_over_and_a_full_yard_counted() -> None:
    _, blocks, recorder = yard((3, 1), (50, 1))
    for _ in range(20):
        blocks.place(box(teu=2), 0)
    assert blocks.blocks[0].teu == 2
    assert recorder.overflow_boxes == 0
    for _ in range(10):
        blocks.place(box(teu=2), 0)
    assert recorder.overflow_boxes == 4
    assert blocks.stock == 30
    assert recorder.peak_teu == 60


def test_ships_are_served_before_trucks() -> None:
    kernel, blocks, recorder = yard((100, 1))
    served: list[str] = []
    for name, ship_side in (("first", False), ("truck", False), ("tractor", True)):
        coming = box()
        blocks.choose(coming)
        blocks.stack(coming, 2.0, Step(), lambda _, name=name: served.append(name), ship_side)
    kernel.run()
    assert served == ["first", "tractor", "truck"]
    assert kernel.now == 6
    assert recorder.yard_crane_minutes == 6
    assert blocks.blocks[0].busyness == 3 * blocks.blocks[0].busyness_a_teu


def test_blocks_without_cranes_are_not_used_while_others_have_some() -> None:
    assert len(yard((100, 0), (100, 1))[1].blocks) == 1
    kernel, blocks, _ = yard((100, 0), (100, 0))
    coming, done = box(), []
    blocks.choose(coming)
    blocks.stack(coming, 2.0, Step(), done.append, True)
    assert len(done) == 1
    assert kernel.now == 0


def test_a_yard_crane_adds_its_time_to_the_tractor_s_loop() -> None:
    slow = run(bare_case([call("A", discharge_full=20)], blocks=1))
    # Thirty tractors hide the yard crane, which needs one of the crane's three minutes.
    assert slow.visits[0].last_line == pytest.approx(60)


def test_boxes_already_due_stand_in_the_yard_at_the_start(small_case: Case) -> None:
    terminal = SimulatedTerminal(small_case, FirstComeFirstServed(), Clock(small_case.first_day, 7), Streams(1, 0))
    terminal.run()
    first = terminal.visits[0]
    assert first.boxes == first.call.moves
    assert terminal.boxes_at_start > first.call.load
