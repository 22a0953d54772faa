"""How requests name versions of cases and plans, and what their makers say of them."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator

from api.security.credentials import hidden
from api.work.requests import MOST_VERSIONS
from data.codes import ONE_LINE

Note = Annotated[
    str,
    AfterValidator(hidden),  # a token that somebody has pasted there
    Query(max_length=500, pattern=ONE_LINE, description="What you say of this version, on one line"),
]


def version_query(name: str, description: str) -> Any:
    """A parameter of the query that is the number of a version."""
    return Query(alias=name, ge=1, le=MOST_VERSIONS, description=description)
