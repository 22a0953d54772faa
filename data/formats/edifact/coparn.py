"""COPARN: what a line announces or books, boxes by number or so many of a kind (D.95B, D.00B). Read only."""

from dataclasses import replace

from data.formats.edifact.boxes import EdiBox, EdiMessage
from data.formats.edifact.equipment import SHUT, plain, port, read_box
from data.formats.edifact.grouping import Node, group, grouped
from data.formats.edifact.heading import document, main_carriage, voyage
from data.formats.edifact.listed import EQUIPMENT, check_count
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.stowed import PARTY, VOYAGE
from data.formats.edifact.syntax import Interchange, Message

_GOODS = group("GID", "HAN FTX NAD LOC MEA DIM DOC SGP DGS PIA GDS PCI RFF TMP RNG")
_GRAMMAR = group("UNH", "FTX RFF DTM TMD TSR LOC CNT", VOYAGE, PARTY, _GOODS, EQUIPMENT, once="BGM", needs="BGM EQD")


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """A booking, an announcement or a release. Ports and booking of the message hold for boxes that have none."""
    root = grouped(message.header, message.segments, _GRAMMAR, refuse)
    notices: set[str] = set()
    ports = _ports(root, refuse)
    booking = next((plain(s, 1, 2, refuse) for s in root.all("RFF") if s.part(1) == "BN" and s.part(1, 2)), None)
    boxes = tuple(_with(read_box(node.spread(SHUT), refuse, notices), ports, booking) for node in root.within("EQD"))
    check_count(root, boxes, refuse)
    _, number, function = document(root, refuse)
    return EdiMessage(
        source.file, message.type, message.release, message.association, "booking", number, function,
        voyage(root, refuse, notices), boxes, notices=tuple(sorted(notices)),
    )  # fmt: skip


def _ports(root: Node, refuse: Refusals) -> dict[str, str | None]:
    node = main_carriage(root)
    places = [s for s in (node.own if node is not None else []) if s.tag == "LOC" and s.part(2)]
    names = {"9": "load_port", "11": "discharge_port"}
    return {names[s.part(1)]: port(s, refuse) for s in places if s.part(1) in names}


def _with(box: EdiBox, ports: dict[str, str | None], booking: str | None) -> EdiBox:
    return replace(
        box,
        load_port=box.load_port or ports.get("load_port"),
        discharge_port=box.discharge_port or ports.get("discharge_port"),
        booking=box.booking or booking,
    )
