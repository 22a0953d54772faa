"""VERMAS: the verified gross mass of boxes (SOLAS VI/2), by SMDG's guides 0.4 and 1.0 (D.16A)."""

from collections.abc import Iterator, Sequence

from data.formats.edifact.boxes import EdiBox, EdiMessage, Voyage
from data.formats.edifact.envelope import Envelope, interchange
from data.formats.edifact.equipment import SHUT, read_box
from data.formats.edifact.grouping import group, grouped
from data.formats.edifact.heading import document, voyage
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment, segment
from data.formats.edifact.stowed import PARTY
from data.formats.edifact.syntax import Interchange, Message
from data.formats.edifact.writing import STATUS, moment, references, within

RELEASES = dict.fromkeys(tuple(f"D.{year}{half}" for year in range(16, 27) for half in "AB"), "1.0")

_GRAMMAR = group(
    "UNH",
    "DTM TSR CNT LOC",
    group("RFF", "DTM", heading=True),
    PARTY,
    group("TDT", "RFF LOC DTM", heading=True),
    group(
        "EQD",
        "RFF LOC SEL TMP DIM DGS FTX",
        group("MEA", "DTM"),
        group("TDT", "RFF LOC DTM"),
        group("DOC", "DTM", group("NAD", "", group("CTA", "COM"))),
        group("NAD", "", group("CTA", "COM")),
    ),
    once="BGM",
    needs="BGM EQD",
)


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """The verified masses of boxes; one without is refused."""
    root = grouped(message.header, message.segments, _GRAMMAR, refuse)
    notices: set[str] = set()
    boxes: list[EdiBox] = []
    masses: dict[str, int] = {}
    for node in root.within("EQD"):
        before = len(refuse.faults)
        box = read_box(node.spread(SHUT), refuse, notices)
        if len(refuse.faults) == before:
            if box.number is None:
                refuse.add(node.first, "the box has no number", "give it", 2, 1)
            elif box.verified_kg is None:
                refuse.add(node.first, "the box has no verified mass", "give MEA+AAE+VGM with unit and mass")
            elif masses.setdefault(box.number, box.verified_kg) != box.verified_kg:
                problem = f"{box.number} has another mass before, {masses[box.number]} kg"
                refuse.add(node.first, problem, "keep the right one", 2, 1)
        boxes.append(box)
    _, number, function = document(root, refuse)
    return EdiMessage(
        source.file, message.type, message.release, message.association, "verified masses", number, function,
        voyage(root, refuse, notices), tuple(boxes), notices=tuple(sorted(notices)),
    )  # fmt: skip


def write(envelope: Envelope, voyage: Voyage, boxes: Sequence[EdiBox], *, document: str = "1") -> bytes:
    """The verified masses of the boxes that have one."""
    body = [
        segment("BGM", "749", within("a document's number", document, 35), "9"),
        moment("137", envelope.prepared),
        segment("NAD", "TR", (within("a sender", envelope.sender, 17), "TERMINALS", "306")),
        *(s for box in boxes if box.verified_kg is not None for s in _weighed(box, voyage)),
    ]
    return interchange(envelope, [(("VERMAS", "D", "16A", "UN", "SMDG10"), body)])


def _weighed(box: EdiBox, voyage: Voyage) -> Iterator[Segment]:
    kind = (box.box_type, "6346", "5") if box.box_type else ""
    yield segment("EQD", "CN", (box.number or "", "6346", "5"), kind, "", "", STATUS[box.status])
    yield from references(box)
    if box.load_port is not None:
        yield segment("LOC", "9", box.load_port)
    yield segment("MEA", "AAE", "VGM", ("KGM", str(box.verified_kg)))
    if voyage.number is not None:
        name = within("a ship's name", voyage.vessel, 35)
        yield segment("TDT", "20", within("a voyage number", voyage.number, 17), "", "", "", "", "",
                      (voyage.imo or "", "", "11" if voyage.imo else "", name))  # fmt: skip
