"""What a form needs to know to offer the kinds of changes: their fields, what each holds and between which limits.

All of it is read from the types, whose schema it is; see `data.scenarios.scenario.CHANGES`.
"""

from typing import Any, Literal

from pydantic import Field

from data.record import Record
from data.scenarios.scenario import CHANGES

Holds = Literal["whole", "number", "text", "choice", "flag", "moment", "time", "names", "any"]


class FieldKind(Record):
    """A field of a change."""

    name: str
    about: str = Field(description="What it means")
    holds: Holds = Field(description="names: several ids of rows; any: a value as JSON; time: of day, as 06:00")
    required: bool
    default: Any = Field(None, description="What it is where it is left out")
    unit: str | None = None
    at_least: float | None = None
    above: float | None = Field(None, description="It is more than this")
    at_most: float | None = None
    choices: tuple[str, ...] = ()
    table: str | None = Field(None, description="The table of the case whose ids it takes")


class ChangeKind(Record):
    """A kind of change that a scenario may have."""

    change: str = Field(description="Its name, in the field `change`")
    about: str = Field(description="What it does, in a sentence or two")
    fields: tuple[FieldKind, ...]


def change_kinds() -> tuple[ChangeKind, ...]:
    """Every kind of change, in the order of the documents."""
    found = []
    for change in CHANGES:
        schema = change.model_json_schema()
        name = schema["properties"]["change"]["const"]
        fields = tuple(
            _field(schema, field, content) for field, content in schema["properties"].items() if field != "change"
        )
        found.append(ChangeKind(change=name, about=" ".join((change.__doc__ or "").split()), fields=fields))
    return tuple(found)


def _field(schema: dict[str, Any], name: str, content: dict[str, Any]) -> FieldKind:
    options = [option for option in content.get("anyOf", [content]) if option.get("type") != "null"]

    def told(key: str) -> Any:
        return next((each[key] for each in (content, *options) if key in each), None)

    return FieldKind(
        name=name,
        about=content.get("description", ""),
        holds=_holds(options),
        required=name in schema.get("required", ()),
        default=content.get("default"),
        unit=told("unit"),
        at_least=told("minimum"),
        above=told("exclusiveMinimum"),
        at_most=told("maximum"),
        choices=tuple(told("enum") or ()),
        table=told("table"),
    )


def _holds(options: list[dict[str, Any]]) -> Holds:
    if len(options) > 1:
        return "any"
    (option,) = options
    if option.get("list"):
        return "names"
    if "enum" in option:
        return "choice"
    formats: dict[str | None, Holds] = {"moment": "moment", "time": "time"}
    types: dict[str | None, Holds] = {"integer": "whole", "number": "number", "boolean": "flag"}
    return formats.get(option.get("format")) or types.get(option.get("type"), "text")
