"""Services: the calls that recur beyond those that a case lists, and those that come at random.

Recurring calls are known long before: they are the same in every replication, and a case may list them. Random calls
are known to nobody: each replication of the simulation draws its own, and no berth plan has them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zlib import crc32

import numpy as np

from data.case import Case
from data.terminal import Terminal
from data.vessels import Service, Vessel, VesselCall

# Drafts of a call as shares of the ship's laden draft: feeders seldom sail empty or down to their marks.
_DRAFT_SHARES = (0.75, 0.95)
# Ship's length that a quay crane needs beside its neighbour, with the bays that it works.
_METRES_PER_CRANE = 45
_QUARTER = timedelta(minutes=15)


def service_call(terminal: Terminal, service: Service, vessels: dict[str, Vessel], number: int) -> VesselCall:
    """The call of a service with a number (0 is the first), the same for the same terminal seed.

    Boxes scatter around the service's means as gamma variates with `arrivals.volume_spread`, the ETA around the
    pro-forma as a normal variate with `arrivals.proforma_sd_h`, cut at two standard deviations, on the quarter hour.
    """
    random = np.random.default_rng([terminal.seed, crc32(service.id.encode()), number])
    shift = float(np.clip(random.standard_normal(), -2, 2)) * terminal.arrivals.proforma_sd_h
    pro_forma = service.first_eta + number * timedelta(days=service.every_days)
    eta = pro_forma + round(timedelta(hours=shift) / _QUARTER) * _QUARTER
    return _drawn(terminal, service, vessels, number, pro_forma, eta, random)


def random_calls(case: Case, service: Service, until: datetime, random: np.random.Generator) -> Iterator[VesselCall]:
    """The calls of a service with a random rhythm that have an ETA before `until`, in order of ETA.

    A renewal process: between two calls lies a gamma variate of mean `every_days` and spread `interarrival_spread`.
    It begins at `first_eta`, or at the last listed call of the service, and its first call comes one such time later.
    Boxes are drawn as those of `service_call`. The same stream gives the same calls, however far one looks.
    """
    spread, mean = service.interarrival_spread, service.every_days
    listed = [call.eta for call in case.calls if call.service == service.id]
    known = case.call_by_id
    eta, number = max([service.first_eta, *listed]), 0
    while True:
        eta += timedelta(days=random.gamma(1 / spread**2, mean * spread**2) if spread else mean)
        if eta >= until:
            return
        call = _drawn(case.terminal, service, case.vessel_by_id, number, eta, eta, random)
        if call.id not in known:
            yield call
        number += 1


def _drawn(
    terminal: Terminal,
    service: Service,
    vessels: dict[str, Vessel],
    number: int,
    pro_forma: datetime,
    eta: datetime,
    random: np.random.Generator,
) -> VesselCall:
    """A service's call at an ETA, its boxes and drafts drawn."""
    ship = vessels[service.vessels[number % len(service.vessels)]]
    spread = terminal.arrivals.volume_spread

    def boxes(mean: int, room: int) -> int:
        size = random.gamma(1 / spread**2, spread**2) if spread else 1.0
        return min(round(mean * size), room)

    discharge_full = boxes(service.discharge_full, ship.capacity_teu)
    discharge_empty = boxes(service.discharge_empty, ship.capacity_teu - discharge_full)
    load_full = boxes(service.load_full, ship.capacity_teu)
    load_empty = boxes(service.load_empty, ship.capacity_teu - load_full)
    if not discharge_full + discharge_empty + load_full + load_empty:
        # A call has one box at least, of a kind that the service has.
        if service.load_full or not (service.discharge_full + service.discharge_empty + service.load_empty):
            load_full = 1
        elif service.discharge_full:
            discharge_full = 1
        elif service.load_empty:
            load_empty = 1
        else:
            discharge_empty = 1
    arrival_draft, departure_draft = (round(ship.max_draft_m * share, 1) for share in random.uniform(*_DRAFT_SHARES, 2))
    return VesselCall(
        id=f"{service.id}-{number + 1:03d}",
        vessel=ship.id,
        service=service.id,
        eta=eta,
        etd=eta + timedelta(hours=service.stay_h),
        arrival_draft_m=arrival_draft,
        departure_draft_m=departure_draft,
        discharge_full=discharge_full,
        discharge_empty=discharge_empty,
        load_full=load_full,
        load_empty=load_empty,
        min_cranes=service.min_cranes,
        max_cranes=service.max_cranes or max(service.min_cranes, int(ship.loa_m // _METRES_PER_CRANE)),
        preferred_position_m=service.preferred_position_m,
        side=service.side,
        priority=service.priority,
        window_end=None if service.window_h is None else pro_forma + timedelta(hours=service.window_h),
    )


def recurring_calls(case: Case, until: datetime) -> tuple[VesselCall, ...]:
    """The case's calls and, after the last listed one of each service, those that have an ETA before `until`.

    Ordered by ETA. A service without listed calls begins at its first pro-forma ETA. Services with a random rhythm
    have no such calls.
    """
    listed: dict[str, datetime] = {}
    for call in case.calls:
        if call.service is not None:
            listed[call.service] = max(call.eta, listed.get(call.service, call.eta))
    calls = list(case.calls)
    known = set(case.call_by_id)
    earliest = timedelta(hours=2 * case.terminal.arrivals.proforma_sd_h) + _QUARTER
    for service in case.services:
        if service.rhythm == "random":
            continue
        rhythm = timedelta(days=service.every_days)
        number = 0
        if service.id in listed:
            # The next one: at least half a rhythm after the last listed call, which may be early or late itself.
            number = max(0, int((listed[service.id] - service.first_eta) / rhythm + 1.5))
        # A call may be early, by two standard deviations and the rounding to quarters at most.
        while service.first_eta + number * rhythm < until + earliest:
            call = service_call(case.terminal, service, case.vessel_by_id, number)
            if call.id not in known and call.eta < until:
                calls.append(call)
            number += 1
    return tuple(sorted(calls, key=lambda call: (call.eta, call.id)))
