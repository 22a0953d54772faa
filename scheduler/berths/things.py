"""What can keep a ship from a better berth: other ships, and what a case says of the quay, the water and cranes.

The latter can be taken from a case, for a problem that leaves ships more. Such a case is for `posed_alike` only, and
nothing checks that it is one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.case import Case
from data.shifts import Shift
from scheduler.berths.problem import BerthProblem

# Deeper than any ship.
_DEEP_M = 1_000.0


@dataclass(frozen=True)
class Thing:
    """Something that can keep a ship from a berth: `what` and `name` are those of its Reason.

    `ship` is the number of the ship that it is, or whose cranes it is; -1 for none.
    """

    what: str
    name: str = ""
    ship: int = -1
    take: Callable[[Case], Case] | None = None
    """The case without it; None for ships and their cranes."""
    start: datetime | None = None
    end: datetime | None = None
    """When it is there, where that is not always."""
    only: str | None = None
    """The one call that it concerns."""

    @property
    def word(self) -> str:
        """What it is called among others: the id of its row, or what it is."""
        return self.name if self.ship >= 0 or self.start is not None or self.what == "gangs" else self.what

    def concerns(self, call: str, first: datetime, last: datetime) -> bool:
        """Whether it may matter to a call between two moments."""
        if self.only is not None and self.only != call:
            return False
        return self.start is None or self.end is None or (self.start < last and first < self.end)


def things_of(problem: BerthProblem) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    """What a problem's case has of such things, without ships: passing ones first, then what the quay itself is."""
    return tuple(_passing(problem)), tuple(_lasting(problem))


def _passing(problem: BerthProblem) -> Iterator[Thing]:
    case = problem.case
    for closure in case.closures:
        what = {"quay": "closure", "channel": "channel", "crane": "crane_stop"}[closure.what]
        yield Thing(what, closure.id, take=_without_closure(closure.id), start=closure.start, end=closure.end)
    if case.terminal.channel.opens is not None:
        yield Thing("channel", "hours", take=_channel_always)
    if problem.data.first_window[-1]:
        yield Thing("tide", take=_always_high_water)
    for shift in case.shifts:
        if shift.gangs < len(case.quay_cranes):
            yield Thing("gangs", shift.id, take=_all_gangs(shift))
    for call in problem.calls:
        if call.earliest > call.eta:
            yield Thing("earliest_start", call.id, take=_call_with(call.id, earliest_start=None), only=call.id)
        if call.latest_departure is not None:
            yield Thing("latest_departure", call.id, take=_call_with(call.id, latest_departure=None), only=call.id)


def _lasting(problem: BerthProblem) -> Iterator[Thing]:
    case, quay = problem.case, problem.case.terminal.quay
    if len({section.depth_m for section in case.berths}) > 1:
        yield Thing("depth", take=_deep)
    if any(crane.rail_from_m > 0 or crane.rail_to_m < quay.length_m for crane in case.quay_cranes):
        yield Thing("crane_reach", take=_whole_rail)
    if quay.layout != "continuous":
        yield Thing("quay", "sections", take=_no_sections)
    yield Thing("quay", "length", take=lambda changed: _longer(changed, longer_m(problem)))


def longer_m(problem: BerthProblem) -> float:
    """Metres by which a quay is made longer at either end: room for the longest ship."""
    length = max(int(ship.length) for ship in problem.data.ship) + problem.data.gap
    return length * problem.unit_mm / 1000


def _with(case: Case, **parts: Any) -> Case:
    """A case with some parts exchanged. It is not validated, and remembers nothing of the other one."""
    return Case.model_construct(**{name: getattr(case, name) for name in Case.model_fields} | parts)


def _without_closure(name: str) -> Callable[[Case], Case]:
    return lambda case: _with(case, closures=tuple(each for each in case.closures if each.id != name))


def _channel_always(case: Case) -> Case:
    channel = case.terminal.channel.model_copy(update={"opens": None, "closes": None})
    return _with(case, terminal=case.terminal.model_copy(update={"channel": channel}))


def _always_high_water(case: Case) -> Case:
    """Ships move as at high water all the time; how much they need under the keel alongside stays as it is."""
    tide, quay = case.terminal.tide, case.terminal.quay
    if quay.keel_clearance_m is not None:
        wanted = quay.keel_clearance_m + tide.high_m - tide.low_m
        quay = quay.model_copy(update={"keel_clearance_m": wanted})
    tide = tide.model_copy(update={"low_m": tide.high_m})
    return _with(case, terminal=case.terminal.model_copy(update={"tide": tide, "quay": quay}))


def _all_gangs(shift: Shift) -> Callable[[Case], Case]:
    return lambda case: _with(
        case,
        shifts=tuple(
            each.model_copy(update={"gangs": len(case.quay_cranes)}) if each.id == shift.id else each
            for each in case.shifts
        ),
    )


def _call_with(name: str, **fields: Any) -> Callable[[Case], Case]:
    return lambda case: _with(
        case, calls=tuple(call.model_copy(update=fields) if call.id == name else call for call in case.calls)
    )


def _deep(case: Case) -> Case:
    return _with(case, berths=tuple(each.model_copy(update={"depth_m": _DEEP_M}) for each in case.berths))


def _whole_rail(case: Case) -> Case:
    rail = {"rail_from_m": 0.0, "rail_to_m": case.terminal.quay.length_m}
    return _with(case, quay_cranes=tuple(crane.model_copy(update=rail) for crane in case.quay_cranes))


def _no_sections(case: Case) -> Case:
    quay = case.terminal.quay.model_copy(update={"layout": "continuous"})
    return _with(case, terminal=case.terminal.model_copy(update={"quay": quay}))


def _longer(case: Case, metres: float) -> Case:
    """The quay, its end sections, and the rail of cranes that stand at an end of it, longer at either end."""
    quay = case.terminal.quay
    cranes = tuple(
        crane.model_copy(
            update={
                "rail_from_m": crane.rail_from_m - (metres if crane.rail_from_m <= 0 else 0),
                "rail_to_m": crane.rail_to_m + (metres if crane.rail_to_m >= quay.length_m else 0),
            }
        )
        for crane in case.quay_cranes
    )
    berths = case.berths
    if quay.layout != "continuous":
        # Nobody shares a section: the new quay is a section of its own.
        first, last = min(berths, key=lambda each: each.start_m), max(berths, key=lambda each: each.end_m)
        low = first.model_copy(update={"id": "<", "start_m": -metres, "end_m": 0.0})
        high = last.model_copy(update={"id": ">", "start_m": quay.length_m, "end_m": quay.length_m + metres})
        berths = (low, *berths, high)
    if quay.layout != "discrete":
        quay = quay.model_copy(update={"overhang_m": quay.overhang_m + metres})
    return _with(case, terminal=case.terminal.model_copy(update={"quay": quay}), berths=berths, quay_cranes=cranes)
