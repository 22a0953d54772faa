"""The checker of night shifts: one function a rule.

Moves are judged as those of a loading plan are, and take place within the shift. The terms are what the moves cost, and
the boxes that stand in another's way when it is over: each is moved once more, and a quay crane waits for that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from data.boxes import CallBoxes
from data.cargo import Container
from data.case import Case
from data.checker.loading.planned import PlannedMove, time_of_day, timed_moves
from data.checker.loading.yard import yard_place
from data.checker.loading.yard_cranes import yard_crane
from data.checker.verdict import Broken, Verdict
from data.night import NightPlan, in_the_way, leaving, standing
from data.slots import Place


@dataclass(frozen=True)
class PlannedNight:
    """A night shift as the rules of yard moves look at it."""

    case: Case
    plan: NightPlan

    @property
    def boxes(self) -> CallBoxes:
        """No boxes but those that the case lists."""
        return CallBoxes((), (), ())

    @property
    def box(self) -> dict[str, Container]:
        """The same by number."""
        return {}

    @property
    def arrival_slots(self) -> dict[str, str]:
        """No ship is there."""
        return {}

    @cached_property
    def moves(self) -> list[PlannedMove]:
        """The moves in the order of their times."""
        return timed_moves(self.plan.moves, self.plan.start)

    def at(self, seconds: float) -> str:
        """A time of day on the terminal's clock."""
        return time_of_day(self.case, self.plan.start, seconds)


def check_night(case: Case, plan: NightPlan) -> Verdict:
    """Every rule that a night shift breaks, and what is left for the ships."""
    planned = PlannedNight(case, plan)
    broken = [*shift(planned), *yard_crane(planned), *yard_place(planned)]
    costs = case.terminal.costs
    fee, wait = costs.rehandle_per_box, case.terminal.yard_work.move_s / 3600 * costs.work_per_hour
    left = in_the_way(places_after(planned), leaving(case, plan.start, plan.until))
    terms = {
        "rehandles": float(fee * len(left)), "waits": float(wait * len(left)),
        "premarshals": float(fee * len(plan.moves)),
    }  # fmt: skip
    same = plan.case_hash == case.hash
    notes = () if same else (f"the plan was made for {plan.case} as it was then; it is checked anew",)
    return Verdict(tuple(broken), terms, notes)


def shift(planned: PlannedNight) -> Iterator[Broken]:
    """A shift ends after it begins, and its moves are of boxes within the yard and from its start to its end."""
    plan = planned.plan
    if plan.end <= plan.start:
        yield Broken("shift", (), "the shift ends before it begins")
    for move in plan.moves:
        if move.kind != "premarshal":
            yield Broken("shift", (move.box,), f"{move.box} is moved as {move.kind}, and no ship is there: premarshal")
        if not _within(plan, move.start, move.end):
            yield Broken("shift", (move.box,), f"the move of {move.box} is not from the start of the shift to its end")


def _within(plan: NightPlan, start: datetime, end: datetime) -> bool:
    return plan.start <= start < end <= plan.end


def places_after(planned: PlannedNight) -> dict[str, Place]:
    """Where the boxes of the yard stand when the shift is over, moves of boxes that are not there left out."""
    places = {box.id: Place.of(box.place) for box in standing(planned.case).values() if box.place is not None}
    for each in planned.moves:
        if each.target is not None and each.move.box in places:
            places[each.move.box] = each.target
    return places
