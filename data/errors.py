"""The errors that Dermaga raises on purpose, and the faults that bad input is answered with."""

from dataclasses import dataclass


class DermagaError(Exception):
    """Whatever Dermaga refuses to do, with a text that says why and what would help."""


class NotFound(DermagaError):
    """What was asked for by name does not exist."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input, where it stands and what would be right.

    `row` counts as a spreadsheet shows it: the line of column names is row 1, unless comments stand above it. In an
    EDIFACT message it counts segments, UNB being 1, and `column` is the tag with its element and component.
    """

    file: str
    problem: str
    remedy: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", {self.column}"
        if self.value is not None:
            shown = self.value if len(self.value) <= 60 else self.value[:57] + "..."
            place += f" = {shown!r}"
        return f"{place}: {self.problem}; {self.remedy}"


class BadInput(DermagaError):
    """Input that is refused, with every fault that was found in it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
