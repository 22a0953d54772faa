"""What a shipment could do beside a plan: the room and the empty boxes that the others leave."""

import copy
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.shipments.columns.relaxation import unserved_cost
from scheduler.shipments.columns.sharing import column, fits, kind_of
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.offer import Offer
from scheduler.shipments.option import Option
from scheduler.shipments.options import cheapest
from scheduler.shipments.routes import Network, Route

# Routes that are looked at for one shipment.
_MOST = 100
_NAMED = 3
# Parts of money that floats may lose.
NOTHING = 1e-6
# What a network does not depend on.
_APART = frozenset({"shipments", "empties", "step_states", "terminal"})


@dataclass(frozen=True)
class Lack:
    """What an option lacks beside the plan: TEU, plugs or kg of a leg, or boxes of a row; how much, and who has it."""

    what: Literal["room", "plugs", "mass", "boxes"]
    at: str
    short: float
    by: tuple[str, ...]
    text: str

    @property
    def values(self) -> dict[str, Any]:
        """What it says, without words."""
        return {"what": self.what, "at": self.at, "short": self.short, "by": list(self.by)}


@dataclass(frozen=True)
class _Box:
    """What takes room together: a shipment's boxes, or a box that several share."""

    members: tuple[Routed, ...]
    shipments: tuple[Shipment, ...]

    @property
    def takes(self) -> tuple[int, int, int]:
        """TEU, plugs and kg."""
        first = self.shipments[0]
        mass = sum(shipment.gross_mass_kg for shipment in self.shipments)
        return first.teu, first.boxes if first.plug else 0, mass

    def rows(self) -> list[str]:
        """The rows that its empty boxes come from."""
        return [row for row in (self.members[0].empties, self.members[0].hub_empties) if row is not None]


class _Use:
    """What the shipments of a plan take of legs and of rows of empty boxes."""

    def __init__(self, case: Case, plan: ShipmentPlan) -> None:
        self.on_leg: defaultdict[str, list[_Box]] = defaultdict(list)
        self._from_row: defaultdict[str, list[_Box]] = defaultdict(list)
        self._of: dict[str, _Box] = {}
        self._leg: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._row: Counter[str] = Counter()
        for box_mates in plan.together:
            members = tuple(entry for entry in box_mates if entry.shipment in case.shipment_by_id)
            if not members:
                continue
            box = _Box(members, tuple(case.shipment_by_id[entry.shipment] for entry in members))
            self._of |= {entry.shipment: box for entry in members}
            for leg in members[0].sailings:
                self.on_leg[leg].append(box)
                for place, amount in enumerate(box.takes):
                    self._leg[leg][place] += amount
            for row in box.rows():
                self._from_row[row].append(box)
                self._row[row] += box.shipments[0].boxes

    def leg(self, leg: str, without: str) -> tuple[int, int, int]:
        """TEU, plugs and kg on a leg without a shipment; a box that it shares stays."""
        teu, plugs, mass = self._leg.get(leg, (0, 0, 0))
        own = self._of.get(without)
        if own is None or leg not in own.members[0].sailings:
            return teu, plugs, mass
        if len(own.members) == 1:
            return teu - own.takes[0], plugs - own.takes[1], mass - own.takes[2]
        return teu, plugs, mass - next(s.gross_mass_kg for s in own.shipments if s.id == without)

    def row(self, row: str, without: str) -> int:
        """Boxes taken from a row without a shipment."""
        own = self._of.get(without)
        alone = own is not None and len(own.members) == 1 and row in own.rows()
        return self._row[row] - (own.shipments[0].boxes if alone and own is not None else 0)

    def others(self, *, without: str, leg: str | None = None, row: str | None = None) -> tuple[str, ...]:
        """Who else is on a leg, or takes boxes from a row."""
        boxes = self.on_leg.get(leg, []) if leg is not None else self._from_row.get(row or "", [])
        return tuple(entry.shipment for box in boxes for entry in box.members if entry.shipment != without)


class LeftByPlan:
    """A plan's use of legs and rows, and a case's options beside it. The case may be another than the plan's."""

    def __init__(self, case: Case, plan: ShipmentPlan, network: Network | None = None, use: _Use | None = None) -> None:
        self.case, self.plan = case, plan
        self._use = use if use is not None else _Use(case, plan)
        self.network = network if network is not None else Network(case, ChainClock(case, plan.now))
        self._possible: dict[str, list[Route]] = {}
        self._any: dict[str, list[Route]] = {}

    def changed(self, **parts: Any) -> "LeftByPlan":
        """The same plan beside a case with some tables exchanged, which is not validated again."""
        case = Case.model_construct(**{name: getattr(self.case, name) for name in Case.model_fields} | parts)
        if parts.keys() <= _APART:
            network = copy.copy(self.network)
            network.case = case
            other = LeftByPlan(case, self.plan, network, self._use)
            other._any = self._any
            return other
        return LeftByPlan(case, self.plan, Network(case, self.network.clock), self._use)

    @cached_property
    def begun(self) -> "LeftByPlan":
        """The same, where nobody need go as in a plan before: what has left stays on its ship, and in its boxes."""
        if not self.network.kept:
            return self
        network = copy.copy(self.network)
        network.kept = {name: kept.begun for name, kept in network.kept.items()}
        return LeftByPlan(self.case, self.plan, network, self._use)

    def options(self, shipment: Shipment, *, possible: bool = False) -> list[Option]:
        """The options of a shipment by cost, also those that its dates or wishes forbid.

        With `possible` on the cheapest routes that nothing forbids as far as the first ship shows: sooner found.
        """
        routes, offer = self._possible if possible else self._any, Offer(self.network, shipment)
        if shipment.id not in routes:
            found = cheapest(offer, _MOST, possible=True)
            if not possible:
                found += cheapest(offer, _MOST, possible=False) + _by_first_ship(offer)
            routes[shipment.id] = list(dict.fromkeys(found))
        return sorted(offer.options(routes[shipment.id]), key=lambda option: option.cost)

    def option_of(self, shipment: Shipment) -> Option | None:
        """The option that a shipment has in the plan, alone in its box; None where it has none."""
        routed = next((entry for entry in self.plan.shipments if entry.shipment == shipment.id), None)
        return None if routed is None else Offer(self.network, shipment).option_of(routed)

    def fits(self, option: Option) -> bool:
        """Whether an option breaks no rule and has all that it needs beside the others of the plan."""
        return option.feasible and not self.lacks(option)

    def worth_it(self, option: Option) -> bool:
        """Whether an option costs no more than to leave its shipment, or shares a box that is paid for."""
        return option.cost <= unserved_cost(self.case, option.shipment) + NOTHING or self._joins(option)

    def lacks(self, option: Option) -> tuple[Lack, ...]:
        """What an option lacks beside the other shipments of the plan; nothing where it finds place in their box."""
        shipment = option.shipment
        joined = self._joins(option)
        found = [] if joined else self._lacking_rows(option)
        for leg in option.route.sailings:
            now, (teu, plugs, kg) = self.case.sailing_by_id[leg.id], self._use.leg(leg.id, shipment.id)
            wanted: list[tuple[Literal["room", "plugs", "mass"], str, int, int, int | None]] = [
                ("mass", "kg", kg, shipment.gross_mass_kg, now.capacity_kg)
            ]
            if not joined:
                wanted.append(("room", "TEU", teu, shipment.teu, now.capacity_teu))
                wanted.append(("plugs", "plugs", plugs, shipment.boxes if shipment.plug else 0, now.capacity_plugs))
            for what, unit, used, needs, most in wanted:
                if most is not None and used + needs > most and needs:
                    others = self._use.others(without=shipment.id, leg=leg.id)
                    text = f"{leg.id} has {max(0, most - used):,.0f} of {most:,.0f} {unit} left, and it needs {needs:,}"
                    found.append(Lack(what, leg.id, used + needs - most, others, text + _taken(others)))
        return tuple(found)

    def _lacking_rows(self, option: Option) -> list[Lack]:
        shipment, found = option.shipment, []
        for row in (option.empties, option.hub_empties):
            if row is None:
                continue
            used, most = self._use.row(row.id, shipment.id), self.case.empties_by_id[row.id].boxes
            if used + shipment.boxes > most:
                others = self._use.others(without=shipment.id, row=row.id)
                text = (
                    f"{row.line} has {max(0, most - used)} of {most} empty {row.box_type} left at {row.port} "
                    f"({row.id}), and it needs {shipment.boxes}"
                )
                found.append(Lack("boxes", row.id, used + shipment.boxes - most, others, text + _taken(others)))
        return found

    def _joins(self, option: Option) -> bool:
        """Whether a part of a box finds place in a box of the plan that goes the same way."""
        shipment = option.shipment
        if shipment.part_of_box is None:
            return False
        for box in self._use.on_leg.get(option.route.sailings[0].id, []):
            members = [entry for entry in box.members if entry.shipment != shipment.id]
            others = [self.case.shipment_by_id[entry.shipment] for entry in members]
            if not members or any(other.part_of_box is None for other in others):
                continue
            first = members[0]
            planned = first.restuffed_at, first.empties, first.hub_empties
            if (first.sailings, planned) != (option.route.key, option.boxes):
                continue
            if kind_of(self.case, others[0]) != kind_of(self.case, shipment) or not fits([*others, shipment]):
                continue
            offers = {other.id: Offer(self.network, other) for other in (*others, shipment)}
            same = [
                next(found for found in offers[other.id].options([option.route]) if found.key == option.key)
                for other in others
            ]
            if column([*same, option], offers) is not None:
                return True
        return False


def _by_first_ship(offer: Offer) -> list[Route]:
    """The cheapest route with each ship from the origin, whatever forbids it: the nearest miss may be with any."""
    lane, boxes = offer.lane, np.array([offer.boxes])
    moving = (offer.network.freight[lane.places] * offer.teu * offer.boxes)[:, None]
    if not len(lane.starts):
        return []
    through = lane.completion(moving, boxes, offer.arrival_cost(lane.arrival)[:, None])[:, 0]
    found = []
    for place in range(len(lane.starts)):
        start = np.full(len(lane.starts), np.inf)
        start[place] = 0.0
        routes, _ = lane.routes(through, moving[:, 0], start, offer.boxes, np.finfo(np.float64).max, 1)
        found += [route for _, route in routes]
    return found


def _taken(others: tuple[str, ...]) -> str:
    if not others:
        return ""
    more = len(others) - _NAMED
    named = ", ".join(others[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"; taken by {named}"
