"""What each operation needs of its caller."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request

from api.problems import Refusal
from api.security.roles import Caller, Role


@dataclass(frozen=True)
class Needs:
    """What an operation needs of its caller: a role or one that may do more, or nothing where it is None.

    Parties are let in only where `parties` says so: the route itself must keep from them what is another's.
    """

    role: Role | None
    parties: bool = False

    def __call__(self, request: Request) -> None:
        """Raise Refusal for anybody else. It comes before everything that the operation itself looks at."""
        if self.role is None:
            return
        caller: Caller | None = request.state.caller
        if caller is None:
            raise unknown()
        if caller.role is Role.PARTY:
            if not self.parties:
                raise _not_allowed("this is not for parties; GET /api/v1/plans lists the plans that you have tasks in")
        elif not caller.may(self.role):
            raise _not_allowed(f"this needs the role {self.role}; {caller.name} is {caller.role}")


def needs(role: Role, *, parties: bool = False) -> Any:
    """What every operation has among the `dependencies` of its decorator. A test finds those that lack it."""
    return Depends(Needs(role, parties))


# Of an operation that anybody may call who reaches the server: it must tell nothing of the terminal.
OPEN: Any = Depends(Needs(None))


def _not_allowed(detail: str) -> Refusal:
    return Refusal(HTTPStatus.FORBIDDEN, "not-allowed", detail)


def unknown(
    detail: str = "this server asks for a token: send Authorization: Bearer dermaga_...", why: str = ""
) -> Refusal:
    """The refusal of somebody who has shown no token, or one that is not good: then `why` is its name in RFC 6750."""
    error = f', error="{why}"' if why else ""
    return Refusal(HTTPStatus.UNAUTHORIZED, "no-token", detail, {"WWW-Authenticate": f'Bearer realm="dermaga"{error}'})


def _caller(request: Request) -> Caller:
    caller: Caller | None = request.state.caller
    if caller is None:
        raise unknown()
    return caller


TheCaller = Annotated[Caller, Depends(_caller)]
