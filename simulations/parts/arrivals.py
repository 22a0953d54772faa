"""Ships on their way: which calls a run has, when they really arrive, and the boxes that are in the yard before them.

A call arrives at its ETA plus its lateness, and not before the start of the run. Lateness has the mean and the standard
deviation that `arrivals` gives, and is normal, cut at three standard deviations either way, or a shifted gamma variate.
A call to which the case gives `late_h` is so late. Its gate opens by the ETA, since nobody ashore knows better.

Calls of services with a random rhythm are drawn anew in each replication, from one stream a service.

The quay is empty at the start, as it is in a berth plan. The yard is not: it holds the boxes to load that were due
before the start, and what is left of the boxes that a month like the first four weeks, just before, has discharged.
The start is that of the run: of its warm-up, where it has one.
"""

from datetime import datetime, timedelta

from data.case import Case
from data.services import random_calls, recurring_calls
from data.vessels import VesselCall
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR, Kernel
from simulations.parts.boxes import boxes_of
from simulations.parts.listed import listed_boxes
from simulations.parts.transhipment import left_of, several_services
from simulations.parts.trucks import draw_trucks
from simulations.streams import Streams, gamma_around, normal_within
from simulations.visit import Box, Visit

MOST_LATENESS_SD = 3.0
_MONTH_DAYS = 28
_YEAR = timedelta(days=365.25)


def calls_of(case: Case, clock: Clock, streams: Streams) -> list[VesselCall]:
    """The calls of a run by ETA: of warm-up and window, and those after it that keep the terminal busy till the end."""
    return _calls_between(case, streams, clock.moment(clock.begin), clock.end_of_arrivals)


def _calls_between(case: Case, streams: Streams, first: datetime, until: datetime) -> list[VesselCall]:
    """The calls with an ETA from `first` on and before `until`, by ETA: listed, recurring and random ones.

    Those that no table lists have grown with demand.
    """
    calls = list(recurring_calls(case, until))
    for service in case.services:
        if service.rhythm == "random":
            calls += random_calls(case, service, until, streams.of("random calls", service.id))
    calls = sorted((call for call in calls if first <= call.eta < until), key=lambda call: (call.eta, call.id))
    growth = case.terminal.arrivals.growth_per_year
    if not growth:
        return calls
    origin, listed = case.first_day if case.calls else first, case.call_by_id
    return [
        call if call.id in listed else _grown(case, call, (1 + growth) ** ((call.eta - origin) / _YEAR))
        for call in calls
    ]


def _grown(case: Case, call: VesselCall, factor: float) -> VesselCall:
    """A call with so many times its boxes, as far as the ship has room: each kind rounded, at least one in all."""
    room = case.ship_of(call).capacity_teu
    boxes = {}
    for full, empty in (("discharge_full", "discharge_empty"), ("load_full", "load_empty")):
        boxes[full] = min(round(getattr(call, full) * factor), room)
        boxes[empty] = min(round(getattr(call, empty) * factor), room - boxes[full])
    return call.model_copy(update=boxes) if sum(boxes.values()) else call


def visit_of(kernel: Kernel, case: Case, clock: Clock, streams: Streams, call: VesselCall) -> Visit:
    """A call with the moment at which it will really arrive."""
    arrivals = case.terminal.arrivals
    mean, sd = arrivals.lateness_mean_h * HOUR, arrivals.lateness_sd_h * HOUR
    if call.late_h is not None:
        lateness = call.late_h * HOUR
    elif not sd:
        lateness = mean
    elif arrivals.lateness == "gamma":
        lateness = gamma_around(streams.of("lateness", call.id), mean, sd, arrivals.lateness_shape)
    else:
        lateness = mean + normal_within(streams.of("lateness", call.id), sd, MOST_LATENESS_SD)
    eta = clock.minutes(call.eta)
    arrival = max(clock.begin, eta + lateness)
    return Visit(kernel, call, case.ship_of(call).loa_m, eta, clock.minutes(call.etd), arrival)


def gate_opens(case: Case, visit: Visit) -> float:
    """The minute from which trucks may bring boxes for a call: one that closes before it opens opens as it closes."""
    gate = case.terminal.gate
    return visit.eta - max(gate.opens_days_before * DAY, gate.closes_hours_before * HOUR)


def assign_boxes(case: Case, streams: Streams, visit: Visit) -> None:
    """Give a call its boxes: those on board, and those that trucks will bring, the next one last in the list."""
    boxes = boxes_of(case, visit, streams)
    draw_trucks(case, streams, visit.call.id, boxes)
    visit.on_board, visit.awaited = boxes[: visit.call.discharge], boxes[visit.call.discharge :]
    middle = (visit.eta + visit.etd) / 2
    for box in visit.awaited:
        box.truck_at = middle - box.stay_min
    visit.awaited.sort(key=lambda box: -box.truck_at)


def stock_before(kernel: Kernel, case: Case, clock: Clock, streams: Streams) -> list[Box]:
    """Discharged boxes that are in the yard at the start, the moment at which each was stacked in `stacked_at`.

    They come from calls like those of the first four weeks, four weeks earlier, each box stacked in the middle of its
    call's stay. Those of them that go from ship to ship are left that the ships of these weeks have not taken on.
    """
    month = timedelta(days=_MONTH_DAYS)
    start = clock.moment(clock.begin)
    shift = _MONTH_DAYS * DAY
    stock: list[Box] = []
    before: list[Visit] = []
    listed = listed_boxes(case)
    for call in _calls_between(case, streams, start, start + month):
        if call.id in listed:
            # What came before such a call, its list does not say.
            continue
        earlier = call.model_copy(update={"id": f"{call.id}/before", "load_full": 0, "load_empty": 0})
        eta, etd = clock.minutes(call.eta) - shift, clock.minutes(call.etd) - shift
        stacked = (eta + etd) / 2
        visit = Visit(kernel, earlier, case.ship_of(call).loa_m, eta, etd, arrival=eta)
        boxes = boxes_of(case, visit, streams, staying_min=clock.begin - stacked)
        draw_trucks(case, streams, earlier.id, boxes)
        for box in boxes:
            box.stacked_at = stacked
        stock += boxes
        before.append(Visit(kernel, call, visit.loa_m, eta, etd, arrival=eta))
    if case.terminal.cargo.transhipment_share:
        return left_of(stock, [(gate_opens(case, visit), visit.call) for visit in before], several_services(case))
    return stock
