"""The text of an interchange cut into segments, elements and components.

pydifact does it where a release character stands, a character at a time. Nearly all segments have none, and are cut
where the separators are, which is many times faster.
"""

from collections.abc import Iterator

from pydifact.exceptions import EDISyntaxError
from pydifact.token import Token
from pydifact.tokenizer import Tokenizer

from data.formats.edifact.marks import Marks


class Unsplit(Exception):
    """A segment that cannot be cut: its end is lost (`at_end`), or a line ends right after a release character."""

    def __init__(self, at_end: bool) -> None:
        super().__init__(at_end)
        self.at_end = at_end


def pieces(text: str, marks: Marks) -> Iterator[str]:
    """The text cut after every terminator that is not released; a rest without one is the last piece.

    A terminator is released where an odd number of release characters stands before it.
    """
    *ended, rest = text.split(marks.terminator)
    piece: list[str] = []
    for part in ended:
        piece += part, marks.terminator
        if (len(part) - len(part.rstrip(marks.releasing))) % 2 == 0:
            yield "".join(piece)
            piece = []
    if piece or rest:
        yield "".join((*piece, rest))


def split(piece: str, marks: Marks) -> list[list[str]]:
    """The elements of a segment, the first of which has its tag, each with its components. Raises Unsplit."""
    if piece.endswith(marks.terminator) and marks.releasing not in piece:
        return [element.split(marks.component) for element in piece[:-1].split(marks.element)]
    tokenizer = Tokenizer()
    elements: list[list[str]] = [[""]]
    try:
        for token in tokenizer.get_tokens(piece, marks.characters):
            match token.type:
                case Token.Type.CONTENT:
                    elements[-1][-1] += token.value
                case Token.Type.COMPONENT_SEPARATOR:
                    elements[-1].append("")
                case Token.Type.DATA_SEPARATOR:
                    elements.append([""])
                case _:
                    return elements
    except EDISyntaxError as error:
        raise Unsplit(tokenizer.end_of_message()) from error
    raise Unsplit(at_end=True)
