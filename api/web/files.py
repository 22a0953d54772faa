"""Answers that are files, each with its media type and the name under which it is saved."""

from typing import Any

from fastapi import Response

_BINARY = {"type": "string", "format": "binary"}


class ZipFile(Response):
    """A zip archive."""

    media_type = "application/zip"


class ExcelFile(Response):
    """An Excel workbook."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class JsonFile(Response):
    """A JSON file."""

    media_type = "application/json"


class CsvFile(Response):
    """A table as CSV."""

    media_type = "text/csv"


class EdifactFile(Response):
    """An UN/EDIFACT message."""

    media_type = "application/edifact"


class CalendarFile(Response):
    """An iCalendar file."""

    media_type = "text/calendar"


class PdfFile(Response):
    """A PDF document."""

    media_type = "application/pdf"


def saved_as(name: str) -> dict[str, str]:
    """The header under whose name browsers save an answer."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def binary_body(kind: type[Response]) -> dict[str, Any]:
    """The content of a request or an answer that nobody reads as text, for its OpenAPI entry."""
    assert kind.media_type is not None
    return {kind.media_type: {"schema": _BINARY}}


def a_file(kind: type[Response], example: object = None) -> dict[int | str, dict[str, Any]]:
    """The answer of an operation that gives a file, for its OpenAPI entry: text with an example, or binary."""
    assert kind.media_type is not None
    if example is None:
        return {200: {"content": {kind.media_type: {"schema": _BINARY, "example": "PK..."}}}}
    return {200: {"content": {kind.media_type: {"example": example}}}}
