"""COPRAR: the boxes that a line orders to be discharged or loaded (D.95B, D.00B)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from data.formats.edifact.boxes import EdiBox, EdiMessage, Purpose, Voyage
from data.formats.edifact.envelope import Envelope, interchange
from data.formats.edifact.listed import box_list, read_list
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.syntax import Interchange, Message

_PURPOSES: dict[str, Purpose] = {"43": "discharge list", "45": "load list"}
_KINDS = {"95B": ("COPRAR", "D", "95B", "UN"), "00B": ("COPRAR", "D", "00B", "UN", "SMDG21")}


def read(source: Interchange, message: Message, refuse: Refusals) -> EdiMessage:
    """A discharge list or a load list."""
    return read_list(source, message, refuse, _PURPOSES)


def write(
    envelope: Envelope,
    voyage: Voyage,
    boxes: Sequence[EdiBox],
    purpose: Literal["discharge list", "load list"],
    *,
    terminal: str,
    release: Literal["95B", "00B"] = "95B",
    document: str = "1",
    when: datetime | None = None,
) -> bytes:
    """A discharge list or a load list of the terminal at a port (UN/LOCODE).

    `when` is the moment at which the ship comes, or for a load list leaves.
    """
    load = purpose == "load list"
    body = box_list(
        "45" if load else "43", document, voyage, boxes,
        here=("9" if load else "11", terminal), trade="2" if load else "3", when=when,
    )  # fmt: skip
    return interchange(envelope, [(_KINDS[release], body)])
