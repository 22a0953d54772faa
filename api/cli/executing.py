"""`dermaga simulate` with a loading plan."""

from datetime import datetime
from pathlib import Path
from typing import Any

from api.cli.console import (
    FallsShort,
    as_text,
    counting,
    expect_some,
    new_folder,
    note,
    print_json,
    print_table,
    say,
    write_files,
    writing,
)
from api.cli.planning import FINISHED, until_interrupted
from data.case import Case
from data.plans import LoadingPlan
from data.words import counted
from simulations.experiments.loading import LoadingExperiment, simulate_loading
from simulations.loading.work import work_of

FILES = ("summary.json", "replications.csv", "cranes.csv", "lifts.csv")

# What crane hours are told of, by key figure.
_HOURS = {
    "lifting_h": "lifting",
    "waiting_box_h": "waiting for boxes or tractors",
    "waiting_ship_h": "waiting for the ship's order",
    "waiting_neighbour_h": "waiting for a neighbouring crane",
    "travelling_h": "travelling",
    "down_h": "broken down",
    "stopped_h": "at breaks",
    "weather_h": "stopped by weather",
    "off_h": "away",
    "idle_h": "done",
}


def execute_plan(
    case: Case, plan: LoadingPlan, out: Path, *, replications: int, workers: int, seed: int, as_json: bool
) -> None:
    """Execute a loading plan, write its files and say what its finish comes to.

    Raises BadInput for a plan that cannot be executed, and FallsShort where not all replications were finished.
    """
    work_of(case, plan)  # refused before there is a folder
    new_folder(out)
    with until_interrupted(FINISHED) as cancel, counting("replications") as progress:
        experiment = simulate_loading(
            case, plan, replications=replications, workers=workers, seed=seed, report=progress, cancel=cancel
        )
    expect_some(len(experiment.done))
    with writing(out):
        experiment.write(out)
    summary = experiment.summary()
    write_files(out, {"summary.json": as_text(summary)})
    answer = {"out": str(out), **summary}
    if not as_json:
        print_execution(experiment)
        if case.shifts:
            shifts = counted(len(case.shifts), "shift")
            note(f"note: the breaks of the {shifts} of {case.name} are kept; how many crews they have plays no part")
        say(f"Written to {out}: {', '.join(FILES)}. docs/kpis.md defines each figure.")
    if len(experiment.done) < replications:
        text = f"ended after {len(experiment.done)} of {replications} replications; the finished ones are kept"
        raise FallsShort(text, answer)
    if as_json:
        print_json(answer)


def print_execution(experiment: LoadingExperiment) -> None:
    """Planned against simulated, for the ship and for each crane, and where the crane hours go."""
    summary = experiment.summary()
    if summary["finish_h"] is None:
        return
    rows = [
        [
            crane["crane"], str(crane["lifts"]), str(crane["boxes"]),
            _clock(crane["planned_end"]), _clock(crane["end"]),
            f"{round(60 * crane['late_h']):+,d}", f"{crane['lifting_h']:,.1f}", f"{crane['waiting_box_h']:,.1f}",
            f"{crane['waiting_ship_h'] + crane['waiting_neighbour_h']:,.1f}", f"{crane['down_h']:,.1f}",
            f"{crane['stopped_h'] + crane['weather_h']:,.1f}",
        ]
        for crane in experiment.cranes().to_dict("records")
    ]  # fmt: skip
    columns = [
        "crane", "lifts", "boxes", "planned end", "simulated end", "late min", "lifting h", "waits for boxes h",
        "for ship or cranes h", "down h", "breaks, weather h",
    ]  # fmt: skip
    title = f"Loading plan of {summary['vessel']} ({summary['call']}), executed {summary['replications']} times"
    print_table(title, columns, rows, right=(1, 2, 5, 6, 7, 8, 9, 10))
    means = {row["kpi"]: row["mean"] for row in summary["kpis"]}
    hours = sum(means[name] for name in _HOURS)
    shares = ", ".join(
        f"{means[name] / hours:.0%} {text}" for name, text in _HOURS.items() if means[name] / hours > 0.005
    )
    say(f"Of {hours:,.1f} crane hours {shares}.")
    half_width = "" if summary["half_width_h"] is None else f" ± {summary['half_width_h']:,.2f}"
    say(
        f"Planned finish {_clock(summary['planned_finish'])}, {summary['planned_finish_h']:,.2f} h after the start; "
        f"simulated {_clock(summary['finish'])} on the mean, {summary['finish_h']:,.2f}{half_width} h (95 %): "
        f"{_sentence(summary)}"
    )


def _sentence(summary: dict[str, Any]) -> str:
    share = summary["ratio"] - 1
    late = round(summary["late_share"] * summary["replications"])
    than = (
        "as planned" if abs(share) < 0.005 else f"{abs(share):.0%} {'longer' if share > 0 else 'shorter'} than planned"
    )
    return f"{than}, and later than planned in {late} of {summary['replications']} replications."


def _clock(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%a %d %b %H:%M}"
