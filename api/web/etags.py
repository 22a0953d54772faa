"""The headers by which requests name entity tags: `api.store.etags`."""

from typing import Annotated, Any

from fastapi import Header

IfMatch = Annotated[
    str | None,
    Header(max_length=1000, description="The ETag of what you have seen: a change of anything later is refused"),
]
IfNoneMatch = Annotated[
    str | None,
    Header(max_length=1000, description="The ETag that you have: if it is still that one, the answer is 304"),
]

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "You have it: it is still what its ETag says"}}
