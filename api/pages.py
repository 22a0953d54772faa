"""Long lists in pages: each says where the next begins."""

from typing import Annotated

from fastapi import Query

MOST = 200

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page")]
After = Annotated[
    str | None,
    Query(max_length=200, description="`next` of the page before; left out, the first page"),
]
