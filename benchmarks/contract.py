"""The OpenAPI document held against a real server by schemathesis, with all of its checks.

    python -m benchmarks.contract --cases 2000 [--seed 1] [--json]

The server has a case, finished plans and a simulation to find. Requests by the document must be taken, or refused for a
reason of the domain: what is not there, a conflict, a rule (422), a full queue; requests against it must be refused. No
answer may be a 5xx other than 503 and 507, or one that the document does not have. Runs with further seeds follow until
`--cases` requests were made. The status is 1 where a check failed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from benchmarks.served import served

API = "/api/v1"
# What a request by the document may be answered with.
_TAKEN = (200, 201, 202, 204, 304)
_REFUSED = (401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503, 507)
# Their bodies are whole cases and plans. One request for each way to spoil each of their fields would be most of the
# run, and tests/data try them without a server; random ones are sent here too.
_WHOLE = ("upload_case", "replace_case", "save_plan", "check_plan")


def seed_server(client: httpx.Client) -> dict[str, list[str]]:
    """Give a server a case, finished plans and a simulation: the names of each."""
    case = client.get(f"{API}/cases/kariangau").raise_for_status().content
    headers = {"content-type": "application/json"}
    client.post(f"{API}/cases", params={"name": "july"}, content=case, headers=headers).raise_for_status()
    plans = [
        _done(client, "plans", {"case": "july", "kind": kind, "seconds": 1, "workers": 1} | more)
        for kind, more in (("berth", {"days": 3}), ("shipment", {}), ("yard", {"days": 3}))
    ]
    simulation = _done(client, "simulations", {"case": "july", "days": 1, "replications": 1, "workers": 1})
    return {"plans": plans, "simulations": [simulation], "cases": ["july"]}


def _done(client: httpx.Client, resource: str, request: dict[str, Any]) -> str:
    answer = client.post(f"{API}/{resource}", json=request).raise_for_status()
    place, until = answer.headers["location"], time.monotonic() + 120
    while (job := client.get(place).raise_for_status().json())["state"] in ("queued", "running"):
        if time.monotonic() > until:
            raise RuntimeError(f"{place} does not end")
        time.sleep(0.1)
    if job["state"] != "done":
        raise RuntimeError(f"{place}: {job['error']}")
    return str(job["id"])


def settings_of(known: dict[str, list[str]]) -> str:
    """What schemathesis is told, as TOML: the names of what there is, and which refusals are right."""
    lines = ["continue-on-failure = true", "max-stream-events = 2", "request-timeout = 60"]
    for name, values in known.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}"]
    places = {"path.plan_id": "plans", "path.simulation_id": "simulations", "path.name": "cases", "query.case": "cases"}
    lines.append("[parameters]")
    lines += [
        f'"{place}" = {{ dictionary = "{name}", probability = 0.7 }}' for place, name in places.items() if name in known
    ]
    lines += ["[checks.positive_data_acceptance]", f"expected-statuses = {json.dumps(_TAKEN + _REFUSED)}"]
    # Whether it is still the version that was changed is looked at before what it is changed to.
    lines += ["[checks.negative_data_rejection]", f"expected-statuses = {json.dumps([400, *_REFUSED])}"]
    lines += ["[checks.not_a_server_error]", f"expected-statuses = {json.dumps([*range(200, 500), 503, 507])}"]
    for operation in _WHOLE:
        lines += ["[[operations]]", f'include-operation-id = "{operation}"', "phases.coverage.enabled = false"]
    return "\n".join(lines) + "\n"


def hold(url: str, folder: Path, known: dict[str, list[str]], *options: str, seed: int) -> dict[str, Any]:
    """One run of schemathesis on a server: its requests by status, and what failed, with the request that shows it."""
    (folder / "schemathesis.toml").write_text(settings_of(known))
    report = folder / f"report-{seed}.ndjson"
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml"),
        *("run", f"{url}{API}/openapi.json", "--checks", "all", "--mode", "all", "--seed", str(seed)),
        *("--generation-database", "none", "--warnings", "off", "--no-color"),
        *("--report", "ndjson", "--report-ndjson-path", str(report), *options),
    ]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode not in (0, 1) or not report.exists():
        raise RuntimeError(f"schemathesis did not run:\n{ran.stdout}\n{ran.stderr}")
    recorders = list(_recorders(report))
    statuses = Counter(
        str(interaction["response"]["status_code"])
        for recorder in recorders
        for interaction in recorder.get("interactions", {}).values()
        if interaction.get("response")
    )
    failures = {
        (failure["operation"], failure["title"]): failure["message"]
        for recorder in recorders
        for checks in recorder.get("checks", {}).values()
        for check in checks
        if check.get("failure_info")
        for failure in [check["failure_info"]["failure"]]
    }
    return {
        "seed": seed,
        "requests": statuses.total(),
        "statuses": dict(sorted(statuses.items())),
        "passed": ran.returncode == 0,
        "failures": [
            {"operation": operation, "title": title, "message": message[:2_000]}
            for (operation, title), message in sorted(failures.items())
        ],
    }


def _recorders(report: Path) -> Iterator[dict[str, Any]]:
    for line in report.read_text().splitlines():
        if "ScenarioFinished" in (event := json.loads(line)):
            yield event["ScenarioFinished"]["recorder"]


def main() -> None:
    """Hold the contract against a server of its own, and say what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=2_000, help="requests to make at least")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--json", action="store_true", help="print one object")
    given = asked.parse_args()
    runs: list[dict[str, Any]] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "data", cores=1, most_queued=100_000, most_queued_each=100_000) as server:
            with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
                known = seed_server(client)
            while sum(run["requests"] for run in runs) < given.cases:
                options = () if not runs else ("--phases", "fuzzing,stateful")
                runs.append(hold(server.url, folder, known, *options, seed=given.seed + len(runs)))
            traces = server.log.read_text().count("Traceback")
    answer = {
        "requests": sum(run["requests"] for run in runs),
        "passed": all(run["passed"] for run in runs) and not traces,
        "traces": traces,
        "seconds": round(time.monotonic() - began, 1),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "runs": runs,
    }
    if given.json:
        print(json.dumps(answer))
    else:
        print(
            f"{answer['requests']} requests in {answer['seconds']} s ({answer['machine']}); traces of errors: {traces}"
        )
        for run in runs:
            print(f"seed {run['seed']}: {run['statuses']}")
            for failure in run["failures"]:
                print(f"  {failure['operation']}: {failure['title']}\n    {failure['message']}")
    sys.exit(0 if answer["passed"] else 1)


if __name__ == "__main__":
    main()
