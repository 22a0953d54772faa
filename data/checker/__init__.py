"""Is this plan feasible, and what does it cost? Answered from the Case and the plan alone, never by a solver."""

from data.case import Case
from data.checker.berths import check_berths
from data.checker.loading import check_loading, check_stowage
from data.checker.shipments import check_shipments
from data.checker.verdict import Broken, Verdict
from data.checker.yard import check_yard
from data.plans import AnyPlan, BerthPlan, YardPlan
from data.shipment_plans import ShipmentPlan

__all__ = [
    "Broken",
    "Verdict",
    "check",
    "check_berths",
    "check_loading",
    "check_shipments",
    "check_stowage",
    "check_yard",
]


def check(case: Case, plan: AnyPlan) -> Verdict:
    """Every rule of the case that a plan breaks, and its cost term by term in the terminal's money."""
    if isinstance(plan, BerthPlan):
        return check_berths(case, plan)
    if isinstance(plan, YardPlan):
        return check_yard(case, plan)
    return check_shipments(case, plan) if isinstance(plan, ShipmentPlan) else check_loading(case, plan)
