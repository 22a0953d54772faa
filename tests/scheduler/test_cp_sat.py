"""CP-SAT in the hands of a `Stop`."""

import signal
from threading import main_thread
from time import monotonic

from ortools.sat.python.cp_model import CpModel

from scheduler import cp_sat
from scheduler.result import Status
from scheduler.stopping import Stop


def test_ctrl_c_stays_the_commands() -> None:
    """A solver that takes the signal for itself, and gives it back as the default, ends the command after it."""
    assert main_thread().is_alive()
    caught: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        model = CpModel()
        model.minimize(model.new_int_var(3, 9, "x"))
        _, status = cp_sat.run(
            model, stop=Stop(), began=monotonic(), seed=1, workers=1,
            on_solution=lambda *_: signal.raise_signal(signal.SIGINT),
            on_bound=lambda *_: None,
        )  # fmt: skip
        assert status is Status.OPTIMAL
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert caught[-1] == signal.SIGINT
    assert len(caught) >= 2
