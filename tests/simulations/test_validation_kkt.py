from data.case import Case
from simulations.experiments.replications import Experiment, run
from simulations.policies import FirstComeFirstServed
from simulations.validation_kkt import CALIBRATED, FOLLOWS, INPUT, NEVER_SHOWN, as_markdown, equipped, rows


def test_the_document_says_of_every_figure_what_it_can_prove(small_case: Case) -> None:
    def simulate(case: Case) -> Experiment:
        return run(case, FirstComeFirstServed(), days=2, replications=2, workers=1, seed=1)

    table = rows(small_case, small_case, simulate)
    assert {row.role for row in table} == {INPUT, CALIBRATED, FOLLOWS, NEVER_SHOWN}
    text = as_markdown(table, 2, 1)
    assert text.count("\n| ") == len(table) + 1
    assert "nan" not in text
    assert all(row.public and row.simulated for row in table)


def test_a_case_is_equipped_with_less(small_case: Case) -> None:
    less = equipped(small_case, 2, 1, 3)
    assert [crane.id for crane in less.quay_cranes] == ["QC1", "QC2"]
    assert less.terminal.tractors.count == 3
    assert less.calls == small_case.calls
