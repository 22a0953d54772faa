"""Writing: the segments of messages as an interchange with UNA, UNB, UNH, UNT and UNZ, counted and released."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydifact.serializer import Serializer

from data.errors import BadInput, Fault
from data.formats.edifact.charsets import CODECS, VERSIONS, least_charset
from data.formats.edifact.marks import USUAL
from data.formats.edifact.segments import Segment, segment


@dataclass(frozen=True)
class Envelope:
    """Who sends an interchange to whom, under which reference, and when it was made ready, on the sender's clock."""

    sender: str
    recipient: str
    reference: str
    prepared: datetime

    def __post_init__(self) -> None:
        for name, most in (("sender", 35), ("recipient", 35), ("reference", 14)):
            value = getattr(self, name)
            if not 0 < len(value) <= most:
                problem = f"UNB takes from 1 to {most} characters"
                raise BadInput([Fault("interchange", problem, "shorten it, or give one", column=name, value=value)])


def interchange(envelope: Envelope, messages: Sequence[tuple[tuple[str, ...], Sequence[Segment]]]) -> bytes:
    """The bytes of an interchange of messages, each given by the parts of its type (S009) and its segments from BGM on.

    A segment stands on a line of its own. The set of characters is the smallest that has all of the text.
    """
    body: list[Segment] = []
    for number, (kind, segments) in enumerate(messages, start=1):
        reference = str(number)
        body.append(segment("UNH", reference, kind))
        body.extend(segments)
        body.append(segment("UNT", str(len(segments) + 2), reference))
    everything = (*body, segment("UNB", envelope.sender, envelope.recipient, envelope.reference))
    charset = least_charset("".join(t for s in everything for element in s.elements for t in element))
    version = VERSIONS[charset]
    day = f"{envelope.prepared:%Y%m%d}" if version == "4" else f"{envelope.prepared:%y%m%d}"
    header = segment(
        "UNB", (charset, version), envelope.sender, envelope.recipient, (day, f"{envelope.prepared:%H%M}"),
        envelope.reference,
    )  # fmt: skip
    trailer = segment("UNZ", str(len(messages)), envelope.reference)
    escape = Serializer(USUAL.characters).escape
    lines = ["UNA" + "".join(USUAL)]
    for each in (header, *body, trailer):
        elements = (":".join(escape(text) for text in components) for components in each.elements)
        lines.append("+".join((each.tag, *elements)) + "'")
    return ("\n".join(lines) + "\n").encode(CODECS[charset])
