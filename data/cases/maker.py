"""Makes a Case from a profile: a terminal, classes of ships, and how much they bring."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

import numpy as np

from data.case import Case
from data.cases.ship_classes import ShipClass
from data.cases.ship_profiles import layout_of_class, profile_id
from data.closures import Closure
from data.services import recurring_calls
from data.shifts import Shift
from data.terminal import BerthSection, Bollard, Port, QuayCrane, Terminal, YardBlock, YardCrane
from data.vessels import Service, Vessel

# No ship is back before so many days.
_BACK_DAYS = 7
# From one bollard to the next, in metres.
_BOLLARDS_M = 20


@dataclass(frozen=True)
class Home:
    """A place that services have by contract: their ships' low end lies there, or with `high` their high end."""

    at_m: float
    high: bool = False

    def position(self, loa_m: float) -> float:
        """Place of the low end of a ship so long."""
        return self.at_m - loa_m if self.high else self.at_m


@dataclass(frozen=True)
class Profile:
    """Everything that a case is made from, but for the seed."""

    name: str
    terminal: Terminal
    berths: tuple[BerthSection, ...]
    quay_cranes: tuple[QuayCrane, ...]
    yard_blocks: tuple[YardBlock, ...]
    yard_cranes: tuple[YardCrane, ...]
    ports: tuple[Port, ...]
    classes: tuple[ShipClass, ...]
    homes: tuple[tuple[Home, ...], ...]  # of each class
    lines: tuple[str, ...]
    rotations: tuple[tuple[str, ...], ...]
    ship_names: tuple[str, ...]
    ship_numbers: tuple[str, ...]
    box_shares: tuple[float, float, float, float]
    first_day: datetime
    weeks: int
    services: int
    boxes: float  # of one call of every service together
    every_days: float = 7
    # Services that growth adds to the first ones, which stay as they are; negative where some of these are given up.
    more_services: int = 0
    drawn: bool = False  # each service draws its class by weight, or else the classes have their shares
    closures: tuple[Closure, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """A service before its boxes are known."""

    number: int
    kind: int  # the place of its class
    hour: float
    lengths: tuple[int, ...]
    rotation: tuple[str, ...]


def make_case(profile: Profile, random: np.random.Generator) -> Case:
    """The case of a profile: services, their ships, and the calls of its weeks. The terminal's seed makes the calls."""
    plans = [
        *_plans(profile, 0, profile.services, random),
        *_plans(profile, profile.services, max(profile.more_services, 0), random),
    ][: profile.services + profile.more_services]
    exchanges = [profile.classes[plan.kind].exchange for plan in plans]
    met: Counter[tuple[Home, ...]] = Counter()
    vessels: list[Vessel] = []
    services: list[Service] = []
    for plan, exchange in zip(plans, exchanges, strict=True):
        homes = profile.homes[plan.kind]
        ships = list(_ships(profile, plan))
        vessels += ships
        boxes = profile.boxes * exchange / sum(exchanges)
        services.append(_service(profile, plan, ships, boxes, homes[met[homes] % len(homes)]))
        met[homes] += 1
    met_kinds = sorted({plan.kind for plan in plans})
    layouts = {profile_id(each): layout_of_class(each) for each in (profile.classes[kind] for kind in met_kinds)}
    quiet = Case(
        name=profile.name,
        terminal=profile.terminal,
        berths=profile.berths,
        quay_cranes=profile.quay_cranes,
        bollards=_bollards(profile.terminal.quay.length_m),
        closures=profile.closures,
        shifts=profile.shifts,
        yard_blocks=profile.yard_blocks,
        yard_cranes=profile.yard_cranes,
        ports=profile.ports,
        ship_profiles=tuple(layout.profile for layout in layouts.values()),
        ship_bays=tuple(bay for layout in layouts.values() for bay in layout.bays),
        ship_stacks=tuple(stack for layout in layouts.values() for stack in layout.stacks),
        hydrostatics=tuple(row for layout in layouts.values() for row in layout.hydrostatics),
        vessels=tuple(vessels),
        services=tuple(services),
    )
    first, last = profile.first_day, profile.first_day + timedelta(weeks=profile.weeks)
    return quiet.changed(calls=tuple(call for call in recurring_calls(quiet, last) if first <= call.eta < last))


def _bollards(length_m: float) -> tuple[Bollard, ...]:
    """Bollards along a quay, as far from its two ends, numbered from its zero mark."""
    count = max(1, floor(length_m / _BOLLARDS_M))
    first_m = (length_m - (count - 1) * _BOLLARDS_M) / 2
    return tuple(
        Bollard(id=str(number + 1), position_m=round(first_m + number * _BOLLARDS_M, 2)) for number in range(count)
    )


def _plans(profile: Profile, before: int, count: int, random: np.random.Generator) -> Iterator[_Plan]:
    """So many services after those before, spread over the time in which each of them calls once."""
    weights = [ship_class.weight for ship_class in profile.classes]
    if profile.drawn:
        kinds = [int(kind) for kind in random.choice(len(weights), size=count, p=weights)]
    else:
        kinds = [int(kind) for kind in random.permutation(_shared(weights, count))]
    # Each service has its own stretch of the time, and comes somewhere in it.
    hours = (random.permutation(count) + random.uniform(size=count)) * 24 * profile.every_days / max(count, 1)
    for number, (kind, hour) in enumerate(zip(kinds, hours, strict=True), start=before):
        shortest, longest = profile.classes[kind].loa_m
        ships = max(profile.classes[kind].ships, ceil(_BACK_DAYS / profile.every_days))
        lengths = [int(random.integers(shortest, longest + 1)) for _ in range(ships)]
        rotation = profile.rotations[int(random.integers(len(profile.rotations)))]
        yield _Plan(number, kind, hour, tuple(lengths), rotation)


def _shared(weights: list[float], count: int) -> list[int]:
    """Classes in their shares of so many services: whole numbers by the largest remainders."""
    exact = [weight / sum(weights) * count for weight in weights]
    whole = [floor(share + 1e-9) for share in exact]
    by_rest = sorted(range(len(weights)), key=lambda kind: whole[kind] - exact[kind])
    for kind in by_rest[: count - sum(whole)]:
        whole[kind] += 1
    return [kind for kind, services in enumerate(whole) for _ in range(services)]


def _ships(profile: Profile, plan: _Plan) -> Iterator[Vessel]:
    ship_class = profile.classes[plan.kind]
    name = profile.ship_names[plan.number]
    bow, stern = ship_class.clear_shares
    for place, loa_m in enumerate(plan.lengths, start=1):
        second = profile.ship_numbers[place - 1] if place <= len(profile.ship_numbers) else str(place)
        yield Vessel(
            id=f"{name.replace(' ', '-')}-{place}".upper(),
            name=f"{name} {second}",
            line=profile.lines[plan.number % len(profile.lines)],
            flag=ship_class.flag,
            loa_m=loa_m,
            beam_m=ship_class.beam_m,
            capacity_teu=ship_class.capacity_teu,
            max_draft_m=ship_class.draft_m,
            bow_clear_m=round(loa_m * bow),
            stern_clear_m=round(loa_m * stern),
            profile=profile_id(ship_class),
            gear_moves_per_hour=ship_class.gear_moves_per_hour if plan.number % 3 == 0 else 0,
        )


def _service(profile: Profile, plan: _Plan, ships: list[Vessel], boxes: float, home: Home) -> Service:
    ship_class, terminal = profile.classes[plan.kind], profile.terminal
    work = terminal.crane_work
    work_h = boxes / (work.gross_moves_per_hour * ship_class.usual_cranes**work.interference_exponent)
    moorings_h = (terminal.quay.mooring_min + terminal.quay.unmooring_min) / 60
    parts = [round(boxes * share) for share in profile.box_shares]
    return Service(
        id=f"{ships[0].line}-{plan.number + 1:02d}",
        line=ships[0].line,
        vessels=tuple(ship.id for ship in ships),
        rotation=plan.rotation,
        first_eta=profile.first_day + timedelta(hours=int(plan.hour)),
        every_days=profile.every_days,
        stay_h=round(moorings_h + work_h + ship_class.hours_in_hand),
        discharge_full=parts[0],
        discharge_empty=parts[1],
        load_full=parts[2],
        load_empty=parts[3],
        preferred_position_m=home.position(max(ship.loa_m for ship in ships)),
        min_cranes=ship_class.min_cranes,
        max_cranes=ship_class.max_cranes,
        side="port" if ship_class.other_side and plan.number % 3 == 1 else "starboard",
        priority=ship_class.priority,
        window_h=ship_class.window_h if plan.number % 2 == 0 else None,
    )
