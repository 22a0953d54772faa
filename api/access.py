"""Who calls, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from data.export_chain import Party


class Role(StrEnum):
    """What a user may do. Each of the first four may do what those before it may; a party sees its own alone."""

    VIEWER = "viewer"
    ANALYST = "analyst"  # asks for plans and simulations, and uploads cases of its own
    PLANNER = "planner"  # changes cases and plans, accepts and locks them
    ADMIN = "admin"
    PARTY = "party"


@dataclass(frozen=True)
class Caller:
    """Who sends a request.

    A party is one of the export chain; `of` is the exporter or the line that it is, None for an office or a place of
    which there is one.
    """

    name: str
    role: Role
    party: Party | None = None
    of: str | None = None


# Whoever sits at the machine of a server that asks for no tokens.
LOCAL = Caller("local", Role.ADMIN)


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


TheCaller = Annotated[Caller, Depends(_caller)]
