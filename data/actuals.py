"""What has become of calls by now: what a planner of the running day starts from."""

from itertools import combinations
from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from data.codes import Id
from data.record import Record, unit
from data.vessels import Boxes

# In the order in which a call goes through them.
Phase = Literal["inbound", "arrived", "working", "complete", "departed"]

# What is known in each phase, and what else may be.
_NEEDED: dict[Phase, tuple[str, ...]] = {
    "inbound": (),
    "arrived": ("arrived",),
    "working": ("first_line", "position_m"),
    "complete": ("first_line", "position_m"),
    "departed": ("first_line", "position_m", "last_line"),
}
_ALLOWED: dict[Phase, tuple[str, ...]] = {
    "inbound": (),
    "arrived": ("arrived",),
    "working": ("arrived", "first_line", "position_m", "first_lift"),
    "complete": ("arrived", "first_line", "position_m", "first_lift", "last_lift"),
    "departed": ("arrived", "first_line", "position_m", "first_lift", "last_lift", "last_line"),
}
# The moments in the order in which they come, with what is wrong where one is earlier than another before it.
MOMENTS = ("arrived", "first_line", "first_lift", "last_lift", "last_line")
_OUT_OF_ORDER = {
    ("arrived", "first_line"): "she berths before she arrives",
    ("first_line", "last_line"): "she leaves before she berths",
}


class Actual(Record):
    """What has become of a call by now."""

    call: Id = Field(description="The call, by id")
    phase: Phase = Field(
        description="inbound: at sea; arrived: could be alongside and waits; working: alongside; complete: worked off, "
        "alongside; departed: gone"
    )
    arrived: AwareDatetime | None = Field(None, description="When she could be alongside; from arrived on")
    first_line: AwareDatetime | None = Field(None, description="First line ashore; from working on")
    position_m: float | None = Field(
        None,
        ge=-1_000,
        le=10_000,
        description="Place of her low end; from working on",
        json_schema_extra=unit("m"),
    )
    moves_done: Boxes = Field(0, description="Boxes moved by now")
    last_line: AwareDatetime | None = Field(None, description="Last line off; departed only")
    first_lift: AwareDatetime | None = Field(None, description="First lift of a quay crane; from working on")
    last_lift: AwareDatetime | None = Field(None, description="Last lift of a quay crane; from complete on")

    @property
    def berthed(self) -> bool:
        """Whether she lies alongside, or did."""
        return self.phase in ("working", "complete", "departed")

    @property
    def here(self) -> bool:
        """Whether she is at the terminal: waits for a berth, or lies alongside."""
        return self.phase in ("arrived", "working", "complete")

    @model_validator(mode="after")
    def _as_far_as_it_goes(self) -> "Actual":
        for name in _NEEDED[self.phase]:
            if getattr(self, name) is None:
                raise ValueError(f"a call that is {self.phase} has a {name}: give {name}, or correct phase")
        for name in (*MOMENTS, "position_m"):
            if name not in _ALLOWED[self.phase] and getattr(self, name) is not None:
                raise ValueError(f"a call that is {self.phase} has none yet: drop {name}, or correct phase")
        if self.moves_done and self.phase in ("inbound", "arrived"):
            raise ValueError(f"a call that is {self.phase} has no boxes moved yet: drop moves_done, or correct phase")
        known = [name for name in MOMENTS if getattr(self, name) is not None]
        for before, after in combinations(known, 2):
            if getattr(self, after) < getattr(self, before):
                what = _OUT_OF_ORDER.get((before, after), "the times are out of order")
                raise ValueError(f"{what}: {after} must not be before {before}")
        if self.last_line is not None and self.last_line == self.first_line:
            raise ValueError("she leaves before she berths: last_line must be later than first_line")
        return self
