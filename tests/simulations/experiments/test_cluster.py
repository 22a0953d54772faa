"""A local Dask cluster of threads, held against this process and the pool."""

import socket
import sys
import time
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from data.case import Case
from data.errors import DermagaError
from simulations.experiments import cluster
from simulations.experiments.cluster import dask_cluster
from simulations.experiments.designs import Design
from simulations.experiments.replications import Experiment, run
from simulations.experiments.sweeps import sweep
from simulations.policies import FirstComeFirstServed

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


def local_cluster(threads: int) -> Any:
    """A cluster of threads of this process, that others reach by its address."""
    return distributed.LocalCluster(
        n_workers=1, threads_per_worker=threads, processes=False, dashboard_address=":0", protocol="tcp",
        silence_logs=50,
    )  # fmt: skip


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    with local_cluster(2) as started:
        yield started


def experiment(case: Case, **where: Any) -> Experiment:
    return run(case, FirstComeFirstServed(), days=3, replications=4, seed=7, **where)


def test_a_cluster_gives_what_this_process_and_the_pool_give(small_case: Case, local: Any) -> None:
    with dask_cluster(local.scheduler_address) as executor:
        there = experiment(small_case, workers=1, executor=executor)
    assert there.replications.equals(experiment(small_case, workers=1).replications)
    assert there.calls.equals(experiment(small_case, workers=2).calls)


def test_a_sweep_gives_the_same_frames_on_the_pool_and_on_a_cluster(small_case: Case, local: Any) -> None:
    design = Design.model_validate(
        {
            "kind": "latin_hypercube",
            "points": 5,
            "factor": [{"name": "tractors.count", "from": 2, "to": 9}, {"name": "demand", "from": 1, "to": 1.5}],
        }
    )
    common = {"days": 2, "replications": 2, "seed": 3}
    pool = sweep(small_case, FirstComeFirstServed(), design, workers=2, **common)  # type: ignore[arg-type]
    with dask_cluster(local.scheduler_address) as executor:
        there = sweep(small_case, FirstComeFirstServed(), design, workers=1, executor=executor, **common)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(pool.results, there.results, check_exact=True)
    pd.testing.assert_frame_equal(pool.points, there.points, check_exact=True)
    assert pool.missing == there.missing == ()


def test_nobody_waits_for_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_ANSWER_S", 0.3)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(DermagaError, match="no Dask scheduler answers"), dask_cluster(address):
            pass


@pytest.mark.parametrize("address", ["nowhere", "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:99999999", "::", ""])
def test_no_client_begins_for_what_is_no_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: pytest.fail("a client has begun"))
    with pytest.raises(DermagaError, match="no Dask scheduler answers"), dask_cluster(address):
        pass


def test_what_is_not_finished_is_lost_when_all_workers_have_gone(
    small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_ASK_EVERY_S", 0.2)
    with (
        local_cluster(1) as started,
        dask_cluster(started.scheduler_address) as executor,
    ):

        def leave(done: int, total: int) -> None:
            del total
            if done == 2:
                executor._patience = 0.5
                started.scale(0)

        began = time.monotonic()
        found = run(
            small_case,
            FirstComeFirstServed(),
            days=300,
            replications=200,
            workers=1,
            seed=1,
            report=leave,
            executor=executor,
        )
    assert time.monotonic() - began < 20
    assert found.lost
    assert 0 in set(found.replications["replication"])


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DermagaError, match=r"dermaga\[dask\]"), dask_cluster("tcp://127.0.0.1:1"):
        pass
