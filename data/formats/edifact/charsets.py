"""The character sets that an interchange can declare (ISO 9735, data element 0001), and the bytes of its text.

UNOA and UNOB are parts of ASCII. Messages of the trade hold more of it than these parts have (addresses with @,
small letters under UNOA), so that all printable ASCII is read, and the reader says where it is more than was declared.
"""

import re

from data.errors import BadInput, Fault

CODECS = {
    "UNOA": "ascii", "UNOB": "ascii", "UNOC": "iso8859-1", "UNOD": "iso8859-2", "UNOE": "iso8859-5",
    "UNOF": "iso8859-7", "UNOG": "iso8859-3", "UNOH": "iso8859-4", "UNOI": "iso8859-6", "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9", "UNOW": "utf-8",
}  # fmt: skip
# The syntax versions that first had them; what is written declares no older one.
VERSIONS = {"UNOA": "2", "UNOB": "2", "UNOC": "3", "UNOW": "4"}

_LEVEL_A = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!\"%&*;<>")
_LEVELS = {"UNOA": _LEVEL_A, "UNOB": _LEVEL_A | frozenset("abcdefghijklmnopqrstuvwxyz")}
_LINE_ENDS = "\r\n"
# Whatever is no text and no end of a line.
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def decoded(file: str, content: bytes, start: int, charset: str, terminator: str) -> str:
    """The text of a file from a byte on, in the set that its interchange declares, one of CODECS.

    Raises BadInput at the first byte or control character that the set does not have.
    """
    codec = CODECS[charset]
    try:
        text = content[start:].decode(codec)
    except UnicodeDecodeError as error:
        place = start + error.start
        row = content.count(terminator.encode("ascii"), start, place) + 1
        value = content[max(place - 10, 0) : place + 10].decode("latin-1")
        raise BadInput(
            [
                Fault(
                    file,
                    f"byte {place + 1} (hexadecimal {content[place]:02x}) is not in {charset}, which the "
                    "interchange declares",
                    "ask the sender for the set that the text is in: UNOC is Latin-1, UNOW is UTF-8",
                    row,
                    "UNB 1.1",
                    printable(value),
                )
            ]
        ) from error
    strange = _CONTROL.search(text)
    if strange is not None:
        row = text.count(terminator, 0, strange.start()) + 1
        problem = f"character {strange.start() + 1} is a control character"
        raise BadInput([Fault(file, problem, "take it out of the text", row)])
    return text


def printable(text: str) -> str:
    """The text with marks in place of what a screen cannot show."""
    return re.sub(r"[\r\n]", ".", _CONTROL.sub(".", text))


def beyond(text: str, charset: str) -> str:
    """The characters of the text that a level of ASCII does not have, each once, in order; "" for other sets."""
    level = _LEVELS.get(charset)
    return "" if level is None else "".join(sorted(set(text) - level - set(_LINE_ENDS)))


def least_charset(text: str) -> str:
    """The smallest of the sets UNOA, UNOB, UNOC and UNOW that has all of the text."""
    for charset in ("UNOA", "UNOB"):
        if not beyond(text, charset):
            return charset
    return "UNOC" if all(ord(c) < 0x100 for c in text) else "UNOW"
