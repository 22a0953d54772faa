"""The landside gate: its lanes and hours, and when trucks come.

Trucks come by the profile of the week: an hour has the weight of its hour of the day times that of its day, and none
while the gate is closed. A day of weight 0 is closed whole.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from data.clock import TimeOfDay
from data.record import Hours, Metres, Minutes, Record, Share, unit
from data.words import words


def _written(weights: tuple[float, ...]) -> str:
    return " ".join(f"{weight:g}" for weight in weights)


Weights = Annotated[
    tuple[Annotated[float, Field(ge=0, le=1_000)], ...],
    BeforeValidator(words),
    PlainSerializer(_written, return_type=str),
    Field(json_schema_extra={"list": True} | unit("weight")),
]


# A week whose minutes weigh less than this in sum is closed: shares of less can't be told from rounding.
_LEAST_WEIGHT = 1e-6


class Gate(Record):
    """The landside gate and the trucks that come through it."""

    lanes: int = Field(ge=1, le=100, description="Lanes, each working in both directions")
    lanes_in: int | None = Field(
        None,
        ge=1,
        le=100,
        description="Lanes that only let trucks in; with lanes_out, in place of lanes; empty where lanes serve both "
        "directions",
    )
    lanes_out: int | None = Field(None, ge=1, le=100, description="Lanes that only let trucks out; with lanes_in")
    service_min: Minutes = Field(gt=0, description="Mean time of a truck in a lane")
    gate_to_yard_m: Metres = Field(description="Mean way of a truck from the gate to a yard block")
    opens_days_before: float = Field(
        5,
        ge=0,
        le=60,
        description="Days before a ship from which its boxes may come in",
        json_schema_extra=unit("days"),
    )
    closes_hours_before: float = Field(
        0,
        ge=-48,
        le=720,
        description="Hours before a ship at which its domestic boxes must be in",
        json_schema_extra=unit("h"),
    )
    foreign_closes_hours_before: float | None = Field(
        None,
        ge=-48,
        le=720,
        description="Hours before a ship at which laden boxes in foreign trade must be in; empty for as others",
        json_schema_extra=unit("h"),
    )
    opens: TimeOfDay | None = Field(
        None, description="Time of day from which trucks come, in the simulation; empty where they always may"
    )
    closes: TimeOfDay | None = Field(
        None, description="Time of day until which trucks come; before opens where that is past midnight"
    )
    hour_weights: Weights = Field(
        (1.0,) * 24, description="How many trucks come in each hour of the day, from midnight on: 24 numbers, any scale"
    )
    day_weights: Weights = Field(
        (1.0,) * 7,
        description="How many trucks come on each day of the week, from Monday on: 7 numbers, any scale; 0 where the "
        "gate is closed that day",
    )
    appointments_per_hour: int = Field(
        0,
        ge=0,
        le=10_000,
        description="Appointments for trucks in each hour in which the gate is open; 0 where trucks come without",
        json_schema_extra=unit("trucks"),
    )
    appointment_tolerance_h: Hours = Field(
        4,
        le=168,
        description="So far from its own time a truck takes a free appointment, before or after; else a later",
    )
    punctuality_sd_min: Minutes = Field(
        0, description="Standard deviation of a truck's arrival from the time that it has by appointment"
    )
    no_show_share: Share = Field(
        0, description="Share of appointments to which no truck comes: it takes one a day later"
    )
    dual_share: Share = Field(
        0,
        description="Share of boxes to collect that a truck takes along which has brought a box, if one comes in time",
    )
    dual_within_h: Hours = Field(
        2, description="So long before its time a box may be collected by a truck that has brought another"
    )

    @model_validator(mode="after")
    def _lanes(self) -> "Gate":
        if (self.lanes_in is None) != (self.lanes_out is None):
            raise ValueError("lanes are given for one direction: give lanes_in and lanes_out, or neither")
        return self

    @model_validator(mode="after")
    def _hours(self) -> "Gate":
        if (self.opens is None) != (self.closes is None):
            raise ValueError("the gate has hours on one side: give opens and closes, or neither")
        if self.opens is not None and self.opens == self.closes:
            raise ValueError("opens and closes are the same: drop both where the gate is always open")
        for name, weights, count in (("hour_weights", self.hour_weights, 24), ("day_weights", self.day_weights, 7)):
            if len(weights) != count:
                raise ValueError(f"{name} has {len(weights)} numbers: give {count}")
        if sum(self._day()) * sum(self.day_weights) < _LEAST_WEIGHT:
            raise ValueError("no truck may ever come: correct opens, closes, hour_weights or day_weights")
        return self

    def week(self) -> tuple[float, ...]:
        """The weight of each minute of a week from Monday on, on the terminal's clock; 0 where the gate is closed."""
        day = self._day()
        return tuple(weight * minute for weight in self.day_weights for minute in day)

    def _day(self) -> list[float]:
        """The weight of each minute of a day."""
        weights = [self.hour_weights[minute // 60] for minute in range(24 * 60)]
        if self.opens is None or self.closes is None:
            return weights
        opens, closes = (at.hour * 60 + at.minute for at in (self.opens, self.closes))
        if opens < closes:
            return [weight if opens <= minute < closes else 0.0 for minute, weight in enumerate(weights)]
        return [0.0 if closes <= minute < opens else weight for minute, weight in enumerate(weights)]
