"""A ship on arrival: what she has on board, within every limit of her stacks and of her stability."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from data.cargo import Container
from data.case import Case
from data.errors import DermagaError
from data.invented_boxes.blocks import Block, blocks_of
from data.invented_boxes.drawn import Drawn, draw, dry, teu, tonnes
from data.invented_boxes.floating import even_out, floats
from data.invented_boxes.roles import FILLED, roles_of
from data.invented_boxes.stacks import StackLoad, Standing, Weight
from data.invented_boxes.stowage import stow
from data.ship_layouts import Layout
from data.slots import Cell
from data.vessels import VesselCall

# Shares of the places of 20-foot boxes that are taken on arrival; ships are large from so many on.
_LARGE_TEU = 2_000
_FILLED_LARGE, _FILLED_SMALL = (0.60, 0.75), (0.20, 0.50)
_LEAST_REMAINING = 0.04
_RESTOWED = (0.01, 0.03)
# What of the mass that she can carry is used on arrival, and on departure.
_CARRIED, _CARRIED_ON = 0.97, 0.93
# Reefers to load, for each plug that they find.
_LOADED_PLUGS = 0.3
# Cargo against the usual mass, attempt by attempt: a ship that could not carry so much carries light goods.
_LIGHT = (1.0, 1.0, 1.0, 0.8, 0.6, 0.4)


@dataclass(frozen=True)
class Counts:
    """How many boxes a call states beyond those that are listed for it, and what share of all is of 40 feet."""

    discharge_full: int
    discharge_empty: int
    load_full: int
    load_empty: int
    long_share: float

    @classmethod
    def of(cls, case: Case, call: VesselCall, listed: Sequence[Container]) -> "Counts":
        """Those of a call."""

        def missing(direction: str, status: str) -> int:
            known = sum(box.direction == direction and box.status == status for box in listed)
            return max(0, int(getattr(call, f"{direction}_{status}")) - known)

        return cls(
            discharge_full=missing("discharge", "full"),
            discharge_empty=missing("discharge", "empty"),
            load_full=missing("load", "full"),
            load_empty=missing("load", "empty"),
            long_share=case.terminal.cargo.forty_foot_share,
        )

    @property
    def full_share(self) -> float:
        """Laden boxes among all."""
        full = self.discharge_full + self.load_full
        return full / max(full + self.discharge_empty + self.load_empty, 1)


@dataclass(frozen=True)
class Arrival:
    """What is on board and what is to be loaded, without ports and numbers."""

    blocks: list[Block]
    on_board: list[Standing]
    load: list[Drawn]
    floats: bool  # within the limits of her profile


def arrive(
    case: Case, call: VesselCall, layout: Layout, listed: Sequence[Container], random: np.random.Generator
) -> Arrival:
    """The ship of a call as she arrives. Raises DermagaError where the boxes of the call do not fit her.

    Of several attempts the first one is taken that floats within her limits, or else the first one that fits.
    """
    counts, ship = Counts.of(case, call, listed), case.ship_of(call)
    most_t = layout.displacement_t(ship.max_draft_m)
    carries_t = float("inf") if most_t is None else most_t - layout.profile.light_t
    fitting: list[Arrival] = []
    for light in _LIGHT:
        arrival = _attempt(call, layout, listed, counts, carries_t, light, random)
        if arrival is not None:
            fitting.append(arrival)
            if arrival.floats:
                return arrival
    if fitting:
        return fitting[0]
    raise DermagaError(
        f"{ship.name} ({call.id}) cannot hold the boxes of the call by her profile {layout.profile.id}: "
        f"{call.discharge} to discharge and {call.load} to load; lower these numbers in the table calls, or give her a "
        "larger profile"
    )


def _attempt(
    call: VesselCall,
    layout: Layout,
    listed: Sequence[Container],
    counts: Counts,
    carries_t: float,
    light: float,
    random: np.random.Generator,
) -> Arrival | None:
    """The ship with boxes drawn anew; None where they do not fit her."""
    discharge = draw("discharge", counts.discharge_full, counts.discharge_empty, counts.long_share, light, random)
    load = draw("load", counts.load_full, counts.load_empty, counts.long_share, light, random)
    loads = _stacks(layout, listed)
    known_t = {
        direction: sum(box.mass_kg for box in listed if box.direction == direction) / 1000
        for direction in ("discharge", "load", "remain")
    }
    spare_t = min(
        _CARRIED * carries_t - tonnes(discharge) - known_t["discharge"],
        _CARRIED_ON * carries_t - tonnes(load) - known_t["load"],
    )
    room = sum(each.free_teu for each in loads)
    if spare_t < known_t["remain"] or max(teu(discharge), teu(load)) > room:
        return None
    blocks = blocks_of(layout, loads)
    roles = roles_of(blocks, discharge, load, call.max_cranes, random)
    remain: list[Drawn] = []
    if not call.stowage_listed and not any(box.direction == "remain" for box in listed):
        remain = _remaining(counts, room, discharge, load, light, spare_t, random)
    above = round(float(random.uniform(*_RESTOWED)) * call.moves)
    if stow(roles, discharge, remain, above, random):
        return None
    on_board = [each for each_load in loads for each in each_load.standing]
    weights = [weight for each_load in loads for weight in each_load.listed]
    _dry_beyond(load, int(_LOADED_PLUGS * sum(_plugs_left(each) for each in loads)))
    _even_out(layout, weights, on_board, random)
    return Arrival(blocks, on_board, load, floats(layout, weights, on_board))


def _stacks(layout: Layout, listed: Sequence[Container]) -> list[StackLoad]:
    loads = {(stack.bay, stack.row, stack.level): StackLoad(layout, stack) for stack in layout.stacks}
    slots = sorted(((Cell.of(box.slot), box) for box in listed if box.slot is not None), key=lambda pair: pair[0].tier)
    for cell, box in slots:
        stack = layout.stack_of(cell)
        if stack is not None:
            loads[stack.bay, stack.row, stack.level].has_listed(box, cell)
    return list(loads.values())


def _remaining(
    counts: Counts,
    room: int,
    discharge: Sequence[Drawn],
    load: Sequence[Drawn],
    light: float,
    spare_t: float,
    random: np.random.Generator,
) -> list[Drawn]:
    """Boxes that stay on board: as many as fill the ship so far as she usually is, and leave room for those to load."""
    share = float(random.uniform(*(_FILLED_LARGE if room >= _LARGE_TEU else _FILLED_SMALL)))
    wanted = max(share * room - teu(discharge), _LEAST_REMAINING * room)
    wanted = min(wanted, FILLED * room - max(teu(discharge), teu(load)))
    count = max(0, round(wanted / (1 + counts.long_share)))
    full = int(random.binomial(count, counts.full_share))
    boxes = draw("remain", full, count - full, counts.long_share, light, random)
    masses = accumulate(box.mass_kg / 1000 for box in boxes)
    return boxes[: sum(mass <= spare_t for mass in masses)]


def _plugs_left(load: StackLoad) -> int:
    """Plugs of a stack above the boxes that remain."""
    if load.listed:
        return 0
    kept = max((each.place + 1 for each in load.standing if each.box.direction == "remain"), default=0)
    return sum(load.stack.tiers_below(tier) >= kept for tier in load.stack.plugs)


def _dry_beyond(boxes: Sequence[Drawn], plugs: int) -> None:
    """No more reefers to load than there are plugs for."""
    for box in [box for box in boxes if box.plug][plugs:]:
        dry(box)


def _even_out(
    layout: Layout, listed: Sequence[Weight], on_board: Sequence[Standing], random: np.random.Generator
) -> None:
    """Masses so that the ship floats within her limits on arrival and, as well as may be, when all is discharged."""
    remain = [each for each in on_board if each.box.direction == "remain"]
    discharge = [each for each in on_board if each.box.direction == "discharge"]
    even_out(layout, [weight for weight in listed if weight.stays], remain, remain, random)
    even_out(layout, listed, on_board, discharge, random)
    even_out(layout, listed, on_board, on_board, random)
