"""Rules of the ship's place and of when she lies there: those of berth plans, with their names.

She lies there from her first line, which is the time of mooring before work may begin, until the last lift. How a ship
came that lies alongside by her actual, where the plan has her, is no more a matter of rules.
"""

from collections.abc import Iterator
from datetime import timedelta

from data.checker import moorings, schedule
from data.checker.berthed import TOLERANCE, Berthed
from data.checker.loading.planned import Planned
from data.checker.verdict import Broken
from data.plans import BerthedCall

_RULES = (moorings.quay_ends, moorings.closure, schedule.before_arrival, schedule.earliest_start)


def berth(planned: Planned) -> Iterator[Broken]:
    """The ship lies on the quay, where it is not closed, and neither before she arrives nor before she may."""
    ship = _berthed(planned)
    for rule in _RULES:
        yield from rule(planned.case, ship)


def _berthed(planned: Planned) -> Berthed:
    plan, call = planned.plan, planned.call
    actual = planned.case.actual_by_call.get(call.id)
    if actual is not None and actual.position_m is not None and abs(actual.position_m - plan.position_m) > TOLERANCE:
        # The plan has her elsewhere than she lies: it is judged as if she were still to come.
        actual = None
    # Not validated: her first line may fall just before the years that a plan may have.
    entry = BerthedCall.model_construct(
        call=call.id,
        position_m=plan.position_m,
        side=plan.side,
        start=plan.start - timedelta(minutes=planned.case.terminal.quay.mooring_min),
        end=max((plan.start, *(lift.end for lift in plan.lifts))),
        cranes=(),
    )
    return Berthed(entry, call, planned.ship, actual)
