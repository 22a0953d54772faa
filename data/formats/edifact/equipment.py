"""Reading: the segments that say something of one box, which most messages of the trade share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from data.codes import BoxNumber, HazardClass, Text, UnLocode, box_check_digit
from data.formats.edifact.box_types import box_type
from data.formats.edifact.boxes import EdiBox, Goods
from data.formats.edifact.measures import celsius, centimetres, kilograms
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment
from data.slots import Slot
from data.validation import in_words

# Groups of which only the first segment is about the box: dangerous goods, what hangs on it, how it goes on.
SHUT = frozenset({"DGS", "EQA", "TDT"})

_STATUS = {"4": "empty", "5": "full", "7": "full", "8": "full"}
_LOAD, _DISCHARGE, _FINAL = ("9", "6"), ("11", "12"), ("83", "65", "7")
# Attributes of data element 6313 that stand for the gross mass; without one, the purpose WT does.
_GROSS = ("G", "WT", "AET")
_ESTIMATED = "EGW"
_CENTIMETRES_MOST = 1_000
_REFERENCES = {"BN": "booking", "BM": "bill"}
# A stowage plan of D.95B needs a reference for each box; by the guide this one stands for none.
_NO_BILL = ("bill", "1")


@cache
def _type(annotation: Any) -> TypeAdapter[str]:
    return TypeAdapter(annotation)


def _accepts(annotation: Any, text: str) -> str | None:
    """What is wrong with a text by a type of data.codes, or None where it is right."""
    try:
        _type(annotation).validate_python(text)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        return str(detail["ctx"]["error"]) if detail["type"] == "value_error" else in_words(detail)[0]
    return None


@dataclass
class _Reading:
    """A box as it takes shape."""

    refuse: Refusals
    notices: set[str]
    values: dict[str, Any] = field(default_factory=dict)
    goods: list[Goods] = field(default_factory=list)
    over: dict[str, int] = field(default_factory=dict)
    bundled: list[str] = field(default_factory=list)

    def once(self, name: str, value: object, segment: Segment, element: int, component: int | None = None) -> None:
        """Keep a value, and refuse another one for the same thing. None stands for one that was refused already."""
        if value is not None and self.values.setdefault(name, value) != value:
            problem = f"another segment of the box says {self.values[name]}"
            self.refuse.add(segment, problem, "keep the right one", element, component)


def read_box(segments: Iterable[Segment], refuse: Refusals, notices: set[str]) -> EdiBox:
    """The box that these segments describe, the first of which begins it; what is wrong with it is refused.

    Segments and codes that say nothing of loading (seals, goods, further places) are passed over.
    """
    reading = _Reading(refuse, notices)
    first = None
    for segment in segments:
        first = first or segment
        reader = _READERS.get(segment.tag)
        if reader is not None:
            reader(segment, reading)
    assert first is not None
    estimated = reading.values.pop(_ESTIMATED, None)
    if estimated is not None:
        reading.values.setdefault("gross_kg", estimated)
    values: dict[str, Any] = {**reading.values, **reading.over}
    return EdiBox(goods=tuple(reading.goods), bundled=tuple(reading.bundled), segment=first.number, **values)


def box_number(segment: Segment, element: int, refuse: Refusals) -> str | None:
    """The box number in an element, without its blanks; None where there is none, or it is refused."""
    text = segment.part(element).replace(" ", "").upper()
    if not text:
        return None
    problem = _accepts(BoxNumber, text)
    if problem is None:
        return text
    remedy = "write four letters and seven digits, as CSQU3054383"
    if problem.startswith("the check digit"):
        remedy = f"look for a mistyped letter or digit; if there is none, {text[:10]}{box_check_digit(text)} is right"
    refuse.add(segment, problem, remedy, element, 1)
    return None


def port(segment: Segment, refuse: Refusals | None) -> str | None:
    """The UN/LOCODE of LOC; None where it is none, and then refused if that is asked for."""
    code = segment.part(2).strip().upper()
    problem = _accepts(UnLocode, code)
    if problem is None:
        return code
    if refuse is not None:
        refuse.add(segment, problem, "give the UN/LOCODE of the port", 2, 1)
    return None


def slot(segment: Segment, refuse: Refusals) -> str | None:
    """The slot of LOC+147: seven digits, or six of a ship with two for the bay; None where it is refused."""
    text = segment.part(2).strip()
    text = "0" + text if len(text) == 6 else text
    problem = _accepts(Slot, text)
    if problem is None:
        return text
    refuse.add(segment, problem, "write bay, row and tier by ISO 9711-1, as 0180282", 2, 1)
    return None


def plain(segment: Segment, element: int, component: int, refuse: Refusals) -> str | None:
    """A text that goes into tables; None where it is empty, or refused."""
    text = segment.part(element, component).strip()
    problem = _accepts(Text, text) if text else None
    if problem is not None:
        refuse.add(segment, problem, "write plain text of at most 200 characters", element, component)
        return None
    return text or None


def _equipment(segment: Segment, reading: _Reading) -> None:
    refuse = reading.refuse
    if segment.part(1) != "CN":
        remedy = "take it out of the message; a slot that it takes is no slot of the ship's profile for this call"
        refuse.add(segment, "it is no container (CN), and only these are planned here", remedy, 1)
        return
    if "number" in reading.values:
        problem = "a second container is in the same place"
        refuse.add(segment, problem, "give each a place of its own; those bundled with it belong into EQA", 2)
        return
    reading.values["number"] = box_number(segment, 2, refuse)
    code = (segment.part(3) or segment.part(3, 4)).strip().upper()
    if code:
        kind = box_type(code)
        if kind is None:
            refuse.add(segment, "no such size and type is known", "give the code of ISO 6346, as 22G1 or 45R1", 3)
        elif kind != code:
            reading.notices.add(f"size and type {code} of ISO 6346:1984 is read as {kind}")
        reading.values["box_type"] = kind
    status = segment.part(6).strip()
    if status and status not in _STATUS:
        refuse.add(segment, "it says neither laden nor empty", "write 5 for laden, 4 for empty", 6)
    reading.values["status"] = _STATUS.get(status)


def _place(segment: Segment, reading: _Reading) -> None:
    what = segment.part(1)
    if what == "147":
        reading.once("slot", slot(segment, reading.refuse), segment, 2, 1)
    elif what in _LOAD:
        reading.once("load_port", port(segment, reading.refuse), segment, 2, 1)
    elif what in _DISCHARGE:
        reading.once("discharge_port", port(segment, reading.refuse), segment, 2, 1)
    elif what in _FINAL and segment.part(2):
        final = port(segment, None)
        if final is None:
            reading.notices.add(f"final places that are no UN/LOCODE are left out, as {segment.part(2)[:20]}")
        else:
            reading.values.setdefault("final_port", final)


def _mass(segment: Segment, reading: _Reading) -> None:
    purpose, attribute = segment.part(1), segment.part(2)
    if "VGM" in (purpose, attribute):
        name = "verified_kg"
    elif attribute in _GROSS or (purpose == "WT" and not attribute):
        name = "gross_kg"
    elif attribute == _ESTIMATED:
        name = _ESTIMATED
    else:
        return
    if not any(segment.part(3, component) for component in (2, 3, 4)):
        return
    if not segment.part(3, 2) and (segment.part(3, 3) or segment.part(3, 4)):
        for limit, component in (("least_kg", 3), ("most_kg", 4)):
            if segment.part(3, component):
                reading.once(limit, kilograms(segment, component, reading.refuse), segment, 3, component)
        return
    mass = kilograms(segment, 2, reading.refuse)
    if mass == 0:
        reading.notices.add("masses of 0 are taken for none")
    elif mass is not None:
        reading.once(name, mass, segment, 3, 2)


def _dimension(segment: Segment, reading: _Reading) -> None:
    """Off-standard dimensions: 5 front, 6 back, 7 right, 8 left, 9 general, 13 height. Others are the box's own."""
    code = segment.part(1)
    if code not in ("5", "6", "7", "8", "9", "13"):
        return
    names = {2: "over_length_cm", 3: "over_width_cm", 4: "over_height_cm"}
    given = [component for component in names if segment.part(2, component).strip()]
    if not given:
        reading.refuse.add(segment, "it gives no dimension", "give unit and length, as DIM+5+CMT:30", 2)
    if code != "9" and len(given) > 1:
        reading.refuse.add(segment, "it gives two dimensions", "give the one that its code stands for", 2)
        return
    own = {"5": 2, "6": 2, "7": 3, "8": 3, "13": 4}
    for component in given:
        beyond = centimetres(segment, component, reading.refuse)
        name = names[own.get(code, component)]
        if beyond is not None and beyond > _CENTIMETRES_MOST:
            reading.refuse.add(segment, "it is more than 10 m", "give what stands out of the box", 2, component)
        elif beyond is not None:
            reading.over[name] = max(beyond, reading.over.get(name, 0))


def _temperature(segment: Segment, reading: _Reading) -> None:
    reading.values["plug"] = True
    degrees = celsius(segment, reading.refuse)
    if degrees is not None:
        reading.once("temperature_c", degrees, segment, 2, 1)


def _hazard(segment: Segment, reading: _Reading) -> None:
    hazard, un_number = segment.part(2).strip().upper(), segment.part(3).strip()
    if hazard in ("3.1", "3.2", "3.3"):
        reading.notices.add(f"class {hazard} of older editions of the IMDG code is read as 3")
        hazard = "3"
    problem = _accepts(HazardClass, hazard)
    if problem is not None:
        reading.refuse.add(segment, problem, "give the class of the dangerous goods", 2, 1)
        return
    if un_number and not (len(un_number) == 4 and un_number.isascii() and un_number.isdigit()):
        reading.refuse.add(segment, "a UN number is four digits", "correct it, or leave it out", 3, 1)
        return
    goods = Goods(hazard, un_number if un_number.strip("0") else None)
    if goods not in reading.goods:
        reading.goods.append(goods)


def _reference(segment: Segment, reading: _Reading) -> None:
    name, text = _REFERENCES.get(segment.part(1)), segment.part(1, 2).strip()
    if name is not None and text and (name, text) != _NO_BILL and name not in reading.values:
        reading.values[name] = plain(segment, 1, 2, reading.refuse)


def _party(segment: Segment, reading: _Reading) -> None:
    if segment.part(1) in ("CF", "CA") and segment.part(2):
        operator = plain(segment, 2, 1, reading.refuse)
        if segment.part(1) == "CF" or "operator" not in reading.values:
            reading.values["operator"] = operator


def _attached(segment: Segment, reading: _Reading) -> None:
    number = box_number(segment, 2, reading.refuse) if segment.part(1) == "CN" else None
    if number is not None and number not in (reading.values.get("number"), *reading.bundled):
        reading.bundled.append(number)


def _units(segment: Segment, reading: _Reading) -> None:
    count = segment.part(1).strip()
    if not (count.isascii() and count.isdigit() and 0 < int(count[:9]) <= 9_999):
        reading.refuse.add(segment, "it is no number of boxes", "give a number from 1 to 9999", 1)
        return
    reading.values["units"] = int(count)


_READERS = {
    "EQD": _equipment, "LOC": _place, "MEA": _mass, "DIM": _dimension, "TMP": _temperature, "DGS": _hazard,
    "RFF": _reference, "NAD": _party, "EQA": _attached, "EQN": _units,
}  # fmt: skip
