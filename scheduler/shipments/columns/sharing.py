"""Boxes that several shipments share: who may, which sets fit into one, and what a box of them costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isclose

import numpy as np

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.dating.clock import SAME
from scheduler.shipments.offer import Offer
from scheduler.shipments.option import Option

# What is paid once for a box, whoever is in it.
BY_BOX = ("freight", "handling", "storage", "empties", "detention")
_FULL = 1 + 1e-9
MOST_KG = 32_500  # gross mass of a box
# Rounds in which the members of a box wait for each other; more than a chain's steps are never needed.
_ROUNDS = 20


@dataclass(frozen=True, eq=False)
class Column:
    """A box of several shipments, or the boxes of one, on one route: an option of each, in the order of their ids."""

    options: tuple[Option, ...]
    cost: float

    @property
    def first(self) -> Option:
        """The option of the first of them: all share its route and rows."""
        return self.options[0]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The shipments, by id."""
        return tuple(option.shipment.id for option in self.options)

    @property
    def boxes(self) -> int:
        """Boxes on board."""
        return self.first.shipment.boxes

    @property
    def teu(self) -> int:
        """Room that they take on each leg."""
        return self.first.shipment.teu

    @property
    def plugs(self) -> int:
        """Plugs that they take."""
        return self.boxes if self.first.shipment.plug else 0

    @cached_property
    def mass(self) -> int:
        """Their gross mass, kg."""
        return sum(option.shipment.gross_mass_kg for option in self.options)

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of empty boxes that they take theirs from."""
        return tuple(row.id for row in (self.first.empties, self.first.hub_empties) if row is not None)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Its name: who goes how."""
        return (self.ids, *self.first.key)


def kind_of(case: Case, shipment: Shipment) -> tuple[object, ...]:
    """What shipments must have in common to share a box, besides their route."""
    chain = case.chain_by_shipment.get(shipment.id)
    return (
        shipment.origin, shipment.destination, shipment.box_type, shipment.plug, tuple(sorted(shipment.hazards)),
        None if chain is None else chain.id,
    )  # fmt: skip


def groups(case: Case, shipments: Sequence[Shipment]) -> list[list[Shipment]]:
    """Shipments with part of a box that could share one, together; each group in the order of the ids."""
    found: defaultdict[tuple[object, ...], list[Shipment]] = defaultdict(list)
    for shipment in sorted(shipments, key=lambda shipment: shipment.id):
        if shipment.part_of_box is not None:
            found[kind_of(case, shipment)].append(shipment)
    return list(found.values())


def fits(shipments: Sequence[Shipment]) -> bool:
    """Whether these go into one box."""
    parts = sum(shipment.part_of_box or 1.0 for shipment in shipments)
    return parts <= _FULL and sum(shipment.gross_mass_kg for shipment in shipments) <= MOST_KG


def sets(shipments: Sequence[Shipment], most: int) -> tuple[list[tuple[Shipment, ...]], bool]:
    """The sets of shipments that fit into one box, the smaller ones first, and whether they are all or just `most`."""
    found: list[tuple[Shipment, ...]] = [(shipment,) for shipment in shipments]
    place = {shipment.id: number for number, shipment in enumerate(shipments)}
    at = 0
    while at < len(found):
        members = found[at]
        at += 1
        for shipment in shipments[place[members[-1].id] + 1 :]:
            if fits((*members, shipment)):
                if len(found) >= most:
                    return found, False
                found.append((*members, shipment))
    return found, True


def box_steps(option: Option) -> dict[str, float]:
    """What the steps cost that are paid once for a box, by name."""
    steps = [dates.step for dates in option.dates.steps]
    return {step.step: float(step.cost) for step in steps if step.of_box and step.cost_per == "box"}


def column(options: Sequence[Option], offers: dict[str, Offer]) -> Column | None:
    """The box of these options, which have one key, with their common steps at common dates; None where that fails."""
    if len(options) == 1:
        return Column((options[0],), options[0].cost) if options[0].feasible else None
    if any(not option.feasible for option in options):
        return None
    dated = _at_once(list(options), offers)
    if dated is None:
        return None
    cost = sum(dated[0].terms[name] for name in BY_BOX)
    cost += sum(value for option in dated for name, value in option.terms.items() if name not in BY_BOX)
    paid: set[str] = set()
    for option in dated:
        steps = box_steps(option)
        cost -= sum(price for step, price in steps.items() if step in paid)
        paid |= set(steps)
    return Column(tuple(dated), cost)


def _at_once(options: list[Option], offers: dict[str, Offer]) -> list[Option] | None:
    """The options with the steps done to their box at the same time; None where that fails.

    All wait for the last, and what one needs the box for by its own cut-offs, all have to be in time for.
    """
    for _ in range(_ROUNDS):
        starts: dict[str, float] = {}
        latest: dict[str, float] = {}
        waits = hurries = False
        for option in options:
            for dates in option.dates.steps:
                if dates.step.of_box:
                    name = dates.step.step
                    start, end = float(dates.start[option.index]), float(dates.latest_end[option.index])
                    waits |= not _same(starts.setdefault(name, start), start)
                    hurries |= not _same(latest.setdefault(name, end), end)
                    starts[name], latest[name] = max(starts[name], start), min(latest[name], end)
        agreed = not (waits or hurries)
        if agreed:
            break
        # What is put off until shortly before its latest is dated once that is known.
        given = {} if hurries else starts
        options = [offers[option.shipment.id].again(option, given, latest) for option in options]
        if not all(option.feasible for option in options):
            return None
    ends: dict[str, float] = {}
    for option in options:
        for dates in option.dates.steps:
            end = float(dates.end[option.index])
            if dates.step.of_box and abs(ends.setdefault(dates.step.step, end) - end) > 1e-6:
                return None
    return options if agreed and np.isfinite(sum(option.cost for option in options)) else None


def _same(moment: float, other: float) -> bool:
    return isclose(moment, other, rel_tol=0.0, abs_tol=SAME)
