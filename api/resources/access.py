"""What the routes of tokens, sessions and the audit log take and answer with, each with its example."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.resources.shared import Page
from api.security.roles import Holder, Role
from data.codes import Text
from data.export_chain import Party

# Of which there are several: the token says which one.
MANY: tuple[Party, ...] = ("exporter", "line")

UserName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.@+-]{0,63}$")]

_TOKEN = {
    "id": "5d41402a",
    "name": "ayu",
    "role": "planner",
    "made": "2026-01-05T00:00:00Z",
    "made_by": "local",
    "expires": "2026-04-05T00:00:00Z",
    "state": "valid",
}

_ENTRY = {
    "number": 17,
    "at": "2026-01-05T00:00:00Z",
    "who": "ayu",
    "role": "planner",
    "action": "make_plan",
    "target": "/api/v1/plans/0f343b0931126a20",
    "outcome": 202,
    "detail": {"token": "5d41402a"},
}


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class TokenRequest(BaseModel):
    """Whom a token is for. Several tokens of a user have the same rights."""

    model_config = _example(name="ayu", role="planner", days=90)

    name: UserName = Field(description="The user: letters, digits and . _ - @ +")
    role: Role = Field(description="What the user may do")
    party: Party | None = Field(None, description="Of the role party: which one of the export chain")
    of: Text | None = Field(None, min_length=1, description="Of an exporter or a line: which, as bookings name it")
    days: int | None = Field(None, ge=1, le=3650, description="Days for which it is good; else until it is revoked")

    @model_validator(mode="after")
    def _is_a_party(self) -> Self:
        if (self.role is Role.PARTY) != (self.party is not None):
            raise ValueError("give party with the role party, and with no other")
        if (self.of is not None) != (self.party in MANY):
            raise ValueError(f"give of with the parties {' and '.join(MANY)}, which are many, and with no other")
        return self

    @property
    def holder(self) -> Holder:
        """Whom it is for."""
        return Holder(self.name, self.role, self.party, self.of, self.days)


class TokenEntry(BaseModel):
    """What is known of a token. The token itself is kept nowhere."""

    model_config = _example(**_TOKEN)

    id: str = Field(description="By which people speak of it")
    name: str = Field(description="The user")
    role: Role
    party: Party | None = None
    of: str | None = Field(None, description="Which exporter or line")
    made: datetime
    made_by: str
    expires: datetime | None = None
    revoked: datetime | None = None
    state: str = Field(description="valid, expired or revoked")


class MadeToken(TokenEntry):
    """A token that was made now. This is the only time that it is told."""

    model_config = _example(**_TOKEN, token="dermaga_...")

    token: str = Field(description="To be sent as Authorization: Bearer dermaga_...")


class TokenList(Page):
    """Tokens in the order in which they were made."""

    model_config = _example(items=[_TOKEN], next=None)

    items: list[TokenEntry]


class SessionAnswer(BaseModel):
    """Who calls."""

    model_config = _example(name="ayu", role="planner", signed_in=True)

    name: str = Field(description="The user; local where the server asks for no tokens")
    role: Role
    party: Party | None = None
    of: str | None = None
    signed_in: bool = Field(description="Whether by a session, which can be ended")


class AuditEntry(BaseModel):
    """Something that was done, or refused."""

    model_config = _example(**_ENTRY)

    number: int = Field(description="Ascends")
    at: datetime
    who: str = Field(description="The user; - who has shown no token, or a wrong one")
    role: str
    action: str = Field(description="Id of the operation, or the command; the method, where it was refused before")
    target: str = Field(description="What it was asked of, or what was made")
    outcome: int = Field(description="HTTP status of the answer")
    detail: dict[str, Any] = Field(description="The id of the token that was shown")


class AuditPage(Page):
    """The audit log, the newest first."""

    model_config = _example(items=[_ENTRY], next=None)

    items: list[AuditEntry]
