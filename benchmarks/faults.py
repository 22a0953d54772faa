"""Jobs under faults: servers and workers killed, frozen beyond their leases, and without their database for a minute.

    python -m benchmarks.faults --jobs 200 --kills 20 [--freezes 4] [--outages 1] [--database both] [--json]

Two real processes (a server with its worker, and a worker) do the jobs: short solves, simulations, and for freezes and
outages solves that outlast a lease. Faults come at random moments of a seed, and whoever is dead is started again. In
the end every job must have ended once, with a result that the checker accepts. When solvers worked comes from their own
records (`api.jobs.records`); a time in which a process was frozen does not count. PostgreSQL is one of its own
(`benchmarks.postgresql`); without --freezes and --outages nothing but kills happens.
"""

import argparse
import json
import os
import platform
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Engine, func, select

from api.jobs.job import FINAL, State, Work, plan_of_json
from api.jobs.records import read_record
from api.jobs.table import JobTable
from api.problems import Refusal
from api.settings import Settings
from api.store.database import connect, reading
from api.store.opening import migrate
from api.store.tables import job_events, jobs
from api.work.requests import PlanRequest, SimulationRequest
from api.work.simulating import simulate
from benchmarks.fleet import Fleet
from benchmarks.postgresql import OwnServer, own_server
from data.cases import load
from data.checker import check

CASE = "kariangau-2025"
OUTAGE_S = 60.0
# Replications and days of a simulation, and days of a short and of a long solve.
_REPLICATIONS, _DAYS, _SHORT_DAYS, _LONG_DAYS = 3, 1.0, 2.0, 28.0


def works(count: int, long: int, lease_s: float, seed: int) -> list[Work]:
    """What there is to do, the long solves among the rest."""
    case = load(CASE).case
    found = []
    for number in range(count):
        if number % max(1, count // long) == 0 if long else False:
            seconds = 1.5 * lease_s
            request: Any = PlanRequest(case=CASE, days=_LONG_DAYS, seconds=seconds, workers=1, seed=seed + number)
        elif number % 2:
            request = PlanRequest(case=CASE, days=_SHORT_DAYS, seconds=1, workers=1, seed=seed + number)
        else:
            request = SimulationRequest(
                case=CASE, days=_DAYS, replications=_REPLICATIONS, workers=1, seed=seed + number % 10
            )
        found.append(Work(request, case))
    return found


def run(asked: argparse.Namespace, kind: str, url: str, server: OwnServer | None, folder: Path) -> dict[str, Any]:
    """Do the jobs on a database under the faults, and say what came of them."""
    began = time.monotonic()
    chance = random.Random(asked.seed)
    engine = connect(url)
    migrate(engine)
    table = JobTable(engine, Settings(most_queued=asked.jobs, most_queued_each=asked.jobs, most_finished=asked.jobs))
    outages = asked.outages if server is not None else 0
    all_works = works(asked.jobs, 2 * (asked.freezes + outages), asked.lease, asked.seed)
    submitted = {table.submit(work).id: work for work in all_works}
    faults = ["kill"] * asked.kills + ["freeze"] * asked.freezes + ["outage"] * outages
    chance.shuffle(faults)
    # After so many jobs have ended, and a little later: on a slow machine as on a quick one, all through the run.
    moments = sorted(chance.uniform(0, 0.9 * asked.jobs) for _ in faults)
    frozen, until = 0, time.monotonic() + asked.patience
    with Fleet(url, asked.lease, folder) as fleet:
        for fault, moment in zip(faults, moments, strict=True):
            while time.monotonic() < until and _ended(table) < moment:
                fleet.wait(0.2)
            fleet.wait(chance.uniform(0, asked.gap))
            if fault == "kill":
                fleet.kill(chance)
            elif fault == "freeze":
                # In turn the worker alone, whose solver goes on, and the worker with its solver.
                frozen += 1
                fleet.freeze(chance, 1.5 * asked.lease, with_children=frozen % 2 == 0)
            elif server is not None:
                server.stop()
                fleet.wait(asked.away)
                server.start()
        while time.monotonic() < until and _ended(table) < len(submitted):
            fleet.wait(0.5)
        gone_through = time.monotonic() - began
        refused = fleet.refused
    answer = {
        "database": kind,
        "jobs": asked.jobs,
        "kills": asked.kills,
        "freezes": asked.freezes,
        "outages": outages,
        "lease_s": asked.lease,
        **outcome(table, submitted),
        **_events(engine),
        "refused_writes": refused,
        **_overlaps(folder, fleet.frozen),
        "seconds": round(gone_through, 1),
    }
    engine.dispose()
    return answer


def _ended(table: JobTable) -> int:
    """How many jobs have ended; none where the database does not answer."""
    with suppress(Refusal):
        counts = table.counts()
        return sum(counts.get(state, 0) for state in FINAL)
    return 0


def outcome(table: JobTable, submitted: dict[str, Work]) -> dict[str, Any]:
    """How the jobs have ended: lost are those that have not, or whose result is not accepted."""
    reference: dict[int, Any] = {}
    lost, failed, checked = [], [], 0
    for name, work in submitted.items():
        job = table.job(name)
        if job.state is State.FAILED:
            failed.append({"job": name, "why": job.error.detail if job.error else None})
        elif job.state is not State.DONE or job.result is None:
            lost.append(name)
        elif isinstance(work.request, SimulationRequest):
            seed = work.request.seed
            reference[seed] = reference.get(seed) or _simulated(work)
            if job.result["replications"] == reference[seed]:
                checked += 1
            else:
                lost.append(name)
        else:
            verdict = check(work.case, plan_of_json(job.result["plan"]))
            if verdict.feasible and abs(verdict.cost - job.result["summary"]["cost"]) < 0.01:
                checked += 1
            else:
                lost.append(name)
    return {"done": checked, "lost": len(lost), "failed": len(failed), "failures": failed, "lost_jobs": lost}


def _simulated(work: Work) -> Any:
    assert isinstance(work.request, SimulationRequest)
    result = simulate(work.case, work.request, None, Event(), lambda *_: None)
    return json.loads(json.dumps(result["replications"]))


def _events(engine: Engine) -> dict[str, Any]:
    """What the events tell: jobs that have ended twice, and writes of an attempt after those of a later one."""
    query = select(job_events, jobs.c.attempt.label("attempts")).join(jobs, jobs.c.number == job_events.c.job)
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(job_events.c.job, job_events.c.number)).all()
        attempts = connection.execute(select(jobs.c.attempt)).scalars().all()
        lapses = connection.execute(select(func.sum(jobs.c.lapses))).scalar_one()
    ends: dict[int, int] = defaultdict(int)
    latest: dict[int, int] = defaultdict(int)
    ended: set[int] = set()
    stale = 0
    for row in rows:
        stale += row.attempt < latest[row.job] or row.job in ended
        latest[row.job] = max(latest[row.job], row.attempt)
        if row.name == "state" and State(json.loads(row.data)["state"]).final:
            ends[row.job] += 1
            ended.add(row.job)
    return {
        "doubled": sum(count - 1 for count in ends.values()),
        "stale_writes": stale,
        "attempts": sum(attempts),
        "leases_lapsed": lapses,
        "begun_again": sum(count > 1 for count in attempts),
    }


def _overlaps(folder: Path, frozen: dict[int, list[tuple[int, int]]]) -> dict[str, Any]:
    """For how long two processes were at one job at most, and how many processes there were."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    records = [read_record(path) for path in folder.glob("*-*-*") if path.stat().st_size]
    for job, _, pid, began, ended in records:
        spans[job] += _without(began, ended, frozen.get(pid, []))
    longest = max((_twice(each) for each in spans.values()), default=0)
    return {"solvers": len(records), "overlap_s": round(longest / 1e9, 3)}


def _without(began: int, ended: int, frozen: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A span without the times in which its process was frozen."""
    left, at = [], began
    for stopped, woken in sorted(frozen):
        if stopped > at:
            left.append((at, min(stopped, ended)))
        at = max(at, woken)
    return [(start, end) for start, end in [*left, (at, ended)] if end > start]


def _twice(spans: list[tuple[int, int]]) -> int:
    """The time that two or more spans have in common."""
    turns = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    both, open_, last = 0, 0, 0
    for moment, turn in turns:
        if open_ >= 2:
            both += moment - last
        open_, last = open_ + turn, moment
    return both


@contextmanager
def _databases(kinds: list[str], folder: Path) -> Iterator[list[tuple[str, str, OwnServer | None]]]:
    found: list[tuple[str, str, OwnServer | None]] = []
    if "sqlite" in kinds:
        found.append(("sqlite", str(folder / "jobs.sqlite"), None))
    if "postgresql" not in kinds:
        yield found
        return
    with own_server() as server, server.database("faults") as url:
        yield [*found, ("postgresql", url, server)]


def main(arguments: list[str] | None = None) -> None:
    """Run on every database that is asked for, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description="Jobs under faults.")
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20, help="a server or worker killed (SIGKILL), so many times")
    parser.add_argument("--freezes", type=int, default=0, help="one frozen (SIGSTOP) for 1.5 leases, so many times")
    parser.add_argument("--outages", type=int, default=0, help="PostgreSQL stopped for a while, so many times")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--lease", type=float, default=30.0, metavar="S", help="seconds of a lease (default 30)")
    parser.add_argument("--away", type=float, default=OUTAGE_S, metavar="S", help="seconds of an outage (default 60)")
    parser.add_argument(
        "--gap", type=float, default=3.0, metavar="S", help="seconds until a fault whose turn it is (at most)"
    )
    parser.add_argument("--patience", type=float, default=1800.0, metavar="S", help="seconds for it all (default 1800)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    kinds = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    runs = []
    with (
        tempfile.TemporaryDirectory(prefix="dermaga-faults-") as name,
        _databases(kinds, Path(name)) as databases,
    ):
        for kind, url, server in databases:
            folder = Path(name) / f"records-{kind}"
            folder.mkdir()
            runs.append(run(asked, kind, url, server, folder))
    answer = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seed": asked.seed,
        "runs": runs,
    }
    if asked.json:
        print(json.dumps(answer, indent=2))
        return
    for each in runs:
        print("\n".join(f"{key:<16} {value}" for key, value in each.items()), end="\n\n")


if __name__ == "__main__":
    main()
