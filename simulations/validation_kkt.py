"""Holds the simulation of the embedded case against what is public about Kaltim Kariangau Terminal.

    python -m simulations.validation_kkt        writes docs/validation-kkt.md

A figure that the case was made from proves nothing, nor does one that it was calibrated on; each row says which it is.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from data.case import Case
from data.cases import load
from simulations.experiments.replications import Experiment, run
from simulations.policies import FirstComeFirstServed

DAYS = 28
YEAR = 365.25
MONTH = YEAR / 12

_AT_SHIPS = ("crane_utilisation", "crane_blocked", "crane_down", "crane_off", "crane_weather")

INPUT = "input"
CALIBRATED = "calibrated on"
FOLLOWS = "follows from inputs"
NEVER_SHOWN = "never shown"


@dataclass(frozen=True)
class Row:
    """A public figure, who states it and for when, what the simulation gives, and what the two have to do."""

    what: str
    public: str
    source: str
    simulated: str
    role: str
    remark: str


def interval(experiment: Experiment, kpi: str, scale: float = 1, digits: int = 1) -> str:
    """Mean and half of the 95 % interval of a key figure, as text."""
    mean, half_width = experiment.interval(kpi)
    return f"{mean * scale:,.{digits}f} ± {half_width * scale:,.{digits}f}"


def equipped(case: Case, quay_cranes: int, yard_cranes: int, tractors: int) -> Case:
    """The case with only its first quay cranes and yard cranes, and so many tractors."""
    terminal = case.terminal
    return case.changed(
        quay_cranes=case.quay_cranes[:quay_cranes],
        yard_cranes=case.yard_cranes[:yard_cranes],
        terminal=terminal.model_copy(update={"tractors": terminal.tractors.model_copy(update={"count": tractors})}),
    )


@dataclass(frozen=True)
class Runs:
    """The terminal as it is, as it opened, and at the demand of its target for 2025."""

    now: Experiment
    as_opened: Experiment
    target: Experiment

    @property
    def rate_falls(self) -> bool:
        """Whether a crane's rate is lower with the third crane, by more than both intervals leave open."""
        before, before_half = self.as_opened.interval("bch_gross")
        after, after_half = self.now.interval("bch_gross")
        return after + after_half < before - before_half


def rows(case: Case, runs: Runs) -> list[Row]:
    """The comparison, row by row."""
    now, as_opened, target = runs.now, runs.as_opened, runs.target
    to_year = YEAR / DAYS
    in_use = sum(now.interval(kpi)[0] for kpi in _AT_SHIPS)
    capacity = sum(block.capacity_teu for block in case.yard_blocks)
    teu_a_box = 1 + case.terminal.cargo.forty_foot_share
    return [
        Row(
            "quay cranes, yard cranes, tractors",
            "3, 9, 14",
            "tvOne/ANTARA, 1 October 2022",
            f"{len(case.quay_cranes)}, {len(case.yard_cranes)}, {case.terminal.tractors.count}",
            INPUT,
            "",
        ),
        Row(
            "boxes that the yard holds",
            "about 6,400",
            "ANTARA Kaltim, undated",
            f"{capacity / teu_a_box:,.0f}",
            INPUT,
            f"{capacity:,} places for 20-foot boxes; the stacks' dimensions are assumed",
        ),
        Row(
            "calls a month",
            "30 to 40",
            "ANTARA Kaltim, undated, about 2022",
            interval(now, "calls", MONTH / DAYS),
            INPUT,
            "8 weekly services",
        ),
        Row(
            "boxes over the quay in a year",
            "188,091 (2020)",
            "Bisnis, 16 June 2021",
            interval(now, "boxes_moved", to_year, 0),
            INPUT,
            "four weeks scaled to a year; what differs is the random sizes of the listed calls",
        ),
        Row(
            "TEU over the quay in a year",
            "208,084 (2020)",
            "Bisnis, 16 June 2021",
            interval(now, "teu_moved", to_year, 0),
            INPUT,
            "by the share of 40-foot boxes",
        ),
        Row(
            "boxes an hour of a crane",
            "27 on average (2023)",
            "abstract of a study of the terminal's cranes; which hours it counts is not said",
            interval(now, "bch_gross", digits=2),
            CALIBRATED,
            f"taken as gross; gives a net cycle of {case.terminal.crane_work.cycle_s:g} s, or "
            f"{interval(now, 'bch_net', digits=2)} boxes in an hour of lifting",
        ),
        Row(
            "share of the year for which cranes are at ships",
            "27 % (188,091 boxes at 27 an hour, 3 cranes)",
            "derived from the two figures above",
            f"{in_use:.1%}",
            FOLLOWS,
            "arithmetic; it shows only that the simulation loses no work",
        ),
        Row(
            "berth time of a call",
            "10.2 h on two cranes, 18.3 h on one (440 boxes at 27, and 2 h for mooring)",
            "derived; the terminal's own berth times are not public",
            f"{interval(now, 'berth_time_h')} h",
            FOLLOWS,
            "first come first served gives a ship all cranes that are free and that it has room for",
        ),
        Row(
            "boxes an hour of a crane, as the terminal opened with 2 cranes, 4 yard cranes, 10 tractors",
            "25 (claimed 2012)",
            "ANTARA Kaltim, October 2012",
            interval(as_opened, "bch_gross", digits=2),
            NEVER_SHOWN,
            "at the demand of 2020, which is higher than that of 2012; a claim, not a measurement",
        ),
        Row(
            "effect of the third crane on the rate of each",
            "fell after it came",
            "abstract of the same study; it names long idle times and breakdowns",
            f"{as_opened.interval('bch_gross')[0]:.2f} before, {now.interval('bch_gross')[0]:.2f} after",
            NEVER_SHOWN,
            f"the simulated rate {'falls too' if runs.rate_falls else 'does not fall'}; the simulation has no bays "
            "that cranes compete for, and as many gangs as cranes; either may be the reason at the terminal",
        ),
        Row(
            "ships that wait, at today's demand",
            "not public",
            "none",
            f"{interval(now, 'waiting_h', digits=2)} h; waiting ratio {interval(now, 'waiting_ratio', digits=3)}",
            NEVER_SHOWN,
            "no evidence either way",
        ),
        Row(
            "ships that wait, towards 500,000 TEU a year",
            "a queue of ships was cleared by July 2025; its length and cause are not public",
            "BorneoFlash, 30 July 2025",
            f"{interval(target, 'waiting_h', digits=2)} h; "
            f"waiting ratio {interval(target, 'waiting_ratio', digits=3)}; "
            f"{target.interval('calls_unfinished')[0]:.1f} calls unfinished",
            NEVER_SHOWN,
            "at the target, which is not known to have been reached; the operator speaks of equipment that had to be "
            "restored, and such a state is not in the case",
        ),
        Row(
            "yard occupancy",
            "not public; 65 % is a common limit",
            "thesis, Trisakti 2020",
            f"{interval(now, 'yard_occupancy', 100)} %; at the 2025 target {interval(target, 'yard_occupancy', 100)} %",
            NEVER_SHOWN,
            "dwell times are assumed, so this is no more certain than they are",
        ),
        Row(
            "truck turn time",
            "not public",
            "none",
            f"{interval(now, 'truck_turn_time_min')} min; "
            f"at the 2025 target {interval(target, 'truck_turn_time_min')} min",
            NEVER_SHOWN,
            "lanes, their times and the hours of the trucks are assumed",
        ),
    ]


def as_markdown(table: list[Row], rate_falls: bool, replications: int, seed: int) -> str:
    """The comparison as the document docs/validation-kkt.md."""
    lines = [
        "# The simulation against public figures of Kaltim Kariangau Terminal",
        "",
        "Written by `python -m simulations.validation_kkt`: the embedded case `kariangau`, first come first served, "
        f"{DAYS} days, {replications} replications, seed {seed}; `kariangau-2025` where the 2025 target is named. "
        "Simulated figures are means with half the 95 % interval.",
        "",
        f"What a row can prove depends on its last but one column. *{INPUT}*: the case was made from it. "
        f"*{CALIBRATED}*: the crane's net cycle was chosen so that it comes out. *{FOLLOWS}*: arithmetic of the above. "
        f"*{NEVER_SHOWN}*: nothing in the case was made or tuned with it; only these rows can speak for or against the "
        "simulation, and few figures are public that could. Press figures are the operator's statements. "
        "`data/cases/kariangau/SOURCES.md` has the sources.",
        "",
        "| figure | public | source | simulated | role | remark |",
        "|---|---|---|---|---|---|",
        *(
            f"| {row.what} | {row.public} | {row.source} | {row.simulated} | {row.role} | {row.remark} |"
            for row in table
        ),
        "",
        "What this says: volumes, equipment and the crane rate are put in or calibrated, and prove nothing. The one "
        "public finding that could contradict the simulation, that each crane worked less after the third came, "
        + (
            "does not contradict it"
            if rate_falls
            else "does contradict it: the simulation cannot be trusted on what another crane does to the rate of each"
        )
        + ". The waiting of ships, the yard and the gate cannot be checked against anything public: "
        "before a decision rests on them, they want the terminal's own log.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the document."""
    parser = argparse.ArgumentParser(description="Hold the simulation against public figures of the terminal.")
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    def simulate(case: Case) -> Experiment:
        return run(
            case,
            FirstComeFirstServed(),
            days=DAYS,
            replications=arguments.replications,
            workers=arguments.workers,
            seed=arguments.seed,
        )

    case = load("kariangau").case
    runs = Runs(simulate(case), simulate(equipped(case, 2, 4, 10)), simulate(load("kariangau-2025").case))
    text = as_markdown(rows(case, runs), runs.rate_falls, arguments.replications, arguments.seed)
    Path("docs/validation-kkt.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
