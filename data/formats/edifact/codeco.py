"""CODECO: the terminal's report of the boxes that came in by its gate or went out, and when (D.95B)."""

from collections.abc import Sequence
from typing import Literal

from data.formats.edifact.boxes import EdiBox, EdiMessage, Purpose, Voyage
from data.formats.edifact.envelope import Envelope
from data.formats.edifact.listed import read_list, write_list
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.syntax import Interchange, Message

_PURPOSES: dict[str, Purpose] = {"34": "gate in", "36": "gate out"}


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """A report of boxes that came in by the gate or went out."""
    return read_list(source, message, refuse, _PURPOSES, each=False)


def write(
    envelope: Envelope,
    voyage: Voyage,
    boxes: Sequence[EdiBox],
    purpose: Literal["gate in", "gate out"],
    *,
    terminal: str,
    document: str = "1",
) -> bytes:
    """A report of the boxes that passed the gate of the terminal at a port, each with its `moment`.

    The voyage is the one that takes or brought them.
    """
    came = purpose == "gate in"
    return write_list(
        envelope, ("CODECO", "D", "95B", "UN"), "34" if came else "36", document, voyage, boxes,
        here=("9" if came else "11", terminal), trade="2" if came else "3", done="7",
    )  # fmt: skip
