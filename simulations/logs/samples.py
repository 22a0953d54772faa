"""What an event log says of how long things take: samples, one for each parameter of a case that it can estimate.

Starts and ends are matched by what they belong to. What the log does not hold whole is told: a stay that its end cuts
short is censored (it is known to be longer), one that began before it is left out.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.case import Case
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
    EXPECTED_DEPARTURE,
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
    ONWARD_FROM,
    REHANDLED,
    RESTOW,
    STACK_END,
    STACK_START,
    YARD_CRANE_DOWN,
)

Minutes = NDArray[np.float64]
_TWO_SAME = 1e-6  # minutes
FOREIGN_OUT = "foreign_out"
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
        before = np.searchsorted(moments, starts - _TWO_SAME)
        found[stretch.index.to_numpy()] = np.searchsorted(moments, ends - _TWO_SAME) > before
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
            place = int(np.searchsorted(places, begin + _TWO_SAME)) - 1
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
    dug = dug[(dug["minute"] >= dug["start"] - _TWO_SAME) & (dug["minute"] < dug["end"] + _TWO_SAME)]
    plain = moves[~(moves["box"] + moves["start"].astype(str)).isin(dug["box"] + dug["start"].astype(str))]
    broken = pd.merge_asof(
        log.of(YARD_CRANE_DOWN)[["equipment", "minute"]].sort_values("minute"),
        moves[["equipment", "start"]].assign(minute=lambda each: each["start"]).sort_values("minute"),
        on="minute",
        by="equipment",
    )
    mended = set(zip(broken["equipment"], broken["start"], strict=True))
    whole = [pair not in mended for pair in zip(plain["equipment"], plain["start"], strict=True)]
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


def import_stay(log: Log, case: Case, flows: Collection[str] | None = None) -> Sample:
    """Minutes from the stacking of each box that came by ship until its truck comes to the gate; of some flows, or all.

    Boxes that stayed for no longer than the case's least stay are left out, and the others fitted as longer ones.
    """
    events = log.of(DISCHARGE_END, STACK_END, GATE_IN_QUEUE, LOAD_START, ONWARD_FROM)
    if flows is not None:
        events = events[events["flow"].isin(flows)]
    least = case.terminal.dwell.import_least_h * 60
    times = _first_of_each(events)
    # Transhipped boxes, which another ship takes, have no stay of this kind.
    times = times[times[DISCHARGE_END].notna() & times[STACK_END].notna()]
    times = times[times[LOAD_START].isna() & times[ONWARD_FROM].isna()]
    come = times[GATE_IN_QUEUE]
    longest = log.end - times[STACK_END]
    stays = (come - times[STACK_END]).where(come.notna(), longest).to_numpy()
    kept = stays > least
    count = int(kept.sum())
    return Sample(
        stays[kept],
        come.isna().to_numpy()[kept],
        np.full(count, least),
        np.full(count, np.inf),
        longest.to_numpy()[kept],
    )


def export_stay(log: Log, case: Case, flows: Collection[str] | None = None) -> Sample:
    """Minutes from each truck that brings a box to the middle of its ship's stay by ETA and ETD; of some flows, or all.

    The gate's opening and closing for the call cut it: boxes outside of them are left out.
    """
    gate = case.terminal.gate
    calls = log.of(EXPECTED, EXPECTED_DEPARTURE).pivot(index="call", columns="event", values="minute")
    calls = calls.reindex(columns=[EXPECTED, EXPECTED_DEPARTURE]).dropna()
    events = log.of(GATE_IN_QUEUE, STACK_END, DISCHARGE_END)
    if flows is not None:
        events = events[events["flow"].isin(flows)]
    closes = gate.closes_hours_before
    if flows == (FOREIGN_OUT,) and gate.foreign_closes_hours_before is not None:
        closes = gate.foreign_closes_hours_before
    times = _first_of_each(events)
    times = times[times[DISCHARGE_END].isna() & (times[GATE_IN_QUEUE] < times[STACK_END])]
    boxes = times.reset_index().merge(calls, left_on="call", right_index=True)
    half = (boxes[EXPECTED_DEPARTURE] - boxes[EXPECTED]) / 2
    middle = boxes[EXPECTED] + half
    low = (closes * 60 + half).clip(lower=case.terminal.dwell.export_least_h * 60)
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
    """The first minute of each event of each stay of a box in the terminal, by call and stay; an event a column.

    A stay begins when the box is discharged, or when a truck brings it. The call is the one that its rows name, the
    ship that it came by before the one that it leaves with.
    """
    events = events.sort_values(["box", "minute"], kind="stable")
    came = events["event"] == DISCHARGE_END
    truck = events["event"] == GATE_IN_QUEUE
    discharged = came.groupby(events["box"]).cumsum()
    # Of the trucks since the box was last discharged, the first collects it; any other brings it.
    trucks = truck.groupby([events["box"], discharged]).cumsum()
    begins = came | (truck & ((discharged == 0) | (trucks > 1)))
    stay = events["box"] + "#" + begins.groupby(events["box"]).cumsum().astype(str)
    call = events["call"].where(events["call"] != "").groupby(stay).transform("first").fillna("")
    keyed = events.assign(stay=stay, call=call)
    first = keyed.groupby(["call", "stay", "event"], sort=False)["minute"].min().unstack("event")
    return first.reindex(columns=[DISCHARGE_END, STACK_END, GATE_IN_QUEUE, LOAD_START, ONWARD_FROM])


def _positive(values: Minutes, remark: str = "") -> Sample:
    """A sample of times that are more than none: what took no time says nothing of how long it takes."""
    kept = values > 0
    none = len(values) - int(kept.sum())
    remarks = [remark, f"{none} that took no time left out" if none else ""]
    return sample(values[kept], "; ".join(filter(None, remarks)))
