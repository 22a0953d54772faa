"""What is wrong with scenarios as a form has them, each fault at the scenario, the change and the field where it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from data.case import Case
from data.errors import BadInput
from data.record import Record
from data.scenarios.change import Refused
from data.scenarios.scenario import MOST_CHANGES, AnyChange, Scenario
from data.validation import in_words

_CHANGE: TypeAdapter[Any] = TypeAdapter(AnyChange)


class ScenarioFault(Record):
    """One thing wrong with a list of scenarios. Places count from 0."""

    scenario: int = Field(description="Which scenario")
    change: int | None = Field(None, description="Which of its changes; null where it is the scenario's own field")
    field: str | None = Field(None, description="Which field; null where it is the change, or the scenario, as a whole")
    problem: str
    remedy: str


def scenario_faults_of(case: Case, scenarios: Sequence[Mapping[str, Any]]) -> list[ScenarioFault]:
    """Every fault of scenarios on a case: of each change its types', or else that the case refuses it.

    After a change that is refused the later ones of the scenario are made without it. Names that are taken are told
    where they stand the second time.
    """
    found: list[ScenarioFault] = []
    names = [values.get("name") for values in scenarios]
    for place, values in enumerate(scenarios):
        found += _own(place, values)
        if names[place] in names[:place]:
            problem = "another scenario has this name"
            found.append(ScenarioFault(scenario=place, field="name", problem=problem, remedy="give it its own"))
        made = case
        changes = values.get("changes", [])
        if not isinstance(changes, list):
            found.append(ScenarioFault(scenario=place, field="changes", problem="it is no list", remedy="give a list"))
            continue
        if len(changes) > MOST_CHANGES:
            problem, remedy = "the list is too long", f"give at most {MOST_CHANGES}"
            found.append(ScenarioFault(scenario=place, field="changes", problem=problem, remedy=remedy))
        for number, content in enumerate(changes[:MOST_CHANGES]):
            try:
                made = _CHANGE.validate_python(content).apply(made)
            except (ValidationError, Refused, BadInput) as error:
                found += (fault for fault in _of_change(place, number, error))
    return found


def _own(place: int, values: Mapping[str, Any]) -> Iterator[ScenarioFault]:
    """The faults of the scenario's own fields."""
    try:
        Scenario.model_validate({**values, "changes": ()})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problem, remedy = in_words(detail)
            field = str(detail["loc"][0]) if detail["loc"] else None
            yield ScenarioFault(scenario=place, field=field, problem=problem, remedy=remedy)


def _of_change(place: int, number: int, error: Exception) -> Iterator[ScenarioFault]:
    if isinstance(error, Refused):
        yield ScenarioFault(
            scenario=place, change=number, field=error.field, problem=error.problem, remedy=error.remedy
        )
    elif isinstance(error, BadInput):
        for fault in error.faults:
            problem, remedy = fault.problem, fault.remedy
            yield ScenarioFault(scenario=place, change=number, problem=problem, remedy=remedy)
    elif isinstance(error, ValidationError):
        for detail in error.errors(include_url=False):
            problem, remedy = in_words(detail)
            # The first name of the place is that of the change, where its own types refuse it.
            named = [str(part) for part in detail["loc"]]
            field = named[1] if len(named) > 1 and error.title.startswith("tagged-union") else None
            yield ScenarioFault(scenario=place, change=number, field=field, problem=problem, remedy=remedy)
