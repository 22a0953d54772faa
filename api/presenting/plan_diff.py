"""Two plans beside each other as they are told: every change, and what both cost."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from data.case import Case
from data.checker import check
from data.plan_changes import plan_changes
from data.plans import AnyPlan


def plan_diff(case: Case, before: AnyPlan, after: AnyPlan) -> dict[str, Any]:
    """The difference of two plans of a case; moments are ISO 8601 on the terminal's clock.

    Raises DermagaError for plans of different kinds.
    """
    changes = [asdict(change) for change in plan_changes(before, after)]
    for change in changes:
        for field in change["fields"]:
            for side in ("before", "after"):
                if isinstance(field[side], datetime):
                    field[side] = case.terminal.local(field[side]).isoformat()
    first, second = check(case, before), check(case, after)
    return {
        "cost_before": first.cost,
        "cost_after": second.cost,
        "terms_before": first.terms,
        "terms_after": second.terms,
        "broken_before": len(first.broken),
        "broken_after": len(second.broken),
        "changes": changes,
    }
