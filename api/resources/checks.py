"""What the checker is asked, and what it says."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.resources.plans import PLAN_EXAMPLE
from api.resources.shared import TERMS, example
from data.codes import Id
from data.plans import Plan


class CheckRequest(BaseModel):
    """A plan to check against a case."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"case": "kariangau", "plan": PLAN_EXAMPLE}]}
    )

    case: Id = Field(description="Name of the case")
    plan: Plan


class VerdictAnswer(BaseModel):
    """What the checker says of a plan that breaks no rule."""

    model_config = example(feasible=True, cost=20.0, terms=TERMS, notes=[])

    feasible: Literal[True]
    cost: float = Field(description="Sum of the terms, in the terminal's money")
    terms: dict[str, float]
    notes: list[str] = Field(description="Remarks that break nothing")
