"""Plans: what a solver proposes or a planner drew. One type each for the solvers, the files, the API, the board."""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from data.clock import Moment
from data.codes import Id
from data.errors import BadInput, Fault
from data.terminal import Record, Side


class CraneUse(Record):
    """A quay crane at a ship, from one moment to another."""

    crane: Id
    start: Moment = Field(alias="from", description="When it begins to work at the ship")
    end: Moment = Field(alias="to", description="When it is free for another ship")


class BerthedCall(Record):
    """Where and when a ship lies and which cranes work it."""

    call: Id
    position_m: float = Field(
        ge=-100_000, le=100_000, description="Place of the ship's low end in metres from the quay's zero mark"
    )
    side: Side
    start: Moment = Field(description="First line ashore")
    end: Moment = Field(description="Last line off")
    cranes: tuple[CraneUse, ...] = Field(max_length=1_000)
    eta: Moment | None = Field(None, description="The ETA that it was planned with, where that is known")


class UnservedCall(Record):
    """A call that the plan does not berth, and why."""

    call: Id
    reason: str


class BerthPlan(Record):
    """A berth plan: every call that arrives from `start` and before `end` is berthed, or unserved with a reason.

    A plan with `now` was made on the running day: it has whoever is at the terminal by the actuals as well, its past is
    as it was, and its rules hold from now on.
    """

    kind: Literal["berth"] = "berth"
    case: Id
    case_hash: str = Field(description="Fingerprint of the case it was made for")
    start: Moment
    end: Moment
    now: Moment | None = Field(None, description="When it was made, where that was on the running day")
    calls: tuple[BerthedCall, ...]
    unserved: tuple[UnservedCall, ...] = ()


class Routed(Record):
    """The legs that take a shipment to its destination, by id and in order."""

    shipment: Id
    sailings: tuple[Id, ...] = Field(min_length=1)


class UnservedShipment(Record):
    """A shipment that no voyage takes, and why."""

    shipment: Id
    reason: str


class ShipmentPlan(Record):
    """A shipment plan: every shipment of the case is routed, or unserved with a reason."""

    kind: Literal["shipment"] = "shipment"
    case: Id
    case_hash: str = Field(description="Fingerprint of the case it was made for")
    shipments: tuple[Routed, ...]
    unserved: tuple[UnservedShipment, ...] = ()


Plan = Annotated[BerthPlan | ShipmentPlan, Field(discriminator="kind")]
_PLAN: TypeAdapter[BerthPlan | ShipmentPlan] = TypeAdapter(Plan)


def read_plan(path: Path) -> BerthPlan | ShipmentPlan:
    """The plan in a JSON file. Raises BadInput with every fault in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput([Fault(str(path), f"it cannot be read ({error.strerror})", "give a plan.json")]) from error
    except UnicodeDecodeError as error:
        raise BadInput([Fault(str(path), "it is not UTF-8 text", "give a plan.json as Dermaga writes it")]) from error
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise BadInput([Fault(str(path), "it is JSON of JSON of JSON, too deep", "give a plan.json")]) from error
    except ValueError as error:
        raise BadInput([Fault(str(path), f"it is not JSON ({error})", "give a plan.json")]) from error
    try:
        return _PLAN.validate_python(content)
    except ValidationError as error:
        raise BadInput(
            [
                Fault(
                    str(path),
                    detail["msg"],
                    "correct the field",
                    column=".".join(str(part) for part in detail["loc"]) or None,
                    value=repr(detail["input"]),
                )
                for detail in error.errors()
            ]
        ) from error
