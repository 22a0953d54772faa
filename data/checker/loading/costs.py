"""The terms of a loading plan's cost, in the terminal's money."""

from collections import Counter
from collections.abc import Sequence

from data.checker.loading.planned import Planned
from data.checker.loading.stowed_above import Overstow


def terms(planned: Planned, over: Sequence[Overstow]) -> dict[str, float]:
    """Finish, ashore, overstows, restows, rehandles and premarshals."""
    costs, plan = planned.case.terminal.costs, planned.plan
    to_load = {box.id: box for box in planned.boxes.load}
    ashore = [box for number in {left.box for left in plan.ashore} if (box := to_load.get(number)) is not None]
    could_go = [box for box in ashore if box.status == "empty" or box.verified_kg is not None]
    restowed = {box.id for box in planned.boxes.remain} & planned.lifts_by_box.keys()
    moves = Counter(move.kind for move in plan.yard_moves)
    hours = max((each.end for each in planned.lifts), default=0.0) / 3600
    return {
        "finish": max(0.0, hours) * costs.work_per_hour,
        "ashore": float(len(could_go) * costs.ashore_per_box),
        "overstows": float(sum(each.made for each in over) * costs.overstow_per_box),
        "restows": float(len(restowed) * costs.restow_per_box),
        "rehandles": float(moves["rehandle"] * costs.rehandle_per_box),
        "premarshals": float(moves["premarshal"] * costs.rehandle_per_box),
    }


# The terms of a plan that cannot be replayed at all.
NO_TERMS = dict.fromkeys(("finish", "ashore", "overstows", "restows", "rehandles", "premarshals"), 0.0)
