"""Makes the section on plan.json in docs/loading-plans.md from the types: `python -m data.formats.plan_document`."""

from pathlib import Path
from typing import Any

from data.plans import LoadingPlan

PAGE = Path(__file__).parents[2] / "docs" / "loading-plans.md"
_BEGIN = "<!-- Made from the types by `python -m data.formats.plan_document`. Change these, not the tables. -->\n"
_END = "<!-- End of what is made. -->\n"


def section() -> str:
    """The tables of the fields of a loading plan, in the order in which the file has them."""
    schema = LoadingPlan.model_json_schema(by_alias=True)
    parts = [_table("the plan", schema)]
    for name, field in schema["properties"].items():
        if (row := _row_type(field)) is not None:
            inner = schema["$defs"][row]
            parts.append(_table(f"{name}, each", inner))
            for deeper, its in inner["properties"].items():
                if (row := _row_type(its)) is not None:
                    parts.append(_table(f"{name}, {deeper}, each", schema["$defs"][row]))
    return "\n".join(parts)


def with_section(text: str) -> str:
    """The text of the page with the section as it should be. Raises ValueError where the page has no marks for it."""
    before, after = text.index(_BEGIN) + len(_BEGIN), text.index(_END)
    return f"{text[:before]}\n{section()}\n{text[after:]}"


def _row_type(field: dict[str, Any]) -> str | None:
    """The name of the type of which a field has a list."""
    reference = field.get("items", {}).get("$ref")
    return None if reference is None else str(reference).rpartition("/")[2]


def _table(title: str, schema: dict[str, Any]) -> str:
    lines = [f"| {title} | holds | if left out | meaning |", "|---|---|---|---|"]
    for name, field in schema["properties"].items():
        needed = name in schema["required"]
        lines.append(f"| `{name}` | {_holds(field)} | {_left_out(field, needed)} | {field['description']} |")
    return "\n".join(lines) + "\n"


def _left_out(field: dict[str, Any], needed: bool) -> str:
    if needed:
        return "refused"
    default = field["default"]
    words = {None: "none", True: "true", False: "false"}
    return "none" if default == [] else words[default] if default in words else str(default)


def _holds(field: dict[str, Any]) -> str:
    """What a field holds, in words."""
    options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
    (option,) = options
    if "const" in option:
        return f"`{option['const']}`"
    if "enum" in option:
        return ", ".join(f"`{value}`" for value in option["enum"])
    if option.get("format") == "date-time":
        return "moment with its zone"
    kinds = {"array": "list", "boolean": "true or false", "integer": "whole number", "number": "number"}
    kind = kinds.get(option["type"], "text")
    least, most = option.get("minimum"), option.get("maximum")
    return kind if least is None or most is None else f"{kind} from {least:,} to {most:,}"


if __name__ == "__main__":
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
