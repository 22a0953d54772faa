"""A loading plan executed many times: is its finish to be counted on?

    experiment = simulate_loading(case, plan, replications=20, seed=1, workers=2)
    experiment.summary()

The same seed gives the same tables, whatever the number of workers and wherever they are; two plans of one call meet
the same luck with the same seed.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isnan
from pathlib import Path
from threading import Event
from typing import Any

import pandas as pd

from data.case import Case
from data.errors import BadInput
from data.kpis import LOADING_KPIS
from data.plans import Lift, LoadingPlan
from simulations.experiments.places import repeat
from simulations.experiments.replications import Report, faults_of, no_report
from simulations.experiments.statistics import mean_and_half_width
from simulations.experiments.tables import write_csv
from simulations.kernel import HOUR
from simulations.loading.execution import execute
from simulations.loading.outcome import LoadingReplication, State
from simulations.loading.work import Work, work_of
from simulations.terminal import never


@dataclass(frozen=True)
class LoadingRun:
    """A loading plan to be executed."""

    work: Work
    seed: int

    def replication(self, number: int, cancelled: Callable[[], bool] = never) -> LoadingReplication:
        """Execute it once. Raises Cancelled."""
        return execute(self.work, seed=self.seed, replication=number, cancelled=cancelled)


@dataclass(frozen=True)
class LoadingExperiment:
    """The executions of a plan that were finished, of those that were wanted; in the order of their numbers."""

    work: Work
    seed: int
    wanted: int
    done: tuple[LoadingReplication, ...]

    @property
    def planned_finish_h(self) -> float:
        """Hours from the plan's start to its last lift's end, by the plan."""
        return self.work.planned_finish / HOUR

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the replications that were not finished, because the experiment was cancelled."""
        return tuple(sorted(set(range(self.wanted)) - {each.number for each in self.done}))

    @property
    def replications(self) -> pd.DataFrame:
        """One row a replication: its number and the key figures `LOADING_KPIS`, one column each."""
        columns = ["replication", *(kpi.name for kpi in LOADING_KPIS)]
        return pd.DataFrame([{"replication": each.number, **each.figures} for each in self.done], columns=columns)

    def kpis(self) -> pd.DataFrame:
        """Each key figure over the replications that have it; columns kpi, unit, mean, half_width, replications.

        `half_width` is half the 95 % interval of the mean by Student's t; one replication has none (not a number).
        """
        rows = []
        for kpi in LOADING_KPIS:
            values = [value for each in self.done if not isnan(value := each.figures[kpi.name])]
            rows.append((kpi.name, kpi.unit, *mean_and_half_width(values), len(values)))
        return pd.DataFrame(rows, columns=["kpi", "unit", "mean", "half_width", "replications"])

    def summary(self) -> dict[str, Any]:
        """Planned against simulated finish, and the key figures; numbers that do not exist are None, as in JSON.

        `ratio` is the mean simulated finish over the planned one, both in hours from the plan's start, and
        `late_share` the share of replications that finish later than planned.
        """
        finishes = [each.figures["finish_h"] for each in self.done]
        mean, half_width = mean_and_half_width(finishes)
        planned = self.planned_finish_h
        late = [finish > planned + _SAME_H for finish in finishes]
        return {
            "case": self.work.case.name,
            "call": self.work.call.id,
            "vessel": self.work.case.ship_of(self.work.call).name,
            "start": self._local(0.0),
            "planned_finish": self._local(self.work.planned_finish),
            "planned_finish_h": planned,
            "finish": None if isnan(mean) else self._local(mean * HOUR),
            "finish_h": _or_none(mean),
            "half_width_h": _or_none(half_width),
            "ratio": _or_none(mean / planned) if planned else None,
            "late_share": sum(late) / len(late) if late else None,
            "replications": len(self.done),
            "wanted": self.wanted,
            "seed": self.seed,
            "kpis": [
                {
                    "kpi": kpi,
                    "unit": unit,
                    "mean": _or_none(mean),
                    "half_width": _or_none(half_width),
                    "replications": n,
                }
                for kpi, unit, mean, half_width, n in self.kpis().itertuples(index=False)
            ],
        }

    def cranes(self) -> pd.DataFrame:
        """One row a quay crane in rail order: the end of its last lift, planned and simulated, and how its time goes.

        Columns: crane, lifts, boxes, planned_end and end (mean; ISO 8601 in the terminal's zone), late_h and its
        half_width_h, and mean hours in each state from the plan's start to the ship's last lift.
        """
        rows = []
        for crane in self.work.case.quay_cranes:
            queue = self.work.quay_cranes.get(crane.id)
            if queue is None:
                continue
            planned = self.work.activities[queue[-1]].end
            late, half_width = mean_and_half_width([(each.ends[queue[-1]] - planned) / HOUR for each in self.done])
            row: dict[str, Any] = {
                "crane": crane.id,
                "lifts": len(queue),
                "boxes": sum(len(self.work.activities[number].moved) for number in queue),
                "planned_end": self._local(planned),
                "end": None if isnan(late) else self._local(planned + late * HOUR),
                "late_h": late,
                "half_width_h": half_width,
            }
            for state in State:
                hours = [each.spent[crane.id][state] / HOUR for each in self.done]
                row[f"{state.name.lower()}_h"] = mean_and_half_width(hours)[0]
            rows.append(row)
        return pd.DataFrame(rows)

    def lifts(self) -> pd.DataFrame:
        """One row a lift, as the plan lists them: planned and mean simulated beginning and end, and how late it ends.

        Columns: lift (its number from 1), crane, kind, bay, cover, boxes (with a space between them), planned_start,
        planned_end, start, end (ISO 8601 in the terminal's zone), late_min (mean, at its end), latest_min.
        """
        rows = []
        for lift, planned in zip(self.work.plan.lifts, self.work.lifts, strict=True):
            starts = [each.starts[planned.number] for each in self.done]
            late = [each.ends[planned.number] - planned.end for each in self.done]
            mean_start, mean_late = mean_and_half_width(starts)[0], mean_and_half_width(late)[0]
            rows.append(
                _named(lift, planned.number)
                | {
                    "planned_start": self._local(planned.start),
                    "planned_end": self._local(planned.end),
                    "start": self._local(mean_start) if late else None,
                    "end": self._local(planned.end + mean_late) if late else None,
                    "late_min": mean_late,
                    "latest_min": max(late) if late else mean_late,
                }
            )
        return pd.DataFrame(rows).astype({"cover": "Int64"})

    def write(self, folder: Path) -> None:
        """Write replications.csv, cranes.csv and lifts.csv, with six decimals; the same experiment, the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        tables = {"replications.csv": self.replications, "cranes.csv": self.cranes(), "lifts.csv": self.lifts()}
        for name, table in tables.items():
            write_csv(table, folder / name)

    def _local(self, minutes: float) -> str:
        moment: datetime = self.work.plan.start + timedelta(seconds=round(minutes * 60))
        return self.work.case.terminal.local(moment).isoformat()


# Hours that are the same: less than a second.
_SAME_H = 1 / 3600


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value


def _named(lift: Lift, number: int) -> dict[str, Any]:
    return {
        "lift": number + 1,
        "crane": lift.crane,
        "kind": lift.kind,
        "bay": lift.bay,
        "cover": lift.cover,
        "boxes": " ".join(carried.box for carried in lift.boxes),
    }


def simulate_loading(
    case: Case,
    plan: LoadingPlan,
    *,
    replications: int,
    workers: int,
    seed: int,
    report: Report = no_report,
    cancel: Event | None = None,
    executor: Executor | None = None,
) -> LoadingExperiment:
    """Execute a loading plan so many times.

    With more than one worker, replications run in so many processes; with `executor`, there instead. `report` is
    called with the number of finished replications and of all, after each. Setting `cancel` ends the experiment, and
    what was finished is kept. Raises BadInput for a plan that cannot be executed (see `work_of`), and where there is
    nothing to simulate.
    """
    faults = faults_of(replications=replications, workers=workers, seed=seed)
    if faults:
        raise BadInput(faults)
    task = LoadingRun(work_of(case, plan), seed)
    done: list[LoadingReplication] = []
    for replication in repeat(task, replications, workers=workers, executor=executor, cancel=cancel or Event()):
        done.append(replication)
        report(len(done), replications)
    done.sort(key=lambda each: each.number)
    return LoadingExperiment(task.work, seed, replications, tuple(done))
