"""What every part of a case is made of: frozen, validated records, and the units of their numbers."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A frozen, fully validated part of a case. Unknown fields are refused: a typing error is not a wish."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True, populate_by_name=True
    )


def unit(name: str) -> dict[str, Any]:
    """The unit of a field, for the documents that are made from the types."""
    return {"unit": name}


Metres = Annotated[float, Field(ge=0, le=10_000, json_schema_extra=unit("m"))]
Minutes = Annotated[float, Field(ge=0, le=10_080, json_schema_extra=unit("min"))]
Seconds = Annotated[float, Field(ge=0, le=36_000, json_schema_extra=unit("s"))]
Hours = Annotated[float, Field(ge=0, le=8_760, json_schema_extra=unit("h"))]
# Shorter times between stops are no stops of a terminal, and a simulation of them would not end.
LEAST_BETWEEN_H = 0.01


def _rare(value: float) -> float:
    if 0 < value < LEAST_BETWEEN_H:
        raise ValueError(f"stops come too often to simulate: give at least {LEAST_BETWEEN_H:g} h, or 0 for none")
    return value


# Mean hours between stops of a kind; 0 where there are none.
HoursBetween = Annotated[Hours, AfterValidator(_rare)]
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra=unit("share of 1"))]
Spread = Annotated[float, Field(ge=0, le=3, json_schema_extra=unit("standard deviation / mean"))]
Money = Annotated[int, Field(ge=0, le=10**12, json_schema_extra=unit("money"))]
Days = Annotated[int, Field(ge=0, le=366, json_schema_extra=unit("days"))]
