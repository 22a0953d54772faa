"""Ships that stay where they are, in ticks and units: they may lie at one place from one tick on, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

from data.case import Case
from data.errors import DermagaError
from data.vessels import VesselCall
from data.water import depth_under, tide_needed
from data.work import crane_counts, hours_with
from scheduler.berths.clock import MINUTE_MS, Units, Waters
from scheduler.berths.kernel import NEVER
from scheduler.berths.replan import Stay

# Low and high place, cranes, work, rates by number of cranes, and windows of the water: see `kernel.Data`.
Row = tuple[int, int, int, float, tuple[float, ...], int, int]
_NOWHERE = (NEVER, -NEVER)


@dataclass(frozen=True)
class Pin:
    """A ship that stays: its place and length, when it has first and last line (NEVER: once it is worked), its options.

    The length has what is begun of a unit at either end. A ship that is `fixed` keeps its cranes too. One that `lies`
    alongside is there already: closures, and others that lie there, are no rules for its place.
    """

    place: int
    length: int
    start: int
    end: int
    options: tuple[Row, ...]
    reach: tuple[tuple[int, int], ...]
    lies: bool

    @property
    def fixed(self) -> bool:
        """Whether all of it stays."""
        return self.end < NEVER


def pinned(case: Case, call: VesselCall, stay: Stay, to: Units, waters: Waters, most: int, now: datetime) -> Pin:
    """A call that stays, with its cranes from now on, and at most so many where they are open."""
    entry, loa = stay.entry, case.ship_of(call).loa_m
    place = floor(entry.position_m * 1000 / to.unit_mm + 1e-6)
    length = ceil((entry.position_m + loa) * 1000 / to.unit_mm - 1e-6) - place
    if stay.begin is not None:
        return _open(case, call, stay, to, waters, most, place, length)
    actual = case.actual_by_call.get(call.id)
    lies = actual is not None and actual.berthed
    quay = case.terminal.quay
    hourly = case.terminal.crane_work.assignment == "hourly"
    start, end = to.down(entry.start), to.up(entry.end)
    # Cranes that have worked it off are free for others.
    uses = [] if hourly else [use for use in entry.cranes if use.end > now]
    worked = [number for number, crane in enumerate(case.quay_cranes) if crane.id in {use.crane for use in uses}]
    block = range(worked[0], worked[-1] + 1) if worked else range(0)
    last_lift = max((to.up(use.end) for use in uses), default=end) + to.ticks(quay.unmooring_min)
    # Below 0 where she is there for less than these, so that they all end when she leaves.
    work = min(end, last_lift) - start - to.ticks(quay.mooring_min) - to.ticks(quay.unmooring_min)
    row = (place, place, len(block), float(work), (), waters.only(start), waters.only(end))
    reach = tuple((place, place) if number in block else _NOWHERE for number in range(len(case.quay_cranes)))
    return Pin(place, length, start, end, (row,), reach, lies)


def _open(
    case: Case, call: VesselCall, stay: Stay, to: Units, waters: Waters, most: int, place: int, length: int
) -> Pin:
    """A call whose cranes are open. Its first line is moved so that work begins at the end of mooring.

    That is a whole tick, and `stay.begin` is up to a tick before it. What needs no crane of the new plan goes on at
    `begin` all the same: work without cranes, and by the slot the cranes of the plan before. Its ticks of work are less
    by what `begin` and the time of unmooring are short of whole ticks, which puts the last line into the tick in which
    it is with nothing rounded on the way: a + ceil(work - (a - begin) - (b - unmooring)) + b =
    ceil(begin + work + unmooring) for whole a and b. They may so be below 0. By the slot they are only what a bound
    goes by: a plan goes by the rates, which are shares of all that is left. Cranes that stay the same begin with a
    whole tick, and do all of it.
    """
    assert stay.begin is not None
    ship, terminal = case.ship_of(call), case.terminal
    quay, position_m = terminal.quay, stay.entry.position_m
    begins, unmooring = to.up(stay.begin), to.ticks(quay.unmooring_min)
    ahead = begins - to.exact(stay.begin - to.start) + unmooring - to.exact(timedelta(minutes=quay.unmooring_min))
    start = begins - to.ticks(quay.mooring_min)
    depth = depth_under(case, position_m, ship.loa_m)
    windows = waters.only(start), waters.window(tide_needed(terminal, call.departure_draft_m, depth))
    bays = ship.bays(position_m, quay.bow_of(call.side))
    reaches = [crane.reaches(*bays) for crane in case.quay_cranes]
    ticks = {
        count: stay.left * hours * 60 * MINUTE_MS / to.tick_ms
        for count in crane_counts(case, call)
        if count <= min(most, sum(reaches)) and (hours := hours_with(case, call, count, position_m)) is not None
    }
    rows: list[Row] = []
    if terminal.crane_work.assignment == "hourly":
        rates = tuple(1 / ticks[count] if count in ticks else 0.0 for count in range(1, most + 1))
        if any(rates):
            rows.append((place, place, -1, 1 / max(rates) - ahead, (0.0, *rates), *windows))
        ticks = {count: needed for count, needed in ticks.items() if count == 0}
    rows += [
        (place, place, count, needed if count else needed - ahead, (), *windows)
        for count, needed in sorted(ticks.items(), reverse=True)
    ]
    if not rows:
        raise DermagaError(
            f"{ship.name} ({call.id}) lies at {position_m:g} m, where no cranes of its call can work it; correct its "
            "position_m in actuals, or its cranes in calls"
        )
    reach = tuple((place, place) if reached else _NOWHERE for reached in reaches)
    return Pin(place, length, start, NEVER, tuple(rows), reach, lies=True)
