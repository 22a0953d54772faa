"""Times in which a stretch of the quay, the channel or a crane is out of service."""

from datetime import datetime
from math import inf
from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from data.codes import Id, Text
from data.record import Metres, Record

Closed = Literal["quay", "channel", "crane"]


class Closure(Record):
    """A time in which something is out of service.

    No ship lies on a closed stretch of the quay, none moves through a closed channel, and a closed crane does not work.
    """

    id: Id = Field(description="Name of the closure")
    what: Closed = Field(description="What is out of service")
    start: AwareDatetime = Field(description="From this moment on")
    end: AwareDatetime = Field(description="Until this moment: in service again")
    from_m: Metres | None = Field(None, description="quay: where the stretch begins; empty from the quay's beginning")
    to_m: Metres | None = Field(None, description="quay: where the stretch ends; empty to the quay's end")
    crane: Id | None = Field(None, description="crane: which one, by id")
    reason: Text | None = Field(None, description="Why, for reports")

    @model_validator(mode="after")
    def _whole(self) -> "Closure":
        if self.end <= self.start:
            raise ValueError("the closure ends before it starts: end must be later than start")
        if self.what == "crane" and self.crane is None:
            raise ValueError("it does not say which crane: give crane")
        if self.what != "crane" and self.crane is not None:
            raise ValueError(f"a closure of the {self.what} has no crane: drop crane, or correct what")
        if self.what != "quay" and self.from_m is not None:
            raise ValueError(f"a closure of the {self.what} has no stretch of the quay: drop from_m, or correct what")
        if self.what != "quay" and self.to_m is not None:
            raise ValueError(f"a closure of the {self.what} has no stretch of the quay: drop to_m, or correct what")
        if self.high_m <= self.low_m:
            raise ValueError("the stretch ends before it starts: to_m must be above from_m")
        return self

    @property
    def low_m(self) -> float:
        """Where the closed stretch begins; -inf where that is the quay's beginning, with the overhang before it."""
        return -inf if self.from_m is None else self.from_m

    @property
    def high_m(self) -> float:
        """Where the closed stretch ends; inf where that is the quay's end, with the overhang behind it."""
        return inf if self.to_m is None else self.to_m

    def during(self, start: datetime, end: datetime) -> bool:
        """Whether it is closed at some time between two moments."""
        return start < self.end and self.start < end

    def at(self, moment: datetime) -> bool:
        """Whether it is closed at a moment: from the start on, and no longer at the end."""
        return self.start <= moment < self.end
