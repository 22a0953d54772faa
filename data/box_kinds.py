"""Kinds of boxes that a yard keeps apart: laden and empty ones, reefers and dangerous goods."""

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from data.words import joined, words

BoxKind = Literal["full", "empty", "reefer", "dangerous"]
BOX_KINDS: tuple[BoxKind, ...] = get_args(BoxKind)


def _in_order(kinds: tuple[BoxKind, ...]) -> tuple[BoxKind, ...]:
    if not kinds:
        raise ValueError("a block takes some kind of box: name one, or drop the column for all")
    return tuple(kind for kind in BOX_KINDS if kind in kinds)


BoxKinds = Annotated[
    tuple[BoxKind, ...],
    BeforeValidator(words),
    AfterValidator(_in_order),
    PlainSerializer(joined, return_type=str),
    Field(json_schema_extra={"list": True}),
]


def kinds_of(status: Literal["full", "empty"], *, plug: bool, dangerous: bool) -> tuple[BoxKind, ...]:
    """The kinds of a box: a reefer, with dangerous goods, or both; where it is neither, laden or empty."""
    special: tuple[BoxKind, ...] = (*(("reefer",) if plug else ()), *(("dangerous",) if dangerous else ()))
    return special or (status,)
