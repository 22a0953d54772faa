"""What is another in a case than before, and by how much."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Slip:
    """A moment of a known leg that is another now: its departure, its arrival, or a cut-off by its code."""

    voyage: str
    leg: str
    port: str
    what: str
    old: datetime
    new: datetime

    @property
    def hours(self) -> float:
        """By how much it is later, in hours; earlier below 0."""
        return round((self.new - self.old) / timedelta(hours=1), 2)


@dataclass(frozen=True)
class Change:
    """A column of a known leg, or of its cut-offs, that holds another value now."""

    voyage: str
    leg: str
    column: str
    old: str
    new: str
