import threading
from concurrent.futures import ThreadPoolExecutor
from math import isnan, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from data.case import Case
from data.errors import BadInput
from data.kpis import KPIS
from data.scenarios import Scenario
from simulations.experiments.comparison import COLUMNS, Alternative, Comparison, compare, paired
from simulations.experiments.runs import Finished
from simulations.experiments.statistics import holm
from simulations.policies import FirstComeFirstServed
from simulations.terminal import Replication

FCFS = FirstComeFirstServed()


def alternative(case: Case, name: str, **change: object) -> Alternative:
    scenario = Scenario.model_validate({"name": name, "description": "what if", "changes": [change] if change else []})
    return Alternative(name, scenario.apply(case), FCFS)


def comparison(
    case: Case, *others: Alternative, replications: int = 4, workers: int = 1, days: float = 3
) -> Comparison:
    base = alternative(case, "base")
    return compare(base, others, days=days, replications=replications, workers=workers, seed=3)


@pytest.mark.parametrize("seed", range(5))
def test_pairs_are_compared_as_scipy_does(seed: int) -> None:
    random = np.random.default_rng(seed)
    base = random.normal(100, 15, 12)
    other = base + random.normal(1, 2, 12)
    found = paired(base.tolist(), other.tolist())
    known = stats.ttest_rel(other, base)
    assert found.difference == pytest.approx(other.mean() - base.mean())
    assert found.p_value == pytest.approx(known.pvalue, rel=1e-9)
    low, high = known.confidence_interval(0.95)
    assert (found.difference - found.half_width, found.difference + found.half_width) == pytest.approx((low, high))
    # A pair of which one is missing does not count.
    gap = paired([*base.tolist(), 5.0, nan], [*other.tolist(), nan, 9.0])
    assert gap == found


def test_pairs_that_leave_nothing_to_chance() -> None:
    same = paired([1.0, 2.0, 3.0], [1.0, 2.0, 3.0 + 1e-12])
    assert (same.difference, same.half_width, same.p_value) == (0, 0, 1)
    sure = paired([1.0, 2.0, 3.0], [2.0, 3.0, 4.0])
    assert (sure.difference, sure.half_width, sure.p_value) == (1, 0, 0)
    single = paired([1.0], [2.0])
    assert single.difference == 1
    assert isnan(single.half_width)
    assert isnan(single.p_value)
    assert isnan(paired([nan], [1.0]).difference)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_lies_between_nothing_and_bonferroni_and_keeps_the_order(p_values: list[float]) -> None:
    corrected = holm(p_values)
    for p, q in zip(p_values, corrected, strict=True):
        assert p <= q <= min(1.0, len(p_values) * p) + 1e-15
    order = sorted(range(len(p_values)), key=lambda number: p_values[number])
    assert [corrected[number] for number in order] == sorted(corrected)


def test_holm_errs_in_any_of_many_no_oftener_than_it_says() -> None:
    random = np.random.default_rng(1)
    wrong = 0
    for _ in range(400):
        base = random.normal(0, 1, 8)
        p_values = [paired(base.tolist(), random.normal(0, 1, 8).tolist()).p_value for _ in range(6)]
        wrong += min(holm(p_values)) < 0.05
    assert wrong <= stats.binom.ppf(0.999, 400, 0.05)


def test_the_table_has_a_row_for_each_scenario_and_figure(small_case: Case) -> None:
    found = comparison(
        small_case,
        alternative(small_case, "more", change="add_yard_cranes", count=5),
        alternative(small_case, "same"),
    )
    table = found.table()
    assert list(table.columns) == COLUMNS
    assert table["scenario"].tolist() == ["more"] * len(KPIS) + ["same"] * len(KPIS)
    assert table["kpi"].tolist() == [kpi.name for kpi in KPIS] * 2
    same = table[table["scenario"] == "same"].dropna()
    assert set(same["difference"]) == {0}
    assert set(same["p_value"]) == {1}
    changed = found.changed().set_index(["scenario", "kpi"])
    assert changed.loc[("more", "berth_time_h"), "difference"] < -1
    assert changed.loc[("more", "cost"), "difference"] < 0
    assert "same" not in changed.index.get_level_values("scenario")
    assert found.missing == ()
    values = found.replications
    of_one = values[(values["scenario"] == "more") & (values["kpi"] == "berth_time_h")]["value"]
    row = table.set_index(["scenario", "kpi"]).loc[("more", "berth_time_h")]
    assert row["mean"] == pytest.approx(of_one.mean())
    assert row["difference"] == pytest.approx(row["mean"] - row["base_mean"])


def test_common_random_numbers_make_differences_less_noisy(small_case: Case) -> None:
    found = comparison(small_case, alternative(small_case, "fast", change="crane_rate", factor=1.1), replications=20)
    values = found.replications[found.replications["kpi"] == "turnaround_h"].pivot(
        index="replication", columns="scenario", values="value"
    )
    in_pairs = (values["fast"] - values["base"]).var()
    assert in_pairs < 0.2 * (values["fast"].var() + values["base"].var())


def test_files_are_the_same_to_the_byte_with_one_worker_and_with_two(small_case: Case, tmp_path: Path) -> None:
    others = (alternative(small_case, "late", change="ship_late", call="ARU-1", hours=20),)
    for workers in (1, 2):
        comparison(small_case, *others, workers=workers, replications=3).write(tmp_path / str(workers))
    for name in ("comparison.csv", "replications.csv"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    header = (tmp_path / "1" / "comparison.csv").read_text().splitlines()[0]
    assert header == "scenario,kpi,unit,base_mean,mean,difference,half_width,p_value"
    assert list(pd.read_parquet(tmp_path / "1" / "comparison.parquet").columns) == COLUMNS


def test_any_executor_gives_the_same(small_case: Case) -> None:
    other = alternative(small_case, "more", change="add_yard_cranes", count=5)
    with ThreadPoolExecutor(2) as executor:
        base = alternative(small_case, "base")
        brought = compare(base, [other], days=3, replications=3, workers=1, seed=3, executor=executor)
    assert brought.table().equals(comparison(small_case, other, replications=3).table())


def test_a_comparison_that_is_cancelled_keeps_its_pairs(small_case: Case) -> None:
    cancel = threading.Event()

    def stop(done: int, total: int) -> None:
        assert total == 40
        if done == 5:
            cancel.set()

    other = alternative(small_case, "slow", change="crane_rate", factor=0.5)
    base = alternative(small_case, "base")
    found = compare(
        base, [other], days=3, replications=20, workers=1, seed=1, report=stop, cancel=cancel
    )  # fmt: skip
    # Five in turns: the base has three, the scenario two, and two pairs are compared.
    assert len(found.missing) == 35
    assert ("base", 2) not in found.missing
    assert ("slow", 2) in found.missing
    slow = found.table().set_index("kpi").loc["berth_time_h"]
    values = found.replications[found.replications["kpi"] == "berth_time_h"]
    of_base = values[(values["scenario"] == "base") & (values["replication"] < 2)]["value"]
    assert slow["base_mean"] == pytest.approx(of_base.mean())
    cancel.set()
    nothing = compare(base, [other], days=3, replications=2, workers=1, seed=1, cancel=cancel)
    assert nothing.table()["mean"].isna().all()


def test_what_cannot_be_compared_is_refused_with_every_fault(small_case: Case) -> None:
    base = alternative(small_case, "base")
    with pytest.raises(BadInput) as refused:
        compare(base, [base], days=0, replications=0, workers=0, seed=-1)
    columns = [fault.column for fault in refused.value.faults]
    assert columns == ["days", "replications", "workers", "seed", "name"]


class Kept(Finished):
    def add(self, place: int, replication: Replication) -> None:
        self.known[place, replication.number] = replication


def test_a_comparison_goes_on_from_what_was_finished(small_case: Case) -> None:
    kept, cancel, told = Kept(), threading.Event(), list[int]()
    base, other = alternative(small_case, "base"), alternative(small_case, "slow", change="crane_rate", factor=0.5)
    asked = {"days": 3, "replications": 2, "workers": 1, "seed": 1}
    whole = compare(base, [other], **asked)
    compare(
        base, [other], **asked, cancel=cancel, finished=kept,
        report=lambda done, _: cancel.set() if done == 3 else None,
    )  # fmt: skip
    assert sorted(kept.known) == [(0, 0), (0, 1), (1, 0)]
    again = compare(base, [other], **asked, finished=kept, report=lambda done, _: told.append(done))
    assert again.replications.equals(whole.replications)
    assert told == [4]
