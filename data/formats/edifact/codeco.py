"""CODECO: the terminal's report of the boxes that came in by its gate or went out, and when (D.95B)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from data.formats.edifact.boxes import EdiBox, EdiMessage, Purpose, Voyage
from data.formats.edifact.envelope import Envelope, interchange
from data.formats.edifact.listed import box_list, read_list
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.syntax import Interchange, Message

_PURPOSES: dict[str, Purpose] = {"34": "gate in", "36": "gate out"}


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """A report of boxes that came in by the gate or went out."""
    return read_list(source, message, refuse, _PURPOSES, each=False)


def write(
    envelope: Envelope,
    voyage: Voyage,
    passed: Mapping[Literal["gate in", "gate out"], Sequence[EdiBox]],
    *,
    terminal: str,
    document: str = "1",
    arrival: datetime | None = None,
    departure: datetime | None = None,
) -> bytes:
    """A report of the boxes that passed the gate of the terminal at a port, each with its `moment`.

    It has a message for each way; of two, the second one's document is numbered on. The voyage is the one that takes
    or brought them, with the ship's `arrival` and `departure`.
    """
    messages = []
    for place, (purpose, boxes) in enumerate(passed.items(), start=1):
        came = purpose == "gate in"
        body = box_list(
            "34" if came else "36", document if place == 1 else f"{document}-{place}", voyage, boxes,
            here=("9" if came else "11", terminal), trade="2" if came else "3", done="7",
            when=departure if came else arrival,
        )  # fmt: skip
        messages.append((("CODECO", "D", "95B", "UN"), body))
    return interchange(envelope, messages)
