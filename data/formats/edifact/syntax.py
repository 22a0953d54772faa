"""The syntax of EDIFACT (ISO 9735, versions 1 to 4): the bytes of a file as a checked interchange of messages.

`splitting` cuts the text at the separators with pydifact. All else is checked here, as it would
let a missing UNB, a wrong count or a wrong reference pass: a file that lost its end is no shorter file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.errors import BadInput, Fault
from data.formats.edifact.charsets import CODECS, beyond, decoded, printable
from data.formats.edifact.marks import USUAL, Marks
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment
from data.formats.edifact.splitting import Unsplit, pieces, split

LARGEST_FILE = 10 * 2**20  # bytes: the plan of a ship of 24,000 TEU has about 6 MB

_START = re.compile(rb"(?:\xef\xbb\xbf)?[\s]*(?:UNA(?P<una>[^\x00-\x1f\x7f-\xff]{6})[\r\n ]*)?(?P<unb>UNB)", re.DOTALL)
_FILE_ENDS = b"\r\n \x1a"
# What may stand between segments.
_BETWEEN = " \r\n"
_LINE_END = re.compile(r"[\r\n]")
_TAG = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Message:
    """A message as UNH names it, with its segments from BGM to the last before UNT."""

    header: Segment
    segments: tuple[Segment, ...]

    @property
    def type(self) -> str:
        """Its type, as BAPLIE."""
        return self.header.part(2)

    @property
    def release(self) -> str:
        """The directory that its segments are taken from, as D.95B."""
        return f"{self.header.part(2, 2)}.{self.header.part(2, 3)}"

    @property
    def association(self) -> str:
        """The guide that it follows, as SMDG22, or "" where it names none."""
        return self.header.part(2, 5)


@dataclass(frozen=True)
class Interchange:
    """The messages of a file, whose envelope is right, and what its reader understood on its own."""

    file: str
    charset: str
    sender: str
    recipient: str
    messages: tuple[Message, ...]
    notices: tuple[str, ...] = ()


def read_interchange(file: str, content: bytes) -> Interchange:
    """The interchange in the content of a file. Raises BadInput with every fault of its envelope."""
    if len(content) > LARGEST_FILE:
        raise BadInput([Fault(file, "it is larger than 10 MB", "send the messages in several files")])
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x1a"):
        raise BadInput([Fault(file, "the file is empty", "give an EDIFACT interchange, which begins with UNA or UNB")])
    content = content.rstrip(_FILE_ENDS)
    marks, charset, start = _opening(file, content)
    text = decoded(file, content, start, charset, marks.terminator)
    segments = tuple(_segments(file, text, marks))
    messages = tuple(_messages(file, segments))
    header = segments[0]
    notices = [_beyond(segments, charset, marks)] if beyond(text, charset) else []
    return Interchange(file, charset, header.part(2), header.part(3), messages, tuple(filter(None, notices)))


def _opening(file: str, content: bytes) -> tuple[Marks, str, int]:
    """The characters of UNA, the declared set of characters, and where UNB begins."""
    start = _START.match(content)
    if start is None:
        remedy = "give an EDIFACT interchange as it was sent: UNA and its six characters, or nothing, then UNB"
        begins = printable(content[:20].decode("latin-1"))
        raise BadInput([Fault(file, "it does not begin with UNB", remedy, 1, "UNB", begins)])
    marks = Marks(*start["una"].decode("ascii")) if start["una"] else USUAL
    if not marks.distinct:
        remedy = "give the characters between components and elements, the decimal mark, the release character, a "
        remedy += "space, and the one that ends segments, as UNA:+.? '"
        raise BadInput(
            [Fault(file, "two of its separators are the same, or one is no mark", remedy, 1, "UNA", "".join(marks))]
        )
    declared = re.match(re.escape(marks.element.encode("ascii")) + rb"([A-Z0-9]{4})", content[start.end("unb") :])
    charset = declared[1].decode("ascii") if declared else ""
    if charset not in CODECS:
        raise BadInput(
            [
                Fault(
                    file,
                    "it declares no set of characters that is read here",
                    f"the first element of UNB is one of {', '.join(CODECS)} and the syntax version, as UNOA:2",
                    1,
                    "UNB 1.1",
                    printable(content[start.start("unb") : start.end("unb") + 10].decode("latin-1")),
                )
            ]
        )
    return marks, charset, start.start("unb")


def _segments(file: str, text: str, marks: Marks) -> Iterator[Segment]:
    for number, piece in enumerate(pieces(text, marks), start=1):
        try:
            elements = split(piece, marks)
        except Unsplit as error:
            raise BadInput([_unsplit(file, error.at_end, number)]) from error
        yield _checked(file, elements, number, lines=_LINE_END.search(piece.lstrip(_BETWEEN)) is not None)


def _unsplit(file: str, at_end: bool, number: int) -> Fault:
    if at_end:
        problem = "the file ends in the middle of a segment: what came after it is lost"
        return Fault(file, problem, "ask for the whole file, to its UNZ", number)
    problem = "a release character stands before the end of a line"
    return Fault(file, problem, "write it twice where it is meant as itself, and join the lines", number)


def _checked(file: str, elements: list[list[str]], number: int, *, lines: bool) -> Segment:
    """The segment of these elements; `lines` says that a line ends inside of it."""
    (tag, *others), *rest = elements
    tag = tag.lstrip(_BETWEEN)
    if tag == "UNA":
        problem = "a second interchange begins here"
        raise BadInput([Fault(file, problem, "give each interchange in a file of its own", number, "UNA")])
    if others or not _TAG.fullmatch(tag):
        problem = "a segment begins with a tag of three letters and has none here"
        raise BadInput([Fault(file, problem, "look for a lost or surplus end of a segment", number, value=tag[:20])])
    found = Segment(tag, tuple(tuple(components) for components in rest), number)
    for place, components in enumerate(found.elements if lines else (), start=1):
        if any("\n" in text or "\r" in text for text in components):
            problem = "a line ends inside of the segment"
            remedy = "join the lines: only between segments may a new one begin"
            value = printable(found.element(place))
            raise BadInput([Fault(file, problem, remedy, number, f"{tag} {place}", value)])
    return found


def _beyond(segments: tuple[Segment, ...], charset: str, marks: Marks) -> str | None:
    """A notice of what the texts hold beyond the declared level of ASCII; separators of UNA may be beyond it."""
    first, strange = 0, ""
    for segment in segments:
        found = beyond("".join(text for components in segment.elements for text in components), charset)
        if found and not first:
            first = segment.number
        strange += found
    strange = "".join(sorted(set(strange) - set(marks)))
    if not strange:
        return None
    shown = strange if len(strange) <= 10 else strange[:10] + "..."
    return f"segment {first} has characters that {charset} does not have ({shown}): they are read as ASCII"


def _messages(file: str, segments: tuple[Segment, ...]) -> Iterator[Message]:
    """The messages between UNB and UNZ, with or without functional groups (UNG, UNE)."""
    refuse = Refusals(file)
    header, trailer = segments[0], segments[-1]
    _check_header(header, refuse)
    end = next((segment for segment in segments if segment.tag == "UNZ"), None)
    if end is None:
        refuse.add(trailer, "the file does not end with UNZ: its end is lost", "ask for the whole file")
        refuse.stop()
    elif end is not trailer:
        remedy = "give each interchange in a file of its own"
        refuse.add(segments[end.number], "the file goes on after UNZ", remedy)
        refuse.stop()
    messages: list[Message] = []
    groups, since, opened, group = 0, 0, None, None
    inside: list[Segment] = []
    for segment in segments[1:-1]:
        match segment.tag:
            case "UNG" if opened is None and group is None:
                group, since = segment, len(messages)
            case "UNE" if opened is None and group is not None:
                _check_trailer(segment, group.part(5), len(messages) - since, "messages of its group", "UNG", refuse)
                group, groups = None, groups + 1
            case "UNH" if opened is None:
                if not segment.part(1):
                    refuse.add(segment, "the message has no reference", "give it one, and UNT the same", 1)
                opened, inside = segment, []
            case "UNT" if opened is not None:
                _check_trailer(segment, opened.part(1), len(inside) + 2, "segments from UNH to UNT", "UNH", refuse)
                messages.append(Message(opened, tuple(inside)))
                opened = None
            case "UNB" | "UNG" | "UNE" | "UNH" | "UNT":
                what = "inside of a message that has no UNT" if opened is not None else "where none belongs"
                refuse.add(segment, f"it stands {what}", "look for a lost or surplus segment before it")
                refuse.stop()
            case _ if opened is None:
                refuse.add(segment, "it stands outside of any message", "look for a lost UNH before it")
                refuse.stop()
            case _:
                inside.append(segment)
    for left, tag in ((opened, "UNT"), (group, "UNE")):
        if left is not None:
            refuse.add(left, f"it has no {tag}: its end is lost", "ask for the whole file")
            refuse.stop()
    count, what = (groups, "groups") if groups else (len(messages), "messages")
    _check_trailer(trailer, header.part(5), count, f"{what} of the interchange", "UNB", refuse)
    if not messages:
        refuse.add(trailer, "the interchange has no message", "ask for the whole file")
    refuse.stop()
    yield from messages


def _check_header(header: Segment, refuse: Refusals) -> None:
    if header.tag != "UNB":
        refuse.add(header, "the first segment is not UNB", "begin the interchange with UNB")
        return
    if header.part(1, 2) not in ("1", "2", "3", "4"):
        refuse.add(header, "the syntax version is none that is known", "write 1, 2, 3 or 4, as UNOA:2", 1, 2)
    for place, what in ((2, "sender"), (3, "recipient"), (4, "date"), (5, "control reference")):
        if not header.part(place):
            refuse.add(header, f"it names no {what}", f"give the {what} of the interchange", place)


def _check_trailer(trailer: Segment, reference: str, count: int, what: str, opener: str, refuse: Refusals) -> None:
    stated = trailer.part(1)
    if not re.fullmatch(r"[0-9]{1,9}", stated) or int(stated) != count:
        problem = f"its count is wrong: {what}: {count}"
        refuse.add(trailer, problem, "ask for the whole file, or correct the count", 1)
    if trailer.part(2) != reference:
        problem = f"its reference is not that of {opener}, {reference!r}"
        refuse.add(trailer, problem, f"look for a lost {opener} before it, or correct the reference", 2)
