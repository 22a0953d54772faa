import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.case import Case
from data.errors import BadInput
from data.kpis import KPIS
from scheduler.berths import first_come_first_served
from simulations.experiments.replications import Experiment, run
from simulations.experiments.runs import Finished
from simulations.experiments.stopping import Precision
from simulations.policies import FirstComeFirstServed, FollowPlan, Policy
from simulations.terminal import Replication


def experiment(case: Case, workers: int = 1, replications: int = 3, policy: Policy | None = None) -> Experiment:
    return run(
        case,
        policy or FirstComeFirstServed(),
        days=3,
        replications=replications,
        workers=workers,
        seed=7,
    )


def test_files_are_the_same_to_the_byte_with_one_worker_and_with_two(small_case: Case, tmp_path: Path) -> None:
    plan = FollowPlan(first_come_first_served(small_case))
    for workers in (1, 2):
        experiment(small_case, workers, policy=plan).write(tmp_path / str(workers))
    for name in ("kpis.csv", "quantiles.csv", "replications.csv", "replications.parquet"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_any_executor_gives_the_same(small_case: Case) -> None:
    with ThreadPoolExecutor(2) as executor:
        brought = run(
            small_case,
            FirstComeFirstServed(),
            days=3,
            replications=3,
            workers=1,
            seed=7,
            executor=executor,
        )
    assert brought.replications.equals(experiment(small_case).replications)


def test_tables_have_a_row_for_every_key_figure(small_case: Case) -> None:
    told: list[tuple[int, int]] = []
    result = run(
        small_case,
        FirstComeFirstServed(),
        days=3,
        replications=2,
        workers=1,
        seed=1,
        report=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 2), (2, 2)]
    assert list(result.replications.columns) == ["replication", "kpi", "unit", "value"]
    assert result.replications["kpi"].tolist() == [kpi.name for kpi in KPIS] * 2
    kpis = result.kpis()
    assert list(kpis.columns) == ["kpi", "unit", "mean", "half_width", "replications"]
    assert kpis["kpi"].tolist() == [kpi.name for kpi in KPIS]
    assert set(kpis["replications"]) <= {0, 2}
    assert result.missing == ()


def test_written_tables_have_six_decimals_and_leave_out_what_does_not_exist(small_case: Case, tmp_path: Path) -> None:
    experiment(small_case, replications=1).write(tmp_path / "new")
    header, calls, *_ = (tmp_path / "new" / "kpis.csv").read_text().splitlines()
    assert header == "kpi,unit,mean,half_width,replications"
    assert calls == "calls,calls,4.000000,,1"


@pytest.mark.parametrize("workers", [1, 2])
def test_cancel_stops_inside_a_replication_and_keeps_what_is_finished(small_case: Case, workers: int) -> None:
    cancel = threading.Event()
    since: list[float] = []

    def after_the_first(done: int, total: int) -> None:
        del done, total
        since.append(time.monotonic())
        # The next ones are at work by then.
        threading.Timer(0.2, cancel.set).start()

    result = run(
        small_case,
        FirstComeFirstServed(),
        days=365,
        replications=40,
        workers=workers,
        seed=1,
        report=after_the_first,
        cancel=cancel,
    )
    assert time.monotonic() - since[0] < 2.2
    finished = 40 - len(result.missing)
    assert 1 <= finished < 40
    assert len(result.replications) == finished * len(KPIS)
    assert set(result.kpis()["replications"]) <= set(range(finished + 1))


def test_cancelled_before_anything_is_finished_the_tables_are_empty(small_case: Case, tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    result = run(small_case, FirstComeFirstServed(), days=3, replications=2, workers=1, seed=1, cancel=cancel)
    assert result.missing == (0, 1)
    assert set(result.kpis()["replications"]) == {0}
    result.write(tmp_path)


def test_cancel_does_not_wait_for_an_executor_of_the_caller(small_case: Case) -> None:
    cancel = threading.Event()
    cancel.set()
    with ThreadPoolExecutor(1) as executor:
        began = time.monotonic()
        result = run(
            small_case,
            FirstComeFirstServed(),
            days=60,
            replications=30,
            workers=1,
            seed=1,
            cancel=cancel,
            executor=executor,
        )
        assert time.monotonic() - began < 1
    assert len(result.missing) == 30


def test_what_cannot_be_simulated_is_refused_with_every_fault(small_case: Case) -> None:
    with pytest.raises(BadInput) as refused:
        run(small_case, FirstComeFirstServed(), days=0, replications=0, workers=0, seed=-1)
    assert [fault.column for fault in refused.value.faults] == ["days", "replications", "workers", "seed"]
    with pytest.raises(BadInput, match="no call"):
        run(
            small_case.changed(calls=(), sailings=()),
            FirstComeFirstServed(),
            days=1,
            replications=1,
            workers=1,
            seed=1,
        )


class _Kept(Finished):
    def add(self, place: int, replication: Replication) -> None:
        self.known[place, replication.number] = replication


@pytest.mark.parametrize("precision", [None, Precision(0.9, most=6)])
def test_it_goes_on_from_what_was_finished(small_case: Case, precision: Precision | None) -> None:
    asked = {"days": 3, "replications": 3, "precision": precision, "workers": 1, "seed": 7}
    kept, cancel, told = _Kept(), threading.Event(), list[int]()
    whole = run(small_case, FirstComeFirstServed(), **asked)
    run(
        small_case, FirstComeFirstServed(), **asked, cancel=cancel, finished=kept,
        report=lambda done, _: cancel.set() if done == 2 else None,
    )  # fmt: skip
    assert sorted(kept.known) == [(0, 0), (0, 1)]
    again = run(
        small_case, FirstComeFirstServed(), **asked, finished=kept, report=lambda done, _: told.append(done)
    )  # fmt: skip
    assert again.replications.equals(whole.replications)
    assert again.wanted == whole.wanted
    assert told[0] == 3
