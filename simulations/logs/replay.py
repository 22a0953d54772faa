"""A recorded month simulated again, and held against the record, key figure by key figure.

The calls are those of the record, with the arrivals and the numbers of boxes that they had. All else is drawn: lifts,
breakdowns, trucks and stays. So a run differs from the record by chance alone where the case is right, and a figure of
the record lies in the interval for one such run in 95 of 100 such comparisons.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isnan, nan, sqrt
from typing import Any

import pandas as pd
from pydantic import ValidationError
from scipy.special import stdtrit

from data.case import Case
from data.errors import BadInput, DermagaError, Fault
from data.kpis import KPIS
from data.vessels import VesselCall
from simulations.experiments.replications import Experiment
from simulations.logs.actuals import figures, known_calls
from simulations.logs.reading import Log
from simulations.records import ARRIVED, DISCHARGE_END, EXPECTED, EXPECTED_DEPARTURE, LOAD_END

_OF_CALLS = ("services", "handling", "actuals", "sailings", "shipments", "containers", "instructions")
_COLUMNS = ["kpi", "unit", "recorded", "simulated_mean", "half_width", "low", "high", "within"]


def as_recorded(case: Case, log: Log) -> Case:
    """The case with the calls of a log alone: each with the ETA, the arrival and the numbers of boxes that it had.

    Calls that were expected when the log ends are as the case has them: trucks bring their boxes before. Its services,
    whose ships still need them, call no more. Raises BadInput where the log has calls that the case does not know: it
    does not say what ships they are; and DermagaError where no call of it has arrived, or the calls do not fit.
    """
    known = known_calls(case, log)
    times = log.of(EXPECTED, EXPECTED_DEPARTURE, ARRIVED).pivot(index="call", columns="event", values="minute")
    times = times.reindex(columns=[EXPECTED, EXPECTED_DEPARTURE, ARRIVED])
    expected = times[times[ARRIVED].isna()]
    times = times[times[ARRIVED].notna()]
    rows = log.of(ARRIVED).set_index("call")["row"]
    unknown = [str(name) for name in times.index if name not in known]
    if unknown:
        remedy = "list it in the table calls of the case, or drop its rows"
        raise BadInput(
            [Fault(log.file, "the case has no such call", remedy, int(rows[name]), "call", name) for name in unknown]
        )
    if not len(times):
        raise DermagaError(f"no call of {log.file} has arrived: there is nothing to replay")
    boxes = _boxes(log)
    calls = [_recorded(known[str(name)], row, log.start, boxes.get(str(name), {})) for name, row in times.iterrows()]
    calls = [call for call in calls if call.moves]
    if not calls:
        raise DermagaError(f"{log.file} has no lifts: there is nothing to replay")
    calls += [known[str(name)].model_copy(update={"service": None}) for name in expected.index if name in known]
    # What hangs on the services and calls of the case plays no part in a run.
    nothing: dict[str, Any] = dict.fromkeys(_OF_CALLS, ())
    try:
        return case.changed(**nothing, calls=tuple(sorted(calls, key=lambda call: call.eta)))
    except ValidationError as error:
        told = "; ".join(str(detail["msg"]).removeprefix("Value error, ") for detail in error.errors(include_url=False))
        raise DermagaError(f"the calls of {log.file} do not fit the case: {told}") from error


def _recorded(call: VesselCall, times: "pd.Series[Any]", start: datetime, boxes: dict[str, int]) -> VesselCall:
    """A call as it was: when it was expected, how late it came, and what was lifted."""

    def moment(minute: float, otherwise: datetime) -> datetime:
        return otherwise if isnan(minute) else start + timedelta(minutes=minute)

    eta = moment(times[EXPECTED], call.eta)
    etd = moment(times[EXPECTED_DEPARTURE], eta + (call.etd - call.eta))
    late_h = (moment(times[ARRIVED], eta) - eta) / timedelta(hours=1)
    counts = {name: boxes.get(name, 0) for name in _KINDS.values()}
    return call.model_copy(update={"eta": eta, "etd": etd, "late_h": late_h, "service": None} | counts)


_KINDS = {
    (DISCHARGE_END, False): "discharge_full",
    (DISCHARGE_END, True): "discharge_empty",
    (LOAD_END, False): "load_full",
    (LOAD_END, True): "load_empty",
}


def _boxes(log: Log) -> dict[str, dict[str, int]]:
    """How many boxes of each kind each call had; without a status they count as full."""
    lifts = log.of(DISCHARGE_END, LOAD_END).drop_duplicates(["call", "box", "event"])
    counts: dict[str, dict[str, int]] = {}
    for (event, empty), kind in _KINDS.items():
        of_kind = lifts[(lifts["event"] == event) & ((lifts["status"] == "empty") == empty)]
        for call, count in of_kind.groupby("call").size().items():
            counts.setdefault(str(call), {})[kind] = int(count)
    return counts


@dataclass(frozen=True)
class Replayed:
    """Recorded and simulated figures side by side."""

    table: pd.DataFrame

    @property
    def compared(self) -> int:
        """How many figures both have."""
        return int(self.table["within"].notna().sum())

    @property
    def within(self) -> int:
        """How many of them lie in the interval for one such run."""
        return int((self.table["within"] == "yes").sum())


def held_against(case: Case, log: Log, days: float, experiment: Experiment) -> Replayed:
    """The figures of a record against those of its replications.

    `half_width` is half the 95 % interval of the simulated mean; `low` and `high` are the 95 % interval in which one
    month of the simulated terminal lies (prediction interval by Student's t), and `within` whether the record does.
    """
    recorded = figures(case, log, days)
    rows = []
    for kpi in KPIS:
        values = experiment.values(kpi.name)
        mean, half_width = experiment.interval(kpi.name)
        count = len(values)
        low = high = nan
        if count > 1:
            sd = sqrt(sum((value - mean) ** 2 for value in values) / (count - 1))
            margin = float(stdtrit(count - 1, 0.975)) * sd * sqrt(1 + 1 / count)
            low, high = mean - margin, mean + margin
        value = recorded[kpi.name]
        within = None if isnan(value) or isnan(low) else _yes(low - _slack(mean) <= value <= high + _slack(mean))
        rows.append((kpi.name, kpi.unit, value, mean, half_width, low, high, within))
    return Replayed(pd.DataFrame(rows, columns=_COLUMNS))


def _slack(mean: float) -> float:
    """What rounding may make of a figure that is the same in every run."""
    return 1e-6 * max(1.0, abs(mean))


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
