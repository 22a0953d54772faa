"""Faults of a message, gathered while it is read, so that all of them are told at once."""

from data.errors import BadInput, Fault
from data.formats.edifact.segments import Segment
from data.words import counted

# More faults than these say no more than that the file is of another kind.
MOST = 100


class Refusals:
    """The faults of one file. Their `row` is the segment's number, their `column` its tag, element and component."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(
        self, segment: Segment, problem: str, remedy: str, element: int | None = None, component: int | None = None
    ) -> None:
        """Refuse a segment, or one element of it (from 1), or one component of that."""
        column, value = segment.tag, None
        if element is not None:
            column += f" {element}" + (f".{component}" if component is not None else "")
            value = segment.part(element, component) if component is not None else segment.element(element)
        self.faults.append(Fault(self.file, problem, remedy, segment.number, column, value))

    def stop(self) -> None:
        """Raise BadInput with what was gathered, in the order of the file, if anything was."""
        if self.faults:
            ordered = sorted(self.faults, key=lambda fault: fault.row or 0)
            more = len(ordered) - MOST
            if more > 0:
                ordered = ordered[:MOST]
                ordered.append(Fault(self.file, f"it has {counted(more, 'more fault')}", "correct those above first"))
            raise BadInput(ordered)
