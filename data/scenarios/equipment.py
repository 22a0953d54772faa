"""Changes of what works at the terminal: quay cranes, tractors, yard cranes, and when something is out of service."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from data.case import Case
from data.closures import Closed, Closure
from data.codes import Id, Text
from data.record import Hours, Metres, unit
from data.scenarios.change import Change, LocalMoment, Refused, changed, find, ids_of, next_ids, with_settings
from data.terminal import QuayCrane, YardCrane
from data.vessels import Ids


class AddQuayCranes(Change):
    """More quay cranes, at the far end of the rail."""

    change: Literal["add_quay_cranes"] = "add_quay_cranes"
    count: int = Field(1, ge=1, le=50, description="How many")
    rail_from_m: Metres | None = Field(None, description="Lowest metre that they reach; empty as the last crane")
    rail_to_m: Metres | None = Field(None, description="Highest metre that they reach; empty as the last crane")
    with_gangs: bool = Field(
        True, description="Whether shifts with a gang for every crane get one for each new crane too"
    )

    def apply(self, case: Case) -> Case:
        """The case with more quay cranes."""
        last = case.quay_cranes[-1]
        low = last.rail_from_m if self.rail_from_m is None else self.rail_from_m
        high = last.rail_to_m if self.rail_to_m is None else self.rail_to_m
        if high <= low:
            raise Refused("rail_to_m", "the rail ends before it starts", f"give more than {low:g}", f"{high:g}")
        if high > case.terminal.quay.length_m:
            length = case.terminal.quay.length_m
            raise Refused("rail_to_m", "the crane runs off the rail", f"give at most {length:g}", f"{high:g}")
        more = (QuayCrane(id=name, rail_from_m=low, rail_to_m=high) for name in next_ids(case.quay_cranes, self.count))
        shifts = tuple(
            changed(shift, gangs=shift.gangs + self.count)
            if self.with_gangs and shift.gangs >= len(case.quay_cranes)
            else shift
            for shift in case.shifts
        )
        return case.changed(quay_cranes=(*case.quay_cranes, *more), shifts=shifts)


class RemoveQuayCranes(Change):
    """Fewer quay cranes, for good; `close` is for a time."""

    change: Literal["remove_quay_cranes"] = "remove_quay_cranes"
    cranes: Ids = Field(min_length=1, description="Which ones, by id", json_schema_extra=ids_of("quay_cranes"))

    def apply(self, case: Case) -> Case:
        """The case without these quay cranes, and without their closures."""
        gone = {find("cranes", name, case.quay_cranes, "quay_cranes").id for name in self.cranes}
        left = tuple(crane for crane in case.quay_cranes if crane.id not in gone)
        if not left:
            raise Refused("cranes", "no quay crane is left", "leave one", " ".join(self.cranes))
        closures = tuple(closure for closure in case.closures if closure.crane not in gone)
        return case.changed(quay_cranes=left, closures=closures)


class CraneRate(Change):
    """Quay cranes that are faster or slower: both the planner's rate and the cycle of the simulation."""

    change: Literal["crane_rate"] = "crane_rate"
    factor: float = Field(gt=0, le=10, description="Times as many boxes an hour", json_schema_extra=unit("factor"))

    def apply(self, case: Case) -> Case:
        """The case with another crane rate."""
        work = case.terminal.crane_work
        rate = work.gross_moves_per_hour * self.factor
        cycle = work.cycle_s / self.factor
        return with_settings(
            case, factor=("crane_work.gross_moves_per_hour", rate), cycle=("crane_work.cycle_s", cycle)
        )


class Breakdowns(Change):
    """Quay cranes that break down more often or less, or are repaired sooner or later."""

    change: Literal["breakdowns"] = "breakdowns"
    hours_between_failures: Hours | None = Field(None, description="Mean working hours between breakdowns; 0 for none")
    repair_h: Hours | None = Field(None, description="Mean hours of a repair")

    @model_validator(mode="after")
    def _something(self) -> "Breakdowns":
        if self.hours_between_failures is None and self.repair_h is None:
            raise ValueError("it changes nothing: give hours_between_failures or repair_h")
        return self

    def apply(self, case: Case) -> Case:
        """The case with other breakdowns."""
        return with_settings(
            case,
            hours_between_failures=("crane_work.hours_between_failures", self.hours_between_failures),
            repair_h=("crane_work.repair_h", self.repair_h),
        )


class TractorCount(Change):
    """Another number of tractors."""

    change: Literal["tractors"] = "tractors"
    count: int | None = Field(None, ge=1, le=1000, description="How many there are then")
    factor: float | None = Field(
        None, gt=0, le=100, description="Times as many, rounded; at least 1", json_schema_extra=unit("factor")
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "TractorCount":
        if (self.count is None) == (self.factor is None):
            raise ValueError("it says how many in no way, or in two: give one of count and factor")
        return self

    def apply(self, case: Case) -> Case:
        """The case with so many tractors."""
        if self.factor is None:
            return with_settings(case, count=("tractors.count", self.count))
        return with_settings(case, factor=("tractors.count", max(1, round(case.terminal.tractors.count * self.factor))))


class AddYardCranes(Change):
    """More yard cranes in blocks."""

    change: Literal["add_yard_cranes"] = "add_yard_cranes"
    blocks: Ids = Field(
        (), description="Blocks that get them, by id; empty for every block", json_schema_extra=ids_of("yard_blocks")
    )
    count: int = Field(1, ge=1, le=20, description="How many in each of the blocks")

    def apply(self, case: Case) -> Case:
        """The case with more yard cranes."""
        if not case.yard_blocks:
            raise Refused("blocks", "the case has no yard blocks", "list some in its table yard_blocks")
        blocks = [find("blocks", name, case.yard_blocks, "yard_blocks").id for name in self.blocks]
        where = [name for name in blocks or [block.id for block in case.yard_blocks] for _ in range(self.count)]
        rows = case.yard_cranes or (YardCrane(id="YC0", block=where[0]),)
        more = (YardCrane(id=name, block=block) for name, block in zip(next_ids(rows, len(where)), where, strict=True))
        return case.changed(yard_cranes=(*case.yard_cranes, *more))


class RemoveYardCranes(Change):
    """Fewer yard cranes."""

    change: Literal["remove_yard_cranes"] = "remove_yard_cranes"
    cranes: Ids = Field(min_length=1, description="Which ones, by id", json_schema_extra=ids_of("yard_cranes"))

    def apply(self, case: Case) -> Case:
        """The case without these yard cranes."""
        gone = {find("cranes", name, case.yard_cranes, "yard_cranes").id for name in self.cranes}
        return case.changed(yard_cranes=tuple(crane for crane in case.yard_cranes if crane.id not in gone))


class Close(Change):
    """A quay crane, a stretch of the quay or the channel out of service for a time."""

    change: Literal["close"] = "close"
    what: Closed = Field(description="What is out of service")
    start: LocalMoment = Field(description="From this moment on, as 2026-01-12; without a zone on the terminal's clock")
    days: float = Field(gt=0, le=3_660, description="For how long", json_schema_extra=unit("days"))
    crane: Id | None = Field(None, description="crane: which one, by id", json_schema_extra=ids_of("quay_cranes"))
    from_m: Metres | None = Field(None, description="quay: where the stretch begins; empty from the quay's beginning")
    to_m: Metres | None = Field(None, description="quay: where the stretch ends; empty to the quay's end")
    reason: Text | None = Field(None, description="Why, for reports")

    @model_validator(mode="after")
    def _whole(self) -> "Close":
        if (self.what == "crane") != (self.crane is not None):
            raise ValueError("a crane is given where one is closed, and only there: give crane, or correct what")
        if self.what != "quay" and (self.from_m is not None or self.to_m is not None):
            raise ValueError("only the quay has a stretch: drop from_m and to_m, or correct what")
        if self.to_m is not None and self.to_m <= (self.from_m or 0):
            raise ValueError("the stretch ends before it starts: to_m must be above from_m")
        return self

    def apply(self, case: Case) -> Case:
        """The case with one more closure."""
        if self.crane is not None:
            find("crane", self.crane, case.quay_cranes, "quay_cranes")
        length = case.terminal.quay.length_m
        for field, value, most in (("from_m", self.from_m, length - 1e-6), ("to_m", self.to_m, length)):
            if value is not None and value > most:
                raise Refused(field, f"the quay ends at {length:g} m", "give less", f"{value:g}")
        taken = {closure.id for closure in case.closures}
        number = next(number for number in range(1, len(taken) + 2) if f"scenario-{number}" not in taken)
        start = case.terminal.local(self.start)
        closure = Closure(
            id=f"scenario-{number}",
            what=self.what,
            start=start,
            end=start + timedelta(days=self.days),
            from_m=self.from_m,
            to_m=self.to_m,
            crane=self.crane,
            reason=self.reason,
        )
        return case.changed(closures=(*case.closures, closure))
