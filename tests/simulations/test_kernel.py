from data.case import Case
from simulations.kernel import Kernel
from simulations.policies import FirstComeFirstServed
from simulations.terminal import simulate
from tests.simulations.conftest import START


def test_a_moment_that_rounding_has_passed_comes_at_once() -> None:
    kernel = Kernel(0.1 + 0.2)

    kernel.run_until(kernel.until(0.3))

    assert kernel.now == 0.1 + 0.2


def test_no_rounding_of_times_ends_a_run(small_case: Case) -> None:
    gate = small_case.terminal.gate.model_copy(update={"opens_days_before": 0})
    case = small_case.changed(terminal=small_case.terminal.model_copy(update={"gate": gate}))

    for seed in (54, 460, 739):
        simulate(case, FirstComeFirstServed(), days=3, warmup_days=1, start=START, seed=seed)
