"""The checker of loading plans."""

from data.case import Case
from data.checker.verdict import Verdict
from data.plans import LoadingPlan


def check_loading(case: Case, plan: LoadingPlan) -> Verdict:
    """Every broken rule of a loading plan, and the terms of its cost."""
    raise NotImplementedError
