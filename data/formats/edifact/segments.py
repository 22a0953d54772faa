"""A segment of an interchange: its tag and its elements, each of one or more components."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A segment. `number` is its place in the file, counted from UNB, which is 1; UNA is no segment."""

    tag: str
    elements: tuple[tuple[str, ...], ...]
    number: int = 0

    def part(self, element: int, component: int = 1) -> str:
        """A component of an element, both counted from 1; "" where it is not given."""
        if element > len(self.elements) or component > len(self.elements[element - 1]):
            return ""
        return self.elements[element - 1][component - 1]

    def element(self, element: int) -> str:
        """An element (from 1) with colons between its components; "" where it is not given."""
        return ":".join(self.elements[element - 1]) if element <= len(self.elements) else ""

    @property
    def qualified(self) -> str:
        """Its tag and its first component, as LOC+147."""
        return f"{self.tag}+{self.part(1)}"


Part = str | tuple[str, ...]


def segment(tag: str, *elements: Part) -> Segment:
    """A segment to be written; elements without components are plain texts. What is empty at the end is left out."""
    parts = [element if isinstance(element, tuple) else (element,) for element in elements]
    kept = [_trimmed(components) for components in parts]
    while kept and kept[-1] == ("",):
        kept.pop()
    return Segment(tag, tuple(kept))


def _trimmed(components: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, text in enumerate(components) if text), default=0)
    return components[: last + 1]
