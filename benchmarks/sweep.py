"""A sweep through the process pool and through a local Dask cluster: the same frames, and what each takes.

    python -m benchmarks.sweep [--case kariangau] [--points 50] [--replications 10] [--days 28] [--json]

The design is a Latin hypercube over tractors, demand and the crane's cycle. Needs the extra `dask`.
"""

import argparse
import json
import logging
import os
import platform
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from data.cases import load
from simulations.experiments.cluster import dask_cluster
from simulations.experiments.designs import Design
from simulations.experiments.sweeps import sweep
from simulations.policies import FirstComeFirstServed


def design(points: int, cycle_s: float) -> Design:
    """So many points around the case as it is."""
    return Design.model_validate(
        {
            "kind": "latin_hypercube",
            "points": points,
            "factor": [
                {"name": "tractors.count", "from": 8, "to": 20},
                {"name": "demand.factor", "from": 0.8, "to": 1.5},
                {"name": "crane_work.cycle_s", "from": 0.8 * cycle_s, "to": 1.2 * cycle_s},
            ],
        }
    )


def local_cluster(workers: int) -> Any:
    """A Dask cluster of so many processes on this machine."""
    from distributed import LocalCluster

    options = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": logging.CRITICAL}
    return LocalCluster(n_workers=workers, **options)  # type: ignore[no-untyped-call]


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description="A sweep on a pool and on Dask.")
    parser.add_argument("--case", default="kariangau", help="an embedded case (default kariangau)")
    parser.add_argument("--points", type=int, default=50)
    parser.add_argument("--replications", type=int, default=10)
    parser.add_argument("--days", type=float, default=28)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    case = load(asked.case).case
    wanted = design(asked.points, case.terminal.crane_work.cycle_s)
    common = {"days": asked.days, "replications": asked.replications, "seed": 1}

    began = monotonic()
    pool = sweep(case, FirstComeFirstServed(), wanted, workers=asked.workers, **common)
    pool_s = monotonic() - began
    began = monotonic()
    with (
        local_cluster(asked.workers) as local,
        dask_cluster(local.scheduler_address) as executor,
    ):
        dask = sweep(case, FirstComeFirstServed(), wanted, workers=1, executor=executor, **common)
        dask_s = monotonic() - began
    answer = {
        "case": asked.case,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "points": asked.points,
        "replications": asked.replications,
        "identical": bool(pool.results.equals(dask.results) and pool.points.equals(dask.points)),
        "missing": len(pool.missing) + len(dask.missing),
        "pool_seconds": pool_s,
        "dask_seconds": dask_s,
    }
    if asked.json:
        print(json.dumps(answer, indent=2))
    else:
        for name, value in answer.items():
            print(f"{name:<14} {value:,.1f}" if isinstance(value, float) else f"{name:<14} {value}")


if __name__ == "__main__":
    main()
