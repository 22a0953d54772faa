"""The checker of loading plans: one function a rule, named as planners and the solver's constraints name it.

`planned` is the plan as the rules look at it, `piles`, `aboard` and `covers` are what stands where. `ship` replays the
lifts and `yard` the yard moves; `boxes` has the rules of who is moved, `berth` those of where and when she lies,
`cycles` those of single lifts, `stowage`, `stacks`, `hazards` and `stability` those of the ship at departure,
`yard_kinds` those of where in the yard a kind of box stands, `cranes`, `yard_cranes` and `tractors` those of the
terminal's machines, `stowed_above` what stands above what it should not, and `costs` the terms of the cost.

What a ship brings along may break rules of stowage: only what the plan changes is judged.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from data.boxes import boxes_of
from data.case import Case
from data.checker.loading import (
    berth,
    boxes,
    cranes,
    cycles,
    hazards,
    stability,
    stacks,
    stowage,
    tractors,
    yard,
    yard_cranes,
    yard_kinds,
)
from data.checker.loading.costs import NO_TERMS, terms
from data.checker.loading.planned import Planned, listed
from data.checker.loading.ship import Worked, replay
from data.checker.loading.stowed_above import Overstow, TopHeavy, overstows, remarks, top_heavy
from data.checker.verdict import Broken, Verdict, notes_on_case
from data.errors import DermagaError
from data.plans import LoadingPlan

# The most faults that are told of one rule, one by one; the rest is told together.
MOST_FAULTS = 25

_OF_THE_BOXES: tuple[Callable[[Planned], Iterator[Broken]], ...] = (
    boxes.box_unknown,
    boxes.every_box_once,
    boxes.no_vgm,
    cycles.lift_content,
)
_OF_THE_STOWAGE: tuple[Callable[[Planned, Worked], Iterator[Broken]], ...] = (
    stowage.plug,
    stowage.forty_five,
    stowage.instruction,
    stowage.out_of_gauge,
    stacks.stack_weight,
    stacks.stack_height,
    stacks.lashing,
    hazards.hazards,
    stability.stability,
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
        its_boxes = boxes_of(case, call)
    except DermagaError as error:
        return LoadingVerdict((Broken("no_boxes", (call.id,), str(error)),), dict(NO_TERMS), notes)
    planned = Planned(case, plan, call, ship, layout, its_boxes)
    broken = [fault for rule in _OF_THE_BOXES for fault in rule(planned)]
    worked = replay(planned, {box for fault in broken if fault.rule != "no_vgm" for box in fault.calls})
    broken += worked.broken
    for of_stowage in _OF_THE_STOWAGE:
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
    )
    return LoadingVerdict(tuple(_in_short(broken)), terms(planned, over), notes, tuple(over), tuple(heavy))


def _in_short(broken: Iterable[Broken]) -> Iterator[Broken]:
    """The faults, rule by rule in the order of their first; of a rule with very many, the rest in one."""
    first: dict[str, int] = {}
    for fault in broken:
        first.setdefault(fault.rule, len(first))
    for rule, of_rule in groupby(sorted(broken, key=lambda fault: first[fault.rule]), key=lambda fault: fault.rule):
        faults = list(of_rule)
        yield from faults[:MOST_FAULTS]
        rest = faults[MOST_FAULTS:]
        if rest:
            whose = tuple(dict.fromkeys(name for fault in rest for name in fault.calls))
            times = f"{len(rest)} times more" if len(rest) > 1 else "once more"
            yield Broken(rule, whose, f"the rule is broken {times}, by {listed(whose)}: correct the others first")
