"""Rules of a yard plan's calls: that all their boxes have room, or a reason why not, for as long as they are there."""

from collections import Counter
from collections.abc import Iterator

from data.case import Case
from data.checker.verdict import Broken
from data.errors import DermagaError
from data.exports import groups_of
from data.groups import Group
from data.plans import Grouped, YardPlan
from data.yard import gate_opens


def calls(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """The plan has each call that arrives in its time once, and no other."""
    if plan.end <= plan.start:
        yield Broken("calls", (), "the plan ends before it starts")
    listed = Counter(entry.call for entry in plan.calls)
    due = [call.id for call in case.calls if plan.start <= call.eta < plan.end]
    for call in due:
        if listed[call] != 1:
            yield Broken("calls", (call,), f"the plan has {case.named(call)} {listed[call]} times")
    named = set(listed) | {row.call for row in plan.reservations} | {row.call for row in plan.unplaced}
    for name in sorted(named - set(due)):
        if name not in case.call_by_id:
            yield Broken("call_unknown", (name,), f"the case has no call {name}")
        else:
            yield Broken("calls", (name,), f"{case.named(name)} does not arrive in the time of the plan")


def call_times(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """A ship is expected from her ETA on, and leaves after she came."""
    for entry in plan.calls:
        call = case.call_by_id.get(entry.call)
        if call is not None and entry.start < call.eta:
            yield Broken("call_times", (entry.call,), f"{case.named(entry.call)} is expected before her ETA")
        if call is not None and entry.end <= entry.start:
            yield Broken("call_times", (entry.call,), f"{case.named(entry.call)} is expected to leave before she comes")


def groups(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """Of each group of a call's boxes, as many are reserved for or unplaced as there are."""
    planned: Counter[tuple[str, Group]] = Counter()
    rows: tuple[Grouped, ...] = (*plan.reservations, *plan.unplaced)
    for row in rows:
        planned[row.call, row.group] += row.boxes
    for entry in plan.calls:
        call = case.call_by_id.get(entry.call)
        try:
            wanted = {} if call is None else groups_of(case, call)
        except DermagaError as error:
            yield Broken("groups", (entry.call,), str(error))
            continue
        for group, boxes in wanted.items():
            found = planned.pop((entry.call, group), 0)
            if found != boxes:
                yield Broken(
                    "groups", (entry.call,), f"{case.named(entry.call)} loads {boxes} {group}, and the plan has {found}"
                )
    for (name, group), boxes in planned.items():
        if name in case.call_by_id:
            yield Broken(
                "groups",
                (name,),
                f"{case.named(name)} loads no boxes {group} that are to come, and the plan has {boxes}",
            )


def reasons(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """Boxes without room have a reason."""
    for row in plan.unplaced:
        if not row.reason.strip() and row.call in case.call_by_id:
            yield Broken("reasons", (row.call,), f"{row.boxes} {row.group} of {case.named(row.call)} have no reason")


def reserved_time(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """A bay is kept from the gate's opening for the call until her boxes are loaded."""
    ends = {entry.call: entry.end for entry in plan.calls}
    for row in plan.reservations:
        call = case.call_by_id.get(row.call)
        if call is None:
            continue
        where = f"bay {row.bay:02d} of block {row.block} for {case.named(row.call)}"
        if row.start > (opens := gate_opens(case, call)):
            text = f"{where} is kept from {case.terminal.clock(row.start)} on, and the gate opens for her at "
            yield Broken("reserved_time", (row.call,), text + case.terminal.clock(opens))
        if row.call in ends and row.end < ends[row.call]:
            text = f"{where} is kept until {case.terminal.clock(row.end)}, and her boxes are loaded by "
            yield Broken("reserved_time", (row.call,), text + case.terminal.clock(ends[row.call]))
