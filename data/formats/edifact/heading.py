"""Reading: how messages of the trade begin, with their document, their function and the ship's voyage."""

from pydantic import TypeAdapter, ValidationError

from data.codes import ImoNumber
from data.formats.edifact.boxes import Voyage
from data.formats.edifact.equipment import plain, port
from data.formats.edifact.grouping import Node
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment

# Code lists (data element 1131) of what names a ship: its radio call sign, or its number with Lloyd's and the IMO.
_CALL_SIGN, _SHIP_NUMBER = "103", "146"
_IMO: TypeAdapter[str] = TypeAdapter(ImoNumber)


def document(root: Node, refuse: Refusals) -> tuple[str, str, str]:
    """The code of the document's kind (1001), its name or number, and the function of the message (1225)."""
    begin = root.one("BGM")
    if begin is None:
        return "", "", ""
    return begin.part(1), plain(begin, 2, 1, refuse) or "", begin.part(3)


def main_carriage(root: Node) -> Node | None:
    """The group of the ship's voyage: TDT+20, or the first one."""
    groups = root.within("TDT")
    return next((node for node in groups if node.first.part(1) == "20"), groups[0] if groups else None)


def voyage(root: Node, refuse: Refusals, notices: set[str]) -> Voyage:
    """The ship's voyage; what the message does not say of it is None."""
    node = main_carriage(root)
    if node is None:
        return Voyage()
    ship, identity = node.first, _identity(node.first)
    places = [segment for each in (node, *node.within("LOC")) for segment in (each.first, *each.own)]
    ports = {place.part(1): place for place in places if place.tag == "LOC" and place.part(1) in ("5", "61")}
    imo, call_sign = _names(ship, identity, notices)
    return Voyage(
        number=plain(ship, 2, 1, refuse),
        vessel=plain(ship, identity, 4, refuse),
        imo=imo,
        call_sign=call_sign,
        carrier=plain(ship, 5, 1, refuse) if identity != 4 else None,
        departure_port=port(ports["5"], None) if "5" in ports else None,
        next_port=port(ports["61"], None) if "61" in ports else None,
    )


def _identity(ship: Segment) -> int:
    """The element that names the ship: the eighth, or in directories before D.93 the fourth."""
    fourth = ship.elements[3] if len(ship.elements) > 3 else ()
    return 4 if len(fourth) > 1 and not ship.element(8).strip(":") and fourth[1] in (_CALL_SIGN, _SHIP_NUMBER) else 8


def _names(ship: Segment, identity: int, notices: set[str]) -> tuple[str | None, str | None]:
    """The ship's IMO number and her call sign, as far as they are given."""
    text = ship.part(identity).strip().upper()
    number = text.removeprefix("IMO").strip()
    if not text:
        return None, None
    if ship.part(identity, 2) == _CALL_SIGN:
        return None, text
    try:
        return _IMO.validate_python(number), None
    except ValidationError:
        if number.isdigit():
            notices.add(f"the ship's number {text[:20]} is no IMO number with a right check digit, and is left out")
            return None, None
        return None, text
