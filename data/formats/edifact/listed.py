"""What COPRAR, COARRI and CODECO share: a voyage and a list of boxes, by directories D.95B and D.00B."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from data.clock import FIRST_YEAR, LAST_YEAR, in_years
from data.formats.edifact.boxes import EdiBox, EdiMessage, Purpose, Voyage
from data.formats.edifact.equipment import SHUT, read_box
from data.formats.edifact.grouping import Node, group, grouped
from data.formats.edifact.heading import document, voyage
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment, segment
from data.formats.edifact.stowed import PARTY, VOYAGE
from data.formats.edifact.syntax import Interchange, Message
from data.formats.edifact.writing import (
    bundle,
    container,
    dangerous_goods,
    dimensions,
    masses,
    moment,
    port,
    references,
    ship,
    temperature,
    within,
)

RELEASES = dict.fromkeys(("D.95A", "D.95B", "D.96A", "D.96B", "D.98B", "D.99B", "D.00A", "D.00B"), "list")

EQUIPMENT = group(
    "EQD",
    "RFF EQN TMD DTM LOC MEA DIM TMP RNG SEL FTX DGS EQA NAD HAN PIA GDS PCD",
    group("DAM", "COD"),
    group("TDT", "RFF LOC DTM"),
)
GRAMMAR = group(
    "UNH", "FTX RFF DTM TMD TSR CNT", VOYAGE, PARTY, EQUIPMENT, once="BGM", needs="BGM EQD",
)  # fmt: skip

# When something was done (data element 2005): execution, effect.
_DONE = ("203", "7", "181")


def read_list(
    source: Interchange, message: Message, refuse: Refusals, purposes: Mapping[str, Purpose], *, each: bool = True
) -> EdiMessage:
    """A list of boxes whose purpose the document's code says. With `each`, no box may stand in it twice."""
    root = grouped(message.header, message.segments, GRAMMAR, refuse)
    notices: set[str] = set()
    code, number, function = document(root, refuse)
    begin = root.one("BGM")
    if begin is not None and code not in purposes:
        wanted = ", ".join(f"{key} for a {purpose}" for key, purpose in purposes.items())
        refuse.add(begin, f"{message.type} of this kind is not read here", f"give {wanted}", 1, 1)
    nodes = root.within("EQD")
    boxes = tuple(_listed(node, refuse, notices) for node in nodes)
    seen: dict[str, int] = {}
    for node, box in zip(nodes, boxes, strict=True):
        if each and box.number is not None and seen.setdefault(box.number, box.segment) != box.segment:
            problem = f"the box stands in segment {seen[box.number]} too"
            refuse.add(node.first, problem, "drop one of the two", 2, 1)
    check_count(root, boxes, refuse)
    return EdiMessage(
        source.file, message.type, message.release, message.association, purposes.get(code, "load list"), number,
        function, voyage(root, refuse, notices), boxes, notices=tuple(sorted(notices)),
    )  # fmt: skip


def _listed(node: Node, refuse: Refusals, notices: set[str]) -> EdiBox:
    box = read_box(node.spread(SHUT), refuse, notices)
    done = next((s for s in node.all("DTM") if s.part(1) in _DONE and s.part(1, 2)), None)
    return box if done is None else replace(box, moment=_moment(done, refuse))


def _moment(segment: Segment, refuse: Refusals) -> datetime | None:
    """The moment of DTM as it stands on the sender's clock."""
    forms = {"203": ("%Y%m%d%H%M", 12), "204": ("%Y%m%d%H%M%S", 14), "102": ("%Y%m%d", 8)}
    form, length = forms.get(segment.part(1, 3), ("", 0))
    text = segment.part(1, 2)
    try:
        if len(text) == length and text.isascii() and text.isdigit():
            moment = datetime.strptime(text, form)
            if in_years(moment):
                return moment
    except ValueError:
        pass
    remedy = f"give year ({FIRST_YEAR} to {LAST_YEAR}), month, day, hour and minute and the code 203"
    refuse.add(segment, "it is no moment", remedy, 1)
    return None


def check_count(root: Node, boxes: Sequence[EdiBox], refuse: Refusals) -> None:
    """Refuse a control total (CNT+16) that is neither the number of EQD nor that of all their units."""
    for count in root.all("CNT"):
        stated = count.part(1, 2).strip()
        if count.part(1) != "16" or not stated:
            continue
        totals = {len(boxes), sum(box.units for box in boxes)}
        if not (stated.isascii() and stated.isdigit() and int(stated[:9]) in totals):
            problem = f"the message has {len(boxes)} of them"
            refuse.add(count, problem, "ask for the whole message, or correct the total", 1)


def box_list(
    code: str,
    number: str,
    voyage: Voyage,
    boxes: Sequence[EdiBox],
    *,
    here: tuple[str, str],
    trade: str,
    when: datetime | None,
    done: str = "203",
) -> list[Segment]:
    """The segments of a list of boxes, from BGM on.

    `here` is the code and port of the terminal in the voyage (9 where its boxes leave, 11 where they come), `trade`
    the code of their trade (2 export, 3 import), `when` the moment at which the ship leaves or comes, and `done` the
    code of a box's moment, which is written where it has one.
    """
    number = within("a document's number", number, 35)
    body = [
        segment("BGM", code, number, "9"),
        segment("RFF", ("XXX", number)),
        ship(voyage, "1"),
        *port(*here),
    ]
    if when is not None:
        body.append(moment("133" if here[0] == "9" else "132", when))
    if voyage.carrier is not None:
        body.append(segment("NAD", "CA", (within("a carrier's code", voyage.carrier, 17), "172", "20")))
    for box in boxes:
        body.extend(_equipment(box, trade, done))
    body.append(segment("CNT", ("16", str(len(boxes)))))
    return body


def _equipment(box: EdiBox, trade: str, done: str) -> Iterator[Segment]:
    yield container(box, "102", "5", trade)
    yield from references(box)
    if box.moment is not None:
        yield moment(done, box.moment)
    if box.slot is not None:
        yield segment("LOC", "147", (box.slot, "", "5"))
    for code, place in (("9", box.load_port), ("11", box.discharge_port), ("7", box.final_port)):
        yield from port(code, place)
    yield from masses(box, "G")
    yield from dimensions(box, "9")
    yield from temperature(box)
    yield from dangerous_goods(box)
    yield from bundle(box)
    if box.operator is not None:
        yield segment("NAD", "CF", (within("a carrier's code", box.operator, 17), "160", "20"))
