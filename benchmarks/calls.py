"""Loading plans of the embedded cases' calls: how good they are, and what each part of the planner brings.

    python -m benchmarks.calls calls [--case kariangau] [--calls 10] [--seconds 60] [--simulate 20]
    python -m benchmarks.calls engines [--case hub] [--calls 10] [--effort 2] [--simulate 20]
    python -m benchmarks.calls parts [--case kariangau] [--calls 10] [--effort 20]
    python -m benchmarks.calls large [--moves 3000] [--cranes 5] [--seconds 240]

`calls` plans some calls and prints moves, the hours from the first to the last lift, boxes an hour and crane, what is
left ashore, restowed and rehandled, cost, bound and gap; with `--simulate` also the mean of so many executions.
`engines` plans each call with all engines, with each of them off in turn, and with none: rehandles (r) while the ship
is worked, moves before (b) and hours, and of all calls their sums and costs; with `--simulate` the hours of executions
too. `parts` does that with the ways in which boxes are taken from the yard, the yard put in order before, twin-lifts
and dual cycles. `large` plans a call of `hub` with that many boxes. Every plan is checked.
"""

import argparse
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from data.case import Case
from data.cases import load
from data.checker import check
from data.plans import YardKind
from data.terminal import Terminal
from data.vessels import VesselCall
from scheduler.loading import Engines, LoadingResult, solve
from scheduler.stopping import Stop
from simulations.experiments.loading import simulate_loading

_TWIN: dict[str, float] = {"twin_lift_kg": 50_000, "twin_lift_longer": 0.2}
_DUAL: dict[str, float] = {"dual_cycle": 1.5}
_NEITHER: dict[str, float] = {"twin_lift_kg": 0, "dual_cycle": 2}


@dataclass(frozen=True)
class Part:
    """A way to plan: the engines, and how the cranes work where that is not as the case has it."""

    name: str
    engines: Engines
    cranes: dict[str, float] = field(default_factory=dict)


_AS_IT_IS = Engines(before="nothing")
PARTS = (
    Part("listed", replace(_AS_IT_IS, order="listed"), _NEITHER),
    Part("greedy", replace(_AS_IT_IS, order="greedy"), _NEITHER),
    Part("searched", _AS_IT_IS, _NEITHER),
    Part("+ in order", Engines(), _NEITHER),
    Part("+ twin", _AS_IT_IS, _NEITHER | _TWIN),
    Part("+ dual", _AS_IT_IS, _NEITHER | _DUAL),
    Part("+ all", Engines(), _TWIN | _DUAL),
)
ENGINES = (
    Part("all", Engines()),
    Part("no slots", Engines(slots=False)),
    Part("no cranes", Engines(cranes=False)),
    Part("no order", Engines(order="greedy")),
    Part("no retrieval", Engines(retrieval=False)),
    Part("moves only", Engines(before="moves")),
    Part("not before", Engines(before="nothing")),
    Part("none", Engines(slots=False, cranes=False, order="greedy", retrieval=False, before="nothing")),
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


def moved(result: LoadingResult, kind: YardKind) -> int:
    """Boxes that are moved in the yard in one of the ways that plans know."""
    return sum(move.kind == kind for move in result.plan.yard_moves)


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
        f"{moved(result, 'rehandle'):>6} {result.cost:>13,.0f} {result.bound:>13,.0f} {result.gap:>6.1%} "
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
    """One line a call: what each way to plan makes of it; then the sums of each."""
    ways = ENGINES if asked.what == "engines" else PARTS
    print(f"{'call':<16} {'boxes':>5} " + " ".join(f"{part.name:>18}" for part in ways))
    sums = {part.name: Sums() for part in ways}
    for call in chosen(case, asked.calls):
        cells = []
        for part in ways:
            changed = with_cranes(case, part.cranes)
            result = solve(
                changed, call, stop=Stop(effort=asked.effort), seed=asked.seed, workers=asked.workers,
                engines=part.engines,
            )  # fmt: skip
            mark = "" if checked(changed, result) == "yes" else "!"
            cells.append(f"{moved(result, 'rehandle')} r {moved(result, 'premarshal')} b {hours(result):.2f} h{mark}")
            sums[part.name].count(changed, result, asked)
        print(f"{call.id:<16} {call.moves:>5} " + " ".join(f"{cell:>18}" for cell in cells), flush=True)
    simulated = f" {'simulated h':>11}" if asked.simulate else ""
    print(f"\n{'all calls':<12} {'rehandles':>9} {'before':>6} {'hours':>7}{simulated} {'cost':>15} {'more':>6}")
    first = next(iter(sums.values()))
    for name, each in sums.items():
        simulated = f" {each.simulated_h:>11.2f}" if asked.simulate else ""
        print(
            f"{name:<12} {each.rehandles:>9} {each.before:>6} {each.hours:>7.2f}{simulated} {each.cost:>15,.0f} "
            f"{each.cost / first.cost - 1:>6.1%}"
        )


@dataclass
class Sums:
    """Of the plans of several calls: rehandles, moves before, hours, planned and simulated, and cost."""

    rehandles: int = 0
    before: int = 0
    hours: float = 0.0
    simulated_h: float = 0.0
    cost: float = 0.0

    def count(self, case: Case, result: LoadingResult, asked: argparse.Namespace) -> None:
        """Count a plan in, executed as often as is asked for."""
        self.rehandles += moved(result, "rehandle")
        self.before += moved(result, "premarshal")
        self.hours += hours(result)
        self.cost += result.cost
        if asked.simulate:
            executed = simulate_loading(
                case, result.plan, replications=asked.simulate, workers=asked.workers, seed=asked.seed
            )
            self.simulated_h += executed.summary()["finish_h"]


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
    parser.add_argument("what", choices=("calls", "engines", "parts", "large"))
    parser.add_argument("--case", default=None, help="default kariangau, and hub for engines and large")
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=None, help="of each solve (default 60, 240 for large)")
    parser.add_argument("--effort", type=float, default=None, help="of engines and parts: the same plans anywhere")
    parser.add_argument("--moves", type=int, default=3_000)
    parser.add_argument("--cranes", type=int, default=5)
    parser.add_argument("--simulate", type=int, default=0, metavar="N", help="execute each plan so many times")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    asked.seconds = asked.seconds or (240.0 if asked.what == "large" else 60.0)
    asked.effort = asked.effort or (20.0 if asked.what == "parts" else 2.0)
    name = asked.case or ("hub" if asked.what in ("engines", "large") else "kariangau")
    limit = f"effort {asked.effort:g}" if asked.what in ("engines", "parts") else f"{asked.seconds:g} s"
    print(
        f"{name}, {asked.what}, {limit}, {asked.workers} workers of {os.cpu_count()} cores, "
        f"{datetime.now(UTC):%Y-%m-%d}"
    )
    {"calls": calls, "engines": parts, "parts": parts, "large": large}[asked.what](load(name).case, asked)


if __name__ == "__main__":
    main()
