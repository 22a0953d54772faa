"""What a loading plan says of its lifts and yard moves, by number: the lifts first, and then the yard moves."""

from datetime import datetime, timedelta

from data.errors import Fault
from data.plans import QUAY, TRACTOR, Lift, LoadingPlan, YardMove
from data.slots import cell_named, place_named

_LIFTED = {
    "discharge": "discharge",
    "load": "loading",
    "restow_off": "taking off",
    "restow_on": "putting back",
    "hatch_off": "taking off",
    "hatch_on": "putting on",
}
_MOVED = {"retrieve": "fetching", "stack": "stacking", "rehandle": "rehandling", "premarshal": "sorting"}
# The lifts that put a box on board.
LOADING = ("load", "restow_on")
HATCHES = ("hatch_off", "hatch_on")

# A box that is moved, and from where to where: slots and places as they write themselves, a tractor, or the quay.
Moved = tuple[str, str, str]


def minutes(plan: LoadingPlan, moment: datetime) -> float:
    """Minutes from the plan's start to a moment."""
    return (moment - plan.start) / timedelta(minutes=1)


def at(plan: LoadingPlan, number: int) -> Lift | YardMove:
    """The lift or yard move of a number."""
    lifts = len(plan.lifts)
    return plan.lifts[number] if number < lifts else plan.yard_moves[number - lifts]


def named(plan: LoadingPlan, number: int) -> str:
    """A lift or yard move in a sentence."""
    found = at(plan, number)
    if isinstance(found, YardMove):
        return f"yard move {number - len(plan.lifts) + 1} ({found.crane}, {_MOVED[found.kind]} {found.box})"
    what = " and ".join(carried.box for carried in found.boxes)
    if found.kind in HATCHES:
        what = f"cover {found.cover} of bay {found.bay:03d}"
    return f"lift {number + 1} ({found.crane}, {_LIFTED[found.kind]} {what})"


def fault(plan: LoadingPlan, number: int, problem: str, remedy: str, column: str, value: object = None) -> Fault:
    """A fault of a lift or yard move; its row counts from 1 in its list."""
    lifts = len(plan.lifts)
    return Fault(
        "lifts" if number < lifts else "yard_moves",
        problem,
        remedy,
        number + 1 if number < lifts else number - lifts + 1,
        column,
        None if value is None else str(value),
    )


def where(text: str) -> str:
    """Where a box is, as slots and places write themselves."""
    if text in (QUAY, TRACTOR) or cell_named(text) is not None:
        return text
    place = place_named(text)
    return text if place is None else str(place)


def moved_by(found: Lift | YardMove) -> tuple[Moved, ...]:
    """The boxes that a lift or a yard move moves."""
    carried = found.boxes if isinstance(found, Lift) else (found,)
    return tuple((each.box, where(each.origin), where(each.target)) for each in carried)
