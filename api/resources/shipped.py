"""What comes with Dermaga: key figures and scenarios."""

from pydantic import BaseModel, Field

from api.resources.shared import Page, example
from data.scenarios import Scenario


class KpiEntry(BaseModel):
    """A key figure and its definition."""

    name: str
    unit: str
    definition: str
    source: str


class KpiList(Page):
    """Every key figure. There is one page."""

    model_config = example(
        items=[
            {
                "name": "waiting_h",
                "unit": "h",
                "definition": "Mean time of a ship from its arrival to first line",
                "source": "UNCTAD",
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
