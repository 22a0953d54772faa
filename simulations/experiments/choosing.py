"""The best of some alternatives by a key figure, simulated until it is known (by `experiments.selection`)."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import isnan
from threading import Event

import pandas as pd

from data.errors import BadInput, Fault
from simulations.experiments.comparison import Alternative
from simulations.experiments.places import place
from simulations.experiments.replications import Report, faults_of, faults_of_start, no_report, start_of, too_little
from simulations.experiments.runs import Job, Run
from simulations.experiments.selection import Selection, choose_least
from simulations.experiments.sweeps import known_kpi


@dataclass(frozen=True)
class Choice:
    """The chosen alternative, or None where there is no answer, and what the race was.

    `race` has the columns alternative, mean, replications, state: chosen, dropped or left.
    """

    best: str | None
    race: pd.DataFrame


def choose(
    alternatives: Sequence[Alternative],
    kpi: str,
    *,
    zone: float,
    largest: bool = False,
    probability: float = 0.95,
    first: int = 10,
    most: int = 500,
    days: float,
    warmup_days: float = 0,
    workers: int,
    seed: int,
    report: Report = no_report,
    cancel: Event | None = None,
    executor: Executor | None = None,
) -> Choice:
    """Choose the alternative with the least mean of a key figure, or the largest, with the given probability.

    `zone` is the difference that matters, in the figure's unit. `first` replications of each are run before any is
    dropped, and at most `most`. All have the same random numbers. Raises BadInput where what is asked makes no sense.
    """
    known_kpi(kpi)
    names = [each.name for each in alternatives]
    checks = (
        ("zone", zone, zone > 0, "more than 0"),
        ("first", first, first >= 3, "at least 3"),
        ("most", most, most >= first, f"at least {first}"),
        ("probability", probability, 1 / max(2, len(names)) < probability < 1, "more than chance, and less than 1"),
    )
    faults = [too_little(column, value, least) for column, value, right, least in checks if not right]
    if len(names) < 2:
        faults.append(
            Fault("simulation", "there is nothing to choose from", "give two alternatives", column="scenario")
        )
    else:
        faults += faults_of_start(alternatives[0].case, None, warmup_days)
    faults += faults_of(days=days, replications=first, workers=workers, seed=seed)
    if faults:
        raise BadInput(faults)
    # One start for all: a scenario may have a call before the first of the case.
    start = start_of(alternatives[0].case, None, warmup_days)
    runs = [Run(each.case, each.policy, days, start, seed, warmup_days) for each in alternatives]
    sign = -1 if largest else 1
    done = 0
    with place(workers=workers, executor=executor, cancel=cancel or Event()) as where:

        def observe(asked: Sequence[tuple[int, int]]) -> list[float | None]:
            nonlocal done
            values: dict[tuple[int, int], float] = {}
            for job, replication in where.done([Job(runs[each], number, each) for each, number in asked]):
                values[job.key] = sign * replication.figures[kpi]
                done += 1
                report(done, done + len(asked) - len(values))
            found = [values.get(key) for key in asked]
            return [None if value is None or isnan(value) else value for value in found]

        selection = choose_least(observe, len(names), zone=zone, probability=probability, first=first, most=most)
    return Choice(None if selection.best is None else names[selection.best], _race(names, selection, sign))


def _race(names: Sequence[str], selection: Selection, sign: int) -> pd.DataFrame:
    rows = []
    for number, name in enumerate(names):
        state = "left" if number in selection.left else "dropped"
        if number == selection.best:
            state = "chosen"
        rows.append((name, sign * selection.means[number], selection.replications[number], state))
    return pd.DataFrame(rows, columns=["alternative", "mean", "replications", "state"])
