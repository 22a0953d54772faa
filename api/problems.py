"""What goes wrong, as RFC 9457 problem details. Jobs use them as well as routes: nothing here needs the web server."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from data.checker import Broken
from data.errors import BadInput, DermagaError, Fault, NotFound
from data.validation import fault_of

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("dermaga.api")


class FaultEntry(BaseModel):
    """One thing wrong with an input, where it stands and what would be right."""

    file: str = Field(description="File or table of a case, or the part of the request: body, query, path, header")
    row: int | None = Field(None, description="Row as a spreadsheet counts it")
    column: str | None = Field(None, description="Column or field")
    value: str | None = Field(None, description="What stands there")
    problem: str = Field(description="What is wrong with it")
    remedy: str = Field(description="What would be right")


class BrokenEntry(BaseModel):
    """A rule that a plan breaks."""

    rule: str = Field(description="Name of the rule")
    calls: list[str] = Field(description="Calls, shipments, boxes or cranes that break it")
    text: str = Field(description="What is broken, with names")


class Problem(BaseModel):
    """Problem details of RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:dermaga:problem:not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "there is no case kariangua; did you mean kariangau?",
                    "instance": "/api/v1/cases/kariangua",
                }
            ]
        }
    )

    type: str = Field(description="Kind of problem; about:blank where the status says it all")
    title: str = Field(description="The kind in words")
    status: int = Field(description="HTTP status")
    detail: str = Field(description="What happened here, and what would help")
    instance: str | None = Field(None, description="The resource that it happened to")
    faults: list[FaultEntry] | None = Field(None, description="Everything wrong with an input")
    broken: list[BrokenEntry] | None = Field(None, description="Every rule that a plan breaks")


class Refusal(DermagaError):
    """A request that is refused for a reason that is not in its input: a name that is taken, a full queue, ..."""

    def __init__(self, status: HTTPStatus, kind: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.headers = dict(headers or {})


class RulesBroken(DermagaError):
    """A plan that the checker refuses."""

    def __init__(self, broken: Sequence[Broken]) -> None:
        super().__init__("\n".join(str(rule) for rule in broken))
        self.broken = broken


def problem(kind: str, status: HTTPStatus, detail: str, **lists: Any) -> Problem:
    """A problem of one of our own kinds. The kind is a few words with hyphens, as name-taken."""
    title = kind.replace("-", " ").capitalize()
    return Problem(type=f"urn:dermaga:problem:{kind}", title=title, status=status, detail=detail, **lists)


def problem_of_status(status: int, detail: str) -> Problem:
    """A problem that the HTTP status names already."""
    return Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail)


def problem_of(error: Exception) -> Problem:
    """The problem that an exception is answered with.

    The text of our own errors is shown; any other is logged with its trace and shown only as an internal error.
    """
    if isinstance(error, BadInput):
        count = len(error.faults)
        detail = "there is a fault in the input" if count == 1 else f"there are {count} faults in the input"
        return problem("bad-input", HTTPStatus.UNPROCESSABLE_ENTITY, detail, faults=fault_entries(error.faults))
    if isinstance(error, RulesBroken):
        count = len(error.broken)
        detail = "the plan breaks a rule" if count == 1 else f"the plan breaks {count} rules"
        return problem("rules-broken", HTTPStatus.UNPROCESSABLE_ENTITY, detail, broken=broken_entries(error.broken))
    if isinstance(error, NotFound):
        return problem("not-found", HTTPStatus.NOT_FOUND, str(error))
    if isinstance(error, Refusal):
        return problem(error.kind, error.status, str(error))
    if isinstance(error, DermagaError):
        return problem("refused", HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    log.error("unexpected error", exc_info=error)
    return problem(
        "internal-error",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "something went wrong inside Dermaga, not with your request; the server's log has the details",
    )


def fault_entries(faults: Sequence[Fault]) -> list[FaultEntry]:
    """Faults as a problem lists them."""
    return [
        FaultEntry(
            file=fault.file,
            row=fault.row,
            column=_short(fault.column),
            value=_short(fault.value),
            problem=fault.problem.encode("utf-8", "backslashreplace").decode("utf-8"),
            remedy=fault.remedy,
        )
        for fault in faults
    ]


def _short(text: str | None) -> str | None:
    """A text that was sent as an answer can hold it: not all of it where it is long, and no halves of letters."""
    if text is None:
        return None
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return whole if len(whole) <= 200 else f"{whole[:199]}…"


def broken_entries(broken: Sequence[Broken]) -> list[BrokenEntry]:
    """Broken rules as a problem lists them."""
    return [BrokenEntry(rule=rule.rule, calls=list(rule.calls), text=rule.text) for rule in broken]


def request_faults(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """What pydantic found wrong with a request, field by field."""
    return [_request_fault(error) for error in errors]


def _request_fault(error: Mapping[str, Any]) -> Fault:
    part, *fields = error["loc"]
    fault = fault_of(error, str(part), fields)
    match error["type"]:
        case "json_invalid":
            why = error.get("ctx", {}).get("error", "it ends early")
            return replace(fault, problem=f"it is not JSON ({why})", remedy="send a JSON object", value=None)
        case "model_attributes_type":
            return replace(fault, remedy="send one, with the content type application/json")
        case _:
            return fault
