"""The checker of yard plans: one function a rule, named as planners name it.

`wanted` has the rules of calls and the boxes that they load, `bays` those of the ground, `costs` the terms of the cost.
"""

from data.case import Case
from data.checker.verdict import Broken, Verdict, notes_on_case
from data.checker.yard import bays, wanted
from data.checker.yard.costs import busy_blocks, terms
from data.plans import YardPlan


def check_yard(case: Case, plan: YardPlan) -> Verdict:
    """Every broken rule of a yard plan, and the terms of its cost."""
    broken: list[Broken] = []
    for of_wanted in (wanted.calls, wanted.call_times, wanted.groups, wanted.reasons, wanted.reserved_time):
        broken += of_wanted(case, plan)
    broken += bays.bay(case, plan)
    for of_blocks in (bays.yard_crane, bays.kind, bays.plug):
        broken += of_blocks(case, plan)
    held = bays.held(case, plan)
    for of_bays in (bays.room, bays.one_group, bays.overlap, bays.standing, bays.import_room):
        broken += of_bays(case, plan, held)
    notes = (*notes_on_case(case, plan), *busy_blocks(case, plan))
    return Verdict(tuple(broken), terms(case, plan), notes)
