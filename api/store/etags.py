"""Entity tags: which state of a resource somebody has seen (RFC 9110, 8.8 and 13.1). All of ours are strong."""

import re
from datetime import datetime
from http import HTTPStatus

from api.problems import Refusal

_TAG = re.compile(r'(W/)?("[^"]*")')


def wanted(if_match: str | None) -> str:
    """The If-Match of a change. Raises Refusal where there is none."""
    if if_match is None:
        raise Refusal(
            HTTPStatus.PRECONDITION_REQUIRED,
            "if-match-missing",
            "a change says what it is a change of: get it first, and send its ETag as If-Match",
        )
    return if_match


def require(if_match: str, tag: str, changed_by: str | None, changed: datetime | None) -> None:
    """Raise Refusal unless an If-Match names the tag of now; it says who has changed the resource, and when."""
    if if_match.strip() == "*" or (None, tag) in _listed(if_match):
        return
    who = "" if changed_by is None or changed is None else f" (by {changed_by} at {changed:%Y-%m-%d %H:%M:%S} UTC)"
    raise Refusal(
        HTTPStatus.PRECONDITION_FAILED,
        "changed-meanwhile",
        f"it was changed after you got it{who}; get it anew, see what is different, and send its new ETag",
        {"ETag": tag},
    )


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether an If-None-Match names the tag, so that 304 says all."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag in {known for _, known in _listed(if_none_match)}


def _listed(header: str) -> set[tuple[str | None, str]]:
    """The tags of a header, each with W/ before it where it is a weak one."""
    return {(weak or None, tag) for weak, tag in _TAG.findall(header)}
