"""What simulating a terminal costs: a year of an embedded case, and many replications on one worker and on two.

    python -m benchmarks.simulation [--case kariangau] [--json]

The year is simulated in a process of its own, whose peak memory is told; beside it stands the same year of the base
model, which is the case with every feature switched off that the model has beyond ships, cranes, tractors, yard, gate
and breakdowns. `ratio_to_bare_kernel` is the CPU time of the year over that of as many bare SimPy timeouts in the same
process. `two_worker_speedup` is the median of five pairs of 20 replications of four weeks, by the clock, each in a
fresh process whose start counts.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from statistics import median
from time import monotonic, process_time
from typing import Any

from simpy import Environment

from data.case import Case
from data.cases import load
from simulations.clock import Clock
from simulations.experiments.replications import run
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal

# What the base model keeps of a terminal's parameters; all others have their defaults, which switch features off.
_BASE = {
    "crane_work": ("gross_moves_per_hour", "cycle_s", "cycle_spread", "hours_between_failures", "repair_h"),
    "yard_work": ("move_s", "move_spread"),
    "tractors": ("count", "speed_km_h", "quay_to_yard_m"),
    "gate": ("lanes", "service_min", "gate_to_yard_m", "opens_days_before", "closes_hours_before"),
    "dwell": ("import_h", "import_spread", "export_h", "export_spread"),
    "cargo": ("forty_foot_share",),
    "arrivals": ("proforma_sd_h", "lateness_sd_h", "volume_spread"),
}
_BASE_WHOLE = ("name", "code", "unlocode", "time_zone", "currency", "seed", "quay", "channel", "tide", "costs")


def base_of(case: Case) -> Case:
    """The case with the base model's parameters alone."""
    terminal = case.terminal
    parts: dict[str, Any] = {name: getattr(terminal, name) for name in _BASE_WHOLE}
    for name, kept in _BASE.items():
        part = getattr(terminal, name)
        parts[name] = type(part)(**{field: getattr(part, field) for field in kept})
    return case.changed(terminal=type(terminal)(**parts), closures=(), shifts=())


def year(case: Case) -> dict[str, float]:
    """What a year costs in this process."""
    began = process_time()
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(case.first_day, 365), Streams(1, 0))
    terminal.run()
    terminal.figures()
    seconds = process_time() - began
    moves = terminal.cranes.discharged + terminal.cranes.loaded
    # The number that the next event would have.
    events = next(terminal.kernel._eid)
    bare = bare_kernel(events)
    # Linux counts in KiB, macOS in bytes.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {
        "year_cpu_seconds": seconds,
        "quay_moves": moves,
        "cpu_seconds_per_1000_quay_moves": seconds / moves * 1000,
        "kernel_events_per_quay_move": events / moves,
        "ratio_to_bare_kernel": seconds / bare,
        "memory_mb": memory,
    }


def bare_kernel(events: int) -> float:
    """CPU seconds of so many timeouts of SimPy, one after the other."""
    environment = Environment()

    def wait() -> Generator[Any, Any, None]:
        for _ in range(events):
            yield environment.timeout(1)

    began = process_time()
    environment.process(wait())
    environment.run()
    return process_time() - began


def replications(case: Case, workers: int) -> None:
    """20 replications of four weeks."""
    run(case, FirstComeFirstServed(), days=28, replications=20, workers=workers, seed=1)


def speedup(name: str, pairs: int) -> float:
    """By how much two workers are faster than one: the median of some pairs."""

    def seconds(workers: int) -> float:
        began = monotonic()
        _child("replications", name, str(workers))
        return monotonic() - began

    return median(seconds(1) / seconds(2) for _ in range(pairs))


# Workers import the program that starts them, and a program should be light for that: this is what it says. What they
# need besides is imported while this process does the same.
_PROGRAM = """
import sys
from simulations.experiments.workers import expect_workers
expect_workers(int(sys.argv[-1]) if "replications" in sys.argv else 1)
from benchmarks.simulation import main
main()
"""


def _child(*words: str) -> str:
    command = [sys.executable, "-c", _PROGRAM, "--in-this-process", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _in_this_process(what: str, name: str, workers: str = "1") -> None:
    case = load(name).case
    if what == "replications":
        replications(case, int(workers))
    else:
        print(json.dumps(year(base_of(case) if what == "base" else case)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulation", description="Time the simulation.")
    parser.add_argument("--case", default="kariangau", help="an embedded case (default kariangau)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of runs on one worker and two; 0 for none")
    parser.add_argument("--in-this-process", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.in_this_process:
        _in_this_process(*asked.in_this_process)
        return
    full: dict[str, float] = json.loads(_child("year", asked.case))
    base: dict[str, float] = json.loads(_child("base", asked.case))
    faster = speedup(asked.case, asked.pairs) if asked.pairs else None
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    if asked.json:
        answer = {"case": asked.case, "machine": machine, "date": f"{datetime.now(UTC):%Y-%m-%d}", **full}
        print(json.dumps(answer | {"two_worker_speedup": faster, "base": base}, indent=2))
        return
    print(f"{asked.case}, a year, {machine}, {datetime.now(UTC):%Y-%m-%d}")
    print(f"{'':<32} {'all features':>12} {'base model':>12}")
    for figure, value in full.items():
        digits = 0 if figure in ("quay_moves", "memory_mb") else 2
        print(f"{figure:<32} {value:>12,.{digits}f} {base[figure]:>12,.{digits}f}")
    if faster is not None:
        print(f"{'two_worker_speedup':<32} {faster:>12.2f}")


if __name__ == "__main__":
    main()
