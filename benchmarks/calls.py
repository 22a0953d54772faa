"""Loading plans of the embedded cases' calls: how good they are, and what each part of the planner brings.

    python -m benchmarks.calls calls [--case kariangau] [--calls 10] [--seconds 60] [--simulate 20]
    python -m benchmarks.calls parts [--case kariangau] [--calls 10] [--effort 20]
    python -m benchmarks.calls large [--moves 3000] [--cranes 5] [--seconds 240]

`calls` plans some calls and prints moves, the hours from the first to the last lift, boxes an hour and crane, what is
left ashore, restowed and rehandled, cost, bound and gap; with `--simulate` also the mean of so many executions. `parts`
plans each call with its boxes taken as the load list has them, with always the one that has the fewest boxes on it, and
as searched; then with the yard put in order before, with twin-lifts and with dual cycles, and with all three: rehandles
(r) and hours. `large` plans a call of `hub` with that many boxes. Every plan is checked.
"""

import argparse
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.case import Case
from data.cases import load
from data.checker import check
from data.terminal import Terminal
from data.vessels import VesselCall
from scheduler.loading import LoadingResult, solve
from scheduler.loading.assignment import Order
from scheduler.stopping import Stop
from simulations.experiments.loading import simulate_loading

_TWIN: dict[str, float] = {"twin_lift_kg": 50_000, "twin_lift_longer": 0.2}
_DUAL: dict[str, float] = {"dual_cycle": 1.5}
_NEITHER: dict[str, float] = {"twin_lift_kg": 0, "dual_cycle": 2}


@dataclass(frozen=True)
class Part:
    """A way to plan: how the cranes work, how boxes are taken from the yard, and whether it is put in order before."""

    name: str
    order: Order
    premarshal: bool
    cranes: dict[str, float]


PARTS = (
    Part("listed", "listed", False, _NEITHER),
    Part("greedy", "greedy", False, _NEITHER),
    Part("searched", "searched", False, _NEITHER),
    Part("+ in order", "searched", True, _NEITHER),
    Part("+ twin", "searched", False, _NEITHER | _TWIN),
    Part("+ dual", "searched", False, _NEITHER | _DUAL),
    Part("+ all", "searched", True, _TWIN | _DUAL),
)


def chosen(case: Case, count: int) -> list[VesselCall]:
    """So many calls, spread over those that the case has."""
    return list(case.calls[:: max(1, len(case.calls) // count)][:count])


def with_cranes(case: Case, fields: dict[str, float]) -> Case:
    """The case with other fields of its cranes' work."""
    data: dict[str, Any] = case.terminal.model_dump()
    data["crane_work"] |= fields
    return case.changed(terminal=Terminal.model_validate(data))


def with_moves(case: Case, moves: int, cranes: int) -> tuple[Case, VesselCall]:
    """The case with its largest call grown to so many boxes in its own shares, for so many cranes."""
    call = max(case.calls, key=lambda call: call.moves)
    names = ("discharge_full", "discharge_empty", "load_full", "load_empty")
    grown = {name: round(getattr(call, name) * moves / call.moves) for name in names}
    grown["load_full"] += moves - sum(grown.values())
    new = VesselCall.model_validate(call.model_dump() | grown | {"max_cranes": cranes, "min_cranes": 1})
    return case.changed(calls=[new if each.id == call.id else each for each in case.calls]), new


def hours(result: LoadingResult) -> float:
    """Hours from the first lift to the last."""
    lifts = result.plan.lifts
    return (max(lift.end for lift in lifts) - min(lift.start for lift in lifts)).total_seconds() / 3600


def rehandles(result: LoadingResult) -> int:
    """Boxes that are moved out of another's way while the ship is worked."""
    return sum(move.kind == "rehandle" for move in result.plan.yard_moves)


def calls(case: Case, asked: argparse.Namespace) -> None:
    """One line a call."""
    simulated = f" {'simulated h':>13} {'ratio':>6}" if asked.simulate else ""
    print(
        f"{'call':<16} {'TEU':>6} {'boxes':>5} {'cranes':>6} {'hours':>6} {'box/h':>6} {'ashore':>6} {'restow':>6} "
        f"{'rehand':>6} {'cost':>13} {'bound':>13} {'gap':>6} {'s':>6} checked{simulated}"
    )
    for call in chosen(case, asked.calls):
        line(case, call, asked)


def line(case: Case, call: VesselCall, asked: argparse.Namespace) -> None:
    """Plan a call and print what comes of it."""
    result = solve(case, call, stop=Stop(seconds=asked.seconds), seed=asked.seed, workers=asked.workers)
    cranes = len({lift.crane for lift in result.plan.lifts})
    restows = sum(len(lift.boxes) for lift in result.plan.lifts if lift.kind == "restow_off")
    text = (
        f"{call.id:<16} {case.ship_of(call).capacity_teu:>6} {call.moves:>5} {cranes:>6} {hours(result):>6.2f} "
        f"{call.moves / hours(result) / cranes:>6.1f} {len(result.plan.ashore):>6} {restows:>6} "
        f"{rehandles(result):>6} {result.cost:>13,.0f} {result.bound:>13,.0f} {result.gap:>6.1%} "
        f"{result.seconds:>6.1f} {checked(case, result):<7}"
    )
    if asked.simulate:
        summary = simulate_loading(
            case, result.plan, replications=asked.simulate, workers=asked.workers, seed=asked.seed
        ).summary()
        mean, half = summary["finish_h"], summary["half_width_h"]
        text += f" {mean:>6.2f} ± {half:>4.2f} {summary['ratio']:>6.2f}"
    print(text, flush=True)


def parts(case: Case, asked: argparse.Namespace) -> None:
    """One line a call: rehandles and hours with each part of the planner."""
    print(f"{'call':<16} {'boxes':>5} " + " ".join(f"{part.name:>13}" for part in PARTS))
    sums = {part.name: [0.0, 0.0] for part in PARTS}
    for call in chosen(case, asked.calls):
        cells = []
        for part in PARTS:
            changed = with_cranes(case, part.cranes)
            result = solve(
                changed, call, stop=Stop(effort=asked.effort), seed=asked.seed, workers=asked.workers,
                order=part.order, premarshal=part.premarshal,
            )  # fmt: skip
            mark = "" if checked(changed, result) == "yes" else "!"
            cells.append(f"{rehandles(result):>4} r {hours(result):>5.2f} h{mark}")
            sums[part.name][0] += rehandles(result)
            sums[part.name][1] += hours(result)
        print(f"{call.id:<16} {call.moves:>5} " + " ".join(f"{cell:>13}" for cell in cells), flush=True)
    print(f"{'all':<22} " + " ".join(f"{f'{r:.0f} r {h:.2f} h':>13}" for r, h in sums.values()))


def large(case: Case, asked: argparse.Namespace) -> None:
    """One large call."""
    grown, call = with_moves(case, asked.moves, asked.cranes)
    print(f"{call.id} of {case.ship_of(call).capacity_teu:,} TEU, grown to {call.moves} boxes")
    calls_of_one = grown.changed(calls=(call,))
    calls(calls_of_one, asked)


def checked(case: Case, result: LoadingResult) -> str:
    """Whether the checker accepts a plan."""
    return "yes" if check(case, result.plan).feasible else "NO"


def main() -> None:
    """Plan and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.calls", description="Loading plans of the embedded cases.")
    parser.add_argument("what", choices=("calls", "parts", "large"))
    parser.add_argument("--case", default=None, help="default kariangau, and hub for large")
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=None, help="of each solve (default 60, 240 for large)")
    parser.add_argument("--effort", type=float, default=20, help="of each solve of parts: the same plan anywhere")
    parser.add_argument("--moves", type=int, default=3_000)
    parser.add_argument("--cranes", type=int, default=5)
    parser.add_argument("--simulate", type=int, default=0, metavar="N", help="execute each plan so many times")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    asked.seconds = asked.seconds or (240.0 if asked.what == "large" else 60.0)
    name = asked.case or ("hub" if asked.what == "large" else "kariangau")
    limit = f"effort {asked.effort:g}" if asked.what == "parts" else f"{asked.seconds:g} s"
    print(
        f"{name}, {asked.what}, {limit}, {asked.workers} workers of {os.cpu_count()} cores, "
        f"{datetime.now(UTC):%Y-%m-%d}"
    )
    {"calls": calls, "parts": parts, "large": large}[asked.what](load(name).case, asked)


if __name__ == "__main__":
    main()
