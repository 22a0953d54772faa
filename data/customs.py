"""What the state asks of boxes in foreign trade: papers, inspections, quarantine."""

from pydantic import Field, model_validator

from data.clock import TimeOfDay
from data.record import Hours, Record, Share, Spread


class Customs(Record):
    """Clearance, inspection and quarantine of laden boxes in foreign trade. A domestic box never waits for them."""

    clearance_h: Hours = Field(
        0, description="Mean hours from the stacking of a box from abroad until its papers are cleared"
    )
    clearance_spread: Spread = Field(0.5, description="Their spread (lognormal)")
    import_inspection_share: Share = Field(
        0, description="Share of boxes from abroad that are opened, when their papers have been looked at"
    )
    export_inspection_share: Share = Field(
        0, description="Share of boxes for abroad that are opened when they have come"
    )
    inspection_h: Hours = Field(4, description="Mean hours of an inspection, from the box's arrival at its place")
    inspection_spread: Spread = Field(0.5, description="Their spread (gamma distributed)")
    opens: TimeOfDay | None = Field(
        None, description="Time of day from which inspections begin; empty where they always do"
    )
    closes: TimeOfDay | None = Field(
        None, description="Time of day until which they begin; before opens where that is past midnight"
    )
    quarantine_share: Share = Field(0, description="Share of these boxes that quarantine holds in the yard")
    quarantine_h: Hours = Field(0, description="Hours for which it does, from clearance or, for abroad, from arrival")
    # Rule of the older regime on short shipments; the one in force relaxed amendments, by how much is not known.
    amend_within_h: Hours = Field(
        72,
        description="Hours from a ship's departure in which an export declaration is amended, or cancelled, for "
        "another ship, voyage or date",
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> "Customs":
        if (self.opens is None) != (self.closes is None):
            raise ValueError("opens and closes go together: give both, or drop both where inspections always begin")
        if self.opens is not None and self.opens == self.closes:
            raise ValueError("opens and closes are the same: drop both where inspections always begin")
        return self

    @property
    def holds(self) -> bool:
        """Whether any box ever waits for it."""
        return bool(
            self.clearance_h
            or self.import_inspection_share
            or self.export_inspection_share
            or (self.quarantine_share and self.quarantine_h)
        )
