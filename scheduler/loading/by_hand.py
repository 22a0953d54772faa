"""Which kinds of boxes go into which block, as a planner would share them out: the start, where no model is solved."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from scheduler.loading.blocks import Block, Quay, deck_s, most
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard, Hatch
from scheduler.loading.stability import floating, middle_of, standing_moments, standing_t

# Boxes at a time, and what a tonne metre of list and of trim and an overstow are worth in seconds.
_FEW, _LIST_S, _TRIM_S, _CLASH_S = 6, 5.0, 1.0, 1e6
# The choice is one block at a time, so that what a deck costs must outweigh some of the work of a bay.
_DECK_TIMES = 2


def share_out(
    ship: Aboard, blocks: list[Block], counts: Mapping[Kind, int], quay: Quay
) -> list[tuple[Block, dict[Kind, int]]]:
    """Boxes of each kind by block as a planner would share them out.

    What is hard to place goes first, a few boxes at a time, to the block where the work of its bay, the list and the
    trim of the ship stay least, and no box stands above one of an earlier port.
    """
    work = {bay: float(quay.busy_s.get(bay, 0)) for bay in quay.place_m}
    halves = [sum(column.room(half) for column in block.columns for half in column.halves) for block in blocks]
    middles = [middle_of(ship.layout, block.columns) for block in blocks]
    ports: list[set[int]] = [set() for _ in blocks]
    over = _over_and_under(ship, blocks)
    given: list[Counter[Kind]] = [Counter() for _ in blocks]
    mass = ship.layout.profile.light_t + standing_t(ship) + sum(kind.kg * n for kind, n in counts.items()) / 1000
    floats = floating(ship.layout, mass)
    even_m = floats[2] if floats is not None else None
    _, along, across = standing_moments(ship)
    # Moments about where she floats on an even keel.
    trim = 0.0 if even_m is None else along - even_m * (ship.layout.profile.light_t + standing_t(ship))
    for kind in sorted(counts, key=lambda kind: (not kind.restow, not kind.plug, -kind.port, -kind.weight_class, kind)):
        left, size = counts[kind], 1 + kind.long
        limits = [most(kind, block) for block in blocks]
        while left:
            few = min(left, _FEW)
            tonnes = few * kind.kg / 1000

            scores = []
            for place, block in enumerate(blocks):
                if limits[place] > 0 and halves[place] >= size:
                    _, length, side = middles[place]
                    tilt = abs(across + tonnes * side) * _LIST_S
                    tilt += 0.0 if even_m is None else abs(trim + tonnes * (length - even_m)) * _TRIM_S
                    clash = _clashes(kind, place, blocks, ports, over)
                    # Where a hold is open anyway, it is filled first.
                    tilt += _DECK_TIMES * few * deck_s(kind) if block.level == "deck" else 0
                    scores.append((work[block.hatch[0]] + tilt + _CLASH_S * clash, place))
            if not scores:
                break
            _, place = min(scores)
            taken = min(few, limits[place], halves[place] // size)
            _, length, side = middles[place]
            across += taken * kind.kg / 1000 * side
            trim += 0.0 if even_m is None else taken * kind.kg / 1000 * (length - even_m)
            given[place][kind] += taken
            ports[place].add(kind.port)
            limits[place] -= taken
            halves[place] -= taken * size
            work[blocks[place].hatch[0]] += taken * quay.lift_s
            left -= taken
    return [(block, dict(put)) for block, put in zip(blocks, given, strict=True) if put]


def _over_and_under(ship: Aboard, blocks: list[Block]) -> list[tuple[int | None, set[int]]]:
    """For each block, the one on the other side of its hatch, and the ports that stand below it in the hold."""
    by_side = {(block.hatch, block.level): place for place, block in enumerate(blocks)}
    below: defaultdict[Hatch, set[int]] = defaultdict(set)
    for column in ship.columns:
        if column.stack.level == "hold":
            below[column.hatch] |= {ship.order[box.port] for box in column.boxes}
    return [
        (
            by_side.get((block.hatch, "hold" if block.level == "deck" else "deck")),
            below[block.hatch] if block.level == "deck" else set(),
        )
        for block in blocks
    ]


def _clashes(
    kind: Kind, place: int, blocks: list[Block], ports: list[set[int]], over: list[tuple[int | None, set[int]]]
) -> bool:
    """Whether a kind would stand over an earlier port, or under a later one, in a block."""
    other, standing = over[place]
    there = ports[other] if other is not None and blocks[place].hatch[1] is not None else set()
    if blocks[place].level == "deck":
        return any(port < kind.port for port in (*there, *standing))
    return any(port > kind.port for port in there)
