"""Plans: what a solver proposes or a planner drew. One type each for the solvers, the files, the API, the board."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from data.cargo import InstructionUse
from data.clock import Moment
from data.codes import BoxNumber, Id, UnLocode
from data.errors import BadInput, Fault
from data.files import content_of
from data.groups import Group, Length, Status
from data.record import Record
from data.shipment_plans import ShipmentPlan
from data.terminal import Side
from data.validation import fault_of
from data.vessels import MOST_BOXES_A_CALL
from data.weight_classes import WeightClass


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers: give a number")
    return value


# Pydantic by itself would take true for 1.
_NO_TRUTH = BeforeValidator(_number)
Whole = Annotated[int, _NO_TRUTH]
Real = Annotated[float, _NO_TRUTH]


class CraneUse(Record):
    """A quay crane at a ship, from one moment to another."""

    crane: Id = Field(description="The quay crane, by id")
    start: Moment = Field(alias="from", description="When it begins to work at the ship")
    end: Moment = Field(alias="to", description="Until when it may work at the ship; it may be done before")


class BerthedCall(Record):
    """Where and when a ship lies and which cranes work it."""

    call: Id
    position_m: Real = Field(
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


# Where a restowed box waits until it goes back on board.
QUAY = "quay"
# What brings a box between quay and yard.
TRACTOR = "tractor"

LiftKind = Literal["discharge", "load", "restow_off", "restow_on", "hatch_off", "hatch_on"]
YardKind = Literal["retrieve", "stack", "rehandle", "premarshal"]


class Carried(Record):
    """A box that is moved: from a slot, a place of the yard, the quay or a tractor to another of these."""

    box: BoxNumber = Field(description="Its number")
    origin: str = Field(
        alias="from",
        max_length=80,
        description="A slot, as 0180282, when it is lifted off board; else tractor or quay",
    )
    target: str = Field(
        alias="to", max_length=80, description="A slot, as 0180282, when it is lifted on board; else tractor or quay"
    )


class Lift(Record):
    """A cycle of a quay crane: with one box, with two 20-foot boxes at once (twin-lift), or with a hatch cover."""

    crane: Id = Field(description="The quay crane, by id")
    kind: LiftKind = Field(
        description="From board or onto it; restowed boxes wait on the quay in between; a hatch cover off or on"
    )
    bay: Whole = Field(
        ge=1, le=999, description="The ship's bay before which the crane stands, as the profile lists it"
    )
    cover: Annotated[int, Field(ge=1, le=20), _NO_TRUTH] | None = Field(
        None, description="The hatch cover that is lifted"
    )
    boxes: tuple[Carried, ...] = Field(
        (), max_length=2, description="The box, or the two of a twin-lift; none with a hatch cover"
    )
    start: Moment = Field(description="When the crane takes hold")
    end: Moment = Field(description="When the crane is free for the next lift")
    dual: bool = Field(False, description="Whether it shares its cycle with the load just before it (dual cycling)")


class YardMove(Record):
    """A move of a yard crane: a box fetched for the ship, stacked from it, or put elsewhere out of another's way."""

    crane: Id = Field(description="The yard crane, by id")
    kind: YardKind = Field(
        description="Fetched for the ship, stacked from it, moved out of another's way while she is worked, or put in "
        "order before"
    )
    box: BoxNumber = Field(description="Its number")
    origin: str = Field(alias="from", max_length=80, description="A place of the yard, as B1-03-2-4; stacked: tractor")
    target: str = Field(alias="to", max_length=80, description="A place of the yard, as B1-03-2-4; retrieved: tractor")
    start: Moment = Field(description="When the yard crane takes hold")
    end: Moment = Field(description="When the box is on the tractor, or in its place")


class LeftAshore(Record):
    """A box of the load list that does not go, and why."""

    box: BoxNumber = Field(description="Its number")
    reason: str = Field(description="Why, in words")


class Ballast(Record):
    """What is in a ballast tank of the ship when she leaves."""

    tank: Id = Field(description="The tank, as the table ship_tanks names it")
    tonnes: Real = Field(ge=0, le=1_000_000, description="What is in it at departure, in tonnes")


class LoadingPlan(Record):
    """A loading plan of one call: its lifts and yard moves, and what stays ashore.

    The stowage is not told apart from the moves: what is on board at departure is what was on board at arrival, less
    what was lifted off, plus what was lifted on. The lifts of a crane stand in the order in which it does them, and so
    do the moves of a yard crane.
    """

    kind: Literal["loading"] = Field("loading", description="That it is a loading plan")
    case: Id = Field(description="Name of the case")
    case_hash: str = Field(description="Fingerprint of the case it was made for")
    call: Id = Field(description="The call, by id")
    position_m: Real = Field(
        ge=-100_000, le=100_000, description="Place of the ship's low end in metres from the quay's zero mark"
    )
    side: Side = Field(description="Side alongside")
    start: Moment = Field(description="When the ship is moored and work may begin")
    cranes: tuple[CraneUse, ...] = Field(
        min_length=1, max_length=1_000, description="Quay cranes that may work her, and when"
    )
    tractors: Whole = Field(ge=1, le=1_000, description="Tractors that serve her")
    instructions: InstructionUse = Field(
        "only",
        description="What it makes of the line's instructions, where the case has any for the call: only what they "
        "want is loaded, or they come first and other boxes are stowed around them, or none is looked at",
    )
    lifts: tuple[Lift, ...] = Field(max_length=100_000, description="The lifts; those of a crane in its order")
    yard_moves: tuple[YardMove, ...] = Field(
        (), max_length=200_000, description="The yard moves; those of a yard crane in its order"
    )
    ashore: tuple[LeftAshore, ...] = Field((), description="Boxes of the load list that do not go")
    ballast: tuple[Ballast, ...] = Field(
        (), max_length=1_000, description="Water in her tanks at departure; a tank that is not named is empty"
    )

    @property
    def last_lift(self) -> datetime:
        """When the last lift ends; the start where there is none."""
        return max((lift.end for lift in self.lifts), default=self.start)


class ExpectedCall(Record):
    """When and where a ship is expected: as a berth plan has her, or by her ETA, ETD and preferred position."""

    call: Id
    position_m: Annotated[float, Field(ge=-100_000, le=100_000), _NO_TRUTH] | None = Field(
        description="Place of the ship's low end; null where she may lie anywhere"
    )
    start: Moment = Field(description="First line ashore")
    end: Moment = Field(description="Last line off: her boxes are loaded")


class Grouped(Record):
    """Boxes to load of one call and one group: those that the yard need not tell apart."""

    call: Id
    port: UnLocode = Field(description="Where they leave the ship")
    length: Length = Field(description="Feet: 20, or 40 for all longer boxes")
    status: Status
    weight_class: WeightClass
    plug: bool = Field(False, description="Whether they are reefers that want a plug")
    dangerous: bool = Field(False, description="Whether they have dangerous goods")
    boxes: Whole = Field(ge=1, le=MOST_BOXES_A_CALL)

    @property
    def group(self) -> Group:
        """Their group."""
        return Group(self.port, self.length, self.status, self.weight_class, self.plug, self.dangerous)


class Reservation(Grouped):
    """Room that a bay has for boxes of a group from `start` to `end`, alone or, if `mixed`, with other groups."""

    block: Id
    bay: Whole = Field(ge=1, le=999, description="Odd for 20-foot boxes, even for longer ones")
    start: Moment = Field(description="The gate opens for the call")
    end: Moment = Field(description="The boxes are loaded")
    mixed: bool = Field(False, description="Whether boxes of other groups may stand in the bay at the same time")


class UnplacedGroup(Grouped):
    """Boxes that the yard has no room for, and why."""

    reason: str


class YardPlan(Record):
    """A yard plan: bays for the boxes to load of every call that arrives from `start` and before `end`."""

    kind: Literal["yard"] = "yard"
    case: Id
    case_hash: str = Field(description="Fingerprint of the case it was made for")
    start: Moment
    end: Moment
    import_share: Real = Field(ge=0, le=1, description="Share of each block's bays kept free for boxes from ships")
    calls: tuple[ExpectedCall, ...]
    reservations: tuple[Reservation, ...]
    unplaced: tuple[UnplacedGroup, ...] = ()


AnyPlan = BerthPlan | ShipmentPlan | LoadingPlan | YardPlan
Plan = Annotated[AnyPlan, Field(discriminator="kind")]
ANY_PLAN: TypeAdapter[AnyPlan] = TypeAdapter(Plan)


_Kinds = TypeVar("_Kinds")
# Bytes of a plan's file: one with as many moves as a plan may have has about 60 MB.
_LARGEST_PLAN = 200 * 2**20


def read_plan(path: Path) -> AnyPlan:
    """The plan in a JSON file. Raises BadInput with every fault in it."""
    return read_as(ANY_PLAN, path)


def read_as(kinds: TypeAdapter[_Kinds], path: Path) -> _Kinds:
    """A JSON file as a plan of one of these kinds. Raises BadInput with every fault in it."""
    file = str(path)
    try:
        # Some editors write a byte order mark.
        content = json.loads(content_of(path, file, _LARGEST_PLAN).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput([Fault(file, "it is not UTF-8 text", "give a plan.json as Dermaga writes it")]) from error
    except RecursionError as error:
        raise BadInput([Fault(file, "it is JSON of JSON of JSON, too deep", "give a plan.json")]) from error
    except json.JSONDecodeError as error:
        problem = f"from character {error.colno} on it is not JSON"
        raise BadInput([Fault(file, problem, "give a plan.json as Dermaga writes it", error.lineno)]) from error
    except ValueError as error:
        raise BadInput([Fault(file, "a number in it has too many digits", "give a plan.json")]) from error
    try:
        return kinds.validate_python(content)
    except ValidationError as error:
        # Places begin with the kind of the plan.
        details = error.errors(include_url=False)
        raise BadInput([fault_of(detail, file, detail["loc"][1:]) for detail in details]) from error
