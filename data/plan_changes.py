"""What is different between two plans of the same kind: what was added, removed or changed, field by field.

A plan is taken apart into items with names (calls, shipments, boxes, reservations, ...), each a set of fields with
plain values. Items are the same where kind and name are. The order of a plan's lists says nothing: what a box or a
crane does several times is numbered in time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from data.errors import DermagaError
from data.plans import AnyPlan, BerthPlan, CraneUse, LoadingPlan, YardPlan
from data.shipment_plans import ShipmentPlan

Value = str | float | bool | datetime | None
# An item by its kind and its name, and its fields.
_Items = dict[tuple[str, str], dict[str, Value]]
# What every plan has, and what does not differ between plans that can be compared.
_ALIKE = ("kind", "case", "case_hash")


@dataclass(frozen=True)
class FieldChange:
    """A field that holds another value; None where one of the plans does not have it."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True)
class PlanChange:
    """An item of a plan that is new, is gone, or has other fields. Of a new one and one that is gone, all are told."""

    what: str
    name: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...]


def plan_changes(before: AnyPlan, after: AnyPlan) -> tuple[PlanChange, ...]:
    """What another plan changes of one: first what was there before, in its order, then what is new.

    Moments are the same where they are the same instant, whatever their offsets. Raises DermagaError for plans of
    different kinds.
    """
    if before.kind != after.kind:
        raise DermagaError(f"a {before.kind} plan and a {after.kind} plan can't be compared; give two of the same kind")
    old, new = _items(before), _items(after)
    found: list[PlanChange] = []
    for what, name in old | new:
        was, now = old.get((what, name)), new.get((what, name))
        fields = tuple(_fields(was or {}, now or {}))
        if was is None or now is None:
            found.append(PlanChange(what, name, "added" if was is None else "removed", fields))
        elif fields:
            found.append(PlanChange(what, name, "changed", fields))
    return tuple(found)


def _fields(before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[FieldChange]:
    for field in dict(before) | dict(after):
        was, now = before.get(field), after.get(field)
        if was != now:
            yield FieldChange(field, was, now)


def _items(plan: AnyPlan) -> _Items:
    items: _Items = {}
    whole = {
        name: value
        for name, value in plan
        if name not in _ALIKE and (value is None or isinstance(value, str | float | int | datetime))
    }
    if isinstance(plan, BerthPlan):
        items |= _berths(plan)
    elif isinstance(plan, ShipmentPlan):
        items |= _shipments(plan)
    elif isinstance(plan, YardPlan):
        items |= _yard(plan)
    else:
        whole |= _cranes(plan.cranes)
        items |= _loading(plan)
    return {("plan", plan.kind): whole} | items


def _cranes(uses: tuple[CraneUse, ...]) -> dict[str, Value]:
    """From when to when each crane works, numbered where it comes several times."""
    fields: dict[str, Value] = {}
    times: Counter[str] = Counter()
    for use in sorted(uses, key=lambda use: (use.crane, use.start, use.end)):
        times[use.crane] += 1
        name = use.crane if times[use.crane] == 1 else f"{use.crane} {times[use.crane]}"
        fields |= {f"crane {name} from": use.start, f"crane {name} to": use.end}
    return fields


def _berths(plan: BerthPlan) -> _Items:
    items: _Items = {
        ("call", entry.call): {
            "berthed": True,
            "position_m": entry.position_m,
            "side": entry.side,
            "start": entry.start,
            "end": entry.end,
            "eta": entry.eta,
            **_cranes(entry.cranes),
        }
        for entry in plan.calls
    }
    return items | {("call", out.call): {"berthed": False, "reason": out.reason} for out in plan.unserved}


def _shipments(plan: ShipmentPlan) -> _Items:
    items: _Items = {}
    for routed in plan.shipments:
        fields: dict[str, Value] = {"served": True, "sailings": " ".join(routed.sailings)}
        for name in ("empties", "restuffed_at", "hub_empties", "shared_box", "departure", "arrival"):
            fields[name] = getattr(routed, name)
        for step in routed.steps:
            fields |= {f"{step.step} start": step.start, f"{step.step} end": step.end}
        items["shipment", routed.shipment] = fields
    for out in plan.unserved:
        change = None if out.change is None else out.change.text
        items["shipment", out.shipment] = {"served": False, "reason": out.reason, "change": change}
    return items


def _loading(plan: LoadingPlan) -> _Items:
    """What happens to each box, hatch cover and tank: lifts and moves by kind, numbered where there are several."""
    items: defaultdict[tuple[str, str], dict[str, Value]] = defaultdict(dict)
    times: Counter[tuple[str, str, str]] = Counter()

    def add(what: str, name: str, kind: str, fields: Mapping[str, Value]) -> None:
        times[what, name, kind] += 1
        number = times[what, name, kind]
        step = kind if number == 1 else f"{kind} {number}"
        items[what, name] |= {f"{step} {field}": value for field, value in fields.items()}

    for lift in sorted(plan.lifts, key=lambda lift: (lift.start, lift.crane)):
        common: dict[str, Value] = {"crane": lift.crane, "start": lift.start, "end": lift.end}
        if not lift.boxes:
            add("cover", f"{lift.bay:03d}-{lift.cover}", lift.kind, common)
        for carried in lift.boxes:
            beside = [other.box for other in lift.boxes if other.box != carried.box]
            way: dict[str, Value] = {"from": carried.origin, "to": carried.target, "dual": lift.dual}
            add("box", carried.box, lift.kind, way | common | {"twin": beside[0] if beside else None})
    for move in sorted(plan.yard_moves, key=lambda move: (move.start, move.crane)):
        fields: dict[str, Value] = {
            "from": move.origin, "to": move.target, "crane": move.crane, "start": move.start, "end": move.end
        }  # fmt: skip
        add("box", move.box, move.kind, fields)
    for left in plan.ashore:
        items["box", left.box]["ashore"] = left.reason
    for held in plan.ballast:
        items["tank", held.tank]["tonnes"] = held.tonnes
    return dict(items)


def _yard(plan: YardPlan) -> _Items:
    """Calls as they are expected, bays by what they are for, and groups without room. Like ones are numbered."""
    items: _Items = {
        ("call", call.call): {"position_m": call.position_m, "start": call.start, "end": call.end}
        for call in plan.calls
    }

    def add(what: str, name: str, fields: dict[str, Value]) -> None:
        number, free = 1, name
        while (what, free) in items:
            number += 1
            free = f"{name} {number}"
        items[what, free] = fields

    for row in sorted(plan.reservations, key=lambda row: (row.start, row.end, row.boxes)):
        fields: dict[str, Value] = {"boxes": row.boxes, "start": row.start, "end": row.end, "mixed": row.mixed}
        add("reservation", f"{row.call} {row.block}-{row.bay:02d} {row.group}", fields)
    for out in plan.unplaced:
        add("unplaced", f"{out.call} {out.group}", {"boxes": out.boxes, "reason": out.reason})
    return items
