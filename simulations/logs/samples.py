"""What an event log says of how long things take: samples, one for each parameter of a case that it can estimate.

Starts and ends are matched by what they belong to. What the log does not hold whole is told: a stay that its end cuts
short is censored (it is known to be longer), one that began before it is left out.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.case import Case
from simulations.logs.reading import Log
from simulations.records import (
    ARRIVED,
    CRANE_DOWN,
    CRANE_UP,
    DISCHARGE_END,
    DISCHARGE_START,
    EXPECTED,
    EXPECTED_DEPARTURE,
    FETCH_END,
    FETCH_START,
    GATE_IN_END,
    GATE_IN_QUEUE,
    GATE_IN_START,
    GATE_OUT_END,
    GATE_OUT_START,
    LOAD_END,
    LOAD_START,
    STACK_END,
    STACK_START,
)

Minutes = NDArray[np.float64]
_TWO_SAME = 1e-6  # minutes


@dataclass(frozen=True)
class Sample:
    """Observed minutes. Those that are `censored` are known to be longer; each was possible from `low` to `high` only.

    `longest` is how long each could have been before the log ends; `remark` says what was left out.
    """

    values: Minutes
    censored: NDArray[np.bool_]
    low: Minutes
    high: Minutes
    longest: Minutes
    remark: str = ""

    @property
    def whole(self) -> Minutes:
        """The values that are not censored."""
        return self.values[~self.censored]


def sample(values: Minutes, remark: str = "") -> Sample:
    """A sample of which everything is known."""
    count = len(values)
    return Sample(
        np.asarray(values, dtype=float),
        np.zeros(count, dtype=bool),
        np.zeros(count),
        np.full(count, np.inf),
        np.full(count, np.inf),
        remark,
    )


def matched(log: Log, start: str, end: str) -> pd.DataFrame:
    """Each start with the first end of the same box, call and equipment after it; columns of the start, and `until`.

    A start without an end before the next start is left out.
    """
    events = log.of(start, end).sort_values(["call", "box", "equipment", "minute"], kind="stable")
    following = events.shift(-1)
    same = (events[["call", "box", "equipment"]] == following[["call", "box", "equipment"]]).all(axis=1)
    pairs = events[(events["event"] == start) & (following["event"] == end) & same].copy()
    pairs["until"] = following.loc[pairs.index, "minute"]
    return pairs


def lateness(log: Log) -> Sample:
    """Arrival after ETA, of each call that has arrived; negative where she is early."""
    events = log.of(EXPECTED, ARRIVED)
    times = events.pivot(index="call", columns="event", values="minute").reindex(columns=[EXPECTED, ARRIVED])
    times = times.dropna()
    # Ships that wait when the log begins came before it; when, it does not say.
    begins = float(log.events["minute"].min())
    cut = times[ARRIVED] <= max(begins, 0.0)
    left_out = f"{int(cut.sum())} calls left out that were there when the log begins" if cut.any() else ""
    times = times[~cut]
    return sample((times[ARRIVED] - times[EXPECTED]).to_numpy(), left_out)


def cycles(log: Log) -> pd.DataFrame:
    """Cycles of quay cranes: call, equipment, start, end, boxes, and `net`, the minutes without breakdowns in them."""
    lifts = pd.concat([matched(log, DISCHARGE_START, DISCHARGE_END), matched(log, LOAD_START, LOAD_END)])
    lifts = lifts[["call", "equipment", "minute", "until"]].sort_values(["equipment", "minute"], ignore_index=True)
    lifts = lifts.rename(columns={"minute": "start", "until": "end"})
    boxes = lifts.groupby(["equipment", "start"])["end"].transform("size")
    lifts["boxes"] = boxes
    lifts = lifts.drop_duplicates(["equipment", "start"], ignore_index=True)
    lifts["net"] = lifts["end"] - lifts["start"] - _down_within(log, lifts)
    return lifts


def crane_cycle(log: Log) -> Sample:
    """Net cycles of quay cranes with one box, breakdowns in them deducted."""
    lifts = cycles(log)
    single = lifts[lifts["boxes"] == 1]
    more = len(lifts) - len(single)
    return _positive(single["net"].to_numpy(), f"{more} cycles with more than one box left out" if more else "")


def _down_within(log: Log, lifts: pd.DataFrame) -> Minutes:
    """Minutes of breakdowns that fall into each lift."""
    total = np.zeros(len(lifts))
    stops = breakdowns(log)
    for crane, stretch in lifts.groupby("equipment"):
        down = stops[stops["equipment"] == crane]
        places = stretch["start"].to_numpy()
        for begin, until in down[["minute", "until"]].itertuples(index=False):
            place = int(np.searchsorted(places, begin + _TWO_SAME)) - 1
            if place >= 0 and begin < stretch["end"].iloc[place]:
                total[stretch.index[place]] += min(until, stretch["end"].iloc[place]) - begin
    return total


def breakdowns(log: Log) -> pd.DataFrame:
    """Breakdowns that were repaired before the log ends: equipment, minute and until."""
    return matched(log, CRANE_DOWN, CRANE_UP)


def repairs(log: Log) -> Sample:
    """Minutes of repairs."""
    stops = breakdowns(log)
    return _positive((stops["until"] - stops["minute"]).to_numpy())


def between_failures(log: Log) -> Sample:
    """Working minutes of each crane from one breakdown to the next; those to the log's end are censored.

    The first of each crane runs from the log's beginning; for a crane without memory that makes no difference.
    """
    lifts = cycles(log)
    failures = log.of(CRANE_DOWN)
    values: list[float] = []
    censored: list[bool] = []
    longest: list[float] = []
    for crane, stretch in lifts.groupby("equipment"):
        starts, ends = stretch["start"].to_numpy(), stretch["end"].to_numpy()
        worked = np.concatenate(([0.0], np.cumsum(stretch["net"].to_numpy())))
        moments = np.sort(failures.loc[failures["equipment"] == crane, "minute"].to_numpy())
        marks = [0.0]
        for moment, place in zip(moments, np.searchsorted(starts, moments + _TWO_SAME) - 1, strict=True):
            within = min(moment, ends[place]) - starts[place] if place >= 0 else 0.0
            marks.append(min(worked[place] + within, worked[place + 1]) if place >= 0 else 0.0)
        values += np.diff([*marks, worked[-1]]).tolist()
        longest += (worked[-1] - np.array(marks)).tolist()
        censored += [*[False] * len(moments), True]
    kept = np.array(values) > 0
    count = int(kept.sum())
    return Sample(
        np.array(values)[kept],
        np.array(censored, dtype=bool)[kept],
        np.zeros(count),
        np.full(count, np.inf),
        np.array(longest)[kept],
    )


def yard_move(log: Log) -> Sample:
    """Moves of yard cranes, from or to tractors and trucks."""
    moves = pd.concat([matched(log, STACK_START, STACK_END), matched(log, FETCH_START, FETCH_END)])
    moves = moves[moves["equipment"] != ""]
    return _positive((moves["until"] - moves["minute"]).to_numpy())


def gate_service(log: Log) -> Sample:
    """Minutes of trucks in a lane, in and out."""
    served = pd.concat([matched(log, GATE_IN_START, GATE_IN_END), matched(log, GATE_OUT_START, GATE_OUT_END)])
    return _positive((served["until"] - served["minute"]).to_numpy())


def truck_turn(log: Log) -> Sample:
    """Minutes of trucks from joining the queue at the gate to leaving the terminal."""
    turns = matched(log, GATE_IN_QUEUE, GATE_OUT_END)
    return _positive((turns["until"] - turns["minute"]).to_numpy())


def import_stay(log: Log, flow: str | None = None) -> Sample:
    """Minutes from the stacking of each box that came by ship until its truck comes to the gate, by flow."""
    events = log.of(DISCHARGE_END, STACK_END, GATE_IN_QUEUE, LOAD_START)
    events = events[events["flow"] != "transhipment"]
    if flow is not None:
        events = events[events["flow"] == flow]
    times = _first_of_each(events)
    # Transhipped boxes, which another ship takes, have no stay of this kind; the simulation's have another number then.
    times = times[times[DISCHARGE_END].notna() & times[STACK_END].notna() & times[LOAD_START].isna()]
    come = times[GATE_IN_QUEUE]
    longest = log.end - times[STACK_END]
    stays = (come - times[STACK_END]).where(come.notna(), longest).to_numpy()
    kept = stays > 0
    count = int(kept.sum())
    return Sample(
        stays[kept],
        come.isna().to_numpy()[kept],
        np.zeros(count),
        np.full(count, np.inf),
        longest.to_numpy()[kept],
    )


def export_stay(log: Log, case: Case, flow: str | None = None) -> Sample:
    """Minutes from each truck that brings a box to the middle of its ship's stay by ETA and ETD, by flow.

    The gate's opening and closing for the call cut it: boxes outside of them are left out.
    """
    gate = case.terminal.gate
    calls = log.of(EXPECTED, EXPECTED_DEPARTURE).pivot(index="call", columns="event", values="minute")
    calls = calls.reindex(columns=[EXPECTED, EXPECTED_DEPARTURE]).dropna()
    events = log.of(GATE_IN_QUEUE, STACK_END, DISCHARGE_END)
    if flow is not None:
        events = events[events["flow"] == flow]
    times = _first_of_each(events)
    times = times[times[DISCHARGE_END].isna() & (times[GATE_IN_QUEUE] < times[STACK_END])]
    boxes = times.reset_index().merge(calls, left_on="call", right_index=True)
    half = (boxes[EXPECTED_DEPARTURE] - boxes[EXPECTED]) / 2
    middle = boxes[EXPECTED] + half
    low = gate.closes_hours_before * 60 + half
    opened = np.maximum(low.to_numpy(), gate.opens_days_before * 1440 + half.to_numpy())
    # Trucks that came before the log began, or come after it ends, are not in it: such stays could not be seen.
    least = np.maximum(np.maximum(low.to_numpy(), middle.to_numpy() - log.end), 0.0)
    most = np.minimum(opened, (middle - max(0.0, float(log.events["minute"].min()))).to_numpy())
    stays = (middle - boxes[GATE_IN_QUEUE]).to_numpy()
    kept = (stays >= least - _TWO_SAME) & (stays <= most + _TWO_SAME) & (stays > 0) & (least < most)
    left_out = len(stays) - int(kept.sum())
    return Sample(
        np.clip(stays, least, most)[kept],
        np.zeros(int(kept.sum()), dtype=bool),
        least[kept],
        most[kept],
        np.full(int(kept.sum()), np.inf),
        f"{left_out} boxes left out that came outside of the gate's hours for their ship" if left_out else "",
    )


def _first_of_each(events: pd.DataFrame) -> pd.DataFrame:
    """The first minute of each event of each box, an event a column."""
    first = events.groupby(["call", "box", "event"], sort=False)["minute"].min().unstack("event")
    return first.reindex(columns=[DISCHARGE_END, STACK_END, GATE_IN_QUEUE, LOAD_START])


def _positive(values: Minutes, remark: str = "") -> Sample:
    """A sample of times that are more than none: what took no time says nothing of how long it takes."""
    kept = values > 0
    none = len(values) - int(kept.sum())
    remarks = [remark, f"{none} that took no time left out" if none else ""]
    return sample(values[kept], "; ".join(filter(None, remarks)))
