"""Which boxes are taken off to make room: what a call cannot but overstow and restow, and how to come near it.

Boxes on board and boxes to load are counted by half-cells, ports, lengths and heights; where a box stands within a
block, what it weighs and how the ship floats is left open. So the programme leaves out rules and never has more than
the best plan: its proven bound is one of any stowage's overstows and restows. Its answer says which stacks give up
their upper boxes, which hatches are opened for that, and how the ports are parted.

Of a half of a stack the upper boxes may be taken off, down to where nothing earlier is left below, or all. A box to
load stands above nothing earlier where its port is at most the first one below it. Of a block's boxes of one port or
later ones, those that are more than such places are overstows; of all ports, the port with the most tells their number
(Hall's theorem, as the ports are in order). On deck no place is such where anything earlier lies under the hatch.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from threading import Event
from time import monotonic

from data.cargo import Container
from data.codes import is_forty_five_foot
from data.slots import Level
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard, Column, Hatch, box_mm
from scheduler.loading.whole_ship.programme import Programme, Solved

# A box that stays ashore, against an overstow or a restow.
_ASHORE = 1_000.0
# The share of the room in stacks that is planned with where heights count.
_FULL = 0.98
# The share of the seconds in which hatches are chosen, and how near to the best that need be.
_HATCHES, _NEAR = 0.8, 0.02


@dataclass(frozen=True)
class Cut:
    """A half of a stack with only the boxes below a tier left.

    `first` is the first port that is left, `free` the tiers above and `short` those for 20-foot boxes, `mm` and `plugs`
    what is left of these, `kg` and `long_kg` what it bears still, as `Column.kg_left`; `gone_t` is taken off.
    """

    tier: int
    first: int
    free: int
    short: int
    mm: int
    plugs: int
    kg: float
    long_kg: float
    gone_t: float
    empty: bool


@dataclass(frozen=True)
class Half:
    """A half of a column and how it may be cut, the whole of it first."""

    column: Column
    half: int
    cuts: tuple[Cut, ...]


def coarse(box: Container, ship: Aboard) -> Kind:
    """The kind of a box where masses do not count."""
    forty_five = is_forty_five_foot(box.box_type)
    return Kind(ship.order[box.port], box.long, "full", box.plug, box_mm(box), forty_five, 0, False, 0)


def lightest_kg(boxes: Iterable[Container]) -> float:
    """The least that one of the boxes weighs on a half of a stack."""
    return min((box.mass_kg / (1 + box.long) for box in boxes), default=0.0)


def halves_of(
    ship: Aboard, lightest: float, *, fixed: bool = False, heights: tuple[int, int] | None = None
) -> list[Half]:
    """The halves of all columns with their cuts, only the whole of each with `fixed`; no box is lighter on one.

    Boxes are taken off down to where nothing earlier is left, or also where other `heights` then fit than before.
    """
    return [
        Half(column, half, tuple(_cuts(ship, column, half, lightest, fixed=fixed, heights=heights)))
        for column in ship.columns
        for half in column.halves
    ]


def _cuts(
    ship: Aboard, column: Column, half: int, lightest: float, *, fixed: bool, heights: tuple[int, int] | None
) -> Iterable[Cut]:
    standing = column.carried(half)
    first_below = len(ship.order)
    # Each tier from which all is taken off, the first port that is left, and whether that is a later one than above.
    tiers: list[tuple[int, int, bool]] = []
    for tier, box in standing:
        port = ship.order[box.port]
        tiers.append((tier, first_below, port < first_below))
        first_below = min(first_below, port)
    whole = column.filled(half)
    tiers.append((whole, first_below, True))
    above: Cut | None = None
    for tier, first, needed in reversed(tiers if not fixed else tiers[-1:]):
        if not needed and heights is None:
            continue
        left = [(at, box) for at, box in standing if at < tier]
        filled = left[-1][0] + 1 if left else 0
        free = max(0, column.ceiling(half) - filled)
        gone = [box for at, box in standing if at >= tier]
        kg, long_kg = map(float, column.kg_left(half))
        # What is borne too much already must go first.
        too_much, too_long = column.kg_over(half)
        gone_kg = sum(box.mass_kg / (1 + box.long) for box in gone)
        kg = max(0.0, kg + gone_kg - too_much)
        long_kg = max(0.0, long_kg + sum(box.mass_kg for box in gone if box.long) - too_long)
        if lightest:
            free = min(free, int(kg // lightest))
        allowed = column.stack.twenties == "both" or len(column.halves) == 1
        if not allowed:
            allowed = column.stack.twenties == ("fore" if half == column.halves[0] else "aft")
        short = free if allowed and not (left and left[-1][1].long) else 0
        mm = max(0, round(column.stack.height_m * 1000) - sum(box_mm(box) for _, box in left))
        plugs = sum(number in column.stack.plugs for number in column.stack.numbers[filled:])
        cut = Cut(tier, first, free, min(short, free), mm, plugs, kg, long_kg, gone_kg / 1000, not left)
        if not needed and heights is not None and above is not None:
            gone_mm = [box_mm(box) for at, box in standing if tier <= at < above.tier]
            if not _takes_more(cut, above, gone_mm, heights):
                continue
        above = cut
        yield cut


def _takes_more(cut: Cut, other: Cut, gone_mm: Sequence[int], heights: tuple[int, int]) -> bool:
    """Whether a cut takes boxes that another one, of fewer boxes, does not.

    What the other one has no room for may go where the boxes between them would have gone, one for one and none higher.
    """
    low, high = heights
    takes, fewer = (_low_beside_high(each.free, each.mm, low, high) for each in (cut, other))
    gone_high = sum(mm >= high for mm in gone_mm)
    return any(
        all(
            lows - min(lows, fewer[stay]) + highs - stay > len(gone_mm)
            for stay in range(max(0, highs - gone_high), min(highs + 1, len(fewer)))
        )
        for highs, lows in enumerate(takes)
    )


def _low_beside_high(free: int, mm: int, low: int, high: int) -> list[int]:
    """How many low boxes a half takes beside so many high ones, from none to as many as it takes."""
    return [min(free - number, (mm - number * high) // low) for number in range(min(free, mm // high) + 1)]


def _slopes(lows: Sequence[int]) -> set[float]:
    """By how many low boxes each high one counts, along the edges around what a half takes."""
    found: set[float] = set()
    at = 0
    while at < len(lows) - 1:
        slope, after = min(((lows[at] - lows[to]) / (to - at), -to) for to in range(at + 1, len(lows)))
        found.add(slope)
        at = -after
    return found


def box_halves(box: Container) -> tuple[int, int]:
    """How high a box is and in how many halves it stands."""
    return box_mm(box), 1 + box.long


def scarce_heights(ship: Aboard, loads: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The two heights of boxes where they count in every stack: there is no room for all if all were the higher.

    `loads` are heights of boxes to load, each with so many halves of stacks that they want.
    """
    every = [*loads, *(box_halves(box) for column in ship.columns for box in column.boxes)]
    heights = sorted({mm for mm, _ in every})
    if len(heights) != 2:
        return None
    room = sum(
        min(column.ceiling(half), round(column.stack.height_m * 1000) // heights[1])
        for column in ship.columns
        for half in column.halves
    )
    return (heights[0], heights[1]) if sum(halves for _, halves in every) > room else None


@dataclass(frozen=True)
class Taken:
    """What the programme came to.

    `boxes` are those that are taken off to go back on, by number; `bound` is the proven one of what it minimizes;
    `earlier` has the hatches under which a box lies of a port before another.
    """

    boxes: frozenset[str]
    overstows: float
    bound: float
    earlier: frozenset[tuple[Hatch, int]]
    solved: Solved


KindOf = Callable[[Container], Kind]


class Sums:
    """Variables that sum up what boxes of a port and later ones count in a block, by block and port.

    Each is that of the port after it and the port's own boxes: rows of sums of sums would be many times as long.
    """

    def __init__(
        self,
        programme: Programme,
        put: Mapping[tuple[Kind, tuple[Hatch, Level]], int],
        ports: Sequence[int],
        counts: Callable[[Kind], float],
    ) -> None:
        own: defaultdict[tuple[tuple[Hatch, Level], int], list[tuple[int, float]]] = defaultdict(list)
        for (kind, block), variable in put.items():
            own[block, kind.port].append((variable, counts(kind)))
        self._sums: dict[tuple[tuple[Hatch, Level], int], int] = {}
        for block in dict.fromkeys(block for _, block in put):
            after: list[tuple[int, float]] = []
            for port in reversed(ports):
                here = self._sums[block, port] = programme.variable()
                programme.row([*own[block, port], *after, (here, -1.0)], 0, least=0)
                after = [(here, 1.0)]

    def __getitem__(self, key: tuple[tuple[Hatch, Level], int]) -> int:
        return self._sums[key]


class RestowModel:
    """The programme over a ship after discharge with boxes to load.

    `kind_of` says of what kind a box would be that is taken off; none is with `fixed`. No box puts less than
    `lightest_kg` on a half of a stack. With `back`, what is taken off may go back to where it stood and overstows no
    more than it did: then nothing that a checker accepts is cheaper.
    """

    def __init__(
        self,
        ship: Aboard,
        counts: Mapping[Kind, int],
        kind_of: KindOf,
        *,
        lightest_kg: float = 0.0,
        fixed: bool = False,
        back: bool = False,
        cancel: Event | None = None,
    ) -> None:
        self.ship, self._kind_of, self._fixed, self._back = ship, kind_of, fixed, back
        self.programme = Programme(cancel or Event())
        self.classes = dict(counts)
        self.heights = scarce_heights(ship, ((kind.height_mm, n * (1 + kind.long)) for kind, n in counts.items()))
        self.halves = halves_of(ship, lightest_kg, fixed=fixed, heights=self.heights)
        for half in () if fixed else self.halves:
            for _, box in half.column.carried(half.half):
                self.classes.setdefault(kind_of(box), 0)
        self.blocks = sorted({(each.column.hatch, each.column.stack.level) for each in self.halves}, key=str)
        self._of_block: defaultdict[tuple[Hatch, Level], list[int]] = defaultdict(list)
        for place, each in enumerate(self.halves):
            self._of_block[each.column.hatch, each.column.stack.level].append(place)
        self.over: dict[tuple[Hatch, Level], tuple[int, int]] = {}
        self.ashore: dict[Kind, int] = {}
        self._cut()
        self._load()
        self.later = Sums(self.programme, self.put, self.ports, lambda kind: 1.0 + kind.long)
        for block in self.blocks:
            self._room(block)
            self._overstows(block)
        self._hatches()

    def halves_in(self, block: tuple[Hatch, Level]) -> list[Half]:
        """The halves of a block."""
        return [self.halves[place] for place in self._of_block[block]]

    def cuts_in(self, block: tuple[Hatch, Level]) -> Iterator[tuple[Half, int, Cut]]:
        """The cuts of a block's halves, each with its half and its variable."""
        for place in self._of_block[block]:
            for cut, how in zip(self.cut[place], self.halves[place].cuts, strict=True):
                yield self.halves[place], cut, how

    @cached_property
    def ports(self) -> list[int]:
        """Ports of boxes to load or to restow."""
        return sorted({each.port for each in self.classes})

    def _cut(self) -> None:
        """Each half is cut once, a longer box is taken from both of its halves, and each box costs a restow."""
        self.cut = [[self.programme.variable(1, whole=True) for _ in each.cuts] for each in self.halves]
        self.off: defaultdict[Kind, list[tuple[int, float]]] = defaultdict(list)
        both: defaultdict[str, list[list[int]]] = defaultdict(list)
        for each, cuts in zip(self.halves, self.cut, strict=True):
            self.programme.row([(cut, 1.0) for cut in cuts], 1, least=1)
            for tier, box in each.column.carried(each.half):
                gone = [cut for cut, how in zip(cuts, each.cuts, strict=True) if how.tier <= tier]
                share = 0.5 if box.long else 1.0
                for cut in gone:
                    self.programme.costs[cut] += share
                    self.off[self._kind_of(box)].append((cut, share))
                if box.long:
                    both[box.id].append(gone)
        for gone_of in both.values():
            for other in gone_of[1:]:
                self.programme.row([*((cut, 1.0) for cut in gone_of[0]), *((cut, -1.0) for cut in other)], 0, least=0)

    def _load(self) -> None:
        """Every box is loaded or left ashore."""
        self.put: dict[tuple[Kind, tuple[Hatch, Level]], int] = {}
        for each, count in self.classes.items():
            ashore = self.ashore[each] = self.programme.variable(count + len(self.off[each]), cost=_ASHORE)
            for block in self.blocks:
                high = 0.0 if each.only_deck and block[1] == "hold" else inf
                self.put[each, block] = self.programme.variable(high)
            terms = [(ashore, 1.0), *((self.put[each, block], 1.0) for block in self.blocks)]
            self.programme.row([*terms, *((cut, -share) for cut, share in self.off[each])], count, least=count)

    def _room(self, block: tuple[Hatch, Level]) -> None:
        """The boxes of a block are within its half-cells, heights and plugs."""

        def room(of: str) -> list[tuple[int, float]]:
            return [
                (cut, -float(getattr(how, of)))
                for place in self._of_block[block]
                for cut, how in zip(self.cut[place], self.halves[place].cuts, strict=True)
            ]

        here = {each: self.put[each, block] for each in self.classes}
        self.programme.row([*((put, 1) for each, put in here.items() if not each.long), *room("short")], 0)
        self.programme.row([*((put, 1) for each, put in here.items() if each.plug), *room("plugs")], 0)
        if self.heights is not None:
            self._stacked(block, *self.heights)
            return
        self.programme.row([*((put, (1 + each.long)) for each, put in here.items()), *room("free")], 0)
        self.programme.row([*((put, (1 + each.long) * each.height_mm) for each, put in here.items()), *room("mm")], 0)
        for high in sorted({each.height_mm for each in here})[1:]:
            takes = [(cut, -float(min(how.free, how.mm // high))) for _, cut, how in self.cuts_in(block)]
            highs = [(put, (1 + each.long)) for each, put in here.items() if each.height_mm >= high]
            self.programme.row([*highs, *takes], 0)

    def _stacked(self, block: tuple[Hatch, Level], low: int, high: int) -> None:
        """Boxes of two heights are together within what whole tiers of the halves take.

        A half takes some pairs of numbers: so many high boxes and so many low ones. What lies between such pairs is
        bounded by edges, and what all halves of a block take together by the edges of all of them.
        """
        here = list(self.cuts_in(block))
        takes = {(how.free, how.mm): _low_beside_high(how.free, how.mm, low, high) for _, _, how in here}
        highs = self.programme.variable()
        puts = [(self.put[each, block], 1.0 + each.long) for each in self.classes if each.height_mm >= high]
        self.programme.row([*puts, (highs, -1.0)], 0, least=0)
        every = self.later[block, self.ports[0]]
        # What is planned to be full to the last half-cell is not packed so.
        kept = 1.0 if self._fixed or self._back else _FULL
        self.programme.row([(highs, 1.0), *((cut, 1.0 - len(takes[how.free, how.mm])) for _, cut, how in here)], 0)
        for slope in sorted({1.0, *(slope for lows in takes.values() for slope in _slopes(lows))}):
            most = {
                key: max(lows[number] + slope * number for number in range(len(lows))) for key, lows in takes.items()
            }
            room = [(cut, -kept * most[how.free, how.mm]) for _, cut, how in here]
            self.programme.row([(every, 1.0), (highs, slope - 1.0), *room], 0)

    def _overstows(self, block: tuple[Hatch, Level]) -> None:
        """Boxes of a block beyond the places above nothing earlier."""
        short, long = (self.programme.variable(cost=1.0) for _ in range(2))
        longs = [(self.put[each, block], -1.0) for each in self.classes if each.long]
        self.programme.row([(long, 1.0), *longs], 0)
        self.over[block] = (short, long)
        for port in self.ports:
            room = [
                (cut, -float(how.free))
                for place in self._of_block[block]
                for cut, how in zip(self.cut[place], self.halves[place].cuts, strict=True)
                if how.first >= port
            ]
            back = self._put_back(block, port)
            self.programme.row([(self.later[block, port], 1.0), *room, *back, (short, -1.0), (long, -2.0)], 0)

    def _put_back(self, block: tuple[Hatch, Level], port: int) -> list[tuple[int, float]]:
        """Half-cells of boxes of a port or later ones that may stand again where they stood."""
        if not self._back:
            return []
        return [
            (cut, -1.0)
            for half, cut, how in self.cuts_in(block)
            for tier, box in half.column.carried(half.half)
            if tier >= how.tier and self.ship.order[box.port] >= port
        ]

    def _hatches(self) -> None:
        """Under a cover nothing moves while a box stands on it; on deck nothing is later than what lies below."""
        self.open: dict[Hatch, int] = {}
        self.earlier: dict[tuple[Hatch, int], int] = {}
        for hatch, level in self.blocks:
            if level == "deck" or hatch[1] is None:
                continue
            hold: tuple[Hatch, Level] = (hatch, "hold")
            deck: tuple[Hatch, Level] = (hatch, "deck")
            opened = self.open[hatch] = self.programme.variable(1, whole=True)
            most = sum(max(cut.free for cut in self.halves[place].cuts) for place in self._of_block[hold])
            if self.ports:
                self.programme.row([(self.later[hold, self.ports[0]], 1.0), (opened, -float(most))], 0)
            for place in self._of_block[hold]:
                self.programme.row([*((cut, 1.0) for cut in self.cut[place][1:]), (opened, -1.0)], 0)
            for place in self._of_block.get(deck, ()):
                empty = [
                    (cut, -1.0) for cut, how in zip(self.cut[place], self.halves[place].cuts, strict=True) if how.empty
                ]
                self.programme.row([(opened, 1.0), *empty], 0)
            if deck in self._of_block:
                self._under(hold, deck, most)

    def _under(self, hold: tuple[Hatch, Level], deck: tuple[Hatch, Level], most: int) -> None:
        room = sum(max(cut.free for cut in self.halves[place].cuts) for place in self._of_block[deck])
        short, long = self.over[deck]
        below: int | None = None
        for port in self.ports:
            earlier = self.earlier[hold[0], port] = self.programme.variable(1, whole=True)
            for place in self._of_block[hold]:
                left = [
                    (cut, 1.0)
                    for cut, how in zip(self.cut[place], self.halves[place].cuts, strict=True)
                    if how.first < port
                ]
                if left:
                    self.programme.row([*left, (earlier, -1.0)], 0)
            new = [(self.later[hold, self.ports[0]], 1.0), (self.later[hold, port], -1.0)]
            self.programme.row([*new, (earlier, -float(most))], 0)
            if below is not None:
                self.programme.row([(below, 1.0), (earlier, -1.0)], 0)
            below = earlier
            on_deck = [(self.later[deck, port], 1.0), *self._put_back(deck, port)]
            self.programme.row([*on_deck, (earlier, float(room)), (short, -1.0), (long, -2.0)], float(room))

    def solve(self, seconds: float, gap: float = 0.0) -> Taken | None:
        """The least overstows and restows found within so many seconds."""
        began = monotonic()
        # Once it is known which hatches are opened, most of what is left is whole by itself.
        parted = [*self.open.values(), *self.earlier.values()]
        found = self.programme.solve(_HATCHES * seconds, gap=max(gap, _NEAR), only=parted)
        if found.values is None:
            return None
        self.programme.fix(parted, found.values)
        found = self.programme.solve(seconds - (monotonic() - began), gap=gap)
        if found.values is None:
            return None
        values = found.values
        boxes = {
            box.id
            for each, cuts in zip(self.halves, self.cut, strict=True)
            for tier, box in each.column.carried(each.half)
            if sum(values[cut] for cut, how in zip(cuts, each.cuts, strict=True) if how.tier <= tier) > 0.5
        }
        over = sum(values[short] + values[long] for short, long in self.over.values())
        earlier = frozenset(key for key, there in self.earlier.items() if values[there] > 0.5)
        return Taken(frozenset(boxes), float(over), found.bound, earlier, found)
