"""The times and the work of a call, as planned, simulated or recorded, and the key figures that follow from them.

One definition each: a plan, a run and a terminal's log are made lists of `PortCall`, and the same functions give their
figures. Times are minutes from a common origin; what is not known is not a number, and a figure that needs it is not a
number either. `data.kpis` has the definitions in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan, nan

from data.case import Case
from data.plans import BerthPlan

HOUR = 60.0
# A ship that berths within so many hours of its arrival has berthed on arrival.
ON_ARRIVAL_H = 2.0
# What the Indonesian berth occupancy adds to a ship's length for her lines.
INDONESIAN_GAP_M = 5.0


@dataclass(frozen=True, slots=True)
class PortCall:
    """One call. A call that has not got so far yet has no later times.

    `anchored` is when she came to the pilot station, `ready` when she was ready to come in (where unknown: at once),
    `arrival` when she could be alongside as far as it lies with her, `pilot` when the pilot came on board for the way
    in, `roads` when she had come before the quay. `moves` are cycles of quay cranes, those with hatch covers included,
    `restow_lifts` those of boxes that stay on board. Crane minutes: at the ship, lifting, and stopped as planned.
    """

    call: str
    loa_m: float
    eta: float = nan
    etd: float = nan
    arrival: float = nan
    anchored: float = nan
    ready: float = nan
    pilot: float = nan
    roads: float = nan
    position_m: float = nan
    first_line: float = nan
    first_lift: float = nan
    last_lift: float = nan
    last_line: float = nan
    boxes: float = nan
    empties: float = nan
    teu: float = nan
    moves: float = nan
    restow_lifts: float = 0.0
    crane_minutes: float = nan
    lift_minutes: float = nan
    stopped_minutes: float = 0.0

    @property
    def left(self) -> bool:
        """Whether she has left."""
        return not isnan(self.last_line)

    @property
    def waiting(self) -> float:
        """Minutes from arrival to first line."""
        return self.first_line - self.arrival

    @property
    def berth_time(self) -> float:
        """Minutes from first line to last line, no delay deducted: gross berth time (TIC4.0), BT in Indonesia."""
        return self.last_line - self.first_line

    @property
    def turnaround(self) -> float:
        """Minutes from arrival to last line."""
        return self.last_line - self.arrival

    @property
    def lateness(self) -> float:
        """Minutes by which last line is later than the ETD; 0 where it is not."""
        late = self.last_line - self.etd
        return late if isnan(late) else max(0.0, late)

    @property
    def approach_time(self) -> float:
        """AT: minutes from pilot on board to first line, or to the roads where she waits there; 0 without a pilot."""
        if isnan(self.pilot):
            return 0.0
        return (self.first_line if isnan(self.roads) else self.roads) - self.pilot

    @property
    def postponed_time(self) -> float:
        """PT: minutes at the pilot station on the ship's own account, until she is ready; 0 where none are known of."""
        return 0.0 if isnan(self.ready - self.anchored) else self.ready - self.anchored

    @property
    def waiting_time(self) -> float:
        """WT: minutes from her being ready at the pilot station to first line, without approach time."""
        known = [moment for moment in (self.ready, self.anchored, self.arrival) if not isnan(moment)]
        return self.first_line - (known[0] if known else nan) - self.approach_time

    @property
    def working_time(self) -> float:
        """BWT: minutes from first lift to last lift without the share of them for which her cranes stop as planned."""
        return (self.last_lift - self.first_lift) * (1 - ratio(self.stopped_minutes, self.crane_minutes))

    @property
    def effective_time(self) -> float:
        """ET: of the minutes from first lift to last lift, the share for which her cranes lift."""
        return (self.last_lift - self.first_lift) * ratio(self.lift_minutes, self.crane_minutes)


def planned_calls(case: Case, plan: BerthPlan) -> list[PortCall]:
    """The calls that a plan berths, in minutes from its start. What a plan does not know, as lifting, is left out."""
    calls = {call.id: call for call in case.calls}
    teu_a_box = 1 + case.terminal.cargo.forty_foot_share

    def minute(moment: datetime) -> float:
        return (moment - plan.start).total_seconds() / 60

    found: list[PortCall] = []
    for entry in plan.calls:
        call = calls.get(entry.call)
        if call is None:
            continue
        eta = minute(entry.eta or call.eta)
        uses = [(minute(use.start), minute(use.end)) for use in entry.cranes]
        found.append(
            PortCall(
                call=call.id,
                loa_m=case.ship_of(call).loa_m,
                eta=eta,
                etd=minute(call.etd),
                arrival=eta,
                position_m=entry.position_m,
                first_line=minute(entry.start),
                first_lift=min((start for start, _ in uses), default=nan),
                last_lift=max((end for _, end in uses), default=nan),
                last_line=minute(entry.end),
                boxes=call.moves,
                empties=call.discharge_empty + call.load_empty,
                teu=call.moves * teu_a_box,
                moves=call.moves,
                crane_minutes=sum(end - start for start, end in uses),
            )
        )
    return found


def call_figures(calls: Sequence[PortCall]) -> dict[str, float]:
    """The key figures of calls that have left, by name: time, cranes' rates, and the Indonesian service times."""
    done = [call for call in calls if call.left]
    count = len(done)
    waiting = sum(call.waiting for call in done)
    berth_time = sum(call.berth_time for call in done)
    boxes = sum(call.boxes for call in done)
    moves = sum(call.moves for call in done)
    crane_hours = sum(call.crane_minutes for call in done) / HOUR
    lift_hours = sum(call.lift_minutes for call in done) / HOUR
    working = sum(call.working_time for call in done)
    effective = sum(call.effective_time for call in done)
    hours = count * HOUR
    return {
        "calls": float(count),
        "waiting_h": ratio(waiting, hours),
        "turnaround_h": ratio(sum(call.turnaround for call in done), hours),
        "berth_time_h": ratio(berth_time, hours),
        "gross_berth_hours": berth_time / HOUR,
        "lateness_h": ratio(sum(call.lateness for call in done), hours),
        "waiting_ratio": ratio(waiting, berth_time),
        "berth_on_arrival": ratio(sum(call.waiting <= ON_ARRIVAL_H * HOUR for call in done), count),
        "wt_h": ratio(sum(call.waiting_time for call in done), hours),
        "pt_h": ratio(sum(call.postponed_time for call in done), hours),
        "at_h": ratio(sum(call.approach_time for call in done), hours),
        "bwt_h": ratio(working, hours),
        "et_h": ratio(effective, hours),
        "it_h": ratio(working - effective, hours),
        "not_h": ratio(berth_time - working, hours),
        "boxes_moved": float(boxes),
        "empties_moved": float(sum(call.empties for call in done)),
        "teu_moved": float(sum(call.teu for call in done)),
        "quay_container_moves": float(boxes + sum(call.restow_lifts for call in done)),
        "boxes_per_ship_hour": ratio(boxes, berth_time / HOUR),
        "bch_gross": ratio(boxes, crane_hours),
        "bch_net": ratio(boxes, lift_hours),
        "moves_per_crane_hour_gross": ratio(moves, crane_hours),
        "moves_per_crane_hour_net": ratio(moves, lift_hours),
    }


def berth_figures(case: Case, calls: Iterable[PortCall], window: float) -> dict[str, float]:
    """Both berth occupancies of all ships alongside in the minutes from 0 to `window`."""
    quay = case.terminal.quay
    stays = [
        (call.loa_m, (min(window, call.last_line) if call.left else window) - max(0.0, call.first_line))
        for call in calls
        if call.first_line < window and not call.last_line <= 0
    ]

    def occupancy(gap_m: float) -> float:
        return sum((loa_m + gap_m) * minutes for loa_m, minutes in stays) / (quay.length_m * window)

    return {
        "berth_occupancy": occupancy(quay.mooring_gap_m),
        "berth_occupancy_5m": occupancy(INDONESIAN_GAP_M),
    }


def ratio(numerator: float, denominator: float) -> float:
    """A quotient; not a number where there is nothing to divide by."""
    return numerator / denominator if denominator else nan
