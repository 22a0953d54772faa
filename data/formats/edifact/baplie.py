"""BAPLIE: what stands in which slot of a ship, by the SMDG's guides 1.5 to 2.2 (D.95B) and 3.1 (D.13B).

In 2.2 and before, a slot (LOC+147) has masses and ports, and the box (EQD) within. In 3.1 the box has all of it.
Layouts: UN/EDIFACT directories D.95B and D.13B; SMDG user manuals 2.1.1 (2007), 2.2 and 3.1.1 (2015).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from data.formats.edifact.boxes import EdiBox, EdiMessage, Voyage
from data.formats.edifact.envelope import Envelope, interchange
from data.formats.edifact.equipment import SHUT, read_box, slot
from data.formats.edifact.grouping import Group, Node, group, grouped
from data.formats.edifact.heading import document, voyage
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment, segment
from data.formats.edifact.stowed import PARTY, SLOT, VOYAGE, each_for_itself
from data.formats.edifact.syntax import Interchange, Message
from data.formats.edifact.writing import (
    STATUS,
    bundle,
    container,
    dangerous_goods,
    dimensions,
    masses,
    moment,
    port,
    references,
    ship,
    ship_3,
    temperature,
    within,
)

# Data element 1001: a plan of all slots that are taken.
FULL_PLAN = "658"

RELEASES = {
    **dict.fromkeys(("1.911", "S.93A", "D.93A", "D.94A", "D.95A", "D.95B", "D.96A", "D.96B", "D.00B", "D.04B"), "2.2"),
    **dict.fromkeys(("D.13A", "D.13B"), "3.1"),
}

_GRAMMAR_2 = group("UNH", "DTM RFF", PARTY, VOYAGE, SLOT, once="BGM", needs="BGM TDT")
_GRAMMAR_3 = group(
    "UNH",
    "DTM UNS",
    group("RFF", "DTM", heading=True),
    PARTY,
    group("TDT", "RFF FTX", group("LOC", "DTM"), heading=True),
    group(
        "LOC+147",
        "FTX RFF CNT",
        group(
            "EQD",
            "NAD MEA HAN DIM RFF GDS FTX GID TSR",
            group("LOC", "TSR TDT"),
            group("TMP", "RNG DTM"),
            group("EQA", "NAD"),
            group("DGS", "ATT MEA FTX", group("CTA", "COM")),
        ),
    ),
    once="BGM",
    needs="BGM TDT",
)
GRAMMARS: dict[str, Group] = {"2.2": _GRAMMAR_2, "3.1": _GRAMMAR_3}


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """A stowage plan. Every LOC+147 comes out as a box or as a bare slot, or is refused."""
    root = grouped(message.header, message.segments, GRAMMARS[RELEASES[message.release]], refuse)
    notices: set[str] = set()
    boxes: list[EdiBox] = []
    bare: list[str] = []
    for node in root.within("LOC+147"):
        found = _stowed(node, refuse, notices)
        if isinstance(found, EdiBox):
            boxes.append(found)
        elif found is not None:
            bare.append(found)
    each_for_itself(root.within("LOC+147"), boxes, refuse)
    _, number, function = document(root, refuse)
    return EdiMessage(
        source.file, message.type, message.release, message.association, "stowage", number, function,
        voyage(root, refuse, notices), tuple(boxes), tuple(bare), tuple(sorted(notices)),
    )  # fmt: skip


def _stowed(node: Node, refuse: Refusals, notices: set[str]) -> EdiBox | str | None:
    count = node.one("CNT")
    boxes = node.within("EQD")
    if count is not None and count.part(1) == "8" and count.part(1, 2).strip().lstrip("0") != str(len(boxes) or ""):
        refuse.add(count, f"the slot has {len(boxes)} boxes", "correct the count, or look for a lost EQD", 1)
    if boxes:
        return read_box(node.spread(SHUT), refuse, notices)
    return slot(node.first, refuse)


def write(
    envelope: Envelope,
    voyage: Voyage,
    boxes: Sequence[EdiBox],
    *,
    version: str = "2.2",
    document: str = "1",
    departure: datetime | None = None,
) -> bytes:
    """A stowage plan by guide 2.2 or 3.1: the boxes that have a slot, in the order of bays, rows and tiers.

    `document` is its number, `departure` when the ship leaves `voyage.departure_port`. Moments are written as they
    stand on their clocks, in 3.1 as UTC. Raises BadInput for what a message cannot hold.
    """
    stowed = sorted((box for box in boxes if box.slot is not None), key=lambda box: box.slot or "")
    number = within("a document's number", document, 35)
    if version == "3.1":
        kind = ("BAPLIE", "D", "13B", "UN", "SMDG31")
        body = [*_heading_3(envelope, voyage, number, departure), *(s for box in stowed for s in _stowed_3(box))]
    else:
        kind = ("BAPLIE", "D", "95B", "UN", "SMDG22")
        body = [*_heading_2(envelope, voyage, number, departure), *(s for box in stowed for s in _stowed_2(box))]
    return interchange(envelope, [(kind, body)])


def _heading_2(envelope: Envelope, voyage: Voyage, number: str, departure: datetime | None) -> Iterator[Segment]:
    yield segment("BGM", "", number, "9")
    yield moment("137", envelope.prepared)
    yield ship(voyage)
    yield from port("5", voyage.departure_port)
    yield from port("61", voyage.next_port)
    yield moment("133", departure or envelope.prepared)


def _stowed_2(box: EdiBox) -> Iterator[Segment]:
    yield segment("LOC", "147", (box.slot or "", "", "5"))
    for purpose, mass in (("WT", _booked(box)), ("VGM", box.verified_kg)):
        if mass is not None:
            yield segment("MEA", purpose, "", ("KGM", str(mass)))
    yield from dimensions(box, "9")
    yield from temperature(box)
    for code, place in (("9", box.load_port), ("11", box.discharge_port), ("83", box.final_port)):
        yield from port(code, place)
    # There is one reference, and it must be there: the booking, else the bill, else the one that stands for none.
    yield next(references(box), segment("RFF", ("BM", "1")))
    yield container(box, "", "")
    yield from bundle(box)
    if box.operator is not None:
        yield segment("NAD", "CA", (within("a carrier's code", box.operator, 17), "172", "20"))
    yield from dangerous_goods(box)


def _heading_3(envelope: Envelope, voyage: Voyage, number: str, departure: datetime | None) -> Iterator[Segment]:
    yield segment("BGM", FULL_PLAN, number)
    yield moment("137", envelope.prepared.astimezone(UTC))
    yield ship_3(voyage)
    for code, place in (("5", voyage.departure_port), ("61", voyage.next_port)):
        if place is not None:
            yield segment("LOC", code, place)
            if code == "5" and departure is not None:
                yield moment("133", departure.astimezone(UTC))
    yield segment("UNS", "D")


def _stowed_3(box: EdiBox) -> Iterator[Segment]:
    yield segment("LOC", "147", (box.slot or "", "9711", "5"))
    kind = (box.box_type, "6346", "5") if box.box_type else ""
    yield segment("EQD", "CN", (box.number, "6346", "5") if box.number else "", kind, "", "", STATUS[box.status])
    if box.operator is not None:
        yield segment("NAD", "CF", (within("a carrier's code", box.operator, 17), "LINES", "306"))
    yield from masses(replace(box, gross_kg=_booked(box)), "AET")
    yield from dimensions(box, "13")
    yield from references(box)
    for code, place in (("9", box.load_port), ("11", box.discharge_port), ("83", box.final_port)):
        if place is not None:
            yield segment("LOC", code, place)
    yield from temperature(box)
    yield from bundle(box, "6346", "5")
    yield from dangerous_goods(box)
    yield segment("CNT", ("8", "1"))


def _booked(box: EdiBox) -> int | None:
    """Its gross mass, unless it is the verified one: by the guides VGM then stands in its place."""
    return None if box.gross_kg == box.verified_kg else box.gross_kg
