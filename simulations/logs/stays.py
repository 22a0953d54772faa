"""How long boxes stay in the yard by a log: those that came by ship, and those that leave by ship.

Stays are in the hours of the trucks' clock (`simulations.parts.trucks`), in which the simulation draws them: where the
gate is always as busy, those are the hours of every clock.
"""

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from data.case import Case
from simulations.clock import Clock
from simulations.logs.reading import Log
from simulations.logs.samples import SAME_MIN, Minutes, Sample
from simulations.parts.trucks import truck_clock
from simulations.records import (
    DISCHARGE_END,
    EXPECTED,
    EXPECTED_DEPARTURE,
    GATE_IN_QUEUE,
    LOAD_START,
    ONWARD_FROM,
    STACK_END,
)

FOREIGN_OUT = "foreign_out"


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
    shows = _trucks_clock(log, case)
    stacked, come = shows(times[STACK_END].to_numpy()), times[GATE_IN_QUEUE]
    longest = shows(np.full(len(times), log.end)) - stacked
    stays = np.where(come.notna().to_numpy(), shows(come.fillna(log.end).to_numpy()) - stacked, longest)
    kept = stays > least
    count = int(kept.sum())
    return Sample(
        stays[kept],
        come.isna().to_numpy()[kept],
        np.full(count, least),
        np.full(count, np.inf),
        longest[kept],
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
    # The trucks' clock runs from the gate's opening for the ship to its closing.
    eta = boxes[EXPECTED].to_numpy()
    first, last = eta - np.maximum(gate.opens_days_before * 1440, closes * 60), eta - closes * 60
    shows = _trucks_clock(log, case)
    low_shown, high_shown = shows(first), shows(last)

    def drawn(minutes: Minutes) -> Minutes:
        gone = (shows(minutes) - low_shown) / np.maximum(high_shown - low_shown, 1e-9)
        return np.asarray(np.where(high_shown > low_shown, first + gone * (last - first), minutes))

    # Trucks that came before the log began, or come after it ends, are not in it: such stays could not be seen.
    begins = np.full(len(boxes), max(0.0, float(log.events["minute"].min())))
    ends = np.full(len(boxes), log.end)
    centre = middle.to_numpy()
    least = np.maximum(np.maximum(low.to_numpy(), centre - drawn(np.maximum(ends, first))), 0.0)
    most = np.minimum(opened, centre - drawn(np.minimum(begins, last)))
    stays = centre - drawn(boxes[GATE_IN_QUEUE].to_numpy())
    kept = (stays >= least - SAME_MIN) & (stays <= most + SAME_MIN) & (stays > 0) & (least < most)
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


def _trucks_clock(log: Log, case: Case) -> Callable[[Minutes], Minutes]:
    """What the trucks' clock shows at minutes of the log: stays are drawn in its hours."""
    clock = truck_clock(case, Clock(log.start, 1))
    if clock.flat:
        return lambda minutes: minutes
    return lambda minutes: np.array([clock.shows(minute) for minute in minutes.tolist()], dtype=np.float64)
