"""The calls of a log with their times, and its key figures: the same functions as those of plans and runs."""

from math import isfinite, nan
from typing import Any

import numpy as np
import pandas as pd

from data.case import Case
from data.kpis import KPI_BY_NAME
from data.port_calls import PortCall, berth_figures, call_figures
from data.services import recurring_calls
from data.vessels import VesselCall
from simulations.kernel import DAY, HOUR
from simulations.logs.reading import Log
from simulations.logs.samples import breakdowns, cycles, matched
from simulations.logs.samples import stops as stops_of
from simulations.records import (
    ANCHORED,
    ARRIVED,
    CRANE_JOINED,
    CRANE_LEFT,
    DISCHARGE_END,
    EXPECTED,
    EXPECTED_DEPARTURE,
    FETCH_END,
    FETCH_START,
    FIRST_LIFT,
    FIRST_LINE,
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
    PILOT_ON,
    READY,
    REHANDLED,
    RESTOW,
    ROADS,
    STACK_END,
    STACK_START,
    TRUCK_AT_BLOCK,
    YARD_CRANE_DOWN,
    YARD_CRANE_UP,
    YARD_TRAVEL,
)

_TIMES = {
    EXPECTED: "eta",
    EXPECTED_DEPARTURE: "etd",
    ANCHORED: "anchored",
    READY: "ready",
    PILOT_ON: "pilot",
    ROADS: "roads",
    ARRIVED: "arrival",
    FIRST_LINE: "first_line",
    FIRST_LIFT: "first_lift",
    LAST_LIFT: "last_lift",
    LAST_LINE: "last_line",
}


def known_calls(case: Case, log: Log) -> dict[str, VesselCall]:
    """The calls of the log that the case knows, listed or of its services, by id."""
    wanted = set(log.of(*_TIMES)["call"])
    end = log.start + pd.Timedelta(minutes=float(log.events["minute"].max()) + 60 * DAY)
    listed = {call.id: call for call in case.calls} | {call.id: call for call in recurring_calls(case, end)}
    return {name: call for name, call in listed.items() if name in wanted}


def recorded_calls(case: Case, log: Log) -> list[PortCall]:
    """The calls of a log in minutes from its start, by arrival; of a ship that the case does not know without LOA."""
    times = log.of(*_TIMES).pivot(index="call", columns="event", values="minute").reindex(columns=list(_TIMES))
    times = times[times[[ARRIVED, FIRST_LINE, LAST_LINE]].notna().any(axis=1)]
    ends = log.of(DISCHARGE_END, LOAD_END)
    lifted = ends.drop_duplicates(["call", "box", "event"])
    boxes, teu, empties = _work(lifted)
    moves = ends.drop_duplicates(["equipment", "minute"]).groupby("call").size()
    covers, restows = (log.of(name).groupby("call").size() for name in (HATCH_COVER, RESTOW))
    stops = stops_of(log)
    stops = stops[stops["place"] != "weather"]
    stopped = (stops["until"] - stops["minute"]).groupby(stops["call"]).sum()
    at_ship = matched(log, CRANE_JOINED, CRANE_LEFT)
    crane_minutes = (at_ship["until"] - at_ship["minute"]).groupby(at_ship["call"]).sum()
    net = _net_of_calls(log)
    places = log.of(FIRST_LINE).set_index("call")["place"]
    calls = known_calls(case, log)
    found = []
    for call, row in times.iterrows():
        name = str(call)
        loa = case.ship_of(calls[name]).loa_m if name in calls else nan
        found.append(
            PortCall(
                call=name,
                loa_m=loa,
                position_m=_metres(places.get(name, "")),
                boxes=float(boxes.get(name, 0)),
                empties=float(empties.get(name, 0)),
                teu=float(teu.get(name, nan if len(teu) == 0 else 0)),
                moves=float(moves.get(name, 0) + covers.get(name, 0) + 2 * restows.get(name, 0)),
                restow_lifts=float(2 * restows.get(name, 0)),
                stopped_minutes=float(stopped.get(name, 0)),
                crane_minutes=float(crane_minutes.get(name, nan)),
                lift_minutes=float(net.get(name, nan)),
                **{field: float(row[event]) for event, field in _TIMES.items()},
            )
        )
    return sorted(found, key=lambda each: (each.arrival, each.call))


def _work(lifted: pd.DataFrame) -> "tuple[pd.Series[int], pd.Series[float], pd.Series[int]]":
    """Boxes, TEU and empties of each call; TEU empty where the log has none."""
    by_call = lifted.groupby("call")
    teu = by_call["teu"].sum() if lifted["teu"].notna().all() and len(lifted) else pd.Series(dtype=float)
    return by_call.size(), teu, lifted[lifted["status"] == "empty"].groupby("call").size()


def _net_of_calls(log: Log) -> "pd.Series[float]":
    """Minutes of each call in which its cranes lifted."""
    lifts = cycles(log)
    return lifts.groupby("call")["net"].sum()


def _metres(place: object) -> float:
    try:
        metres = float(str(place))
    except ValueError:
        return nan
    return metres if isfinite(metres) else nan


def figures(case: Case, log: Log, days: float) -> dict[str, float]:
    """The key figures of the first so many days of a log, by name; those that it can't tell are not numbers.

    As in a run, calls are those with an ETA in the days (where that is not known: with an arrival), and resources are
    counted within them.
    """
    window = days * DAY
    calls = recorded_calls(case, log)
    measured = [call for call in calls if 0 <= (call.eta if isfinite(call.eta) else call.arrival) < window]
    alongside = [call for call in calls if isfinite(call.first_line)]
    of_calls = call_figures(measured)
    found = {
        **of_calls,
        **berth_figures(case, alongside, window),
        "calls_unfinished": len(measured) - of_calls["calls"],
        **_of_cranes(case, log, window),
        **_of_yard(case, log, window),
    }
    found |= _of_trucks(log, window)
    return {name: found.get(name, nan) for name in KPI_BY_NAME}


def _within(stretches: pd.DataFrame, window: float) -> float:
    """Minutes of stretches of time that lie in the window."""
    return float(_within_each(stretches, window).sum())


def _within_each(stretches: pd.DataFrame, window: float) -> "np.ndarray[Any, Any]":
    ends = np.minimum(stretches["until"].to_numpy(), window)
    return np.asarray(np.maximum(ends - np.maximum(stretches["minute"].to_numpy(), 0.0), 0.0))


def _of_cranes(case: Case, log: Log, window: float) -> dict[str, float]:
    lifts = cycles(log).rename(columns={"start": "minute", "end": "until"})
    whole = len(case.quay_cranes) * window
    down = _within(breakdowns(log).loc[lambda each: each["equipment"].isin(set(lifts["equipment"]))], window)
    share = lifts["net"].to_numpy() / np.maximum((lifts["until"] - lifts["minute"]).to_numpy(), 1e-9)
    lifting = float((_within_each(lifts, window) * share).sum())
    at_ship = _within(matched(log, CRANE_JOINED, CRANE_LEFT), window)
    stops = stops_of(log)
    weather = stops["place"] == "weather"
    off, storm = _within(stops[~weather], window), _within(stops[weather], window)
    return {
        "crane_utilisation": lifting / whole,
        "crane_down": down / whole,
        "crane_off": off / whole,
        "crane_weather": storm / whole,
        "crane_blocked": max(0.0, at_ship - lifting - down - off - storm) / whole,
    }


def _of_yard(case: Case, log: Log, window: float) -> dict[str, float]:
    """Occupancy and the work of yard cranes; the yard's stock is known where the log says what stood in it at first."""
    moves = pd.concat([matched(log, STACK_START, STACK_END), matched(log, FETCH_START, FETCH_END)])
    moves = moves[moves["equipment"] != ""]
    cranes = len(case.yard_cranes)
    found: dict[str, float] = {}
    if cranes and len(moves):
        # A crane that goes to another bay comes there when the move that it goes for begins.
        travels = log.of(YARD_TRAVEL)[["equipment", "minute"]].sort_values("minute")
        starts = moves[["equipment", "minute"]].sort_values("minute").assign(until=lambda each: each["minute"])
        ways = pd.merge_asof(travels, starts, on="minute", by="equipment", direction="forward").dropna(subset=["until"])
        found["yard_crane_utilisation"] = (_within(moves, window) + _within(ways, window)) / (cranes * window)
        down = _within(matched(log, YARD_CRANE_DOWN, YARD_CRANE_UP), window)
        found["yard_crane_down"] = down / (cranes * window)
        # Breakdowns interrupt moves, and are no work.
        found["yard_crane_utilisation"] -= found["yard_crane_down"]
        fetched = log.of(FETCH_START)["minute"]
        dug = log.of(REHANDLED)["minute"]
        count = int(((fetched >= 0) & (fetched < window)).sum())
        if count and case.terminal.yard_work.stacks:
            found["rehandle_ratio"] = int(((dug >= 0) & (dug < window)).sum()) / count
    changes = log.of(IN_YARD, STACK_END, FETCH_END)
    served = {crane.block for crane in case.yard_cranes}
    capacity = sum(block.capacity_teu for block in case.yard_blocks if block.id in served or not served)
    if capacity and (changes["event"] == IN_YARD).any() and changes["teu"].notna().all():
        change = np.where(changes["event"] == FETCH_END, -1, 1) * changes["teu"].to_numpy()
        minutes = np.clip(changes["minute"].to_numpy(), 0.0, window)
        found["yard_occupancy"] = float((change * (window - minutes)).sum() / (capacity * window))
        inside = changes["minute"].to_numpy() < window
        found["yard_peak"] = float(np.cumsum(change[inside]).max(initial=0.0) / capacity)
    return found


def _of_trucks(log: Log, window: float) -> dict[str, float]:
    """Trucks that left in the window, each with a box, and the parts of their turn."""
    turns = matched(log, GATE_IN_QUEUE, GATE_OUT_END)
    turns = turns[(turns["until"] >= 0) & (turns["until"] <= window)]
    minutes = turns["until"] - turns["minute"]
    came = log.of(GATE_IN_QUEUE)["minute"]
    came = came[(came >= 0) & (came < window)]
    found = {"trucks": float(len(turns))}
    if len(came):
        found["trucks_peak_hour"] = float(np.bincount((came // HOUR).astype(int)).max())
    if len(turns):
        found["truck_turn_time_min"] = float(minutes.mean())
        for most in (30, 60):
            found[f"trucks_within_{most}_min"] = float((minutes <= most).mean())
        waits = ((GATE_IN_QUEUE, GATE_IN_START), (GATE_OUT_QUEUE, GATE_OUT_START))
        found["truck_gate_wait_min"] = sum(_of_boxes(log, turns, *pair) for pair in waits) / len(turns)
        found["truck_yard_min"] = _of_boxes(log, turns, TRUCK_AT_BLOCK, STACK_END, FETCH_END) / len(turns)
    return found


def _of_boxes(log: Log, turns: pd.DataFrame, start: str, *ends: str) -> float:
    """Minutes from a start to the next end of the same box, summed over the boxes of some turns of trucks."""
    events = log.of(start, *ends).sort_values(["box", "minute"], kind="stable")
    following = events.shift(-1)
    pairs = (events["event"] == start) & following["event"].isin(ends) & (events["box"] == following["box"])
    pairs &= events["box"].isin(set(turns["box"]))
    return float((following["minute"] - events["minute"])[pairs].sum())


def gross_rates(case: Case, log: Log) -> "tuple[np.ndarray, np.ndarray]":
    """Boxes of each call that has left, and its crane hours without planned stops, which plans know of."""
    done = [call for call in recorded_calls(case, log) if call.left and call.crane_minutes > 0]
    return np.array([call.boxes for call in done]), np.array(
        [(call.crane_minutes - call.stopped_minutes) / HOUR for call in done]
    )
