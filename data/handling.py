"""Handling times that are given, where no rate says how long a ship is worked."""

from pydantic import Field

from data.codes import Id
from data.record import Hours, Record, unit


class Handling(Record):
    """How long a call is worked with so many cranes. A call that has such rows is worked only as they say.

    Its boxes and the rate of cranes are then not asked, nor how cranes hinder each other or how far it lies away.
    """

    call: Id = Field(description="The call, by id")
    berth: Id | None = Field(
        None,
        description="The section of berths that the ship lies in, or its low end; empty where it holds anywhere that "
        "no other row of the call and as many cranes names",
    )
    cranes: int = Field(
        ge=0,
        le=20,
        description="Quay cranes that work her all the time; 0 where gear of her own or the berth's does",
        json_schema_extra=unit("cranes"),
    )
    hours: Hours = Field(gt=0, description="From the end of mooring to the last lift")
