"""DCSA commercial schedules 1.0.3 in JSON: vessel schedules, port schedules and point-to-point routings.

Names of fields are those of the standard's OpenAPI description, CS_v1.0.3.yaml.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast, get_args

from data.case import Case
from data.errors import BadInput
from data.files import content_of
from data.formats.cells import shown
from data.formats.delimited import LARGEST_FILE
from data.formats.moments import Unreadable, read_moment
from data.formats.notation import parsed
from data.formats.schedules.gathering import Gathering, Understood
from data.formats.schedules.legs import Event, Place, Voyage
from data.formats.schedules.mapping import ColumnMapping
from data.sailings import CutoffCode
from data.words import counted

# What a time is by its classifier: what has happened counts before what is expected, and that before plans.
_CLASSIFIERS = {"ACT": "actual", "EST": "estimated", "PLN": "planned"}
_CODES = frozenset(get_args(CutoffCode))
_AFLOAT = {"VESSEL": "vessel", "BARGE": "barge"}
_REMEDY = "give what GET /v1/vessel-schedules, /v1/port-schedules or /v1/point-to-point-routes answers"


def read_dcsa(paths: Sequence[Path], case: Case, mapping: ColumnMapping) -> Understood:
    """What files of DCSA commercial schedules say together, as the answer for one port has half of its voyages' legs.

    What is no JSON is a fault as all others are, which are told in what is returned.
    """
    answers = _Answers(Gathering(case, mapping, ", ".join(path.name for path in paths)))
    for path in paths:
        try:
            root = parsed(content_of(path, path.name, LARGEST_FILE))
        except BadInput as error:
            answers.gathering.faults += [replace(fault, file=path.name, remedy=_REMEDY) for fault in error.faults]
        else:
            answers.read(path.name, root)
    return answers.understood()


@dataclass(frozen=True)
class _Node:
    """A JSON object, its path, and where faults of it go."""

    value: Mapping[str, Any]
    file: str
    path: str
    gathering: Gathering

    @property
    def place(self) -> Place:
        return Place(self.file, None, self.path)

    def refuse(self, key: str, problem: str, remedy: str) -> None:
        value = self.value.get(key)
        text = None if value is None or isinstance(value, dict | list) else shown(value)
        self.gathering.faults.append(self.place.fault(problem, remedy, text, f"{self.path}.{key}"))

    def node(self, key: str) -> "_Node":
        """The object of a key; an empty one where there is none."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, dict):
            self.refuse(key, "it is no JSON object", "give one, in braces")
        return _Node(value if isinstance(value, dict) else {}, self.file, f"{self.path}.{key}", self.gathering)

    def each(self, key: str) -> Iterator["_Node"]:
        """The objects of the list of a key; none where there is no list."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, list):
            self.refuse(key, "it is no JSON list", "give one, in brackets")
        for number, item in enumerate(value if isinstance(value, list) else ()):
            path = f"{self.path}.{key}.{number}"
            if isinstance(item, dict):
                yield _Node(item, self.file, path, self.gathering)
            else:
                place = Place(self.file, None, path)
                self.gathering.faults.append(place.fault("it is no JSON object", "give one, in braces"))

    def text(self, key: str) -> str | None:
        """The text of a key, without spaces around it; None where there is none."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, str):
            self.refuse(key, "it is no text", "give text in quotes")
        return (value.strip() or None) if isinstance(value, str) else None

    def moment(self, key: str) -> datetime | None:
        """The moment of a key; None where there is none, or it can't be understood, which is told."""
        text = self.text(key)
        if text is None:
            return None
        zone = self.gathering.case.terminal.zone
        try:
            moment, understood = read_moment(text, zone, "iso")
        except Unreadable as error:
            self.refuse(key, error.problem, "write it as 2026-01-05T08:00:00+08:00")
            return None
        if understood:
            self.gathering.note(f"times without an offset are taken as the terminal's local time, {zone.key}")
        return moment


class _Answers:
    """Answers of carriers' interfaces while they are read."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.rows = self.on_land = 0
        self.forms: dict[str, None] = {}
        self.classified: Counter[str] = Counter()

    def read(self, file: str, root: object) -> None:
        """One more answer: a list of schedules or routings, or one of them."""
        items = root if isinstance(root, list) else [root]
        self.rows += len(items)
        for item in _Node({"": items}, file, "", self.gathering).each(""):
            node = replace(item, path=item.path.lstrip("."))
            if "legs" in node.value:
                self.forms["point-to-point routings"] = None
                self._routing(node)
            elif "vesselSchedules" in node.value and "location" in node.value:
                self.forms["port schedules"] = None
                self._port(node)
            elif "vesselSchedules" in node.value:
                self.forms["vessel schedules"] = None
                self._service(node)
            else:
                self.gathering.faults.append(node.place.fault("it is no schedule of DCSA's standard CS 1.0.3", _REMEDY))

    def understood(self) -> Understood:
        """What all of them say."""
        counts = [f"{self.classified[word]} {word}" for word in _CLASSIFIERS.values() if self.classified[word]]
        if counts:
            self.gathering.note(f"times of calls: {', '.join(counts)}")
        if self.on_land:
            self.gathering.note(f"{counted(self.on_land, 'leg')} on land left out")
        return self.gathering.understood(f"DCSA commercial schedules, {' and '.join(self.forms) or 'none'}", self.rows)

    def _service(self, service: _Node) -> None:
        name = service.text("carrierServiceCode") or service.text("carrierServiceName")
        for schedule in service.each("vesselSchedules"):
            calls = list(schedule.each("transportCalls"))
            for here, there in itertools.pairwise(calls):
                # A ship's voyage number changes at a port: she leaves under its export number.
                number = here.text("carrierExportVoyageNumber") or there.text("carrierImportVoyageNumber")
                voyage = self._voyage(schedule, None, number, name, here)
                if voyage is None:
                    return
                self._call(voyage, here, departs=True)
                self._call(voyage, there, departs=False)

    def _port(self, port: _Node) -> None:
        code = self._port_code(port.node("location"))
        for schedule in port.each("vesselSchedules"):
            partner = next(schedule.each("servicePartners"), schedule)
            service = partner.text("carrierServiceCode") or partner.text("carrierServiceName")
            for departs, key in ((False, "carrierImportVoyageNumber"), (True, "carrierExportVoyageNumber")):
                voyage = self._voyage(schedule, partner.text("carrierCode"), partner.text(key), service, schedule)
                if voyage is None:
                    break
                self._event(voyage, code, schedule, departs=departs)

    def _routing(self, routing: _Node) -> None:
        on_board = False
        for leg in routing.each("legs"):
            transport = leg.node("transport")
            afloat = _AFLOAT.get(transport.text("modeOfTransport") or "")
            if afloat is None:
                self.on_land += 1
                continue
            partner = next(transport.each("servicePartners"), transport)
            number = partner.text("carrierExportVoyageNumber") or transport.text("universalExportVoyageReference")
            service = partner.text("carrierServiceCode") or partner.text("carrierServiceName")
            voyage = self._voyage(transport, partner.text("carrierCode"), number, service, transport, afloat)
            # Cut-offs of the whole routing are those of boarding its first ship.
            cutoffs = {**({} if on_board else self._cutoffs(routing)), **self._cutoffs(leg)}
            on_board = True
            if voyage is None:
                continue
            for key, departs in (("departure", True), ("arrival", False)):
                end = leg.node(key)
                at = end.moment("dateTime")
                code = self._port_code(end.node("location"))
                if at is None:
                    if "dateTime" not in end.value:
                        end.refuse("dateTime", "it is missing", "give when it is")
                elif code is not None:
                    voyage.events.append(Event(code, departs, at, leg.place, cutoffs if departs else {}))
            for call in leg.each("intermediateCalls"):
                code = self._port_code(call.node("location"))
                for key, departs in (("arrivalDateTime", False), ("departureDateTime", True)):
                    at = call.moment(key)
                    if at is not None and code is not None:
                        voyage.events.append(Event(code, departs, at, call.place))

    def _voyage(
        self, of: _Node, carrier: str | None, number: str | None, service: str | None, at: _Node, kind: str = "vessel"
    ) -> Voyage | None:
        vessel = of.node(kind)
        fixed, place = self.gathering.mapping.fixed, at.place
        line = self.gathering.line(str(fixed.get("line") or carrier or vessel.text("operatorCarrierCode") or ""), place)
        if line is None:
            return None
        if number is None:
            at.refuse("carrierExportVoyageNumber", "the voyage has no number", "give it")
            return None
        ship = None if of.value.get("isDummyVessel") is True else vessel.text("name") or vessel.text("vesselIMONumber")
        return self.gathering.voyage(line, number, place, ship=ship, service=service, flag=vessel.text("flag"))

    def _port_code(self, location: _Node) -> str | None:
        code = location.text("UNLocationCode")
        if code is not None:
            return code
        name = location.text("locationName")
        if name is None:
            location.refuse("UNLocationCode", "the port is not said", "give its UN/LOCODE")
            return None
        return self.gathering.port(name, location.place)

    def _call(self, voyage: Voyage, call: _Node, *, departs: bool) -> None:
        self._event(voyage, self._port_code(call.node("location")), call, departs=departs)

    def _event(self, voyage: Voyage, port: str | None, call: _Node, *, departs: bool) -> None:
        """The arrival or departure of a call by the best of its timestamps; a departure has the call's cut-offs."""
        found: dict[str, datetime] = {}
        wanted = "DEPA" if departs else "ARRI"
        for stamp in call.each("timestamps"):
            kind, classifier = stamp.text("eventTypeCode"), stamp.text("eventClassifierCode")
            if kind not in ("ARRI", "DEPA"):
                stamp.refuse("eventTypeCode", "it is no type of an event", "give ARRI or DEPA")
            elif classifier not in _CLASSIFIERS:
                stamp.refuse("eventClassifierCode", "it is no classifier", "give ACT, EST or PLN")
            elif kind == wanted:
                at = stamp.moment("eventDateTime")
                if at is not None:
                    found[classifier] = at
        best = next((classifier for classifier in _CLASSIFIERS if classifier in found), None)
        cutoffs = self._cutoffs(call) if departs else {}
        if best is not None and port is not None:
            self.classified[_CLASSIFIERS[best]] += 1
            voyage.events.append(Event(port, departs, found[best], call.place, cutoffs))

    def _cutoffs(self, call: _Node) -> dict[CutoffCode, datetime]:
        found: dict[CutoffCode, datetime] = {}
        for row in call.each("cutOffTimes"):
            code, at = row.text("cutOffDateTimeCode"), row.moment("cutOffDateTime")
            if code not in _CODES:
                row.refuse("cutOffDateTimeCode", "there is no such cut-off", f"give one of {', '.join(sorted(_CODES))}")
            elif at is None:
                if "cutOffDateTime" not in row.value:
                    row.refuse("cutOffDateTime", "it is missing", "give when it is")
            else:
                found[cast(CutoffCode, code)] = at
        return found
