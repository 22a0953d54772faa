"""Long lists in pages: each says where the next begins."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query

from data.codes import ONE_LINE
from data.errors import BadInput, Fault

USUAL, MOST = 50, 200

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page")]
After = Annotated[
    str | None,
    Query(
        max_length=200,
        pattern=ONE_LINE,
        description="`next` of the page before; left out, the first page",
    ),
]
_Item = TypeVar("_Item")


def page_of(
    found: Sequence[_Item],
    limit: int,
    cursor: Callable[[_Item], object],
    shown: Callable[[_Item], Any] = lambda item: item,
) -> dict[str, Any]:
    """A page as it is answered, of what was found after the page before: one more than `limit` where there are more.

    `cursor` gives of an item what the next page comes after, and `shown` its JSON.
    """
    page = found[:limit]
    more = len(found) > limit
    return {"items": [shown(item) for item in page], "next": str(cursor(page[-1])) if more else None}


def after_number(after: str | None) -> int | None:
    """The number that a page of a list by number comes after. Raises BadInput where it is none that a page gave."""
    if after is None:
        return None
    if after.isascii() and after.isdecimal() and len(after) <= 18:
        return int(after)
    raise BadInput(
        [
            Fault(
                "query",
                "no page begins there",
                "give `next` of the page before, or leave it out for the first",
                column="after",
                value=after,
            )
        ]
    )
