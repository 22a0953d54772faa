"""A server under many clients that submit, poll and stream while two solves run.

    python -m benchmarks.load --clients 50 --seconds 60 [--pace 1] [--json]

The server is `dermaga serve` with its worker on all cores, and two solves keep them busy. Every client reads what a
board or a notebook does (how a job stands most often, lists, a finished plan, a case, key figures), one request each
`--pace` seconds in the mean; 0 is as fast as it can. Half of them follow a solve by server-sent events besides. Each
submits a short plan now and then, looks after it, and cancels it. The clients are a process of their own
(`benchmarks.load_clients`). The lag of an event is how much later it came, by the solve's own clock, than the quickest
one of its stream since the solve last began.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from benchmarks.load_clients import Report
from benchmarks.served import served

API = "/api/v1"
CASE = "kariangau-2025"


def run(clients: int, seconds: float, pace: float, seed: int = 1) -> dict[str, Any]:
    """Put the load on a server of its own, and say how it answered."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "data") as server:
        with httpx.Client(base_url=server.url + API, timeout=60, trust_env=False) as client:
            finished = _submitted(client, days=28, seconds=5)
            while client.get(f"/plans/{finished}").json()["state"] != "done":
                time.sleep(0.2)
            client.get("/cases").raise_for_status()  # the first reads the embedded cases
            solves = [_submitted(client, days=28, seconds=3_600, seed=each) for each in (1, 2)]
            until = time.monotonic() + 60
            while any(client.get(f"/plans/{each}").json()["state"] == "queued" for each in solves):
                if time.monotonic() > until:
                    raise RuntimeError("the solves do not begin")
                time.sleep(0.2)
        command = [sys.executable, "-m", "benchmarks.load_clients", server.url + API, finished, *solves]
        options = [f"--clients={clients}", f"--seconds={seconds}", f"--pace={pace}", f"--seed={seed}"]
        load_before = os.getloadavg()[0]
        ran = subprocess.run([*command, *options], stdout=subprocess.PIPE, text=True, check=True)
        report = Report(**json.loads(ran.stdout))
        traces = server.log.read_text().count("Traceback")
    return {
        "clients": clients,
        "seconds": round(report.seconds, 1),
        "pace": pace,
        "requests": report.requests,
        "requests_per_s": round(report.requests / report.seconds, 1),
        "reads_ms": _spread([each for kind in report.reads.values() for each in kind]),
        "by_kind_ms": {kind: _spread(times) for kind, times in sorted(report.reads.items())},
        "submit_ms": _spread(report.submissions),
        "event_lag_ms": _spread(report.lags),
        "streams_broken": report.broken,
        "statuses": report.statuses,
        "server_errors": sum(count for status, count in report.statuses.items() if status >= "5"),
        "unanswered": report.unanswered,
        "traces": traces,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load_average": [round(load_before, 1), round(os.getloadavg()[0], 1)],
        "date": date.today().isoformat(),
    }


def _submitted(client: httpx.Client, **asked: Any) -> str:
    answer = client.post("/plans", json={"case": CASE, "workers": 1} | asked).raise_for_status()
    return str(answer.json()["id"])


def _spread(times: list[float]) -> dict[str, float]:
    """p50, p99 and the longest of times in milliseconds."""
    if len(times) < 2:
        return {"n": len(times)}
    parts = statistics.quantiles(times, n=100, method="inclusive")
    found = {"p50": parts[49], "p99": parts[98], "max": max(times)}
    return {"n": len(times)} | {name: round(value, 1) for name, value in found.items()}


def main() -> None:
    """Run, and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--clients", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--pace", type=float, default=1.0, help="seconds between two requests of a client; 0: none")
    asked.add_argument("--json", action="store_true", help="print one object")
    given = asked.parse_args()
    answer = run(given.clients, given.seconds, given.pace)
    if given.json:
        print(json.dumps(answer))
        return
    for name, value in answer.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
