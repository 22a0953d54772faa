"""Is this plan feasible, and what does it cost? Answered from the Case and the plan alone, never by a solver."""

from data.case import Case
from data.checker.berths import check_berths
from data.checker.shipments import check_shipments
from data.checker.verdict import Broken, Verdict
from data.plans import BerthPlan, ShipmentPlan

__all__ = ["Broken", "Verdict", "check", "check_berths", "check_shipments"]


def check(case: Case, plan: BerthPlan | ShipmentPlan) -> Verdict:
    """Every rule of the case that a plan breaks, and its cost term by term in the terminal's money."""
    return check_berths(case, plan) if isinstance(plan, BerthPlan) else check_shipments(case, plan)
