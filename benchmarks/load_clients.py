"""The clients of the load test, all in one process."""

import argparse
import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

CASE = "kariangau-2025"
# What a client reads, and how often beside the others.
_READS = {"status": 60, "result": 6, "plans": 12, "case": 4, "cases": 4, "kpis": 4, "health": 4, "csv": 6}
# Seconds between two submissions of a client, and those after which it cancels what is not done.
_SUBMIT_S, _CANCEL_S = 30.0, 5.0


@dataclass
class Report:
    """What the clients saw. Times are in milliseconds."""

    seconds: float = 0.0
    requests: int = 0
    reads: dict[str, list[float]] = field(default_factory=dict)
    submissions: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    broken: int = 0


class Clients:
    """Clients of a server with a finished plan and solves that run."""

    def __init__(self, http: httpx.AsyncClient, finished: str, solves: list[str], pace: float, seed: int) -> None:
        self._http = http
        self._pace = pace
        self._solves = solves
        self._chance = random.Random(seed)
        self._paths = {
            "result": f"/plans/{finished}",
            "plans": "/plans",
            "case": f"/cases/{CASE}",
            "cases": "/cases",
            "kpis": "/kpis",
            "health": "/health",
            "csv": f"/plans/{finished}/plan.csv",
        }
        self.report = Report()

    async def work(self, until: float) -> None:
        """What one client does: it reads, and submits now and then."""
        submit_at = time.monotonic() + self._chance.uniform(0, _SUBMIT_S)
        await asyncio.sleep(self._chance.uniform(0, self._pace))
        mine: tuple[str, float] | None = None
        while time.monotonic() < until:
            if mine is not None and time.monotonic() > mine[1]:
                await self._ask("POST", f"/plans/{mine[0]}/cancel")
                mine = None
            elif mine is None and time.monotonic() > submit_at:
                mine = await self._submit()
                submit_at = time.monotonic() + _SUBMIT_S
            else:
                [kind] = self._chance.choices(list(_READS), list(_READS.values()))
                path = self._paths.get(kind) or f"/plans/{mine[0] if mine else self._chance.choice(self._solves)}"
                took = await self._ask("GET", path)
                if took is not None:
                    self.report.reads.setdefault(kind, []).append(took)
            if self._pace:
                await asyncio.sleep(self._chance.uniform(0, 2 * self._pace))

    async def _submit(self) -> tuple[str, float] | None:
        request = {"case": CASE, "days": 1, "seconds": 0.5, "workers": 1}
        key = {"Idempotency-Key": f"{self._chance.getrandbits(64):x}"}
        began = time.perf_counter()
        try:
            answer = await self._http.post("/plans", json=request, headers=key)
        except httpx.TransportError:
            self.report.unanswered += 1
            return None
        self._count(answer)
        self.report.submissions.append(1_000 * (time.perf_counter() - began))
        return (answer.json()["id"], time.monotonic() + _CANCEL_S) if answer.is_success else None

    async def _ask(self, method: str, path: str) -> float | None:
        """The milliseconds that an answer took, with all of its body; None where there was none."""
        began = time.perf_counter()
        try:
            answer = await self._http.request(method, path)
        except httpx.TransportError:
            self.report.unanswered += 1
            return None
        took = 1_000 * (time.perf_counter() - began)
        self._count(answer)
        return took

    def _count(self, answer: httpx.Response) -> None:
        self.report.requests += 1
        self.report.statuses[str(answer.status_code)] += 1

    async def follow(self, solve: str, until: float) -> None:
        """Follow a solve, and note how late each of its events comes."""
        first = time.monotonic() + 2  # what it told before comes at once
        # While it is put back for others its clock stands still: each stretch of work has a clock of its own.
        stretches: list[list[float]] = [[]]
        try:
            async with asyncio.timeout_at(until), self._http.stream("GET", f"/plans/{solve}/events") as answer:
                if answer.status_code != httpx.codes.OK:
                    self._count(answer)
                    return
                async for line in answer.aiter_lines():
                    if line.startswith("data:") and time.monotonic() > first:
                        data = json.loads(line.removeprefix("data:"))
                        if "seconds" in data:
                            stretches[-1].append(time.monotonic() - data["seconds"])
                        else:
                            stretches.append([])
        except TimeoutError:
            pass
        except httpx.TransportError:
            self.report.broken += 1
        for came in stretches:
            self.report.lags += [1_000 * (each - min(came)) for each in came]


async def drive(given: argparse.Namespace) -> Report:
    """Let the clients work for some time."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=given.url, timeout=60, trust_env=False, limits=limits) as http:
        clients = Clients(http, given.finished, given.solves, given.pace, given.seed)
        began = time.monotonic()
        until = began + given.seconds
        loop_until = asyncio.get_running_loop().time() + given.seconds
        follow = [clients.follow(given.solves[each % 2], loop_until) for each in range(given.clients // 2)]
        await asyncio.gather(*follow, *(clients.work(until) for _ in range(given.clients)))
        clients.report.seconds = time.monotonic() - began
    return clients.report


def main() -> None:
    """Drive a server that runs, and print the report as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("url")
    asked.add_argument("finished")
    asked.add_argument("solves", nargs=2)
    asked.add_argument("--clients", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--pace", type=float, default=0.25)
    asked.add_argument("--seed", type=int, default=1)
    print(json.dumps(vars(asyncio.run(drive(asked.parse_args())))))


if __name__ == "__main__":
    main()
