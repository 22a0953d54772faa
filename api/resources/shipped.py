"""What comes with Dermaga: key figures, scenarios and the kinds of changes that they have."""

from typing import Any

from pydantic import BaseModel, Field

from api.resources.shared import Page, example
from data.codes import Id
from data.scenarios import Scenario
from data.scenarios.checking import ScenarioFault
from data.scenarios.describing import ChangeKind


class KpiEntry(BaseModel):
    """A key figure and its definition."""

    name: str
    unit: str
    definition: str
    source: str
    headline: bool = Field(description="Whether readers of a comparison look at it first")


class KpiList(Page):
    """Every key figure. There is one page."""

    model_config = example(
        items=[
            {
                "name": "waiting_h",
                "unit": "h",
                "definition": "Mean time of a ship from its arrival to first line",
                "source": "UNCTAD",
                "headline": True,
            }
        ],
        next=None,
    )

    items: list[KpiEntry]


class ScenarioEntry(BaseModel):
    """A scenario that comes with Dermaga."""

    case: str = Field(description="The embedded case that it was made for")
    scenario: Scenario = Field(description="As a simulation takes it")


class ScenarioList(Page):
    """Shipped scenarios. There is one page."""

    model_config = example(
        items=[
            {
                "case": "kariangau",
                "scenario": {
                    "name": "quay-130",
                    "description": "The quay is 130 m longer",
                    "changes": [{"change": "longer_quay", "metres": 130}],
                },
            }
        ],
        next=None,
    )

    items: list[ScenarioEntry]


class ChangeKinds(Page):
    """The kinds of changes. There is one page."""

    model_config = example(
        items=[
            {
                "change": "mooring_gap",
                "about": "Another least distance between ships alongside.",
                "fields": [
                    {
                        "name": "metres",
                        "about": "Least free water between two ships, bow to stern",
                        "holds": "number",
                        "required": True,
                        "unit": "m",
                        "at_least": 0,
                        "at_most": 10000,
                    }
                ],
            }
        ],
        next=None,
    )

    items: list[ChangeKind]


class FactorEntry(BaseModel):
    """A number that a sweep can vary."""

    name: str
    about: str
    unit: str | None = None
    whole: bool = Field(description="Whether it takes whole numbers alone")


class FactorList(Page):
    """Every number that a sweep can vary. There is one page."""

    model_config = example(
        items=[{"name": "tractors.count", "about": "How many there are", "unit": None, "whole": True}], next=None
    )

    items: list[FactorEntry]


class ScenarioCheck(BaseModel):
    """Scenarios as a form has them: nothing of them need be right."""

    model_config = example(
        case="kariangau",
        scenarios=[
            {"name": "longer", "description": "A longer quay", "changes": [{"change": "longer_quay", "metres": 130}]}
        ],
    )

    case: Id = Field(description="Name of the case")
    scenarios: list[dict[str, Any]] = Field(max_length=100, description="The scenarios, as a simulation takes them")


class ScenarioVerdict(BaseModel):
    """What is wrong with scenarios; nothing where they can be simulated."""

    model_config = example(
        faults=[
            {
                "scenario": 0,
                "change": 0,
                "field": "metres",
                "problem": "it is less than is accepted",
                "remedy": "give more than 0",
            }
        ]
    )

    faults: list[ScenarioFault]
