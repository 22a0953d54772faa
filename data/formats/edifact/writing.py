"""Writing: the segments of a ship's voyage and of one box, which most messages of the trade share.

The directories differ in code lists: D.95B names them by numbers (172 carriers, 139 ports), D.13B by SMDG's words.
"""

from collections.abc import Iterator
from datetime import datetime

from data.errors import BadInput, Fault
from data.formats.edifact.boxes import EdiBox, Voyage
from data.formats.edifact.segments import Segment, segment

# Date and time to the minute (data element 2379).
_TO_THE_MINUTE = "203"
# Laden or empty (data element 8169).
STATUS = {"empty": "4", "full": "5", None: ""}


def moment(code: str, when: datetime) -> Segment:
    """DTM with a moment as it stands on its clock."""
    return segment("DTM", (code, f"{when:%Y%m%d%H%M}", _TO_THE_MINUTE))


def within(what: str, text: str | None, most: int) -> str:
    """The text, "" for none. Raises BadInput where it is longer than its element."""
    if text is not None and len(text) > most:
        raise BadInput([Fault("message", f"{what} has at most {most} characters", "give a shorter one", value=text)])
    return text or ""


def ship(voyage: Voyage, mode: str = "") -> Segment:
    """TDT of the ship's voyage by D.95B."""
    carrier = within("a carrier's code", voyage.carrier, 17)
    return _ship(voyage, mode, (carrier, "172", "20") if carrier else "", "146", "")


def ship_3(voyage: Voyage) -> Segment:
    """TDT of the ship's voyage by D.13B and SMDG's code lists."""
    carrier = within("a carrier's code", voyage.carrier, 17)
    return _ship(voyage, "", (carrier, "LINES", "306") if carrier else "", "", "103")


def _ship(voyage: Voyage, mode: str, carrier: str | tuple[str, ...], numbers: str, signs: str) -> Segment:
    name = within("a ship's name", voyage.vessel, 35)
    identity: tuple[str, ...] = ("", "", "", name)
    if voyage.imo is not None:
        identity = (voyage.imo, numbers, "11", name)
    elif voyage.call_sign is not None:
        identity = (within("a call sign", voyage.call_sign, 9), signs or "103", "", name)
    number = within("a voyage number", voyage.number, 17)
    return segment("TDT", "20", number, mode, "", carrier, "", "", identity)


def port(code: str, unlocode: str | None) -> Iterator[Segment]:
    """LOC with a port by D.95B; nothing where there is none."""
    if unlocode is not None:
        yield segment("LOC", code, (unlocode, "139", "6"))


def dimensions(box: EdiBox, height: str) -> Iterator[Segment]:
    """DIM of what stands out of a box, equally at both ends and both sides; `height` is the code for above it."""
    for codes, place, value in (
        (("5", "6"), 1, box.over_length_cm), (("7", "8"), 2, box.over_width_cm), ((height,), 3, box.over_height_cm),
    ):  # fmt: skip
        for code in codes if value else ():
            yield segment("DIM", code, ("CMT", *([""] * (place - 1)), str(value)))


def temperature(box: EdiBox) -> Iterator[Segment]:
    """TMP of a reefer that wants a plug, without degrees where they are not known."""
    if box.plug:
        degrees = box.temperature_c
        yield segment("TMP", "2", (f"{degrees:.1f}", "CEL") if degrees is not None else "")


def dangerous_goods(box: EdiBox) -> Iterator[Segment]:
    """DGS of each of its dangerous goods."""
    for goods in box.goods:
        yield segment("DGS", "IMD", goods.hazard, goods.un_number or "")


def masses(box: EdiBox, gross: str) -> Iterator[Segment]:
    """MEA of its gross and verified mass, by attribute; `gross` is the one for the gross mass."""
    for attribute, value in ((gross, box.gross_kg), ("VGM", box.verified_kg)):
        if value is not None:
            yield segment("MEA", "AAE", attribute, ("KGM", str(value)))


def references(box: EdiBox) -> Iterator[Segment]:
    """RFF of its booking and its bill of lading."""
    for code, what, text in (("BN", "a booking", box.booking), ("BM", "a bill of lading", box.bill)):
        if text is not None:
            yield segment("RFF", (code, within(what, text, 35)))


def bundle(box: EdiBox, *lists: str) -> Iterator[Segment]:
    """EQA of the boxes that are bundled with it; `lists` name the code list of box numbers, and who keeps it."""
    for number in box.bundled:
        yield segment("EQA", "CN", (number, *lists))


def container(box: EdiBox, list_of_types: str, agency: str, trade: str = "") -> Segment:
    """EQD of a box; `trade` says export (2), import (3) or transhipment (6)."""
    kind = (box.box_type, list_of_types, agency) if box.box_type else ""
    return segment("EQD", "CN", box.number or "", kind, "", trade, STATUS[box.status])
