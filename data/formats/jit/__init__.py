"""The port calls of a berth plan as DCSA Just in Time Port Call 2.0.0: who expects, asks for, plans and has seen what.

- EST: what the carrier expects (ETA and ETD of the case), and the terminal of its own work.
- REQ: what the terminal asks the ship for in reply: first and last line as planned, and when to be where pilots board.
- PLN: the same of a plan that is accepted, and the terminal's work. By the standard whoever gives the service says it:
  of berths the carrier, of cargo operations the terminal.
- ACT: first and last line of the case's actuals.

What has happened has no REQ and no PLN any more. Ids are made of the terminal, the call and the ship (RFC 9562, version
5), and those of timestamps of their moments too: a second export of the same plan has the same ids.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from data.case import Case
from data.formats.jit.messages import (
    Classifier,
    EventType,
    Facility,
    Lack,
    LeftOut,
    Location,
    PortCall,
    PortCalls,
    PortCallService,
    ServiceType,
    TerminalCall,
    Timestamp,
    Vessel,
)
from data.plans import BerthedCall, BerthPlan
from data.vessels import VesselCall

__all__ = ["PortCalls", "jit_port_calls"]

_LONGEST_NAME, _LONGEST_SERVICE_CODE, _LONGEST_FACILITY_CODE = 50, 11, 6
_HOUR = timedelta(hours=1)


def jit_port_calls(case: Case, plan: BerthPlan, *, accepted: bool) -> PortCalls:
    """The messages of a plan that is accepted, or is not yet; times are on the terminal's clock."""
    known = [entry for entry in plan.calls if entry.call in case.call_by_id]
    calls = [_Call(case, entry, accepted) for entry in sorted(known, key=lambda entry: (entry.start, entry.call))]
    left_out = [LeftOut(call=out.call, reason=out.reason) for out in plan.unserved]
    strangers = [entry.call for entry in plan.calls if entry.call not in case.call_by_id]
    left_out += [LeftOut(call=name, reason="the case has no such call") for name in strangers]
    happenings = [(call, happening) for call in calls for happening in call.happenings()]
    return PortCalls(
        case=case.name,
        case_hash=case.hash,
        accepted=accepted,
        port_calls=tuple(call.port_call() for call in calls),
        terminal_calls=tuple(call.terminal_call() for call in calls),
        port_call_services=tuple(call.service(happening) for call, happening in happenings),
        timestamps=tuple(stamp for call, happening in happenings for stamp in call.timestamps(happening)),
        lacks=tuple(lack for call in calls for lack in call.lacks()),
        left_out=tuple(left_out),
    )


@dataclass(frozen=True)
class _Happening:
    """What happens in a call: as the ship or the terminal expects it, as the plan has it, and when it did."""

    type: ServiceType
    event: EventType
    estimated: datetime
    planned: datetime
    actual: datetime | None = None
    asked: bool = True  # whether the terminal asks the ship for it


class _Call:
    """A call that a plan berths."""

    def __init__(self, case: Case, entry: BerthedCall, accepted: bool) -> None:
        self._case, self._entry, self._accepted = case, entry, accepted
        self._call: VesselCall = case.call_by_id[entry.call]
        self._ship = case.ship_of(self._call)

    def happenings(self) -> Iterator[_Happening]:
        """The services of the call, in time."""
        entry, call, terminal = self._entry, self._call, self._case.terminal
        actual = self._case.actual_by_call.get(entry.call)
        came = None if actual is None else actual.first_line
        left = None if actual is None else actual.last_line
        knots = terminal.pilotage.knots
        if knots and came is None:
            passage = terminal.channel.length_nm / knots * _HOUR
            yield _Happening("PILOT_BOARDING_PLACE", "ARRI", call.eta - passage, entry.start - passage)
        yield _Happening("BERTH", "ARRI", call.eta, entry.start, came)
        if entry.cranes and left is None:
            first, last = min(use.start for use in entry.cranes), max(use.end for use in entry.cranes)
            if came is None:
                yield _Happening("CARGO_OPERATIONS", "STRT", first, first, asked=False)
            yield _Happening("CARGO_OPERATIONS", "CMPL", last, last, asked=False)
        yield _Happening("BERTH", "DEPA", call.etd, entry.end, left)

    def port_call(self) -> PortCall:
        """The ship and the port."""
        ship = self._ship
        vessel = Vessel(
            imo=ship.imo, name=ship.name[:_LONGEST_NAME].strip(), length_overall=ship.loa_m, width=ship.beam_m
        )
        return PortCall(port_call_id=self._id(), un_location_code=self._case.terminal.unlocode, vessel=vessel)

    def terminal_call(self) -> TerminalCall:
        """The call as the carrier knows it."""
        service = self._call.service
        leg = next((leg for leg in self._case.sailings if leg.call == self._call.id), None)
        return TerminalCall(
            terminal_call_id=self._id("terminal"),
            port_call_id=self._id(),
            terminal_call_reference=self._call.id,
            carrier_service_name=service if service and len(service) <= _LONGEST_NAME else None,
            carrier_service_code=service if service and len(service) <= _LONGEST_SERVICE_CODE else None,
            carrier_export_voyage_number=leg.voyage if leg and len(leg.voyage) <= _LONGEST_NAME else None,
        )

    def service(self, happening: _Happening) -> PortCallService:
        """A service of the call."""
        at_berth = happening.type != "PILOT_BOARDING_PLACE"
        inbound = happening.event == "ARRI"
        return PortCallService(
            terminal_call_id=self._id("terminal"),
            port_call_service_id=self._service_id(happening),
            port_call_service_type_code=happening.type,
            port_call_service_event_type_code=happening.event,
            port_call_phase_type_code="ALGS" if happening.type == "CARGO_OPERATIONS" else "INBD" if inbound else "OUTB",
            facility_type_code="BRTH" if at_berth else "PBPL",
            port_call_service_location=self._location() if at_berth else self._port(),
        )

    def timestamps(self, happening: _Happening) -> Iterator[Timestamp]:
        """What is said of a service: each in reply to what was said before."""
        said: list[tuple[Classifier, datetime]] = []
        if happening.asked or not self._accepted:
            said.append(("EST", happening.estimated))
        if happening.actual is not None:
            said.append(("ACT", happening.actual))
        else:
            said += [("REQ", happening.planned)] if happening.asked else []
            said += [("PLN", happening.planned)] if self._accepted else []
        before: UUID | None = None
        for classifier, moment in said:
            stamp = Timestamp(
                timestamp_id=uuid5(self._service_id(happening), f"{classifier} {moment.timestamp()}"),
                reply_to_timestamp_id=before,
                port_call_service_id=self._service_id(happening),
                classifier_code=classifier,
                date_time=self._case.terminal.local(moment),
                port_call_service_location=self._location()
                if classifier == "REQ" and self._at_quay(happening)
                else None,
                remark=self._remark(happening) if classifier == "REQ" else None,
            )
            before = stamp.timestamp_id
            yield stamp

    def lacks(self) -> Iterator[Lack]:
        """What the standard wants of the call and the case does not know."""
        name, service = self._call.id, self._call.service
        if self._ship.imo is None:
            text = (
                f"{self._ship.name} has no IMO number in the table vessels, nor an MMSI: receivers refuse the port call"
            )
            yield Lack(call=name, field="vesselIMONumber", text=text)
        if service is None or len(service) > _LONGEST_NAME:
            yield Lack(call=name, field="carrierServiceName", text="the call is of no service, or its name is too long")
        if service is None or len(service) > _LONGEST_SERVICE_CODE:
            yield Lack(call=name, field="carrierServiceCode", text="the call is of no service with a code so short")
        if self._facility() is None:
            code = self._case.terminal.code
            yield Lack(call=name, field="facilityCode", text=f"{code} is too long for a code of a terminal")

    # ------------------------------------------------------------------------------------------------------------------

    def _id(self, *parts: str) -> UUID:
        terminal = self._case.terminal
        words = (terminal.unlocode, terminal.code, self._call.id, self._ship.imo or self._ship.id, *parts)
        return uuid5(NAMESPACE_URL, "urn:dermaga:port-call:" + ":".join(words))

    def _service_id(self, happening: _Happening) -> UUID:
        return self._id(happening.type, happening.event)

    @staticmethod
    def _at_quay(happening: _Happening) -> bool:
        return happening.type == "BERTH" and happening.event == "ARRI"

    def _facility(self) -> Facility | None:
        terminal = self._case.terminal
        if len(terminal.code) > _LONGEST_FACILITY_CODE:
            return None
        place = f"low end at {self._entry.position_m:g} m, {self._entry.side} side alongside"
        return Facility(facility_code=terminal.code, sub_facility=place)

    def _port(self) -> Location:
        return Location(un_location_code=self._case.terminal.unlocode)

    def _location(self) -> Location:
        terminal = self._case.terminal
        return Location(
            location_name=terminal.name[:100].strip(), un_location_code=terminal.unlocode, facility=self._facility()
        )

    def _remark(self, happening: _Happening) -> str | None:
        """By how much the terminal asks for another time than the ship expects."""
        late = round((happening.planned - happening.estimated) / _HOUR, 1)
        if not late:
            return None
        what = "departure" if happening.event == "DEPA" else "arrival"
        return f"{abs(late):g} h {'after' if late > 0 else 'before'} the estimated {what}"
