"""The front door of reading: the messages in a file, whatever they are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from data.files import content_of
from data.formats.edifact import baplie, coarri, codeco, coparn, coprar, listed, movins, vermas
from data.formats.edifact.boxes import EdiMessage
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.syntax import LARGEST_FILE, Interchange, Message, read_interchange

Reader = Callable[[Interchange, Message, Refusals], EdiMessage]

_READERS: dict[str, tuple[Reader, dict[str, str]]] = {
    "BAPLIE": (baplie.read, baplie.RELEASES),
    "MOVINS": (movins.read, movins.RELEASES),
    "COPRAR": (coprar.read, listed.RELEASES),
    "COPARN": (coparn.read, listed.RELEASES),
    "VERMAS": (vermas.read, vermas.RELEASES),
    "COARRI": (coarri.read, listed.RELEASES),
    "CODECO": (codeco.read, listed.RELEASES),
}
TYPES = tuple(_READERS)


def read_edi(path: Path) -> tuple[EdiMessage, ...]:
    """The messages in a file, all of one type. Raises BadInput with every fault that was found."""
    return read_messages(path.name, content_of(path, path.name, LARGEST_FILE, "send the messages in several files"))


def read_messages(file: str, content: bytes) -> tuple[EdiMessage, ...]:
    """The messages in the content of a file, all of one type. Raises BadInput with every fault that was found."""
    source = read_interchange(file, content)
    refuse = Refusals(file)
    first = source.messages[0]
    for message in source.messages:
        if message.type not in _READERS:
            refuse.add(message.header, "messages of this type are not read here", f"give {_any_of(TYPES)}", 2, 1)
        elif message.type != first.type:
            remedy = "send each type in an interchange of its own"
            refuse.add(message.header, f"the interchange begins with {first.type}", remedy, 2, 1)
        elif message.release not in _READERS[message.type][1]:
            remedy = f"ask the sender for one of {', '.join(_READERS[message.type][1])}"
            refuse.add(message.header, f"{message.type} of this directory is not read here", remedy, 2, 3)
    refuse.stop()
    read = _READERS[first.type][0]
    found = tuple(read(source, message, refuse) for message in source.messages)
    refuse.stop()
    if source.notices:
        found = (_with_notices(found[0], source.notices), *found[1:])
    return found


def _any_of(names: tuple[str, ...]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _with_notices(message: EdiMessage, notices: tuple[str, ...]) -> EdiMessage:
    return replace(message, notices=(*notices, *message.notices))
