"""Small cases that Hypothesis draws, with everything that a case can say about berths switched on or off at random."""

from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from data.case import Case
from data.cases.generate import make
from data.closures import Closure
from data.costs import Costs
from data.handling import Handling
from data.shifts import Shift
from data.terminal import BerthSection, QuayCrane, Terminal
from data.vessels import Vessel, VesselCall

DAY = datetime.fromisoformat("2026-01-05T00:00+08:00")
_HOUR = timedelta(hours=1)
# A case that is whole: whatever no rule of berths looks at stays as it is there.
_TERMINAL = make("kariangau").terminal
_PORTS = make("kariangau").ports


def at(hours: float) -> datetime:
    """A moment so many hours after the first midnight, to the minute."""
    return DAY + timedelta(minutes=round(hours * 60))


def terminal(**parts: dict[str, object]) -> Terminal:
    """A terminal with fields of its parts changed, as `quay={"layout": "discrete"}`; costs have no others."""
    data: dict[str, Any] = _TERMINAL.model_dump()
    for part, fields in parts.items():
        data[part] = data[part] | fields
    known = {"waiting_per_hour": 0, "lateness_per_hour": 0, "position_per_metre": 0, "unserved_per_call": 100_000}
    data["costs"] = Costs.model_validate(
        {**known, "shipment_unserved": 1, **parts.get("costs", {})}
    )  # fmt: skip
    return Terminal.model_validate(data)


def case_of(place: Terminal, **tables: list[Any]) -> Case:
    """A case of a terminal and its tables."""
    return Case(
        name="generated",
        terminal=place,
        ports=_PORTS,
        **{name: tuple(rows) for name, rows in tables.items()},  # type: ignore[arg-type]
    )


def ship(name: str, loa_m: float, **fields: object) -> Vessel:
    """A ship that may lie as deep as any of these cases asks."""
    return Vessel.model_validate({
        "id": name, "name": name.title(), "line": "LINE", "flag": "ID", "loa_m": loa_m, "beam_m": 20,
        "capacity_teu": 2_000, "max_draft_m": 14, **fields,
    })  # fmt: skip


def call(name: str, eta_h: float, stay_h: float, moves: int, **fields: object) -> VesselCall:
    """A call of the ship of the same name."""
    return VesselCall.model_validate({
        "id": name, "vessel": name, "eta": at(eta_h), "etd": at(eta_h + stay_h), "arrival_draft_m": 6,
        "departure_draft_m": 6, "discharge_full": moves, **fields,
    })  # fmt: skip


@st.composite
def _sections(draw: st.DrawFn) -> list[BerthSection]:
    widths = draw(st.lists(st.sampled_from([100.0, 150.0, 200.0, 120.5]), min_size=1, max_size=3))
    depths = [draw(st.sampled_from([14.0, 14.0, 12.0, 9.0])) for _ in widths]
    edges = [sum(widths[:number]) for number in range(len(widths) + 1)]
    return [
        BerthSection(id=f"B{number}", start_m=edges[number], end_m=edges[number + 1], depth_m=depth)
        for number, depth in enumerate(depths)
    ]


@st.composite
def _terminals(draw: st.DrawFn, length: float, assignments: tuple[str, ...]) -> Terminal:
    hours = draw(st.sampled_from([None, None, (time(6), time(20)), (time(21, 30), time(9))]))
    assignment = draw(st.sampled_from(assignments))
    return terminal(
        quay={
            "length_m": length,
            "mooring_gap_m": draw(st.sampled_from([0, 10, 25])),
            "overhang_m": draw(st.sampled_from([0, 0, 15])),
            "mooring_min": draw(st.sampled_from([0, 30, 45, 7.5])),
            "unmooring_min": draw(st.sampled_from([0, 30, 20])),
            "layout": draw(st.sampled_from(["continuous", "discrete", "hybrid"])),
            "keel_clearance_m": draw(st.sampled_from([None, None, 0.5])),
            "zero": draw(st.sampled_from(["left", "right"])),
        },
        channel={
            "depth_m": draw(st.sampled_from([14, 11])),
            "opens": hours and hours[0],
            "closes": hours and hours[1],
        },
        tide={"low_m": 0.3, "high_m": 2.8, "period_h": draw(st.sampled_from([12.42, 12])), "high_water": at(6)},
        crane_work={
            "gross_moves_per_hour": draw(st.sampled_from([27, 30])),
            "assignment": assignment,
            "interference_exponent": draw(st.sampled_from([1, 0.9, 0.7])),
            "deviation_per_100m": draw(st.sampled_from([0, 0, 0.5])),
            "setup_min": draw(st.sampled_from([0, 0, 20])),
            "travel_m_min": draw(st.sampled_from([0, 0, 45, 7])),
        },
        costs={
            "waiting_per_hour": draw(st.sampled_from([0, 100, 500])),
            "lateness_per_hour": draw(st.sampled_from([0, 300])),
            "position_per_metre": draw(st.sampled_from([0, 1, 10])),
            "unserved_per_call": draw(st.sampled_from([100_000, 100_000, 2_000, 0])),
            "stay_per_hour": draw(st.sampled_from([0, 0, 50, 1_000])),
            "finish_per_hour": draw(st.sampled_from([0, 0, 100])),
            "window_missed_per_hour": draw(st.sampled_from([0, 200])),
            "crane_change": draw(st.sampled_from([0, 0, 250])),
        },
    )


@st.composite
def _cranes(draw: st.DrawFn, length: float) -> list[QuayCrane]:
    rows = []
    for number in range(draw(st.integers(1, 4))):
        low, high = draw(st.sampled_from([(0, 1), (0, 1), (0, 1), (0, 0.6), (0.3, 1)]))
        rows.append(QuayCrane(id=f"QC{number}", rail_from_m=round(low * length, 2), rail_to_m=round(high * length, 2)))
    return rows


@st.composite
def _closures(draw: st.DrawFn, length: float, cranes: int) -> list[Closure]:
    rows = []
    for number in range(draw(st.integers(0, 3))):
        what = draw(st.sampled_from(["quay", "channel", "crane"]))
        begin = draw(st.integers(0, 40)) + draw(st.sampled_from([0.0, 0.35]))
        fields: dict[str, object] = {}
        if what == "quay":
            low, high = draw(st.sampled_from([(None, None), (0.0, 0.5), (None, 0.4), (0.3, 0.55), (0.6, None)]))
            fields = {
                "from_m": None if low is None else low * length,
                "to_m": None if high is None else high * length,
            }
        elif what == "crane":
            fields = {"crane": f"QC{draw(st.integers(0, cranes - 1))}"}
        end = begin + draw(st.sampled_from([0.25, 3, 12, 30]))
        rows.append(
            Closure.model_validate({"id": f"C{number}", "what": what, "start": at(begin), "end": at(end)} | fields)
        )
    return rows


@st.composite
def _shifts(draw: st.DrawFn, cranes: int) -> list[Shift]:
    starts = draw(
        st.sampled_from([(), (), (time(6), time(14), time(22)), (time(7, 30), time(19, 30)), (time(8), time(16, 10))])
    )
    return [
        Shift(id=f"S{number}", start=start, gangs=draw(st.integers(0, cranes))) for number, start in enumerate(starts)
    ]


@st.composite
def _calls(draw: st.DrawFn, name: str, sections: list[BerthSection]) -> tuple[Vessel, VesselCall, list[Handling]]:
    loa = draw(st.sampled_from([60, 90, 100, 130, 87.35]))
    vessel = ship(
        name,
        loa,
        bow_clear_m=draw(st.sampled_from([0, 0, 20])),
        stern_clear_m=draw(st.sampled_from([0, 0, 30])),
        gear_moves_per_hour=draw(st.sampled_from([0, 0, 0, 20])),
    )
    eta, stay = draw(st.integers(0, 30)) + draw(st.sampled_from([0, 0, 0.25])), draw(st.integers(4, 24))
    least = draw(st.sampled_from([1, 1, 1, 2]))
    most = draw(st.integers(least, 4))
    row = call(
        name,
        eta,
        stay,
        draw(st.integers(20, 300)),
        arrival_draft_m=draw(st.sampled_from([6, 6, 10.5, 13])),
        departure_draft_m=draw(st.sampled_from([6, 6, 10.5, 13])),
        min_cranes=least,
        max_cranes=most,
        preferred_position_m=draw(st.sampled_from([None, 0, 50, 120, 210])),
        side=draw(st.sampled_from(["port", "starboard"])),
        priority=draw(st.sampled_from([1, 1, 0.5, 2.345])),
        earliest_start=draw(st.sampled_from([None, None, None, at(eta + 3)])),
        latest_departure=draw(st.sampled_from([None, None, None, at(eta + 40), at(eta + 14)])),
        window_end=draw(st.sampled_from([None, None, at(eta + 2)])),
    )
    handling = []
    if draw(st.integers(0, 3)) == 0:
        keys = st.tuples(
            st.sampled_from([None, *(section.id for section in sections)]),
            st.sampled_from([0, *range(least, most + 1)]),
        )
        handling = [
            Handling(call=name, berth=berth, cranes=count, hours=draw(st.sampled_from([2, 3.5, 5.25, 10])))
            for berth, count in draw(st.lists(keys, min_size=1, max_size=4, unique=True))
        ]
    return vessel, row, handling


@st.composite
def cases(
    draw: st.DrawFn, most: int = 8, assignments: tuple[str, ...] = ("constant", "hourly"), without_cranes: bool = False
) -> Case:
    """Cases of 3 to `most` calls; `without_cranes` has ships that nothing but handling times in sections asks for."""
    sections = draw(_sections())
    length = sections[-1].end_m
    place = draw(_terminals(length, assignments))
    cranes = draw(_cranes(length))
    ships, calls, handling = [], [], []
    for number in range(draw(st.integers(3, most))):
        vessel, row, rows = draw(_calls(f"S{number}", sections))
        if without_cranes:
            rows = [
                Handling(call=row.id, berth=section.id, cranes=0, hours=draw(st.integers(2, 12)))
                for section in sections
                if draw(st.integers(0, 4))
            ] or [Handling(call=row.id, cranes=0, hours=6)]
        ships.append(vessel)
        calls.append(row)
        handling += rows
    return case_of(
        place,
        berths=sections,
        quay_cranes=cranes,
        closures=draw(_closures(length, len(cranes))),
        shifts=draw(_shifts(len(cranes))),
        vessels=ships,
        calls=calls,
        handling=handling,
    )


_LENGTHS = (100, 200)


@st.composite
def tiny_cases(draw: st.DrawFn, assignment: str = "constant", exact: bool = True) -> Case:
    """Cases of two or three calls on a grid of whole hours and hundreds of metres.

    `exact` ones have some best plan on the grid; others have tides, rails that end, and work that grows as well.
    """
    widths = draw(st.sampled_from([(300,), (100, 200), (200, 100), (100, 100, 100), (200, 200), (400,)]))
    edges = [sum(widths[:number]) for number in range(len(widths) + 1)]
    length = edges[-1]
    count = draw(st.integers(1, 2 if assignment == "hourly" else 3))
    channel = draw(st.sampled_from([None, None, None, (time(4), time(9)), (time(22), time(3)), (time(7), time(12))]))
    costs = {
        # To wait for a day costs as much as to be left out.
        "waiting_per_hour": draw(st.sampled_from([100, 200])),
        "lateness_per_hour": draw(st.sampled_from([0, 100, 300])),
        "position_per_metre": draw(st.sampled_from([0, 1])),
        "unserved_per_call": draw(st.sampled_from([2_400, 1_500, 400])),
        "stay_per_hour": draw(st.sampled_from([0, 0, 50, 500])),
        "finish_per_hour": draw(st.sampled_from([0, 0, 60])),
        "window_missed_per_hour": draw(st.sampled_from([0, 200])),
        "crane_change": draw(st.sampled_from([0, 0, 0, 130])),
    }
    place = terminal(
        quay={
            "length_m": length, "mooring_gap_m": draw(st.sampled_from([0, 0, 100])),
            "overhang_m": 0 if exact else draw(st.sampled_from([0, 100])),
            "mooring_min": draw(st.sampled_from([0, 60])), "unmooring_min": draw(st.sampled_from([0, 60])),
            "layout": draw(st.sampled_from(["continuous", "discrete", "hybrid"])),
            "keel_clearance_m": draw(st.sampled_from([None, 3])),
        },
        channel={"depth_m": 14, "opens": channel and channel[0], "closes": channel and channel[1]},
        tide={
            "low_m": 2.8 if exact else 0.3, "high_m": 2.8, "period_h": 12, "high_water": at(draw(st.integers(0, 11))),
        },
        crane_work={
            "gross_moves_per_hour": 30, "assignment": assignment,
            "interference_exponent": 1 if exact else draw(st.sampled_from([1, 0.8])),
            "deviation_per_100m": 0 if exact else draw(st.sampled_from([0, 0.5])),
            "setup_min": draw(st.sampled_from([0, 0, 60])),
            "travel_m_min": draw(st.sampled_from([0, 0, 50 / 60])),
        },
        costs=costs,
    )  # fmt: skip
    cranes = []
    for number in range(count):
        low, high = (0, length) if exact else draw(st.sampled_from([(0, length), (0, length // 2), (100, length)]))
        cranes.append(QuayCrane(id=f"QC{number}", rail_from_m=low, rail_to_m=high))
    closures = []
    for number in range(draw(st.integers(0, 2))):
        what = draw(st.sampled_from(["quay", "quay", "channel", "crane"]))
        fields: dict[str, object] = {"id": f"C{number}", "what": what}
        if what == "quay":
            low = draw(st.sampled_from([None, 100, 200]))
            fields |= {"from_m": low, "to_m": draw(st.sampled_from([None, (low or 0) + 100]))}
        elif what == "crane":
            fields["crane"] = f"QC{draw(st.integers(0, count - 1))}"
        begin = draw(st.integers(0, 8)) + (0 if exact else draw(st.sampled_from([0, 0.5])))
        end = begin + draw(st.sampled_from([1, 3, 6])) + (0 if exact else draw(st.sampled_from([0, 0.25])))
        closures.append(Closure.model_validate(fields | {"start": at(begin), "end": at(end)}))
    starts = draw(st.sampled_from([(), (), (4, 8, 20), (3, 15)]))
    shifts = [
        Shift(
            id=f"S{number}",
            start=time(start) if exact else time(start, draw(st.sampled_from([0, 30, 10]))),
            gangs=draw(st.integers(0 if number == 0 else 1, count)),
        )
        for number, start in enumerate(starts)
    ]
    # Crane hours that any number of cranes works off in whole hours.
    hours = {1: (1, 2, 3, 4), 2: (2, 4), 3: (6,)}
    ships, calls, handling = [], [], []
    for number in range(draw(st.integers(2, 2 if assignment == "hourly" else 3))):
        name, eta = f"S{number}", draw(st.integers(0, 5))
        least = draw(st.sampled_from([1, 1, 1, min(2, count)]))
        most = draw(st.integers(least, count))
        deep = draw(st.sampled_from([6, 6, 6, 13.5 if not exact else 6]))
        ships.append(ship(name, draw(st.sampled_from(_LENGTHS)), gear_moves_per_hour=draw(st.sampled_from([0, 0, 30]))))
        calls.append(
            call(
                name, eta, draw(st.integers(1, 6)), 30 * draw(st.sampled_from(hours[most])),
                arrival_draft_m=deep, departure_draft_m=draw(st.sampled_from([6, deep])),
                min_cranes=least, max_cranes=most,
                preferred_position_m=draw(st.sampled_from([None, 0, 100, 200, 300])),
                priority=draw(st.sampled_from([1, 1, 2])),
                earliest_start=draw(st.sampled_from([None, None, at(eta + 2)])),
                latest_departure=draw(st.sampled_from([None, None, None, at(eta + 9)])),
                window_end=draw(st.sampled_from([None, at(eta + 1)])),
            )
        )  # fmt: skip
        if draw(st.integers(0, 2)) == 0:
            keys = st.tuples(
                st.sampled_from([None, *(f"B{section}" for section in range(len(widths)))]),
                st.sampled_from([0, *range(least, most + 1)]),
            )
            handling += [
                Handling(call=name, berth=berth, cranes=number_of, hours=draw(st.integers(1, 4)))
                for berth, number_of in draw(st.lists(keys, min_size=1, max_size=3, unique=True))
            ]
    return case_of(
        place,
        berths=[
            BerthSection(
                id=f"B{number}",
                start_m=edges[number],
                end_m=edges[number + 1],
                depth_m=draw(st.sampled_from([14, 14, 5])),
            )
            for number in range(len(widths))
        ],
        quay_cranes=cranes,
        closures=closures,
        shifts=shifts,
        vessels=ships,
        calls=calls,
        handling=handling,
    )
