"""Changes of what comes to the terminal: more boxes or more calls, a new service, a ship that is late."""

from datetime import timedelta
from math import floor
from typing import Literal

from pydantic import Field, model_validator

from data.case import Case
from data.codes import Country, Id, Text
from data.record import Hours, Metres, unit
from data.scenarios.change import Change, LocalMoment, Refused, changed, find, hint, ids_of
from data.terminal import Side
from data.vessels import MOST_BOXES_A_CALL, Boxes, Ids, PortList, Service, Vessel, VesselCall

_BOXES = ("discharge_full", "discharge_empty", "load_full", "load_empty")
_YEAR_DAYS = 365.25
# Services that come less often than that are no services.
_LONGEST_RHYTHM_DAYS = 90


class Demand(Change):
    """More or less demand of services: larger calls (`boxes`), or more of them (`calls`).

    Larger calls are those that the case lists too; no call grows beyond what its ship holds. More calls are those of
    further services beside the first, with ships of their own, half a rhythm later; the calls that there are stay.
    """

    change: Literal["demand"] = "demand"
    factor: float | None = Field(
        None, gt=0, le=100, description="Times as much as now", json_schema_extra=unit("factor")
    )
    teu_per_year: float | None = Field(
        None,
        gt=0,
        le=10**8,
        description="Or what all services together bring and take in a year then",
        json_schema_extra=unit("TEU/year"),
    )
    how: Literal["boxes", "calls"] = Field("boxes", description="boxes: larger calls; calls: more calls")
    services: Ids = Field((), description="Which services, by id; empty for all", json_schema_extra=ids_of("services"))

    @model_validator(mode="after")
    def _one_of_both(self) -> "Demand":
        if (self.factor is None) == (self.teu_per_year is None):
            raise ValueError("it says how much in no way, or in two: give one of factor and teu_per_year")
        if self.teu_per_year is not None and self.services:
            raise ValueError("teu_per_year is of all services together: drop services, or give factor")
        return self

    def apply(self, case: Case) -> Case:
        """The case with another demand."""
        chosen = [find("services", name, case.services, "services") for name in self.services] or list(case.services)
        factor, field = self.factor, "factor"
        if factor is None:
            now, field = teu_a_year(case), "teu_per_year"
            if not now:
                raise Refused(field, "the case has no services whose boxes recur", "give factor", self.teu_per_year)
            assert self.teu_per_year is not None
            factor = self.teu_per_year / now
        if self.how == "boxes":
            return _larger(case, {service.id for service in chosen}, factor, field)
        return _oftener(case, chosen, factor, field)


def teu_a_year(case: Case) -> float:
    """TEU that the services of a case bring and take in a year, by their means; a 40-foot box counts twice."""
    boxes = sum(_boxes(service) / service.every_days for service in case.services)
    return boxes * _YEAR_DAYS * (1 + case.terminal.cargo.forty_foot_share)


def _boxes(row: Service | VesselCall) -> int:
    return sum(getattr(row, name) for name in _BOXES)


def _larger(case: Case, services: set[str], factor: float, field: str) -> Case:
    """The case with so many times the boxes in each call of the services, or of all calls where none is named."""

    def grown(row: Service | VesselCall, room: int) -> dict[str, int]:
        boxes: dict[str, int] = {}
        for names in (_BOXES[:2], _BOXES[2:]):
            left = room
            for name in names:
                boxes[name] = min(round(getattr(row, name) * factor), left)
                left -= boxes[name]
        if not any(boxes.values()) and _boxes(row):
            boxes[next(name for name in _BOXES if getattr(row, name))] = 1
        return boxes

    def more(service: Service) -> Service:
        room = min(case.vessel_by_id[name].capacity_teu for name in service.vessels)
        discharge = (service.discharge_full + service.discharge_empty) * factor
        load = (service.load_full + service.load_empty) * factor
        if max(discharge, load) > room:
            raise Refused(
                field,
                f"a call of {service.id} would have {max(discharge, load):,.0f} boxes one way, and its ships hold "
                f"{room:,} TEU",
                'give how = "calls", or less',
                f"{factor:g}",
            )
        return changed(service, **grown(service, MOST_BOXES_A_CALL))

    return case.changed(
        services=tuple(more(service) if service.id in services else service for service in case.services),
        calls=tuple(
            changed(call, **grown(call, case.ship_of(call).capacity_teu))
            if call.service in services or (call.service is None and len(services) == len(case.services))
            else call
            for call in case.calls
        ),
    )


def _oftener(case: Case, services: list[Service], factor: float, field: str) -> Case:
    """The case with further services beside these, that together bring factor - 1 times as much."""
    more = factor - 1
    if not services:
        raise Refused("how", "the case has no services", 'give how = "boxes"', "calls")
    if more < 0:
        raise Refused(
            field, f"that is {factor:.3g} times what comes now, and calls are not taken away", 'give how = "boxes"'
        )
    shares = [1.0] * floor(more + 1e-9) + [more - floor(more + 1e-9)]
    added: list[Service] = []
    vessels: dict[str, Vessel] = {}
    taken = {service.id for service in case.services} | {vessel.id for vessel in case.vessels}
    for service in services:
        for number, share in enumerate(shares, start=1):
            if share < 1e-9:
                continue
            rhythm = service.every_days / share
            if rhythm > _LONGEST_RHYTHM_DAYS:
                raise Refused(
                    field,
                    f"a further call of {service.id} every {rhythm:.0f} days is no service",
                    'give more, or how = "boxes"',
                    f"{factor:g}",
                )
            ships = [_second(case.vessel_by_id[name], taken) for name in service.vessels]
            vessels |= {ship.id: ship for ship in ships}
            # Spread over the rhythm of the first one, to the minute.
            later = timedelta(minutes=round(service.every_days * 24 * 60 * number / (len(shares) + 1)))
            added.append(
                changed(
                    service,
                    id=_free(service.id, taken, 56),
                    vessels=tuple(ship.id for ship in ships),
                    every_days=rhythm,
                    first_eta=service.first_eta + later,
                )
            )
    return case.changed(vessels=(*case.vessels, *vessels.values()), services=(*case.services, *added))


def _second(ship: Vessel, taken: set[str]) -> Vessel:
    return changed(ship, id=_free(ship.id, taken, 64), imo=None)


def _free(name: str, taken: set[str], longest: int) -> str:
    """A name like another that nothing has yet; it is taken then."""
    number = 2
    while (new := f"{name[: longest - 4 - len(str(number))]}-x{number}") in taken:
        number += 1
    taken.add(new)
    return new


class AddService(Change):
    """A new regular service, with as many ships of one kind as take turns in it."""

    change: Literal["add_service"] = "add_service"
    id: Id = Field(max_length=56, description="Name of the service")
    line: Id = Field(description="The carrier")
    rotation: PortList = Field(
        min_length=1,
        description="Ports after this terminal, in order, of the table ports",
        json_schema_extra=ids_of("ports"),
    )
    first_eta: LocalMoment = Field(
        description="Pro-forma ETA of the first call; without a zone on the terminal's clock"
    )
    every_days: float = Field(7, gt=0, le=90, description="From call to call", json_schema_extra=unit("days"))
    stay_h: Hours = Field(gt=0, description="Pro-forma stay; ETD is ETA and this")
    discharge_full: Boxes = Field(0, description="Mean laden boxes to discharge")
    discharge_empty: Boxes = Field(0, description="Mean empty boxes to discharge")
    load_full: Boxes = Field(0, description="Mean laden boxes to load")
    load_empty: Boxes = Field(0, description="Mean empty boxes to load")
    preferred_position_m: Metres | None = Field(
        None, description="Contracted place of the ship's low end; empty where any is as good"
    )
    min_cranes: int = Field(1, ge=1, le=20, description="Least cranes at each of its ships")
    max_cranes: int | None = Field(
        None, ge=1, le=20, description="Most cranes at each of its ships; empty for one in every 45 m of her length"
    )
    side: Side = Field("starboard", description="Side alongside")
    ships: int = Field(2, ge=1, le=50, description="Ships that take turns")
    ship_name: Text | None = Field(None, description="Their name, with a number behind it; empty for the service's")
    flag: Country = Field(description="ISO 3166 code of their flag; cabotage law looks at it")
    loa_m: float = Field(gt=0, le=500, description="Their length over all", json_schema_extra=unit("m"))
    beam_m: float = Field(gt=0, le=80, description="Their breadth", json_schema_extra=unit("m"))
    capacity_teu: int = Field(gt=0, le=30_000, description="Their capacity", json_schema_extra=unit("TEU"))
    max_draft_m: float = Field(gt=0, le=25, description="Their draft when fully laden", json_schema_extra=unit("m"))

    def apply(self, case: Case) -> Case:
        """The case with one more service and its ships."""
        if any(service.id == self.id for service in case.services):
            raise Refused("id", "the case has such a service", "give another name", self.id)
        for port in self.rotation:
            if port not in case.port_by_code:
                raise Refused(
                    "rotation", "there is no such row in the table ports", hint(port, case.port_by_code), port
                )
        taken = {vessel.id for vessel in case.vessels}
        ships = tuple(
            Vessel(
                id=f"{self.id}-S{number}",
                name=f"{(self.ship_name or self.id)[:190]} {number}",
                line=self.line,
                flag=self.flag,
                loa_m=self.loa_m,
                beam_m=self.beam_m,
                capacity_teu=self.capacity_teu,
                max_draft_m=self.max_draft_m,
            )
            for number in range(1, self.ships + 1)
        )
        if any(ship.id in taken for ship in ships):
            raise Refused("id", "the case has ships of that name", "give another name", self.id)
        for boxes in (self.discharge_full + self.discharge_empty, self.load_full + self.load_empty):
            if boxes > self.capacity_teu:
                raise Refused("capacity_teu", f"a call has {boxes} boxes one way", "give more", self.capacity_teu)
        shared = {name: getattr(self, name) for name in Service.model_fields if name in AddService.model_fields}
        service = Service(
            **shared | {"vessels": tuple(ship.id for ship in ships), "first_eta": case.terminal.local(self.first_eta)}
        )
        return case.changed(vessels=(*case.vessels, *ships), services=(*case.services, service))


class ShipLate(Change):
    """A ship that comes so many hours after her ETA in every replication; plans know nothing of it."""

    change: Literal["ship_late"] = "ship_late"
    call: Id = Field(description="The call, by id; one that the case lists", json_schema_extra=ids_of("calls"))
    hours: float = Field(
        ge=-168, le=720, description="Hours after the ETA; below 0 before it", json_schema_extra=unit("h")
    )

    def apply(self, case: Case) -> Case:
        """The case with a ship that is late."""
        find("call", self.call, case.calls, "calls")
        return case.changed(
            calls=tuple(changed(call, late_h=self.hours) if call.id == self.call else call for call in case.calls)
        )
