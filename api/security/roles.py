"""Who calls, and what they may do. Clients use it as well: nothing here needs the web server."""

from dataclasses import dataclass
from enum import StrEnum

from data.export_chain import Party


class Role(StrEnum):
    """What a user may do. Each of the first four may do what those before it may; a party sees its own alone."""

    VIEWER = "viewer"
    ANALYST = "analyst"  # asks for plans and simulations, and uploads cases of its own
    PLANNER = "planner"  # changes cases and plans, accepts and locks them
    ADMIN = "admin"
    PARTY = "party"


RANKS = (Role.VIEWER, Role.ANALYST, Role.PLANNER, Role.ADMIN)


@dataclass(frozen=True)
class Caller:
    """Who sends a request.

    A party is one of the export chain; `of` is the exporter or the line that it is, None for an office or a place of
    which there is one. `token` is the id of the token that was shown, None for LOCAL.
    """

    name: str
    role: Role
    party: Party | None = None
    of: str | None = None
    token: str | None = None

    def may(self, role: Role) -> bool:
        """Whether this is somebody of that role, or of one that may do more. A party is of no other role."""
        return self.role in RANKS and RANKS.index(self.role) >= RANKS.index(role)


# Whoever sits at the machine of a server that asks for no tokens.
LOCAL = Caller("local", Role.ADMIN)


@dataclass(frozen=True)
class Holder:
    """Whom a token is for, and for how many days (None: until it is revoked)."""

    name: str
    role: Role
    party: Party | None = None
    of: str | None = None
    days: int | None = None
