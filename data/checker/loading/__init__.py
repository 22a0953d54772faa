"""The checker of loading plans: one function a rule, named as planners and the solver's constraints name it.

`planned` is the plan as the rules look at it, `piles`, `aboard` and `covers` are what stands where. `ship` replays the
lifts and `yard` the yard moves; `boxes` has the rules of who is moved, `berth` those of where and when she lies,
`cycles` those of single lifts, `putting` those of a slot that a box is put in, `stowage`, `stacks`, `hazards`,
`stability` and `strength` those of the ship at departure (`departure_rules` has them in order), `yard_kinds` those of
where in the yard a kind of box stands, `cranes`, `yard_cranes` and `tractors` those of the terminal's machines,
`stowed_above` what stands above what it should not, and `costs` the terms of the cost. `departing` judges a stowage
without the work that brings it about.

What a ship brings along may break rules of stowage: only what the plan changes is judged.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.case import Case
from data.checker.loading import (
    berth,
    boxes,
    cranes,
    cycles,
    hazards,
    stability,
    strength,
    tractors,
    yard,
    yard_cranes,
    yard_kinds,
)
from data.checker.loading.costs import NO_TERMS, terms
from data.checker.loading.departing import StowageVerdict, check_stowage
from data.checker.loading.departure_rules import RULES, in_short
from data.checker.loading.planned import Planned
from data.checker.loading.ship import replay
from data.checker.loading.stowed_above import Overstow, TopHeavy, overstows, remarks, top_heavy
from data.checker.verdict import Broken, Verdict, notes_on_case
from data.errors import DermagaError
from data.plans import LoadingPlan

__all__ = ["LoadingVerdict", "StowageVerdict", "check_loading", "check_stowage"]

_OF_THE_BOXES: tuple[Callable[[Planned], Iterator[Broken]], ...] = (
    boxes.box_unknown,
    boxes.every_box_once,
    boxes.no_vgm,
    cycles.lift_content,
)
_OF_THE_WORK: tuple[Callable[[Planned], Iterator[Broken]], ...] = (
    berth.berth,
    cycles.times,
    cycles.lift_time,
    cycles.twin_lift,
    cranes.bay,
    cranes.crane_use,
    cranes.gangs,
    cranes.crane_reach,
    cranes.crane_twice,
    cranes.crane_passing,
    yard.yard_place,
    yard_kinds.yard_plug,
    yard_kinds.yard_kind,
    yard_cranes.yard_crane,
    tractors.retrieved,
    tractors.stacked,
    tractors.tractors,
)


@dataclass(frozen=True)
class LoadingVerdict(Verdict):
    """The verdict on a loading plan, with the boxes at departure that stand above what they should not."""

    overstows: tuple[Overstow, ...] = ()
    top_heavy: tuple[TopHeavy, ...] = ()


def check_loading(case: Case, plan: LoadingPlan) -> LoadingVerdict:
    """Every broken rule of a loading plan, and the terms of its cost.

    `calls` of a broken rule are the boxes that break it, or the cranes; of a rule of the whole ship, her call.
    """
    notes = notes_on_case(case, plan)
    call = case.call_by_id.get(plan.call)
    if call is None:
        text = f"the case has no call {plan.call}: correct the name"
        return LoadingVerdict((Broken("call_unknown", (plan.call,), text),), dict(NO_TERMS), notes)
    ship, layout = case.ship_of(call), case.layout_of(call)
    if layout is None:
        text = f"{ship.name} has no profile, and without her bays and stacks nothing can be stowed: give her one"
        return LoadingVerdict((Broken("no_profile", (call.id,), text),), dict(NO_TERMS), notes)
    try:
        planned = Planned.of(case, plan, call, layout)
    except DermagaError as error:
        return LoadingVerdict((Broken("no_boxes", (call.id,), str(error)),), dict(NO_TERMS), notes)
    broken = [fault for rule in _OF_THE_BOXES for fault in rule(planned)]
    worked = replay(planned, {box for fault in broken if fault.rule != "no_vgm" for box in fault.calls})
    broken += worked.broken
    for of_stowage in RULES:
        broken += of_stowage(planned, worked)
    for of_work in _OF_THE_WORK:
        broken += of_work(planned)
    over, heavy = overstows(planned, worked), top_heavy(planned, worked)
    notes = (
        *notes,
        *hazards.not_judged(planned, worked),
        *remarks(over, heavy),
        *yard_kinds.misplaced(planned),
        *stability.condition(planned, worked),
        *strength.most_used(planned, worked),
    )
    return LoadingVerdict(tuple(in_short(broken)), terms(planned, over), notes, tuple(over), tuple(heavy))
