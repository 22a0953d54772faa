"""Yard plans hour by hour, kept for who looks at one hour after the other."""

from collections import OrderedDict
from threading import Lock

from data.case import Case
from data.plans import YardPlan
from data.yard_hours import YardHours

# Four weeks of a hub take some seconds and 30 MB.
_MOST_KNOWN = 2
_KNOWN: OrderedDict[tuple[str, int], YardHours] = OrderedDict()
_LOCK = Lock()


def hours_of(case: Case, plan: YardPlan, plan_id: str, version: int) -> YardHours:
    """A version of a plan hour by hour. The last few are kept: versions never change."""
    key = plan_id, version
    with _LOCK:
        if key not in _KNOWN:
            _KNOWN[key] = YardHours(case, plan)
        _KNOWN.move_to_end(key)
        while len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.popitem(last=False)
        return _KNOWN[key]
