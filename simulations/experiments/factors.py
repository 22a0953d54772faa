"""What an experiment varies: a number of the case, or a number of one of the changes that scenarios know.

A factor is named by a dotted field of terminal.toml (`tractors.count`, also `terminal.tractors.count`), or by a change
of docs/scenarios.md and its field (`demand.factor`, `longer_quay.metres`). `demand` alone is `demand.factor`, of larger
calls, and `demand.calls` the same of more calls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from data.case import Case
from data.errors import BadInput, Fault
from data.scenarios.change import Change, hint
from data.scenarios.scenario import CHANGES, AnyChange, Scenario
from data.terminal import Terminal
from data.validation import fault_of

_CHANGE: TypeAdapter[Any] = TypeAdapter(AnyChange)
# Other names of factors, and what else their changes say.
_SHORT: dict[str, tuple[str, dict[str, Any]]] = {
    "demand": ("demand.factor", {}),
    "demand.calls": ("demand.factor", {"how": "calls"}),
}
# Of these, 0 is the case as it is: nothing added.
_ADDED = {"add_quay_cranes.count", "add_yard_cranes.count", "longer_quay.metres", "larger_yard.hectares"}
_BY_NAME: dict[str, type[Change]] = {kind.model_fields["change"].default: kind for kind in CHANGES}


@dataclass(frozen=True)
class Factor:
    """A number that is varied, and what else its change says (`{"how": "calls"}` of a demand)."""

    name: str
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers alone. Raises BadInput where there is no such number."""
        change, _, last = _full(self.name).partition(".")
        if change in _BY_NAME and last in _BY_NAME[change].model_fields:
            kinds = _kinds(_BY_NAME[change].model_fields[last].annotation)
        else:
            kinds = _kinds_in(Terminal, _full(self.name).split("."))
        if not kinds & {int, float}:
            problem = "there is no such number that can be varied"
            raise BadInput([Fault("factors", problem, hint(self.name, varied()), column="name", value=self.name)])
        return float not in kinds

    def change(self, value: float) -> Any:
        """The change of a scenario that gives it a value; None where that is none.

        Raises BadInput where the change's types refuse the value.
        """
        if value == 0 and _full(self.name) in _ADDED:
            return None
        given: float = round(value) if self.whole else value
        beside = _SHORT.get(self.name, ("", {}))[1] | dict(self.beside)
        change, _, last = _full(self.name).partition(".")
        if change in _BY_NAME:
            content = {"change": change, last: given, **beside}
        else:
            content = {"change": "set", "field": _full(self.name), "value": given, **beside}
        try:
            return _CHANGE.validate_python(content)
        except ValidationError as error:
            details = error.errors(include_url=False)
            raise BadInput(
                [fault_of(detail, f"factor {self.name}", detail["loc"][1:]) for detail in details]
            ) from error


def with_factors(case: Case, factors: Sequence[Factor], values: Sequence[float]) -> Case:
    """The case with these values of the factors. Raises BadInput where the case or a change refuses one."""
    if not factors:
        return case
    changes = [factor.change(value) for factor, value in zip(factors, values, strict=True)]
    named = ", ".join(f"{factor.name} = {value:g}" for factor, value in zip(factors, values, strict=True))
    return Scenario(name="point", description=named, changes=tuple(filter(None, changes))).apply(case, f"point {named}")


def varied() -> list[str]:
    """The name of every number that can be varied."""
    names = list(_SHORT)
    names += [
        f"{change}.{name}"
        for change, kind in _BY_NAME.items()
        for name, each in kind.model_fields.items()
        if _kinds(each.annotation) & {int, float} and change != "set"
    ]
    for name, each in Terminal.model_fields.items():
        if isinstance(each.annotation, type) and issubclass(each.annotation, BaseModel):
            inner = each.annotation.model_fields.items()
            names += [f"{name}.{last}" for last, of in inner if _kinds(of.annotation) & {int, float}]
    return list(dict.fromkeys(names))


@dataclass(frozen=True)
class Described:
    """A number that can be varied, as a form offers it."""

    name: str
    about: str
    unit: str | None
    whole: bool


def described() -> list[Described]:
    """Every number that can be varied by itself, in the order of `varied`, with what it means.

    Those of a change that must say more are left out: they want `beside`.
    """
    found = []
    for name in varied():
        change, _, last = _full(name).partition(".")
        of_change = change in _BY_NAME and last in _BY_NAME[change].model_fields
        kind: type[BaseModel] = _BY_NAME[change] if of_change else _inner(change)
        if of_change and any(each.is_required() for field, each in kind.model_fields.items() if field != last):
            continue
        schema = kind.model_json_schema(by_alias=False)["properties"][last]
        options = [schema, *schema.get("anyOf", ())]
        unit = next((str(each["unit"]) for each in options if "unit" in each), None)
        found.append(Described(name, schema.get("description", ""), unit, Factor(name).whole))
    return found


def _inner(table: str) -> type[BaseModel]:
    """The type of a table of terminal.toml."""
    kind = Terminal.model_fields[table].annotation
    assert isinstance(kind, type)
    assert issubclass(kind, BaseModel)
    return kind


def _full(name: str) -> str:
    return _SHORT[name][0] if name in _SHORT else name.removeprefix("terminal.")


def _kinds_in(kind: type[BaseModel], path: list[str]) -> set[Any]:
    """The types of a field of a record, by the names that lead to it; none where there is no such field."""
    if path[0] not in kind.model_fields:
        return set()
    annotation = kind.model_fields[path[0]].annotation
    if len(path) == 1:
        return _kinds(annotation)
    return (
        _kinds_in(annotation, path[1:]) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else set()
    )


def _kinds(annotation: Any) -> set[Any]:
    """The types of which a field may be."""
    if get_origin(annotation) in (Union, UnionType):
        return {kind for each in get_args(annotation) for kind in _kinds(each)}
    if hasattr(annotation, "__metadata__"):
        return _kinds(get_args(annotation)[0])
    return {annotation}
