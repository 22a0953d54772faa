"""The stowage of a ship with tanks and a hull of sections: what is taken off, which blocks, how she floats.

Three linear programmes, solved by HiGHS: `restows` says what is taken off to make room and bounds any stowage's
overstows and restows, `shares` says which kinds go into which block so that she floats and bears it, and `ballast` what
is in her tanks once every box has its slot. `hull` is what the last two know of her, `programme` how all are solved.
Blocks are filled slot by slot as those of any ship (`scheduler.loading.block_slots`).
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, inf
from threading import Event
from time import monotonic

from data.cargo import Container
from data.ship_layouts import Layout
from scheduler.loading.blocks import Block, Quay
from scheduler.loading.kinds import Kind, kinds
from scheduler.loading.ship import Aboard, Hatch, without
from scheduler.loading.whole_ship.restows import RestowModel, box_halves, coarse, lightest_kg, scarce_heights
from scheduler.loading.whole_ship.shares import ShareModel, Shares, evenly
from scheduler.stopping import Stop

# Boxes of a kind weigh so many kilograms more or less.
BAND_KG = 6_000
# Shares tell boxes apart that weigh less, or more, than these.
_MASSES_KG = (10_000, 20_000)
# The ballast around which a ship is planned first, as a share of what her tanks hold.
_USUAL_BALLAST = 0.1
# The share of a stowage's time in which it is found what is taken off; where a ship is full by height, and then for the
# restows alone.
_RELIEF, _FULL_RELIEF, _FULL_RESTOWS = 0.5, 0.7, 0.65
# Shares of the seconds that are left of it: for the restows, for them with masses, and for the shares.
_RESTOWS, _WITH_MASSES, _SHARES = 0.5, 0.6, 0.6
_WITHOUT_CLOCK_S = 120.0
# Where shares find a place for all boxes with so few more overstows than without masses, masses change no restow.
_AS_GOOD = 0.5
# What a half-cell is taken to bear without masses, in boxes of the mean mass: where many stacks are full by mass, some
# more restows save more overstows.
_MEAN_TIMES = (1.0, 1.3)
# Ballasts around which shares are judged, and how near to one the last is looked for.
_AROUND, _NEAR_T = 4, 2_000.0


@dataclass(frozen=True)
class Relief:
    """What is taken off a ship to make room, under which hatches boxes of a port before another lie, and ballast.

    `shares` are those of the blocks by which it was judged, for so many boxes of each kind as `counts` says.
    """

    boxes: frozenset[str] = frozenset()
    earlier: frozenset[tuple[Hatch, int]] | None = None
    ballast_t: float = 0.0
    counts: Mapping[Kind, int] = field(default_factory=dict)
    shares: Shares = field(default_factory=dict)


def trims_herself(layout: Layout) -> bool:
    """Whether a ship's float and strength are planned with her tanks."""
    return bool(layout.sections or layout.tanks)


def least_moves(ship: Aboard, loads: Iterable[Container], seconds: float, cancel: Event | None = None) -> int:
    """A proven bound: any stowage of the loads has at least so many overstows and restows together."""
    going = list(loads)
    counts = Counter(coarse(box, ship) for box in going)
    light = lightest_kg((*going, *ship.boxes.remain, *ship.restows))
    model = RestowModel(ship, counts, lambda box: coarse(box, ship), lightest_kg=light, back=True, cancel=cancel)
    found = model.programme.solve(seconds)
    # Where nothing is found in time, or by cancelling, nothing is proven.
    return len(ship.restows) + max(0, ceil(found.bound - 1e-4)) if abs(found.bound) < 1e9 else 0


def relief_of(ship: Aboard, loads: Iterable[Container], quay: Quay, stop: Stop) -> Relief:
    """What is best taken off a ship before these boxes are loaded, in a share of the time for her stowage."""
    began, going = monotonic(), list(loads)
    full = scarce_heights(ship, map(box_halves, going)) is not None

    def left(share: float) -> float:
        if stop.clock is None:
            return _WITHOUT_CLOCK_S
        clock = (_FULL_RELIEF if full else _RELIEF) * stop.clock
        return share * max(0.1, clock - (monotonic() - began))

    mean_kg = sum(box.mass_kg for box in going) / max(1, sum(1 + box.long for box in going))
    counts = Counter(coarse(box, ship) for box in going)
    usual = _USUAL_BALLAST * sum(tank.capacity_t for tank in ship.layout.tanks)
    tried: list[tuple[float, Relief]] = []
    for times in _MEAN_TIMES:
        light = times * mean_kg
        model = RestowModel(ship, counts, lambda box: coarse(box, ship), lightest_kg=light, cancel=stop.cancel)
        taken = model.solve(left(_FULL_RESTOWS if full else _RESTOWS))
        if taken is None or stop.cancel.is_set():
            break
        relief = Relief(taken.boxes, taken.earlier, tried[-1][1].ballast_t if tried else usual)
        # Of no use is what was not judged.
        cost, overstows, relief = _judged(ship, going, quay, relief, left(_SHARES if tried else 1.0), stop.cancel)
        tried.append((cost, relief))
        # Where she is full by height, any other relief takes long and more off.
        if full or overstows <= taken.overstows + _AS_GOOD:
            return min(tried, key=lambda each: each[0])[1]
    masses: defaultdict[Kind, list[int]] = defaultdict(list)
    for box in (*ship.boxes.remain, *going):
        masses[coarse(box, ship)].append(box.mass_kg)
    mean = {kind: sum(kg) // len(kg) for kind, kg in masses.items()}

    def with_mass(box: Container) -> Kind:
        kind = coarse(box, ship)
        return replace(kind, kg=mean[kind])

    heavy = Counter(map(with_mass, going))
    base = RestowModel(ship, heavy, with_mass, lightest_kg=mean_kg, cancel=stop.cancel)
    shares = ShareModel(base, heavy, quay, usual)
    taken = base.solve(left(_WITH_MASSES), gap=0.005)
    if taken is not None and taken.solved.values is not None:
        ballast = float(taken.solved.values[shares.tanks].sum())
        relief = Relief(taken.boxes, taken.earlier, ballast)
        cost, _, relief = _judged(ship, going, quay, relief, left(_SHARES), stop.cancel)
        tried.append((cost, relief))
    return min(tried, key=lambda each: each[0], default=(0.0, Relief()))[1]


def _judged(
    ship: Aboard, loads: Iterable[Container], quay: Quay, relief: Relief, seconds: float, cancel: Event
) -> tuple[float, float, Relief]:
    """What a relief costs in seconds of the ship's work, the overstows that shares have after it, and its ballast.

    With ballast far from that of the relief, it is judged around that anew.
    """
    began = monotonic()
    lighter = without(ship, relief.boxes)
    groups = kinds([*loads, *lighter.restows], ship.order, {box.id for box in lighter.restows}, BAND_KG)
    fine = {kind: len(boxes) for kind, boxes in groups.items()}
    counts = {kind: sum(fine[each] for each in members) for kind, members in _merged(fine).items()}
    most = sum(tank.capacity_t for tank in ship.layout.tanks)
    best: tuple[float, float, Relief] | None = None
    for _ in range(_AROUND):
        model = _model(lighter, counts, quay, relief, cancel)
        found = model.programme.solve(seconds - (monotonic() - began))
        if found.values is None:
            break
        over = sum(found.values[one] + found.values[other] for one, other in model.base.over.values())
        wrong = sum(found.values[slack] for slack in (*model.slacks, *model.base.ashore.values()))
        cost = found.cost + len(relief.boxes) * model.restow_s
        if best is None or cost < best[0] or wrong < _AS_GOOD:
            relief = replace(relief, counts=counts, shares=model.shares(found.values))
            best = cost, float(over + wrong), relief
        ballast = float(found.values[model.tanks].sum())
        if abs(ballast - relief.ballast_t) < _NEAR_T or monotonic() - began > seconds / 2:
            break
        # Far off, limits are not quite those. At the end of what the programme may reach, more is wanted still.
        ballast = ballast if wrong < _AS_GOOD else 2 * ballast - relief.ballast_t
        relief = replace(relief, ballast_t=min(most, max(0.0, ballast)))
    return best or (inf, inf, relief)


def _merged(counts: Mapping[Kind, int]) -> dict[Kind, list[Kind]]:
    """The kinds that shares tell apart, each with those that are one to them: alike but for some tonnes of mass."""
    members: defaultdict[Kind, list[Kind]] = defaultdict(list)
    for kind in counts:
        alike = replace(kind, status="full", weight_class=bisect(_MASSES_KG, kind.kg), restow=False, kg=0)
        members[alike].append(kind)
    found = {}
    for alike, kinds_of in members.items():
        kg = sum(kind.kg * counts[kind] for kind in kinds_of) // max(1, sum(counts[kind] for kind in kinds_of))
        found[replace(alike, kg=kg)] = kinds_of
    return found


def _dealt(shares: Shares, merged: Mapping[Kind, Sequence[Kind]], counts: Mapping[Kind, int]) -> Shares:
    """Shares of kinds from those of merged ones, so that every block has the mean mass that it was planned with."""
    blocks: defaultdict[Kind, list[tuple[Hatch, str]]] = defaultdict(list)
    for block, of_kinds in shares.items():
        for kind, number in of_kinds.items():
            blocks[kind] += [block] * number
    dealt: defaultdict[tuple[Hatch, str], Counter[Kind]] = defaultdict(Counter)
    for kind, members in merged.items():
        boxes = [each for each in sorted(members, key=lambda each: -each.kg) for _ in range(counts[each])]
        for each, block in zip(boxes, evenly(blocks[kind]), strict=False):
            dealt[block][each] += 1
    return {block: dict(of_kinds) for block, of_kinds in dealt.items()}


def _model(ship: Aboard, counts: Mapping[Kind, int], quay: Quay, relief: Relief, cancel: Event) -> ShareModel:
    base = RestowModel(ship, counts, lambda box: coarse(box, ship), fixed=True, cancel=cancel)
    model = ShareModel(base, counts, quay, relief.ballast_t)
    if relief.earlier is not None:
        model.keep(relief.earlier)
    return model


def shared_out(
    ship: Aboard, blocks: list[Block], counts: Mapping[Kind, int], quay: Quay, relief: Relief, stop: Stop
) -> list[tuple[Block, dict[Kind, int]]]:
    """How many boxes of each kind go into each block, within the seconds of a stop; nothing where none was found."""
    shares = relief.shares
    merged = _merged(counts)
    together = {kind: sum(counts[each] for each in members) for kind, members in merged.items()}
    if together != relief.counts:
        # Some boxes were placed before.
        model = _model(ship, together, quay, relief, stop.cancel)
        found = model.programme.solve(_WITHOUT_CLOCK_S if stop.clock is None else stop.clock, gap=0.005)
        shares = {} if found.values is None else model.shares(found.values)
    shares = _dealt(shares, merged, counts)
    return [(block, shares[block.hatch, block.level]) for block in blocks if shares.get((block.hatch, block.level))]
