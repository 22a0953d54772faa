"""What must hold between the rows of an event log."""

import numpy as np
import pandas as pd

from data.errors import Fault
from simulations.records import (
    ANCHORED,
    ARRIVED,
    CRANE_DOWN,
    CRANE_GOES_ON,
    CRANE_JOINED,
    CRANE_LEFT,
    CRANE_STOPPED,
    CRANE_UP,
    DISCHARGE_END,
    DISCHARGE_START,
    EXPECTED,
    EXPECTED_DEPARTURE,
    FETCH_END,
    FETCH_START,
    FIRST_LIFT,
    FIRST_LINE,
    GATE_IN_END,
    GATE_IN_QUEUE,
    GATE_IN_START,
    GATE_OUT_END,
    GATE_OUT_QUEUE,
    GATE_OUT_START,
    HATCH_COVER,
    IN_YARD,
    LAST_LIFT,
    LAST_LINE,
    LOAD_END,
    LOAD_START,
    PILOT_OFF,
    PILOT_ON,
    READY,
    REHANDLED,
    RESTOW,
    ROADS,
    STACK_END,
    STACK_START,
    YARD_TRAVEL,
)

# What happens once in a call, in the order in which it does. A ship may have ARRIVED, as far as it lies with her, while
# she waits for a pilot.
_ALONGSIDE = (FIRST_LINE, FIRST_LIFT, LAST_LIFT, LAST_LINE, PILOT_OFF)
_ORDERS = ((ANCHORED, READY, PILOT_ON, ROADS, *_ALONGSIDE), (ANCHORED, ARRIVED, FIRST_LINE))
_ONCE = (EXPECTED, EXPECTED_DEPARTURE, ARRIVED, *_ORDERS[0])
_LIFTS = (DISCHARGE_START, DISCHARGE_END, LOAD_START, LOAD_END)
_GATE = (GATE_IN_QUEUE, GATE_IN_START, GATE_IN_END, GATE_OUT_QUEUE, GATE_OUT_START, GATE_OUT_END)
_YARD = (IN_YARD, REHANDLED, STACK_START, STACK_END, FETCH_START, FETCH_END)

# Column, and the events that must fill it.
_NEEDED = (
    ("call", (*_ONCE, *_LIFTS, CRANE_JOINED, CRANE_LEFT, HATCH_COVER, RESTOW)),
    ("box", (*_LIFTS, *_GATE, *_YARD)),
    ("equipment", (*_LIFTS, CRANE_JOINED, CRANE_LEFT, CRANE_STOPPED, CRANE_GOES_ON, CRANE_DOWN, CRANE_UP, YARD_TRAVEL)),
)


def broken_rules(file: str, events: pd.DataFrame) -> list[Fault]:
    """The faults between the rows of a log that are each right by themselves."""
    faults: list[Fault] = []
    for column, names in _NEEDED:
        empty = events["event"].isin(names) & (events[column] == "")
        faults += [
            Fault(file, f"an event {event} needs it", f"give the {column} of the event", int(row), column, "")
            for event, row in events.loc[empty, ["event", "row"]].itertuples(index=False)
        ]
    if faults:
        return faults
    once = events[events["event"].isin(_ONCE)]
    again = once[once.duplicated(["call", "event"])]
    faults += [
        Fault(file, f"{event} of the call {call} stands in an earlier row too", "drop one of them", int(row), "event")
        for event, call, row in again[["event", "call", "row"]].itertuples(index=False)
    ]
    lifts = events[events["event"].isin(_LIFTS)]
    twice = lifts[lifts.duplicated(["minute", "event", "call", "box", "equipment"])]
    faults += [
        Fault(
            file, f"this {event} of the box {box} stands in an earlier row too", "drop one of them", int(row), "event"
        )
        for event, box, row in twice[["event", "box", "row"]].itertuples(index=False)
    ]
    return faults or [fault for order in _ORDERS for fault in _out_of_order(file, once, order)]


def _out_of_order(file: str, once: pd.DataFrame, order: tuple[str, ...]) -> list[Fault]:
    """Events of calls that come before what must have happened first."""
    faults: list[Fault] = []
    minutes = once.pivot(index="call", columns="event", values="minute")
    rows = once.pivot(index="call", columns="event", values="row")
    # The latest of the earlier milestones that are known, as the columns go by.
    latest = np.full(len(minutes), -np.inf)
    named = np.full(len(minutes), "", dtype=object)
    for name in order:
        if name not in minutes:
            continue
        moment = minutes[name].to_numpy()
        for place in np.flatnonzero(moment < latest - 1e-6).tolist():
            call = minutes.index[place]
            problem = f"the call {call} has {name} before its {named[place]}"
            remedy = "correct one of the two times"
            faults.append(Fault(file, problem, remedy, int(rows[name].iloc[place]), "time"))
        later = moment >= latest
        latest = np.where(later, moment, latest)
        named = np.where(later, name, named)
    return faults
