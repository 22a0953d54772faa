"""Scenarios in files: TOML or JSON, one scenario or several, and those that come with Dermaga."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import TypeAdapter, ValidationError

from data.errors import BadInput, Fault, NotFound
from data.files import content_of
from data.record import Record
from data.scenarios.change import hint
from data.scenarios.scenario import BASE, CHANGES, Scenario
from data.validation import fault_of

_HERE = Path(__file__).parent
_LARGEST = 2**22
_FIELDS: dict[str, type[Record]] = {change.model_fields["change"].default: change for change in CHANGES}
_SCENARIO: TypeAdapter[Scenario] = TypeAdapter(Scenario)


@dataclass(frozen=True)
class Shipped:
    """A scenario that comes with Dermaga, and the embedded case that it was made for."""

    case: str
    scenario: Scenario


def shipped(case: str | None = None) -> tuple[Shipped, ...]:
    """The scenarios that come with Dermaga, by case and name; those of one embedded case where it is named."""
    files = sorted(_HERE.glob("*/*.toml"))
    return tuple(
        Shipped(file.parent.name, scenario)
        for file in files
        if case is None or file.parent.name == case
        for scenario in read_scenarios(file)
    )


def find_scenarios(name_or_path: str) -> tuple[Scenario, ...]:
    """The shipped scenario of this name, or else those in the file at this path.

    Raises NotFound where there is neither, and BadInput with every fault of a file.
    """
    known = {each.scenario.name: each.scenario for each in shipped()}
    if name_or_path in known:
        return (known[name_or_path],)
    path = Path(name_or_path)
    if path.exists():
        return read_scenarios(path)
    raise NotFound(
        f"there is no scenario {name_or_path!r}, shipped or in a file of that path; {hint(name_or_path, known)}"
    )


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """The scenarios of a TOML or JSON file: one, or several in a list `scenario`.

    Raises BadInput with every fault: file, scenario, number of the change, field, value and remedy.
    """
    file = str(path)
    content = _parsed(content_of(path, file, _LARGEST), path.suffix.lower(), file)
    several = content.get("scenario")
    if several is None:
        several = [content]
    elif len(content) > 1:
        others = ", ".join(name for name in content if name != "scenario")
        raise BadInput([Fault(file, f"beside the list of scenarios stands {others}", "drop it, or move it into one")])
    if not isinstance(several, list) or not several or not all(isinstance(each, Mapping) for each in several):
        raise BadInput([Fault(file, "scenario is no list of scenarios", "begin each with [[scenario]]")])
    scenarios: list[Scenario] = []
    faults: list[Fault] = []
    for number, values in enumerate(several, start=1):
        try:
            scenarios.append(_SCENARIO.validate_python(values))
        except ValidationError as error:
            faults += scenario_faults(error, values, file, number)
    names = [scenario.name for scenario in scenarios]
    faults += [
        Fault(file, "two scenarios have this name", "give each its own", column="name", value=name)
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    faults += [
        Fault(file, "the unchanged case has this name", "give another", column="name", value=BASE)
        for name in names
        if name == BASE
    ]
    if faults:
        raise BadInput(faults)
    return tuple(scenarios)


def _parsed(content: bytes, suffix: str, file: str) -> dict[str, Any]:
    try:
        text = content.decode("utf-8-sig")
        value = json.loads(text) if suffix == ".json" else tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise BadInput([Fault(file, "it is not UTF-8 text", "save it as UTF-8")]) from error
    except (ValueError, RecursionError) as error:
        kind = "JSON" if suffix == ".json" else "TOML"
        line = re.search(r"\bline (\d+)", str(error))
        row = int(line[1]) if line else None
        raise BadInput([Fault(file, f"it is no {kind} ({str(error)[:200]})", "see docs/scenarios.md", row)]) from error
    if not isinstance(value, dict):
        raise BadInput([Fault(file, "it is no scenario", "give an object with name, description and changes")])
    return value


def scenario_faults(error: ValidationError, values: Mapping[str, Any], file: str, number: int) -> Iterator[Fault]:
    """The faults of a scenario that its types refuse: the place names the file, the scenario and the change."""
    name = values.get("name")
    where = f"{file}, scenario {name if isinstance(name, str) and name else number}"
    for detail in error.errors(include_url=False):
        place = list(detail["loc"])
        if place[:1] == ["changes"] and len(place) > 1 and isinstance(place[1], int):
            kind = place[2] if len(place) > 2 else None
            told = f" ({kind})" if kind in _FIELDS else ""
            fault = fault_of(detail, f"{where}, change {place[1] + 1}{told}", place[3 if told else 2 :])
            yield _with_hint(fault, detail, kind)
        else:
            yield _with_hint(fault_of(detail, where, place), detail, None)


def _with_hint(fault: Fault, detail: Mapping[str, Any], kind: Any) -> Fault:
    """The fault, with the name that comes nearest to an unknown one as its remedy."""
    given = detail["loc"][-1] if detail["type"] == "extra_forbidden" else fault.value
    if detail["type"] == "extra_forbidden":
        known: Sequence[str] = list(_FIELDS.get(kind, Scenario).model_fields)
    elif detail["type"] == "union_tag_invalid":
        known = list(_FIELDS)
    else:
        return fault
    return replace(fault, remedy=hint(str(given or ""), known))


def as_toml(scenarios: Iterable[Scenario]) -> str:
    """Scenarios as the text of a TOML file, without the fields that are as if left out."""
    content = [_plain(scenario) for scenario in scenarios]
    return tomlkit.dumps(content[0] if len(content) == 1 else {"scenario": content})


def _plain(scenario: Scenario) -> dict[str, Any]:
    values = scenario.model_dump(mode="json", exclude_none=True)
    if not scenario.rules:
        del values["rules"]
    values["changes"] = [
        {"change": each["change"]} | change.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        for each, change in zip(values["changes"], scenario.changes, strict=True)
    ]
    return values
