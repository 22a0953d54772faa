from benchmarks.simulation import bare_kernel, base_of
from data.case import Case
from simulations.clock import Clock
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal


def test_the_base_model_takes_at_most_nine_kernel_events_a_quay_move(kariangau: Case) -> None:
    """A quay move has its gate visit: four steps each, and what ships and trucks need besides."""
    base = base_of(kariangau)
    assert not base.closures
    terminal = SimulatedTerminal(base, FirstComeFirstServed(), Clock(base.first_day, 14), Streams(1, 0))
    terminal.run()
    moves = terminal.cranes.discharged + terminal.cranes.loaded
    assert moves > 5_000
    assert 6 < next(terminal.kernel._eid) / moves <= 9


def test_bare_timeouts_take_some_time() -> None:
    assert bare_kernel(10_000) > 0
