"""Boxes into the slots of a whole ship, from the shares of her blocks on (`packing_kernel` is the search)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic

import numpy as np

from data.cargo import Container
from data.codes import is_forty_five_foot
from data.slots import Cell
from scheduler.loading.blocks import Block
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard, Column, Hatch, box_mm
from scheduler.loading.whole_ship.floating import Float
from scheduler.loading.whole_ship.packing_kernel import (
    MOST,
    Boxes,
    Ints,
    Packing,
    Stacks,
    anneal,
    put,
    reckon,
    start,
)
from scheduler.loading.whole_ship.restows import box_halves, scarce_heights
from scheduler.loading.whole_ship.settling import settle
from scheduler.loading.whole_ship.shares import evenly
from scheduler.stopping import Stop

# Steps of a search that no clock ends, a box; heats in overstows.
_STEPS = 10_000
_HOT, _COLD = 0.2, 0.03
# What a box without a place costs at first and at last, in overstows: it waits until others have made room.
_CHEAP, _DEAR, _DEAR_FROM = 1.0, 40.0, 0.6
# A box that came on board must leave with the ship.
_BACK_TIMES = 20.0
# Rounds of a search by the clock: the heat falls from one to the next.
_ROUNDS = 100
# How she floats is looked at from there on, so often; and rounds at the end for one that breaks a limit still.
_FLOAT_FROM, _FLOAT_EVERY, _MORE_ROUNDS = 0.25, 3, 25
# The time that is left for these.
_KEPT = 0.1
# A tonne squared off a bay's plan in overstows: at first and at most, and by what that grows each time that she breaks
# a limit.
_OFF_PLAN, _MOST_OFF_PLAN, _OFF_TIMES = 3e-4, 0.1, 1.8


def pack(
    ship: Aboard,
    planned: Sequence[tuple[Block, Mapping[Kind, int]]],
    groups: Mapping[Kind, list[Container]],
    *,
    stop: Stop,
    seed: int,
    workers: int,
    known: Mapping[str, str] | None = None,
) -> dict[str, Container]:
    """A slot for as many boxes as find one: boxes by slot, which do not stand there yet.

    `planned` has the shares of blocks by kind; boxes of a kind that no block has begin without a place. Where slots are
    `known` by box, boxes begin in their stacks.
    """
    loads = [box for boxes in groups.values() for box in boxes]
    columns = list(ship.columns)
    boxes, stacks = _boxes(ship, loads), _stacks(ship, columns, scarce_heights(ship, map(box_halves, loads)))
    block_of = _shared(columns, stacks, planned, groups)
    first = _empty(ship, boxes, stacks, columns, planned)
    order = np.array(
        sorted(
            range(len(loads)),
            key=lambda box: (-boxes.plug[box], boxes.long[box], -boxes.port[box], -boxes.kg[box]),
        ),
        dtype=np.int64,
    )
    _part(ship, columns, stacks, planned, first)
    if known is None:
        start(boxes, stacks, first, order, block_of, _CHEAP)
    else:
        _stand(ship, columns, loads, boxes, stacks, first, known)
    floats = Float(ship, columns, boxes, stacks)
    search = partial(_search, boxes, stacks, first, len(ship.order), stop, order, floats)
    with ThreadPoolExecutor(max(1, workers)) as pool:
        found = list(pool.map(search, range(seed, seed + max(1, workers))))
    best = min(found, key=lambda answer: (not floats.aim(answer), _judged(boxes, answer)))
    return _slots(columns, loads, best)


def _search(
    boxes: Boxes, stacks: Stacks, first: Packing, last: int, stop: Stop, order: Ints, floats: Float, seed: int
) -> Packing:
    """The answer of one search, from the same start."""
    answer = Packing(
        first.at.copy(), first.half.copy(), first.counts.copy(), first.boxes.copy(), first.cost.copy(),
        first.under.copy(), first.off_t.copy(), first.aside_tm.copy(),
    )  # fmt: skip
    began, clock = monotonic(), None if stop.clock is None else (1 - _KEPT) * stop.clock
    total = _STEPS * max(1, len(boxes.port))
    chunk = max(1, total // _ROUNDS)
    done, number = 0.0, 0
    more, off_plan = 0, _OFF_PLAN
    while not stop.cancel.is_set():
        at = monotonic()
        if done >= 1 or (done >= _FLOAT_FROM and number % _FLOAT_EVERY == 0):
            right = floats.aim(answer)
            if done >= 1 and (right or more == _MORE_ROUNDS or stop.ended(began)):
                break
            off_plan = min(_MOST_OFF_PLAN, max(_OFF_PLAN, off_plan / _OFF_TIMES if right else off_plan * _OFF_TIMES))
            more += done >= 1
        heat = _HOT * (_COLD / _HOT) ** min(1.0, done)
        ashore = _CHEAP * (_DEAR / _CHEAP) ** min(1.0, done / _DEAR_FROM)
        anneal(seed + 1_000 * number, chunk, heat, ashore, off_plan, boxes, stacks, answer)
        reckon(boxes, stacks, answer, last, False)
        took, number = monotonic() - at, number + 1
        share = 1 / _ROUNDS
        if clock is not None:
            left = clock - (monotonic() - began)
            share = max(share, (1 - done) * took / max(left, took))
        done += share
    settle(boxes, stacks, answer, order)
    reckon(boxes, stacks, answer, last, True)
    return answer


def _judged(boxes: Boxes, answer: Packing) -> float:
    return float(_DEAR * boxes.times[answer.at < 0].sum() + answer.cost.sum())


def _boxes(ship: Aboard, loads: Sequence[Container]) -> Boxes:
    back = {box.id for box in ship.restows}

    def of(values: Sequence[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    mm = [box_mm(box) for box in loads]
    group = of([2 * ship.order[box.port] + box.long for box in loads])
    peers = np.argsort(group, kind="stable").astype(np.int64)
    return Boxes(
        peers=peers,
        first_peer=np.searchsorted(group[peers], group, side="left").astype(np.int64),
        last_peer=np.searchsorted(group[peers], group, side="right").astype(np.int64),
        port=of([ship.order[box.port] for box in loads]),
        kg=of([box.mass_kg for box in loads]),
        mm=of(mm),
        tall_mm=of([high - min(mm) for high in mm]),
        long=of([box.long for box in loads]),
        plug=of([box.plug for box in loads]),
        deck=of([is_forty_five_foot(box.box_type) for box in loads]),
        times=np.where([box.id in back for box in loads], _BACK_TIMES, 1.0),
    )


def _stacks(ship: Aboard, columns: Sequence[Column], heights: tuple[int, int] | None) -> Stacks:
    count = len(columns)
    two = (count, 2)
    filled, ceiling, first, mm, short, plugs = (np.zeros(two, dtype=np.int64) for _ in range(6))
    kg, loose, spare_mm = np.zeros(two), np.zeros(two), np.full(two, np.inf)
    halves, forties, lashed, deck = (np.zeros(count, dtype=np.int64) for _ in range(4))
    long_kg, aside = np.zeros(count), np.zeros(count)
    hatch, block, bay = (np.full(count, -1, dtype=np.int64) for _ in range(3))
    hatches: dict[object, int] = {}
    blocks: dict[object, int] = {}
    bays: dict[object, int] = {}
    for place, column in enumerate(columns):
        stack = column.stack
        halves[place], forties[place], lashed[place] = len(column.halves), stack.forties, stack.lashed_tiers
        deck[place], aside[place] = stack.level == "deck", ship.layout.across_m(stack)
        long_kg[place] = min(column.kg_left(half)[1] for half in column.halves)
        if stack.cover is not None:
            hatch[place] = hatches.setdefault(column.hatch, len(hatches))
        block[place] = blocks.setdefault((column.hatch, stack.level), len(blocks))
        bay[place] = bays.setdefault(stack.bay, len(bays))
        for number, half in enumerate(column.halves):
            filled[place, number] = column.filled(half)
            ceiling[place, number] = column.ceiling(half) if ship.loadable(column) else column.filled(half)
            first[place, number] = column.earliest_port(half, ship.order)
            kg[place, number], mm[place, number] = column.kg_left(half)[0], column.mm_left(half)
            loose[place, number] = column.loose_kg_left(half)
            if heights is not None:
                spare_mm[place, number] = mm[place, number] - heights[0] * column.room(half)
            side = "both" if len(column.halves) == 1 else "fore" if number == 0 else "aft"
            plugs[place, number] = sum(
                1 << tier for tier, at in enumerate(stack.numbers) if stack.plugged(Cell(half, stack.row, at))
            )
            short[place, number] = stack.twenties in ("both", side) and not column.top_is_long(half)
    of_hatch, first_of_hatch = _grouped(hatch, len(hatches))
    of_block, first_of_block = _grouped(block, len(blocks))
    of_bay, first_of_bay = _grouped(bay, len(bays))
    return Stacks(
        filled=filled, ceiling=ceiling, first=first, kg=kg, mm=mm, loose=loose, spare_mm=spare_mm, short=short,
        halves=halves, forties=forties, long_kg=long_kg, lashed=lashed, plugs=plugs, deck=deck, hatch=hatch,
        block=block, bay=bay, aside=aside, of_hatch=of_hatch, first_of_hatch=first_of_hatch, of_block=of_block,
        first_of_block=first_of_block, of_bay=of_bay, first_of_bay=first_of_bay,
    )  # fmt: skip


def _grouped(group: Ints, count: int) -> tuple[Ints, Ints]:
    """The members of each group, group by group, and where each begins."""
    members = np.argsort(group, kind="stable").astype(np.int64)
    members = members[group[members] >= 0]
    return members, np.searchsorted(group[members], np.arange(count + 1)).astype(np.int64)


def _shared(
    columns: Sequence[Column],
    stacks: Stacks,
    planned: Sequence[tuple[Block, Mapping[Kind, int]]],
    groups: Mapping[Kind, list[Container]],
) -> Ints:
    """The block of each box by the shares, or -1; of a kind, any."""
    number: dict[tuple[Hatch, str], int] = {
        (column.hatch, column.stack.level): int(stacks.block[place]) for place, column in enumerate(columns)
    }
    wanted: defaultdict[Kind, list[int]] = defaultdict(list)
    for block, counts in planned:
        for kind, count in counts.items():
            wanted[kind] += [number[block.hatch, block.level]] * count
    found: list[int] = []
    for kind, boxes in groups.items():
        blocks = wanted[kind][: len(boxes)]
        found += evenly(blocks) + [-1] * (len(boxes) - len(blocks))
    return np.array(found, dtype=np.int64)


def _empty(
    ship: Aboard, boxes: Boxes, stacks: Stacks, columns: Sequence[Column],
    planned: Sequence[tuple[Block, Mapping[Kind, int]]],
) -> Packing:  # fmt: skip
    """No box in any stack; bays lack what is planned for them."""
    count = len(columns)
    off_t = np.zeros(int(stacks.bay.max(initial=-1)) + 1)
    bay_of = {column.stack.bay: int(stacks.bay[place]) for place, column in enumerate(columns)}
    for block, counts in planned:
        off_t[bay_of[block.hatch[0]]] -= sum(kind.kg * number for kind, number in counts.items()) / 1000
    aside = sum(box.mass_kg / 1000 * ship.layout.across_m(column.stack) for column in columns for box in column.boxes)
    return Packing(
        at=np.full(len(boxes.port), -1, dtype=np.int64),
        half=np.zeros(len(boxes.port), dtype=np.int64),
        counts=np.zeros((count, 3), dtype=np.int64),
        boxes=np.full((count, 3, MOST), -1, dtype=np.int64),
        cost=np.zeros(count),
        under=np.zeros(int(stacks.hatch.max(initial=-1)) + 1, dtype=np.int64),
        off_t=off_t,
        aside_tm=np.array([aside]),
    )


def _part(
    ship: Aboard, columns: Sequence[Column], stacks: Stacks, planned: Sequence[tuple[Block, Mapping[Kind, int]]],
    first: Packing,
) -> None:  # fmt: skip
    """The ports are parted at the hatches as they are planned."""
    hatch_of = {column.hatch: int(stacks.hatch[place]) for place, column in enumerate(columns)}
    first.under[:] = len(ship.order)
    on_deck: defaultdict[int, int] = defaultdict(int)
    for block, counts in planned:
        hatch = hatch_of[block.hatch]
        if hatch < 0 or not counts:
            continue
        if block.level == "hold":
            first.under[hatch] = min(first.under[hatch], *(kind.port for kind in counts))
        else:
            on_deck[hatch] = max(on_deck[hatch], *(kind.port for kind in counts))
    for hatch, port in on_deck.items():
        if first.under[hatch] == len(ship.order):
            first.under[hatch] = port
    for key, port in ship.first_under.items():
        first.under[hatch_of[key]] = min(first.under[hatch_of[key]], port)


def _stand(
    ship: Aboard, columns: Sequence[Column], loads: Sequence[Container], boxes: Boxes, stacks: Stacks, first: Packing,
    known: Mapping[str, str],
) -> None:  # fmt: skip
    """Boxes stand where it is known of them, and bays have what is planned for them."""
    place_of = {column.key: place for place, column in enumerate(columns)}
    for number, box in enumerate(loads):
        if box.id in known:
            column = ship.column_of(known[box.id])
            half = 0 if box.long else column.halves.index(Cell.of(known[box.id]).bay)
            put(boxes, stacks, first, number, place_of[column.key], half)
    first.off_t[:] = 0.0
    reckon(boxes, stacks, first, len(ship.order), False)


def _slots(columns: Sequence[Column], loads: Sequence[Container], answer: Packing) -> dict[str, Container]:
    """The slots of an answer."""
    found: dict[str, Container] = {}
    for place, column in enumerate(columns):
        for part, half in [*enumerate(column.halves), (2, None)]:
            bottom = (
                column.filled(column.halves[0]) + int(answer.counts[place, 0]) if half is None else column.filled(half)
            )
            for tier in range(int(answer.counts[place, part])):
                found[column.slot(half, bottom + tier)] = loads[int(answer.boxes[place, part, tier])]
    return found
