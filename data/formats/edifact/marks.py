"""The six characters of UNA: what separates components and elements, releases a character, and ends a segment."""

from typing import NamedTuple

from pydifact.control.characters import Characters

# A character that no text holds, where an interchange has no release character.
_NO_RELEASE = "\x00"


class Marks(NamedTuple):
    """The characters in the order of UNA. A blank for `release` says that there is none."""

    component: str
    element: str
    decimal: str
    release: str
    reserved: str
    terminator: str

    @property
    def distinct(self) -> bool:
        """Whether they tell components, elements and segments apart, and are no letters, digits or blanks."""
        marks = [self.component, self.element, self.terminator]
        if self.release != " ":
            marks.append(self.release)
        return len(set(marks)) == len(marks) and not any(mark.isalnum() or mark == " " for mark in marks)

    @property
    def releasing(self) -> str:
        """The release character; where there is none, one that no text holds."""
        return _NO_RELEASE if self.release == " " else self.release

    @property
    def characters(self) -> Characters:
        """Them as pydifact takes them."""
        return Characters(self.component, self.element, self.decimal, self.releasing, self.reserved, self.terminator)  # type: ignore[no-untyped-call]


USUAL = Marks(":", "+", ".", "?", " ", "'")
