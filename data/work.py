"""How long a ship is worked: from her boxes and the rate of cranes, from handling times, or by her own gear."""

from data.case import Case
from data.places import section_at
from data.vessels import VesselCall


def deviation_m(call: VesselCall, position_m: float) -> float:
    """Metres between a ship's place and her preferred one; 0 where any is as good."""
    return 0.0 if call.preferred_position_m is None else abs(position_m - call.preferred_position_m)


def handling_at(case: Case, call: VesselCall, position_m: float) -> dict[int, float]:
    """Hours by number of cranes of the call's handling times at a place. A time for its berth goes before one for any.

    Only for calls that have handling times somewhere; a number of cranes that is not among these can't work her there.
    """
    berth = section_at(case, position_m).id
    rows = [row for row in case.handling_by_call.get(call.id, ()) if row.berth in (None, berth)]
    return {row.cranes: row.hours for row in sorted(rows, key=lambda row: row.berth is not None)}


def hours_with(case: Case, call: VesselCall, cranes: int, position_m: float) -> float | None:
    """Hours from the end of mooring to the last lift with so many cranes all the time; 0 cranes for her own gear.

    None where she can't be worked so there. Her limits of cranes are another matter.
    """
    if call.id in case.handling_by_call:
        return handling_at(case, call, position_m).get(cranes)
    work = case.terminal.crane_work
    gear = case.ship_of(call).gear_moves_per_hour
    rate = work.gross_moves_per_hour * work.like(cranes) if cranes else gear
    return call.moves * work.growth(deviation_m(call, position_m)) / rate if rate else None


def crane_counts(case: Case, call: VesselCall) -> list[int]:
    """The numbers of cranes that may work her somewhere along the quay, 0 for none, with the cranes that there are."""
    rows = case.handling_by_call.get(call.id)
    most = min(call.max_cranes, len(case.quay_cranes))
    if rows is not None:
        return sorted({row.cranes for row in rows if row.cranes == 0 or call.min_cranes <= row.cranes <= most})
    gear = [0] if case.ship_of(call).gear_moves_per_hour else []
    return gear + list(range(call.min_cranes, most + 1))


def least_hours(case: Case, call: VesselCall) -> float:
    """Hours of a call's work with the most cranes that may work her, at her preferred place or in the quickest berth.

    Only for calls that some number of cranes may work.
    """
    counts = crane_counts(case, call)
    if call.id in case.handling_by_call:
        return min(row.hours for row in case.handling_by_call[call.id] if row.cranes in counts)
    place = call.preferred_position_m or 0.0
    return min(hours for count in counts if (hours := hours_with(case, call, count, place)) is not None)
