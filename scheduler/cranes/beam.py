"""A beam search in time, compiled: many unfinished schedules at once, of which those that waste least time go on.

It asks for a schedule that ends by a target. The crane that is free first has its next task, waits until another crane
is free, or is done. What cranes spend on ways and waits is lost, and with the target given there is little to lose: a
schedule is dropped when the time left is too short for the work left, whether of all places or of some that only so
many cranes find room at. What is lost later is guessed from how cranes would share the work left, each on a stretch of
its own and with nobody in its way.

Unlike laps, cranes go to and fro as they like. A schedule that annealing has for a minute's work is often found in
seconds, where cranes have no time to spare.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.cranes.kernel import NEVER, Data, Numbers, Seconds, cached, gang_allows
from scheduler.cranes.problem import CraneProblem

# Moves that are no task: the crane waits until another is free, is done, or is not free yet.
_WAIT, _DONE, _LATER = -1, -2, -3
# Unfinished schedules are compared at moments so far apart, as a share of the work of a crane.
_APART = 0.013
# What counts of the guess, the rest being what is lost already; chance, as a share of the work of a crane.
_GUESS, _CHANCE = 0.7, 0.0027
# Moves that are kept until the worse ones are dropped, times the width.
_ROOM = 4


# Widths of the first beams, how much wider they are once they miss, and until when; weights of the tightest stretch.
_NARROWEST, _WIDER, _WIDEST, _WEIGHTS = 30, 2, 20_000, (0.0, 0.2)


class Spans(NamedTuple):
    """Stretches of places, from `first` to `last`, with the cranes `most` that find room there at once.

    `low` and `high` are the places that each crane reaches.
    """

    first: Numbers
    last: Numbers
    most: Numbers
    low: Numbers
    high: Numbers


class States(NamedTuple):
    """Unfinished schedules.

    `from_when` w x qb as `Room` has it, `free` w x q when each crane is free, `at` w x q the place of its last task or
    -1, `starts` w x n those of the tasks or NEVER, `left` w x b the seconds of work left at each place, and `score` w.
    """

    from_when: Seconds
    free: Numbers
    at: Numbers
    starts: Numbers
    left: Numbers
    score: Seconds


class Moves(NamedTuple):
    """What can be done next: the number of the schedule, the crane, the task or what is none, and how good that is."""

    state: Numbers
    crane: Numbers
    task: Numbers
    score: Seconds


def spans_of(problem: CraneProblem, data: Data) -> Spans:
    """The stretches of a problem, as long as they may be for each number of cranes."""
    places, cranes = sorted({task.place for task in problem.tasks}), len(problem.cranes)
    found = set[tuple[int, int, int]]()
    for start, place in enumerate(places):
        for count in range(1, cranes):
            end = max((n for n, far in enumerate(places) if far - place < count * problem.clearance), default=-1)
            if end >= start:
                found.add((start, end, count))
    able = [[int(place) for place in data.place[data.able[:, crane]]] for crane in range(cranes)]
    first, last, most = (_whole([span[field] for span in sorted(found)]) for field in range(3))
    low, high = (_whole([edge(mine, default=-1) for mine in able]) for edge in (min, max))
    return Spans(first, last, most, low, high)


def _whole(values: list[int]) -> Numbers:
    return np.array(values, np.int64)


@cached
def _start(data: Data, states: States, state: int, crane: int, task: int, all_tasks: Numbers) -> int:
    """When a crane would start a task, or -1 where it cannot."""
    places, seconds, starts = data.lead.shape[1], data.seconds, states.starts[state]
    if starts[task] < NEVER or not data.able[task, crane]:
        return -1
    at = max(states.free[state, crane], np.int64(states.from_when[state, crane * places + data.place[task]]))
    for link in range(data.after[task], data.after[task + 1]):
        other = data.before[link]
        if starts[other] >= NEVER:
            return -1
        at = max(at, starts[other] + seconds[other])
    window = data.window[crane]
    while window < data.window[crane + 1]:
        at = max(at, data.opens[window])
        if at + seconds[task] > data.closes[window]:
            window += 1
            continue
        later = at
        if len(data.gang) > 0:
            later = np.int64(gang_allows(data, all_tasks, len(seconds), starts, at, at + seconds[task]))
        if later == at:
            return int(at)
        at = later
    return -1


@cached
def _guess(
    data: Data, spans: Spans, states: States, state: int, left: Numbers, free: Numbers, at: Numbers, target: int,
    way: int,
) -> int:  # fmt: skip
    """What cranes have left when each, from the low end on, does as much as it can on a stretch; -1 where work stays.

    `left`, `free` and `at` are those after a move. With a `way`, 1 up or -1 down, cranes do not go back.
    """
    cranes, places = data.lead.shape
    place, slack = 0, 0
    while place < places and left[place] == 0:
        place += 1
    work = left[place] if place < places else np.int64(0)
    for crane in range(cranes):
        has, mine = target - free[crane], at[crane]
        if has <= 0:
            continue
        if place == places:
            slack += has
            continue
        low, high = spans.low[crane], spans.high[crane]
        if mine >= 0 and way > 0:
            low = max(low, mine)
        if mine >= 0 and way < 0:
            high = min(high, mine)
        first, done, base = place, np.int64(0), crane * places
        while low <= first and place <= high:
            along = data.apart[base + first, base + place] if place > first else np.float32(0.0)
            if mine < 0:
                to_end = min(states.from_when[state, base + first], states.from_when[state, base + place])
                to_end -= np.float32(free[crane])
            else:
                to_first = np.float32(0.0) if mine == first else data.apart[base + mine, base + first]
                to_place = np.float32(0.0) if mine == place else data.apart[base + mine, base + place]
                to_end = min(to_first, to_place)
            more = has - done - np.int64(along + to_end)
            if more <= 0:
                break
            if more < work:
                work -= more
                break
            done += work
            place += 1
            while place < places and left[place] == 0:
                place += 1
            if place == places:
                slack += more - work
                work = np.int64(0)
                break
            work = left[place]
    return slack if place == places else -1


@cached
def _tightest(data: Data, spans: Spans, left: Numbers, free: Numbers, at: Numbers, target: int, room: Numbers) -> int:
    """The least seconds that cranes have beyond the work left in a stretch; below 0 where that does not fit."""
    cranes, places = data.lead.shape
    least = NEVER
    for span in range(len(spans.first)):
        first, last = spans.first[span], spans.last[span]
        work = 0
        for place in range(first, last + 1):
            work += left[place]
        if work == 0:
            continue
        for crane in range(cranes):
            here, ready = at[crane], free[crane]
            if 0 <= here < first:
                ready += np.int64(data.apart[crane * places + here, crane * places + first])
            elif here > last:
                ready += np.int64(data.apart[crane * places + here, crane * places + last])
            room[crane] = max(0, target - ready)
        # Of those that are there first, so many find room.
        for _ in range(spans.most[span]):
            crane = 0
            for other in range(1, cranes):
                if room[other] > room[crane]:
                    crane = other
            work -= room[crane]
            room[crane] = 0
        least = min(least, -work)
        if least < 0:
            break
    return least


@cached
def _moves(
    data: Data, spans: Spans, states: States, count: int, until: int, target: int, weight: float, way: int, width: int,
    seed: int, moves: Moves,
) -> tuple[int, int]:  # fmt: skip
    """Write the moves of all schedules with a crane that is free before `until`; how many are left, and were looked at.

    `weight` is that of the tightest stretch.
    """
    (cranes, places), n = data.lead.shape, data.seconds.shape[0]
    np.random.seed(seed)
    made, looked = 0, 0
    left, free, at = np.zeros(places, np.int64), np.zeros(cranes, np.int64), np.zeros(cranes, np.int64)
    room, all_tasks = np.zeros(cranes, np.int64), np.arange(n)
    chance = data.seconds.sum() / cranes * _CHANCE
    for state in range(count):
        if made + n + 2 > len(moves.score):
            edge = np.partition(moves.score[:made], made - width)[made - width]
            kept = 0
            for move in range(made):
                if moves.score[move] >= edge and kept < width:
                    moves.state[kept], moves.crane[kept] = moves.state[move], moves.crane[move]
                    moves.task[kept], moves.score[kept] = moves.task[move], moves.score[move]
                    kept += 1
            made = kept
        free[:], at[:], left[:] = states.free[state], states.at[state], states.left[state]
        crane = 0
        for other in range(1, cranes):
            if free[other] < free[crane]:
                crane = other
        was, stood = free[crane], at[crane]
        if was >= until:
            moves.state[made], moves.crane[made], moves.task[made] = state, crane, _LATER
            moves.score[made] = states.score[state]
            made += 1
            continue
        until_next = NEVER
        for other in range(cranes):
            if was < free[other] < until_next:
                until_next = free[other]
        has = -left.sum()
        for other in range(cranes):
            has += max(0, target - free[other])
        for task in range(_DONE, n):
            work = 0
            if task >= 0:
                start = _start(data, states, state, crane, task, all_tasks)
                place, work = data.place[task], data.seconds[task]
                if start < 0 or start + work > target or (stood >= 0 and way * (place - stood) < 0):
                    continue
                free[crane], at[crane] = start + work, place
                left[place] -= work
            else:
                if task == _WAIT and until_next >= target:
                    continue
                free[crane] = until_next if task == _WAIT else target
            looked += 1
            slack = has - (free[crane] - was) + work
            score, tightest = -1, 0
            if slack >= 0:
                score = _guess(data, spans, states, state, left, free, at, target, way)
            if score >= 0:
                tightest = _tightest(data, spans, left, free, at, target, room)
            if score >= 0 and tightest >= 0:
                moves.state[made], moves.crane[made], moves.task[made] = state, crane, task
                value = _GUESS * score + (1 - _GUESS) * slack + weight * min(tightest, slack)
                moves.score[made] = value + chance * np.random.random()
                made += 1
            if task >= 0:
                left[place] += work
            free[crane], at[crane] = was, stood
    return made, looked


@cached
def _follow(
    data: Data, states: States, moves: Moves, made: int, width: int, target: int, new: States, followed: Moves,
    table: Numbers,
) -> int:  # fmt: skip
    """Write the schedules after the best moves, none twice, and the moves to them; returns how many."""
    (cranes, places), n = data.lead.shape, data.seconds.shape[0]
    edge = np.partition(moves.score[:made], made - width)[made - width] if made > width else moves.score[:made].min()
    table[:] = 0
    count, all_tasks = 0, np.arange(n)
    for move in range(made):
        if moves.score[move] < edge or count == width:
            continue
        state, crane, task = moves.state[move], moves.crane[move], moves.task[move]
        new.free[count], new.at[count], new.starts[count] = states.free[state], states.at[state], states.starts[state]
        new.left[count], new.score[count] = states.left[state], moves.score[move]
        end = 0
        if task >= 0:
            start = _start(data, states, state, crane, task, all_tasks)
            end = start + data.seconds[task]
            new.free[count, crane], new.at[count, crane], new.starts[count, task] = end, data.place[task], start
            new.left[count, data.place[task]] -= data.seconds[task]
        elif task == _WAIT:
            until = NEVER
            for other in range(cranes):
                if states.free[state, crane] < states.free[state, other] < until:
                    until = states.free[state, other]
            new.free[count, crane] = until
        elif task == _DONE:
            new.free[count, crane] = target
        # Which tasks are done, and when and where cranes are free, tells schedules apart.
        key = np.uint64(1)
        for other in range(n):
            key = (key ^ np.uint64(new.starts[count, other] < NEVER)) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        for other in range(cranes):
            key = (key ^ np.uint64(new.free[count, other] * places + new.at[count, other] + 1)) * np.uint64(
                0xBF58476D1CE4E5B9
            )
            key ^= key >> np.uint64(31)
        mark = np.int64(key >> np.uint64(2)) | 1
        slot = mark & (len(table) - 1)
        while table[slot] not in (0, mark):
            slot = (slot + 1) & (len(table) - 1)
        if table[slot] == mark:
            continue
        table[slot] = mark
        new.from_when[count] = states.from_when[state]
        if task >= 0:
            spot = crane * places + data.place[task]
            for cell in range(cranes * places):
                when = np.float32(end) + data.apart[spot, cell]
                new.from_when[count, cell] = max(when, states.from_when[state, cell])
        followed.state[count], followed.crane[count], followed.task[count] = state, crane, task
        count += 1
    return count


class Beam:
    """A search for a schedule of a problem that ends by a target, in goes of some steps each.

    `width` are the unfinished schedules that go on, `way` is 1 or -1 where all cranes are to go up or down, else 0, and
    `weight` that of the tightest stretch in what goes on.
    """

    def __init__(self, data: Data, spans: Spans, target: int, width: int, way: int, weight: float, seed: int) -> None:
        self._data, self._spans, self.target, self._width = data, spans, target, width
        self._way, self._weight, self._random = way, weight, seed
        (cranes, places), n = data.lead.shape, len(data.seconds)
        self._apart = max(1, int(data.seconds.sum() / cranes * _APART))
        self._now, self._new = (_room_of(width, n, cranes, places) for _ in range(2))
        self._moves, self._followed = _moves_of(_ROOM * width + n + 2), _moves_of(width)
        self._table = np.zeros(1 << (2 * width).bit_length(), np.int64)
        first = self._now
        first.from_when[0] = data.lead.ravel()
        first.free[0], first.at[0], first.starts[0] = data.lead.min(axis=1), -1, NEVER
        first.left[0] = np.bincount(data.place, data.seconds, places)
        self._count, self._history = 1, list[tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int32]]]()
        # Whether it has come to an end, whether it had to leave out schedules, and the order and cranes that it found.
        self.ended = self.narrow = False
        self.looked = 0
        self.found: tuple[Numbers, Numbers] | None = None

    def go(self, looks: int) -> int:
        """Go on until about so many moves were looked at, or to the end; returns how many."""
        until = self.looked + looks
        while self.looked < until and not self.ended:
            self._step()
        return self.looked - until + looks

    def _step(self) -> None:
        now = self._now
        until = int(now.free[: self._count].min()) + self._apart
        seed = hash((self._random, len(self._history))) % 2**31
        made, looked = _moves(
            self._data, self._spans, now, self._count, until, self.target, self._weight, self._way, self._width, seed,
            self._moves,
        )  # fmt: skip
        self.looked += looked
        self.narrow |= made > self._width
        if made == 0:
            self.ended = True
            return
        self._count = count = _follow(
            self._data, now, self._moves, made, self._width, self.target, self._new, self._followed, self._table
        )
        self._now, self._new, followed = self._new, now, self._followed
        self._history.append((
            followed.state[:count].astype(np.int32),
            followed.crane[:count].astype(np.int8),
            followed.task[:count].astype(np.int32),
        ))  # fmt: skip
        whole = np.flatnonzero(self._now.left[:count].sum(axis=1) == 0)
        if len(whole):
            self._read(int(whole[0]))

    def _read(self, state: int) -> None:
        """Note a schedule that is whole."""
        order, crane = list[int](), np.zeros(len(self._data.seconds), np.int64)
        for states, cranes, tasks in reversed(self._history):
            if (task := int(tasks[state])) >= 0:
                order.append(task)
                crane[task] = cranes[state]
            state = int(states[state])
        self.found, self.ended = (np.array(order[::-1], np.int64), crane), True


@dataclass
class _Kind:
    """Beams of one way and weight.

    They have their width now, the longest target that they missed, and the moves looked at since they last found one.
    """

    way: int
    weight: float
    width: int = _NARROWEST
    missed: int = -1
    looked: int = 0
    exhausted: bool = False


class Beams:
    """Which beam comes next: of the kind that has looked for the least time, wider where it finds none."""

    def __init__(self, data: Data, spans: Spans, one_way: bool) -> None:
        self._data, self._spans, self._begun = data, spans, 0
        self._kinds = [_Kind(way, 0.0) for way in (1, -1)] + [_Kind(0, weight) for weight in _WEIGHTS if not one_way]
        self._of: dict[int, _Kind] = {}

    def next(self, bound: int, cost: int, seed: int) -> Beam | None:
        """A beam for a schedule that ends before `cost`; None where no wider one is to be tried."""
        busy = list(map(id, self._of.values()))
        kinds = [kind for kind in self._kinds if not kind.exhausted and id(kind) not in busy]
        if not kinds:
            return None
        kind = min(kinds, key=lambda kind: kind.looked)
        # At first halfway to the bound.
        kind.missed = max(kind.missed, bound - 1)
        if kind.missed >= cost - 1:
            kind.width, kind.missed = kind.width * _WIDER, cost - 2
        target = (kind.missed + cost) // 2
        self._begun += 1
        beam = Beam(self._data, self._spans, target, kind.width, kind.way, kind.weight, hash((seed, self._begun)))
        self._of[id(beam)] = kind
        return beam

    def ended(self, beam: Beam, cost: int) -> None:
        """Note how a beam ended, when the shortest schedule ends at `cost`."""
        kind = self._of.pop(id(beam))
        kind.looked += beam.looked
        if cost > beam.target:
            kind.missed = max(kind.missed, beam.target)
            all_seen = not beam.narrow or kind.width * _WIDER > _WIDEST
            kind.exhausted = all_seen and beam.target == cost - 1
        else:
            kind.looked, kind.missed = 0, min(kind.missed, cost - 2)


def _room_of(width: int, n: int, cranes: int, places: int) -> States:
    free, at, starts, left = (np.zeros((width, count), np.int64) for count in (cranes, cranes, n, places))
    return States(np.zeros((width, cranes * places), np.float32), free, at, starts, left, np.zeros(width, np.float32))


def _moves_of(count: int) -> Moves:
    state, crane, task = (np.zeros(count, np.int64) for _ in range(3))
    return Moves(state, crane, task, np.zeros(count, np.float32))
