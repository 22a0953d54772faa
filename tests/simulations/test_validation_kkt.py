import pandas as pd
import pytest

from data.case import Case
from simulations.experiments.replications import Experiment, run
from simulations.policies import FirstComeFirstServed
from simulations.validation_kkt import CALIBRATED, FOLLOWS, INPUT, NEVER_SHOWN, Runs, as_markdown, equipped, rows


def test_the_document_says_of_every_figure_what_it_can_prove(small_case: Case) -> None:
    once = run(small_case, FirstComeFirstServed(), days=2, replications=2, workers=1, seed=1)
    runs = Runs(once, once, once)
    table = rows(small_case, runs)
    assert {row.role for row in table} == {INPUT, CALIBRATED, FOLLOWS, NEVER_SHOWN}
    text = as_markdown(table, runs.rate_falls, 2, 1)
    assert text.count("\n| ") == len(table) + 1
    assert "nan" not in text
    assert all(row.public and row.simulated for row in table)


def _with_rates(*rates: float) -> Experiment:
    """Replications in which a crane has these rates."""
    return Experiment(
        pd.DataFrame(
            {
                "replication": range(len(rates)),
                "kpi": "bch_gross",
                "unit": "boxes/h",
                "value": rates,
            }
        ),
        wanted=len(rates),
    )


@pytest.mark.parametrize(
    ("before", "after", "falls"),
    [
        ((27.0, 27.1, 27.2), (25.0, 25.1, 25.2), True),
        ((27.0, 27.1, 27.2), (27.0, 27.1, 27.2), False),
        ((25.0, 25.1, 25.2), (27.0, 27.1, 27.2), False),
        ((27.0, 20.0, 34.0), (25.0, 26.0, 27.0), False),
    ],
)
def test_the_verdict_follows_from_the_figures(before: tuple[float, ...], after: tuple[float, ...], falls: bool) -> None:
    runs = Runs(now=_with_rates(*after), as_opened=_with_rates(*before), target=_with_rates(*after))
    assert runs.rate_falls is falls
    text = as_markdown([], runs.rate_falls, 3, 1)
    assert ("does not contradict it." in text) is falls
    assert ("cannot be trusted" in text) is not falls


def test_a_case_is_equipped_with_less(small_case: Case) -> None:
    less = equipped(small_case, 2, 1, 3)
    assert [crane.id for crane in less.quay_cranes] == ["QC1", "QC2"]
    assert less.terminal.tractors.count == 3
    assert less.calls == small_case.calls
