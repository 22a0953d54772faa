import pytest

from data.case import Case
from simulations.calibration import Calibration, calibrate


def test_the_cycle_gives_the_gross_rate(small_case: Case) -> None:
    rounds: list[Calibration] = []
    # Its one yard crane would be the bottleneck.
    found = calibrate(small_case.changed(yard_cranes=()), days=3, replications=2, workers=1, report=rounds.append)
    assert found.rate == pytest.approx(27, abs=0.02)
    assert rounds[-1] == found
    # The net cycle is shorter than the gross one, because cranes wait too.
    assert 60 < found.cycle_s < 3600 / 27


def test_a_rate_that_the_tractors_do_not_allow_is_refused(small_case: Case) -> None:
    tractors = small_case.terminal.tractors.model_copy(update={"count": 1})
    starved = small_case.changed(terminal=small_case.terminal.model_copy(update={"tractors": tractors}))
    with pytest.raises(ArithmeticError, match="27 boxes"):
        calibrate(starved, days=1, replications=1, workers=1)
