"""The checker of berth plans: one function a rule, named as planners and the solver's constraints name it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from data.case import Case
from data.checker.verdict import Broken, Verdict, notes_on_case
from data.plans import BerthedCall, BerthPlan
from data.vessels import Vessel, VesselCall
from data.water import depth_under, tide_height, tide_needed

# Below this, two numbers of metres or boxes are the same: tables carry decimals, not exact fractions.
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class _Berthed:
    """A call of the plan with its call and ship of the case."""

    plan: BerthedCall
    call: VesselCall
    ship: Vessel

    @property
    def name(self) -> str:
        return f"{self.ship.name} ({self.call.id})"

    @property
    def low_m(self) -> float:
        return self.plan.position_m

    @property
    def high_m(self) -> float:
        return self.plan.position_m + self.ship.loa_m


def check_berths(case: Case, plan: BerthPlan) -> Verdict:
    """Every broken rule of a berth plan, and its cost: waiting, lateness, position, unserved."""
    berthed = [
        _Berthed(entry, case.call_by_id[entry.call], case.ship_of(case.call_by_id[entry.call]))
        for entry in plan.calls
        if entry.call in case.call_by_id
    ]
    broken = list(_every_call_once(case, plan))
    for ship in berthed:
        broken += _before_arrival(case, ship)
        broken += _quay_ends(case, ship)
        broken += _tide(case, ship)
        broken += _cranes_of_one_ship(case, ship)
        broken += _work(case, ship)
    for one, other in combinations(berthed, 2):
        low, high = sorted((one, other), key=lambda ship: ship.low_m)
        broken += _mooring_gap(case, low, high)
        broken += _crane_at_two_ships(case, one, other)
        broken += _crane_passing(case, low, high)
    notes = (*notes_on_case(case, plan), *(note for ship in berthed for note in _aground(case, ship)))
    return Verdict(tuple(broken), _terms(case, plan, berthed), notes)


def _aground(case: Case, ship: _Berthed) -> Iterator[str]:
    """A remark, and no broken rule: the water is only asked for when a ship moves."""
    water = depth_under(case, ship.low_m, ship.ship.loa_m) + case.terminal.tide.low_m
    draft = max(ship.call.arrival_draft_m, ship.call.departure_draft_m)
    if draft > water + _TOLERANCE:
        yield f"{ship.name} draws {draft:g} m and its place has {water:g} m at low water: it would touch the bottom"


def _terms(case: Case, plan: BerthPlan, berthed: list[_Berthed]) -> dict[str, float]:
    costs = case.terminal.costs
    return {
        "waiting": sum(
            max(0.0, _hours(ship.plan.start - ship.call.eta)) * costs.waiting_per_hour * ship.call.priority
            for ship in berthed
        ),
        "lateness": sum(
            max(0.0, _hours(ship.plan.end - ship.call.etd)) * costs.lateness_per_hour * ship.call.priority
            for ship in berthed
        ),
        "position": sum(
            abs(ship.low_m - ship.call.preferred_position_m) * costs.position_per_metre
            for ship in berthed
            if ship.call.preferred_position_m is not None
        ),
        "unserved": float(len(plan.unserved) * costs.unserved_per_call),
    }


def _hours(duration: timedelta) -> float:
    return duration.total_seconds() / 3600


def _every_call_once(case: Case, plan: BerthPlan) -> Iterator[Broken]:
    times = Counter([entry.call for entry in plan.calls] + [entry.call for entry in plan.unserved])
    for call in case.calls:
        name = f"{case.ship_of(call).name} ({call.id})"
        count = times.pop(call.id, 0)
        inside = plan.start <= call.eta < plan.end
        if inside and count == 0:
            yield Broken("call_missing", (call.id,), f"{name} arrives in the planned time and the plan forgets it")
        elif not inside and count:
            yield Broken("call_outside", (call.id,), f"{name} does not arrive in the planned time")
        elif count > 1:
            yield Broken("call_twice", (call.id,), f"the plan has {name} {count} times")
    for unknown in times:
        yield Broken("call_unknown", (unknown,), f"the case has no call {unknown}")
    for entry in plan.unserved:
        if not entry.reason:
            yield Broken("no_reason", (entry.call,), f"the plan leaves {entry.call} unserved without a reason")


def _before_arrival(case: Case, ship: _Berthed) -> Iterator[Broken]:
    if ship.plan.end <= ship.plan.start:
        yield Broken("times", (ship.call.id,), f"{ship.name} leaves before it berths")
    if ship.plan.start < ship.call.eta:
        yield Broken(
            "before_arrival",
            (ship.call.id,),
            f"{ship.name} berths at {_clock(case, ship.plan.start)}, before it arrives at "
            f"{_clock(case, ship.call.eta)}",
        )


def _quay_ends(case: Case, ship: _Berthed) -> Iterator[Broken]:
    quay = case.terminal.quay
    if ship.low_m < -quay.overhang_m - _TOLERANCE or ship.high_m > quay.length_m + quay.overhang_m + _TOLERANCE:
        yield Broken(
            "quay_ends",
            (ship.call.id,),
            f"{ship.name} lies from {ship.low_m:g} m to {ship.high_m:g} m and the quay with its overhangs reaches "
            f"from {0 - quay.overhang_m:g} m to {quay.length_m + quay.overhang_m:g} m",
        )


def _tide(case: Case, ship: _Berthed) -> Iterator[Broken]:
    terminal = case.terminal
    depth = depth_under(case, ship.low_m, ship.ship.loa_m)
    for moment, draft, what in (
        (ship.plan.start, ship.call.arrival_draft_m, "berths"),
        (ship.plan.end, ship.call.departure_draft_m, "leaves"),
    ):
        needed, height = tide_needed(terminal, draft, depth), tide_height(terminal.tide, moment)
        if needed > height + _TOLERANCE:
            yield Broken(
                "tide",
                (ship.call.id,),
                f"{ship.name} {what} at {_clock(case, moment)} with a tide of {height:.2f} m and needs {needed:.2f} m",
            )


def _mooring_gap(case: Case, low: _Berthed, high: _Berthed) -> Iterator[Broken]:
    if not _together(low.plan.start, low.plan.end, high.plan.start, high.plan.end):
        return
    water = high.low_m - low.high_m
    gap, calls = case.terminal.quay.mooring_gap_m, (low.call.id, high.call.id)
    if water < -_TOLERANCE:
        yield Broken("overlap", calls, f"{low.name} and {high.name} overlap by {-water:g} m at the same time")
    elif water < gap - _TOLERANCE:
        yield Broken("mooring_gap", calls, f"{low.name} and {high.name} lie {water:g} m apart; the gap is {gap:g} m")


def _cranes_of_one_ship(case: Case, ship: _Berthed) -> Iterator[Broken]:
    quay, calls = case.terminal.quay, (ship.call.id,)
    rails = {crane.id: crane for crane in case.quay_cranes}
    first_lift = ship.plan.start + timedelta(minutes=quay.mooring_min)
    last_lift = ship.plan.end - timedelta(minutes=quay.unmooring_min)
    for use in ship.plan.cranes:
        crane = rails.get(use.crane)
        if crane is None:
            yield Broken(
                "crane_unknown", calls, f"{ship.name} is given crane {use.crane}, which the case does not have"
            )
            continue
        if not crane.reaches(ship.low_m, ship.high_m):
            yield Broken("crane_reach", calls, f"crane {use.crane} does not reach {ship.name}")
        if use.start < first_lift or use.end > last_lift or use.end <= use.start:
            yield Broken(
                "crane_time",
                calls,
                f"crane {use.crane} works {ship.name} from {_clock(case, use.start)} to {_clock(case, use.end)} and "
                f"the ship is ready from {_clock(case, first_lift)} to {_clock(case, last_lift)}",
            )
    for one, other in combinations(ship.plan.cranes, 2):
        if one.crane == other.crane and _together(one.start, one.end, other.start, other.end):
            yield Broken("crane_twice", calls, f"{ship.name} is given crane {one.crane} twice at once")
    edges = sorted({moment for use in ship.plan.cranes for moment in (use.start, use.end)})
    # A pause of all cranes breaks no limit; less work than the boxes need does.
    counts = {sum(use.start <= moment < use.end for use in ship.plan.cranes) for moment in edges[:-1]} - {0}
    if counts and max(counts) > ship.call.max_cranes:
        yield Broken(
            "crane_limits", calls, f"{ship.name} has {max(counts)} cranes and takes at most {ship.call.max_cranes}"
        )
    if counts and min(counts) < ship.call.min_cranes:
        yield Broken(
            "crane_limits", calls, f"{ship.name} has {min(counts)} cranes and wants at least {ship.call.min_cranes}"
        )


def _work(case: Case, ship: _Berthed) -> Iterator[Broken]:
    crane_hours = sum(_hours(use.end - use.start) for use in ship.plan.cranes)
    boxes = crane_hours * case.terminal.crane_work.gross_moves_per_hour
    if boxes < ship.call.moves - _TOLERANCE:
        yield Broken(
            "work",
            (ship.call.id,),
            f"{ship.name} has {ship.call.moves} boxes and its {crane_hours:.2f} crane hours move {int(boxes)}",
        )


def _crane_at_two_ships(case: Case, one: _Berthed, other: _Berthed) -> Iterator[Broken]:
    for use in one.plan.cranes:
        for second in other.plan.cranes:
            if use.crane == second.crane and _together(use.start, use.end, second.start, second.end):
                yield Broken(
                    "crane_at_two_ships",
                    (one.call.id, other.call.id),
                    f"crane {use.crane} works {one.name} and {other.name} at once, "
                    f"at {_clock(case, max(use.start, second.start))}",
                )


def _crane_passing(case: Case, low: _Berthed, high: _Berthed) -> Iterator[Broken]:
    order = {crane.id: place for place, crane in enumerate(case.quay_cranes)}
    for use in low.plan.cranes:
        for second in high.plan.cranes:
            if (
                order.get(use.crane, -1) > order.get(second.crane, len(order))
                and _together(use.start, use.end, second.start, second.end)
                and high.low_m >= low.high_m
            ):
                yield Broken(
                    "crane_passing",
                    (low.call.id, high.call.id),
                    f"crane {use.crane} at {low.name} and crane {second.crane} at {high.name} would have to pass "
                    f"each other on the rail at {_clock(case, max(use.start, second.start))}",
                )


def _together(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    return start < other_end and other_start < end


def _clock(case: Case, moment: datetime) -> str:
    return f"{case.terminal.local(moment):%Y-%m-%d %H:%M}"
