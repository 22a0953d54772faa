"""A change of one thing with which a shipment could go, proven by trying it with all else of the plan as it is."""

from collections.abc import Callable
from dataclasses import dataclass

from data.shipment_plans import LeastChange
from scheduler.shipments.explaining.left_by_plan import LeftByPlan


@dataclass(frozen=True)
class Repair:
    """A change that serves a shipment, how it is made in a case by any amount, and how much it is beside others."""

    change: LeastChange
    apply: Callable[[float], LeftByPlan]
    effort: float


def serves(left_by_plan: LeftByPlan, shipment: str) -> bool:
    """Whether a shipment has an option that fits beside the plan and costs no more than to leave it."""
    booked = left_by_plan.case.shipment_by_id[shipment]
    return any(left_by_plan.worth_it(option) and left_by_plan.fits(option) for option in left_by_plan.options(booked))


def could_go(left_by_plan: LeftByPlan, shipment: str) -> bool:
    """Whether a shipment has an option that fits beside the plan, whatever it costs."""
    booked = left_by_plan.case.shipment_by_id[shipment]
    return any(left_by_plan.fits(option) for option in left_by_plan.options(booked))


def whole_change(changed: LeftByPlan, amount: float) -> LeftByPlan:
    """A change that has no amount."""
    del amount
    return changed


def least_number(works: Callable[[int], bool], most: int) -> int | None:
    """The least whole number that works, where more does too; None where `most` does not."""
    if most < 1 or not works(most):
        return None
    fails, does = 0, most
    while does - fails > 1:
        middle = (fails + does) // 2
        fails, does = (fails, middle) if works(middle) else (middle, does)
    return does


def hours_text(minutes: float) -> str:
    """Minutes as hours, for sentences."""
    return f"{minutes / 60:,.1f} h" if minutes % 60 else f"{minutes / 60:,.0f} h"
