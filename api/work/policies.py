"""The policy that drives a simulated terminal, by its name: fcfs, plan:PATH or replan:6h."""

from collections.abc import Callable
from math import isnan, nan
from pathlib import Path

from data.errors import BadInput, Fault
from data.plans import BerthPlan
from simulations.policies import FirstComeFirstServed, FollowPlan, Policy, Replan

NAMES = "fcfs, plan:PATH or replan:6h"
# Hours between two plans: the scheduler should not be asked for nothing, nor look further than its plans.
_SHORTEST_H, _LONGEST_H = 1.0, 72.0


def policy_of(text: str, plan_at: Callable[[Path], BerthPlan], place: str = "simulation") -> Policy:
    """The policy of a name; `plan_at` reads and checks a plan. Raises BadInput, with `place`, for anything else."""
    kind, _, rest = text.partition(":")
    if text == "fcfs":
        return FirstComeFirstServed()
    if kind == "plan" and rest:
        return FollowPlan(plan_at(Path(rest)))
    if kind == "replan" and rest.endswith("h"):
        try:
            hours = float(rest[:-1])
        except ValueError:
            hours = nan
        if _SHORTEST_H <= hours <= _LONGEST_H:
            return Replan(hours)
        if isnan(hours):
            raise _unknown(text, place)
        remedy = f"give replan:6h, or other hours from {_SHORTEST_H:g} to {_LONGEST_H:g}"
        raise BadInput([Fault(place, "plans are not made so often", remedy, column="policy", value=text)])
    raise _unknown(text, place)


def _unknown(text: str, place: str) -> BadInput:
    return BadInput([Fault(place, "there is no such policy", f"give {NAMES}", column="policy", value=text)])
