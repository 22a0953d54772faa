"""How requests name versions of cases and plans, and what their makers say of them."""

from typing import Annotated, Any

from fastapi import Query

from api.work.requests import MOST_VERSIONS

Note = Annotated[
    str,
    Query(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$", description="What you say of this version, on one line"),
]


def version_query(name: str, description: str) -> Any:
    """A parameter of the query that is the number of a version."""
    return Query(alias=name, ge=1, le=MOST_VERSIONS, description=description)
