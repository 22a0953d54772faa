"""What an event log says of how long things take: samples, one for each parameter of a case that it can estimate.

Starts and ends are matched by what they belong to. What the log does not hold whole is told: a stay that its end cuts
short is censored (it is known to be longer), one that began before it is left out.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulations.logs.reading import Log
from simulations.records import (
    ARRIVED,
    CRANE_DOWN,
    CRANE_GOES_ON,
    CRANE_LEFT,
    CRANE_STOPPED,
    CRANE_UP,
    DISCHARGE_END,
    DISCHARGE_START,
    EXPECTED,
    FETCH_END,
    FETCH_START,
    GATE_IN_END,
    GATE_IN_QUEUE,
    GATE_IN_START,
    GATE_OUT_END,
    GATE_OUT_START,
    HATCH_COVER,
    LOAD_END,
    LOAD_START,
    REHANDLED,
    RESTOW,
    STACK_END,
    STACK_START,
    YARD_CRANE_DOWN,
)

Minutes = NDArray[np.float64]
# Moments within so many minutes are the same: logs round.
SAME_MIN = 1e-6
_LIFTED = (DISCHARGE_END, LOAD_END)


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
    """Cycles of quay cranes: call, equipment, start, end, boxes, extra, and `net`, without breakdowns."""
    lifts = pd.concat([matched(log, DISCHARGE_START, DISCHARGE_END), matched(log, LOAD_START, LOAD_END)])
    lifts = lifts[["call", "equipment", "minute", "until"]].sort_values(["equipment", "minute"], ignore_index=True)
    lifts = lifts.rename(columns={"minute": "start", "until": "end"})
    boxes = lifts.groupby(["equipment", "start"])["end"].transform("size")
    lifts["boxes"] = boxes
    lifts = lifts.drop_duplicates(["equipment", "start"], ignore_index=True)
    lifts["extra"] = _with_extra(log, lifts)
    lifts["net"] = lifts["end"] - lifts["start"] - _down_within(log, lifts)
    return lifts


def _with_extra(log: Log, lifts: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether a hatch cover or a restowed box was moved within each lift."""
    extras = log.of(HATCH_COVER, RESTOW)
    found = np.zeros(len(lifts), dtype=bool)
    for crane, stretch in lifts.groupby("equipment"):
        moments = np.sort(extras.loc[extras["equipment"] == crane, "minute"].to_numpy())
        starts, ends = stretch["start"].to_numpy(), stretch["end"].to_numpy()
        before = np.searchsorted(moments, starts - SAME_MIN)
        found[stretch.index.to_numpy()] = np.searchsorted(moments, ends - SAME_MIN) > before
    return found


def crane_cycle(log: Log) -> Sample:
    """Net cycles of quay cranes with one box and nothing else, breakdowns in them deducted."""
    lifts = cycles(log)
    plain = lifts[(lifts["boxes"] == 1) & ~lifts["extra"]]
    more = len(lifts) - len(plain)
    remark = f"{more} cycles left out that moved two boxes, a hatch cover or a restowed box" if more else ""
    return _positive(plain["net"].to_numpy(), remark)


def _down_within(log: Log, lifts: pd.DataFrame) -> Minutes:
    """Minutes of breakdowns that fall into each lift."""
    total = np.zeros(len(lifts))
    stops = breakdowns(log)
    for crane, stretch in lifts.groupby("equipment"):
        down = stops[stops["equipment"] == crane]
        places = stretch["start"].to_numpy()
        for begin, until in down[["minute", "until"]].itertuples(index=False):
            place = int(np.searchsorted(places, begin + SAME_MIN)) - 1
            if place >= 0 and begin < stretch["end"].iloc[place]:
                total[stretch.index[place]] += min(until, stretch["end"].iloc[place]) - begin
    return total


def breakdowns(log: Log) -> pd.DataFrame:
    """Breakdowns that were repaired before the log ends: equipment, minute and until."""
    return matched(log, CRANE_DOWN, CRANE_UP)


def repairs(log: Log) -> Sample:
    """Minutes of repairs of quay cranes."""
    stops = breakdowns(log)
    stops = stops[stops["equipment"].isin(set(log.of(*_LIFTED)["equipment"]))]
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
        for moment, place in zip(moments, np.searchsorted(starts, moments + SAME_MIN) - 1, strict=True):
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


def stops(log: Log) -> pd.DataFrame:
    """Stops of quay cranes at ships: call, equipment, place (why), minute and until.

    A stop ends as the crane goes on, stops for something else or leaves the ship.
    """
    events = log.of(CRANE_STOPPED, CRANE_GOES_ON, CRANE_LEFT).sort_values(["equipment", "minute"], kind="stable")
    following = events.shift(-1)
    stopped = events[(events["event"] == CRANE_STOPPED) & (events["equipment"] == following["equipment"])].copy()
    stopped["until"] = following.loc[stopped.index, "minute"]
    return stopped


def yard_move(log: Log) -> Sample:
    """Moves of yard cranes, from or to tractors and trucks, for which no other box was moved."""
    moves = pd.concat([matched(log, STACK_START, STACK_END), matched(log, FETCH_START, FETCH_END)])
    moves = moves[moves["equipment"] != ""].rename(columns={"minute": "start", "until": "end"}).reset_index(drop=True)
    dug = moves.merge(log.of(REHANDLED)[["box", "minute"]].drop_duplicates(), on="box")
    dug = dug[(dug["minute"] >= dug["start"] - SAME_MIN) & (dug["minute"] < dug["end"] + SAME_MIN)]
    plain = moves[~(moves["box"] + moves["start"].astype(str)).isin(dug["box"] + dug["start"].astype(str))]
    # A breakdown interrupts the move that ends next, or the way to it.
    broken = pd.merge_asof(
        log.of(YARD_CRANE_DOWN)[["equipment", "minute"]].sort_values("minute"),
        moves[["equipment", "end"]].assign(minute=lambda each: each["end"]).sort_values("minute"),
        on="minute",
        by="equipment",
        direction="forward",
    )
    mended = set(zip(broken["equipment"], broken["end"], strict=True))
    whole = [pair not in mended for pair in zip(plain["equipment"], plain["end"], strict=True)]
    plain = plain[np.array(whole, dtype=bool)]
    more = len(moves) - len(plain)
    remark = f"{more} moves left out for which other boxes were moved, or with a breakdown" if more else ""
    return _positive((plain["end"] - plain["start"]).to_numpy(), remark)


def gate_service(log: Log) -> Sample:
    """Minutes of trucks in a lane, in and out."""
    served = pd.concat([matched(log, GATE_IN_START, GATE_IN_END), matched(log, GATE_OUT_START, GATE_OUT_END)])
    return _positive((served["until"] - served["minute"]).to_numpy())


def truck_turn(log: Log) -> Sample:
    """Minutes of trucks from joining the queue at the gate to leaving the terminal."""
    turns = matched(log, GATE_IN_QUEUE, GATE_OUT_END)
    return _positive((turns["until"] - turns["minute"]).to_numpy())


def _positive(values: Minutes, remark: str = "") -> Sample:
    """A sample of times that are more than none: what took no time says nothing of how long it takes."""
    kept = values > 0
    none = len(values) - int(kept.sum())
    remarks = [remark, f"{none} that took no time left out" if none else ""]
    return sample(values[kept], "; ".join(filter(None, remarks)))
