"""The document of what-ifs, from comparisons that are made up: what it says follows from their figures."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from data.case import Case
from data.kpis import KPIS
from simulations.experiments.bottlenecks import Bottleneck
from simulations.experiments.comparison import Alternative, Comparison
from simulations.policies import FirstComeFirstServed
from simulations.what_ifs import STUDIES, Answer, answer, as_markdown, ground, lost_cranes, scenario_of

# What each alternative adds to a figure of 10 hours, or of 10 million.
_ADDED = {"one-crane-lost": 0.5, "two-cranes-lost": 8.0, "crane": -2.0, "quay": -0.5}


def made_up(base: Alternative, others: Sequence[Alternative], *, days: float, noise: float = 0.01) -> Comparison:
    """A comparison of three replications without a run."""
    rows = []
    for each in (base, *others):
        for number in range(3):
            for kpi in KPIS:
                value = 10 + number + _ADDED.get(each.name, 0.0) * (1 + noise * number)
                scale = {"money": 1e6, "share": 0.01}.get(kpi.unit, 1.0)
                rows.append((each.name, number, kpi.name, kpi.unit, value * scale))
    table = pd.DataFrame(rows, columns=["scenario", "replication", "kpi", "unit", "value"])
    assert days in (14, 28)
    return Comparison((base, *others), table, 3)


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    from data.cases import load

    case = load("kariangau").case
    known: dict[str, Bottleneck] = {}
    return [answer(study, case, made_up, made_up, known) for study in STUDIES]


def test_the_document_has_every_scenario_with_its_bottleneck(answers: list[Answer]) -> None:
    text = as_markdown(answers, "How it hangs on the timetable.", "IDR", "3 replications")
    for study in STUDIES:
        assert f"## {study.title}" in text
        for name in study.scenarios:
            assert f"### `{name}`" in text
            assert scenario_of(name).description in text
    assert "**Bottleneck: quay cranes.** A ship's mean time in port changes most with more of it: one quay cr" in text
    assert "| `two-cranes-lost` | 11.00 to 19.08 (+8.08 ± 0.20 h) |" in text
    assert text.count("**Bottleneck:") == sum(1 + len(study.scenarios) for study in STUDIES)


def test_a_queue_without_balance_is_told(kariangau: Case) -> None:
    figures = {kpi.name: 0.5 for kpi in KPIS}
    found = Bottleneck("the quay", {}, made_up(Alternative("base", kariangau, FirstComeFirstServed()), [], days=14))
    assert "no balance" not in "".join(ground(figures, found))
    assert "no balance" in "".join(ground(figures | {"waiting_ratio": 1.2}, found))


def test_the_second_crane_is_told_to_cost_more_where_it_does(answers: list[Answer]) -> None:
    told = " ".join(lost_cranes(answers[0].comparison))
    assert "The first crane that is lost changes a ship's time in port by +0.51 ± 0.01 h" in told
    assert "15.0 times as much: not linear" in told


def test_it_is_told_not_to_where_that_is_not_sure(answers: list[Answer]) -> None:
    base, one, two = answers[0].comparison.alternatives
    noisy: dict[str, Any] = {"days": 14, "noise": 5}
    told = " ".join(lost_cranes(made_up(base, [one, two], **noisy)))
    assert "which is not sure" in told


def test_a_case_that_is_known_is_not_asked_again(answers: list[Answer]) -> None:
    by_hash: dict[str, Bottleneck] = {}
    for each in answers:
        for alternative in each.comparison.alternatives:
            key = f"{alternative.case.hash} {each.study.days}"
            found = each.bottlenecks[alternative.name]
            assert by_hash.setdefault(key, found) is found


def test_studies_name_shipped_scenarios(kariangau: Case) -> None:
    for study in STUDIES:
        ground = kariangau if study.base is None else scenario_of(study.base).apply(kariangau)
        for name in study.scenarios:
            assert scenario_of(name).apply(ground) != ground
