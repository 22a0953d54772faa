"""What a stowage says."""

from dataclasses import dataclass, field

from data.cargo import Container, Instruction
from data.slots import Cell
from scheduler.loading.ship import Aboard


@dataclass(frozen=True)
class Stowage:
    """Where boxes go: by slot, the box that stands there until another of its kind takes its place.

    `kind_of` says which boxes are of one kind: they may change slots. `restows` are boxes of later ports that are
    taken off and, like the boxes to load, are in `slots`. `ashore` are boxes that stay, each with the reason.
    """

    ship: Aboard
    slots: dict[str, Container]
    kind_of: dict[str, int]
    ashore: dict[str, str]
    instructions: dict[str, Instruction] = field(default_factory=dict)

    @property
    def restows(self) -> tuple[Container, ...]:
        """Boxes of later ports that are taken off and put back."""
        return self.ship.restows


# A box that came on board must leave with the ship: to leave it ashore is worse than to leave any others.
_NOT_BACK_TIMES = 1_000


def stowed_money(stowage: Stowage) -> int:
    """What a stowage costs: boxes ashore, overstows and restows."""
    costs = stowage.ship.case.terminal.costs
    back = {box.id for box in stowage.restows}
    ashore = sum(_NOT_BACK_TIMES if box in back else 1 for box in stowage.ashore)
    return (
        ashore * costs.ashore_per_box
        + len(overstowing(stowage)) * costs.overstow_per_box
        + len(back) * costs.restow_per_box
    )


def overstowing(stowage: Stowage) -> list[str]:
    """Slots of boxes above one of an earlier port in their stack or under their hatch, one of them put there now."""
    ship, slots = stowage.ship, stowage.slots
    new = {box.id for box in slots.values()}
    under = ship.first_under
    first_new: dict[tuple[int, int | None], int] = {}
    for slot, box in slots.items():
        if Cell.of(slot).level == "hold":
            hatch = ship.column_of(slot).hatch
            first_new[hatch] = min(first_new.get(hatch, len(ship.order)), ship.order[box.port])
    found: set[str] = set()
    for column in ship.columns:
        deck = column.stack.level == "deck" and column.stack.cover is not None
        last = len(ship.order)
        for half in column.halves:
            below, below_new = (
                (under.get(column.hatch, last), first_new.get(column.hatch, last)) if deck else (last, last)
            )
            for tier, box in column.carried(half):
                port = ship.order[box.port]
                if below_new < port or (box.id in new and below < port):
                    found.add(column.slot(None if box.long else half, tier))
                below = min(below, port)
                below_new = min(below_new, port) if box.id in new else below_new
    return sorted(found)
