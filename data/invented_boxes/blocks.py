"""Hatch blocks: what of a bay lies beneath a hatch cover and its mirror image on the other side, and on top of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from data.invented_boxes.stacks import StackLoad
from data.ship_layouts import Layout
from data.slots import Level

# Stacks are seldom filled to their very limits.
_USED = 0.95


@dataclass(eq=False)
class Part:
    """The hold or the deck of a block: its stacks, those nearest to the middle line first."""

    bay: int
    level: Level
    loads: list[StackLoad] = field(default_factory=list)

    def room_teu(self, t_per_teu: float) -> float:
        """Room that is left for boxes of such a mass, by places, masses and lashings."""
        return room_teu(self.loads, t_per_teu)

    def plugs(self) -> int:
        """Tiers with a plug that nothing takes yet."""
        return sum(load.stack.tiers_below(tier) >= max(load.tiers) for load in self.loads for tier in load.stack.plugs)


@dataclass(eq=False)
class Block:
    """Stacks of a bay that a hatch cover or a pair of them parts. `barred`: what stands on deck stays on board."""

    bay: int
    hold: Part
    deck: Part
    barred: bool = False


def blocks_of(layout: Layout, loads: Iterable[StackLoad]) -> list[Block]:
    """The blocks of a ship from the bow on, those at the sides of a bay before those in its middle."""
    by_bay: defaultdict[int, list[StackLoad]] = defaultdict(list)
    for load in sorted(loads, key=lambda load: (abs(load.across_m), load.across_m)):
        by_bay[load.stack.bay].append(load)
    blocks = []
    for bay in layout.bays:
        covers = sorted({load.stack.cover for load in by_bay[bay.bay] if load.stack.cover is not None})
        pairs = [
            Block(bay.bay, Part(bay.bay, "hold"), Part(bay.bay, "deck")) for _ in range(max(1, (len(covers) + 1) // 2))
        ]
        for load in by_bay[bay.bay]:
            # What stands beside the covers goes with the outermost ones.
            place = covers.index(load.stack.cover) if load.stack.cover is not None else 0
            block = pairs[min(place, len(covers) - 1 - place) if covers else 0]
            (block.hold if load.stack.level == "hold" else block.deck).loads.append(load)
            block.barred |= load.stack.level == "deck" and load.keeps
        blocks += pairs
    return blocks


def room_teu(loads: Iterable[StackLoad], t_per_teu: float) -> float:
    """Room that is left in stacks for boxes of such a mass, by places, masses and lashings."""
    return sum(_room_teu(load, t_per_teu) for load in loads)


def _room_teu(load: StackLoad, t_per_teu: float) -> float:
    stack = load.stack
    tiers = float(stack.tiers)
    if stack.level == "deck":
        tiers = min(tiers, stack.lashed_tiers + stack.loose_kg / 1000 / t_per_teu)
    most_kg = min(stack.max_40_kg, 2 * stack.max_20_kg) if stack.forties else 2 * stack.max_20_kg
    free = load.free_teu / (len(load.tiers) * stack.tiers)
    return _USED * free * min(len(load.tiers) * tiers, most_kg / 1000 / t_per_teu)
