"""COARRI: the terminal's report of the boxes that it has discharged or loaded, and when (D.95B)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from data.formats.edifact.boxes import EdiBox, EdiMessage, Purpose, Voyage
from data.formats.edifact.envelope import Envelope, interchange
from data.formats.edifact.listed import box_list, read_list
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.syntax import Interchange, Message

_PURPOSES: dict[str, Purpose] = {"44": "discharged", "46": "loaded"}


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """A report of boxes discharged or loaded."""
    return read_list(source, message, refuse, _PURPOSES, each=False)


def write(
    envelope: Envelope,
    voyage: Voyage,
    boxes: Sequence[EdiBox],
    purpose: Literal["discharged", "loaded"],
    *,
    terminal: str,
    document: str = "1",
    when: datetime | None = None,
) -> bytes:
    """A report of the boxes that were discharged or loaded at the terminal at a port, each with its `moment`.

    `when` is the moment at which the ship comes, or for loaded boxes leaves.
    """
    load = purpose == "loaded"
    body = box_list(
        "46" if load else "44", document, voyage, boxes,
        here=("9" if load else "11", terminal), trade="2" if load else "3", when=when,
    )  # fmt: skip
    return interchange(envelope, [(("COARRI", "D", "95B", "UN"), body)])
