"""A server with its worker and a worker beside it, as processes that are killed, frozen, woken and started again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from api.jobs.records import VARIABLE

_COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]
_COMMANDS = ([*_COMMAND, "serve", "--port", "0"], [*_COMMAND, "worker"])
# What a worker says when it is refused to write, or to go on.
_REFUSED = ("may not write any more", "was lost")


def parents() -> dict[int, int]:
    """Process id to that of its parent, of all that live, from Linux's /proc; a zombie has ended."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                found[int(folder.name)] = int(parent)
    return found


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    parent_of = parents()
    found, last = list[int](), {pid}
    while last:
        last = {child for child, parent in parent_of.items() if parent in last}
        found += sorted(last)
    return found


class Fleet:
    """Processes on one database, each with one core for its jobs; `frozen` says when which process was frozen."""

    def __init__(self, database: str, lease_s: float, records: Path) -> None:
        self._environment = os.environ | {
            "DERMAGA_DATABASE": database,
            "DERMAGA_LEASE_S": str(lease_s),
            "DERMAGA_CORES": "1",
            VARIABLE: str(records),
        }
        self._log: IO[str] = (records / "log").open("a")
        self._running: list[subprocess.Popen[str]] = []
        self.frozen: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def __enter__(self) -> Self:
        self._running = [self._start(command) for command in _COMMANDS]
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._log.close()

    def _start(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=self._log, text=True
        )  # fmt: skip

    def wait(self, seconds: float) -> None:
        """Let some time pass, and start again whoever is dead: also those that found no database."""
        until = time.monotonic() + seconds
        while True:
            for place, process in enumerate(self._running):
                if process.poll() is not None:
                    self._running[place] = self._start(_COMMANDS[place])
            if time.monotonic() >= until:
                return
            time.sleep(min(0.2, seconds))

    def kill(self, chance: random.Random) -> None:
        """Kill one of them at once."""
        victim = chance.choice(self._running)
        victim.kill()
        victim.wait()

    def freeze(self, chance: random.Random, seconds: float, *, with_children: bool) -> None:
        """Freeze one of them, at best one that has a job at work, for a while; alone or with all its processes."""
        victim = self._busy(chance)
        family = [victim.pid, *(descendants(victim.pid) if with_children else [])]
        stopped = {}
        for pid in family:
            stopped[pid] = time.monotonic_ns()
            _send(pid, signal.SIGSTOP)
        time.sleep(seconds)
        for pid in reversed(family):
            # The moment before it is woken: from then on it works, if it does.
            woken = time.monotonic_ns()
            _send(pid, signal.SIGCONT)
            self.frozen[pid].append((stopped[pid], woken))

    def _busy(self, chance: random.Random) -> subprocess.Popen[str]:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            # A worker, its fork server with a tracker of resources, and the process of a job.
            busy = [process for process in self._running if len(descendants(process.pid)) >= 3]
            if busy:
                return chance.choice(busy)
            self.wait(0.1)
        return chance.choice(self._running)

    @property
    def refused(self) -> int:
        """How often a worker was told that it may not write, or go on, any more."""
        self._log.flush()
        lines = Path(self._log.name).read_text().splitlines()
        return sum(any(words in line for words in _REFUSED) for line in lines)


def _send(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it has ended meanwhile
        os.kill(pid, what)
