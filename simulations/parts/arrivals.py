"""Ships on their way: which calls a run has, when they really arrive, and the boxes that are in the yard before them.

A call arrives at its ETA plus its lateness: normal with `arrivals.lateness_sd_h`, cut at three standard deviations
either way, and not before the start of the run. Its gate opens by the ETA, since nobody ashore knows better.

The quay is empty at the start, as it is in a berth plan. The yard is not: it holds the boxes to load that were due
before the start, and what is left of the boxes that a month like the first four weeks, just before, has discharged.
"""

from datetime import timedelta

from data.case import Case
from data.services import recurring_calls
from data.vessels import VesselCall
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR, Kernel
from simulations.parts.boxes import boxes_of
from simulations.parts.transhipment import left_of, several_services
from simulations.streams import Streams, normal_within
from simulations.visit import Box, Visit

MOST_LATENESS_SD = 3.0
_MONTH_DAYS = 28


def calls_of(case: Case, clock: Clock) -> list[VesselCall]:
    """The calls of a run by ETA: those of the window, and those after it that keep the terminal busy till the end."""
    calls = recurring_calls(case, clock.end_of_arrivals)
    return [call for call in calls if clock.start <= call.eta < clock.end_of_arrivals]


def visit_of(kernel: Kernel, case: Case, clock: Clock, streams: Streams, call: VesselCall) -> Visit:
    """A call with the moment at which it will really arrive."""
    sd = case.terminal.arrivals.lateness_sd_h * HOUR
    lateness = normal_within(streams.of("lateness", call.id), sd, MOST_LATENESS_SD)
    eta = clock.minutes(call.eta)
    return Visit(kernel, call, case.ship_of(call).loa_m, eta, clock.minutes(call.etd), arrival=max(0.0, eta + lateness))


def gate_opens(case: Case, visit: Visit) -> float:
    """The minute from which trucks may bring boxes for a call: one that closes before it opens opens as it closes."""
    gate = case.terminal.gate
    return visit.eta - max(gate.opens_days_before * DAY, gate.closes_hours_before * HOUR)


def assign_boxes(case: Case, streams: Streams, visit: Visit) -> None:
    """Give a call its boxes: those on board, and those that trucks will bring, the next one last in the list."""
    boxes = boxes_of(case, visit, streams)
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
    shift = _MONTH_DAYS * DAY
    stock: list[Box] = []
    before: list[Visit] = []
    for call in recurring_calls(case, clock.start + month):
        if clock.start <= call.eta < clock.start + month:
            earlier = call.model_copy(update={"id": f"{call.id}/before", "load_full": 0, "load_empty": 0})
            eta, etd = clock.minutes(call.eta) - shift, clock.minutes(call.etd) - shift
            stacked = (eta + etd) / 2
            visit = Visit(kernel, earlier, case.ship_of(call).loa_m, eta, etd, arrival=eta)
            for box in boxes_of(case, visit, streams, staying_min=-stacked):
                box.stacked_at = stacked
                stock.append(box)
            before.append(Visit(kernel, call, visit.loa_m, eta, etd, arrival=eta))
    if case.terminal.cargo.transhipment_share:
        return left_of(stock, [(gate_opens(case, visit), visit.call) for visit in before], several_services(case))
    return stock
