"""What operators do while jobs run: a worker is stopped, a backup is made, and restored into a new place.

    python -m benchmarks.operations [--jobs 6] [--database both] [--json]

Real workers, of one core each, do short solves, simulations and a long solve. The first is told to end (SIGTERM) while
it is at the long solve; a second goes on from the stored best answer. Meanwhile a backup is made, and restored into a
new database of each kind, where another worker ends all jobs. In every place all must end with a result that the
checker accepts, or that is equal to that of an undisturbed run.
"""

import argparse
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from api.jobs.job import FINAL, State, Work
from api.jobs.table import JobTable
from api.settings import Settings
from api.store.backup import backup, restore
from api.store.database import connect
from api.store.opening import migrate
from api.work.requests import PlanRequest
from benchmarks.faults import CASE, outcome, works
from benchmarks.postgresql import OwnServer, own_server
from data.cases import load

_WORKER = [sys.executable, "-c", "from api.cli import main; main()", "worker", "--cores", "1"]
_LONG_S, _PATIENCE_S = 40.0, 600.0


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker on a database, which is ended in the end."""
    environment = os.environ | {"DERMAGA_DATABASE": url}
    process = subprocess.Popen(_WORKER, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def table_of(url: str) -> Iterator[JobTable]:
    """The jobs of a database with our tables."""
    engine = connect(url)
    migrate(engine)
    table = JobTable(engine, Settings())
    try:
        yield table
    finally:
        table.close()


def _until(condition: Callable[[], Any]) -> float:
    """Wait, and say for how long. Raises TimeoutError."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() > began + _PATIENCE_S:
            raise TimeoutError
        time.sleep(0.02)
    return time.monotonic() - began


def _all_ended(table: JobTable) -> bool:
    return all(state in FINAL for state in table.counts())


def run(kind: str, url: str, jobs: int, file: Path, places: dict[str, str]) -> dict[str, Any]:
    """Stop a worker and make a backup at work; restore it, and say what came of all jobs everywhere."""
    with table_of(url) as table:
        case = load(CASE).case
        long = Work(PlanRequest(case=CASE, days=28, seconds=_LONG_S, workers=1, seed=7), case)
        first = table.submit(long).id
        with worker(url) as leaving:
            _until(lambda: len(table.events(first)) >= 3)
            # Only now: short jobs would go first.
            submitted = {first: long} | {table.submit(work).id: work for work in works(jobs - 1, 0, 30, 1)}
            leaving.send_signal(signal.SIGTERM)
            stopped = _until(lambda: leaving.poll() is not None)
        left, told = table.job(first), len(table.events(first))
        assert left.result is not None
        with worker(url):
            _until(lambda: table.counts().get(State.RUNNING))
            engine = connect(url)
            began = time.monotonic()
            manifest = backup(engine, file)
            backed_up = time.monotonic() - began
            engine.dispose()
            ran = table.counts().get(State.RUNNING, 0)
            _until(lambda: _all_ended(table))
        went_on = [event.data["cost"] for event in table.events(first, after=told) if "cost" in event.data]
        answer = {
            "database": kind,
            "jobs": jobs,
            "stopped_s": round(stopped, 2),
            "best_left": round(left.result["summary"]["cost"]),
            "went_on_from": round(went_on[0]) if went_on else None,
            "backup_s": round(backed_up, 3),
            "backup_bytes": file.stat().st_size,
            "running_in_backup": ran,
            "rows": {name: entry.rows for name, entry in manifest.tables.items() if entry.rows},
            "here": _short(outcome(table, submitted)),
        }
    for name, place in places.items():
        engine = connect(place)
        began = time.monotonic()
        restore(engine, file)
        answer[f"restore_into_{name}_s"] = round(time.monotonic() - began, 3)
        engine.dispose()
        with table_of(place) as table, worker(place):
            _until(partial(_all_ended, table))
            answer[f"restored_into_{name}"] = _short(outcome(table, submitted))
    return answer


def _short(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in ("done", "lost", "failed")}


@contextmanager
def _server(kinds: list[str]) -> Iterator[OwnServer | None]:
    if "postgresql" not in kinds:
        yield None
        return
    with own_server() as server:
        yield server


def main(arguments: list[str] | None = None) -> None:
    """Run on every database that is asked for, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.operations", description="Stops, backups, restores.")
    parser.add_argument("--jobs", type=int, default=6)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    kinds = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    runs = []
    with tempfile.TemporaryDirectory(prefix="dermaga-operations-") as name, _server(kinds) as server:
        for kind in kinds:
            folder = Path(name) / kind
            folder.mkdir()
            with _places(server, folder, kind) as (url, places):
                runs.append(run(kind, url, asked.jobs, folder / "backup", places))
    if asked.json:
        print(json.dumps({"runs": runs}, indent=2))
        return
    for each in runs:
        print("\n".join(f"{key:<26} {value}" for key, value in each.items()), end="\n\n")


@contextmanager
def _places(server: OwnServer | None, folder: Path, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Where the jobs are, and where the backup goes."""
    places = {"sqlite": str(folder / "restored.sqlite")}
    if server is None:
        yield str(folder / "jobs.sqlite"), places
        return
    tag = secrets.token_hex(3)
    with server.database(f"jobs_{tag}") as own, server.database(f"restored_{tag}") as other:
        url = own if kind == "postgresql" else str(folder / "jobs.sqlite")
        yield url, places | {"postgresql": other}


if __name__ == "__main__":
    main()
