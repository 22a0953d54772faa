"""MOVINS: the line's instructions, what is to be loaded into which slot, discharged or restowed.

Guides 2.0 to 2.2 of the SMDG (D.95B, and S.93A before). The slots are as in BAPLIE 2.2, under HAN with what is to be
done there. A box without a number stands for any box of its kind.
"""

from dataclasses import replace

from data.formats.edifact.boxes import EdiBox, EdiMessage, Handling
from data.formats.edifact.equipment import SHUT, read_box
from data.formats.edifact.grouping import group, grouped
from data.formats.edifact.heading import document, voyage
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.stowed import PARTY, SLOT, VOYAGE, each_for_itself
from data.formats.edifact.syntax import Interchange, Message

RELEASES = dict.fromkeys(("S.93A", "D.93A", "D.95A", "D.95B", "D.96A"), "2.2")

_GRAMMAR = group("UNH", "DTM RFF", PARTY, VOYAGE, group("HAN", "FTX", SLOT), once="BGM", needs="BGM TDT HAN")
_HANDLINGS: dict[str, Handling] = {"LOA": "load", "DIS": "discharge", "RES": "restow", "SHI": "restow"}


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """Instructions: a box a slot, with its `handling`. Every LOC+147 comes out or is refused."""
    root = grouped(message.header, message.segments, _GRAMMAR, refuse)
    notices: set[str] = set()
    boxes: list[EdiBox] = []
    for handling in root.within("HAN"):
        code = handling.first.part(1).strip()
        if code not in _HANDLINGS:
            refuse.add(handling.first, "what is to be done is not known here", f"give {', '.join(_HANDLINGS)}", 1, 1)
            continue
        slots = handling.within("LOC+147")
        found = [replace(read_box(node.spread(SHUT), refuse, notices), handling=_HANDLINGS[code]) for node in slots]
        each_for_itself(slots, found, refuse)
        boxes += found
    _, number, function = document(root, refuse)
    return EdiMessage(
        source.file, message.type, message.release, message.association, "instructions", number, function,
        voyage(root, refuse, notices), tuple(boxes), notices=tuple(sorted(notices)),
    )  # fmt: skip
