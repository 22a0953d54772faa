"""The key figures of a simulated terminal, each defined once.

python -m data.kpis        writes docs/kpis.md from these definitions
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kpi:
    """One key figure: its name in tables, its unit, what it says, and where the definition comes from."""

    name: str
    unit: str
    definition: str
    source: str


_OWN = "this project's own"
_UNCTAD = "UNCTAD, Port performance indicators (TD/B/C.4/131/Supp.1, 1976)"
_TIC = "TIC4.0, Gross Berth Hours (16 October 2024)"
_TURN = "truck turn time as terminals report it, the queue outside the gate included"
_DWELL = "container dwell time as terminals report it, by flow; an inspection is part of it"
_PELINDO = "Indonesian port service times (HK 103/2/2/DJPL-17)"
_TIC_QCM = "TIC4.0, Quay Container Moves"

# The order is that of tables: ships, boxes, berth, cranes, transport and yard, gate.
KPIS = (
    Kpi("calls", "calls", "Calls with an ETA in the window that have left again.", _OWN),
    Kpi(
        "calls_unserved",
        "calls",
        "Calls with an ETA in the window that no plan can berth: longer than the quay, deeper than the water at every "
        "tide, in need of more cranes than there are, or without a place that has both the water and the cranes. They "
        "are left out.",
        _OWN,
    ),
    Kpi(
        "calls_unfinished",
        "calls",
        "Calls with an ETA in the window that have not left when the run ends. No other figure of calls has them; "
        "where this is above 0, the terminal cannot take its demand, and waiting and turnaround are longer than shown.",
        _OWN,
    ),
    Kpi(
        "waiting_h",
        "h",
        "Mean time of a call from its arrival, when it could be alongside, to first line.",
        _PELINDO,
    ),
    Kpi("turnaround_h", "h", "Mean time of a call from its arrival to last line.", _UNCTAD),
    Kpi(
        "berth_time_h",
        "h",
        "Mean time of a call from first line to last line, no delay deducted (BT in Indonesia: BWT + NOT).",
        _TIC,
    ),
    Kpi("gross_berth_hours", "h", "The same times of all calls counted in calls, summed.", _TIC),
    Kpi("lateness_h", "h", "Mean time by which last line is later than the ETD; a call that is early counts 0.", _OWN),
    Kpi(
        "waiting_ratio",
        "share",
        "Waiting time of all calls divided by their berth time.",
        _UNCTAD,
    ),
    Kpi(
        "berth_on_arrival",
        "share",
        "Share of the calls whose first line is within 2 hours of their arrival.",
        "common in carriers' contracts; the 2 hours are this project's choice",
    ),
    Kpi(
        "wt_h",
        "h",
        "WT: mean time of a call from its being ready at the pilot station (where that is not known: from its arrival) "
        "to first line, less AT. Waiting on the port's account; some count PT in it.",
        _PELINDO,
    ),
    Kpi(
        "pt_h",
        "h",
        "PT: mean time of a call at the pilot station on its own account, until it is ready. Only a log knows it; in "
        "plans and simulations it is 0.",
        _PELINDO + "; Pelindo I counts it as the ship's own wait, others within WT",
    ),
    Kpi(
        "at_h",
        "h",
        "AT: mean time of a call from pilot on board to first line, or to the roads before the quay where it waits "
        "there; 0 where no pilot is known of.",
        _PELINDO,
    ),
    Kpi(
        "bwt_h",
        "h",
        "BWT: mean time of a call from first lift to last lift, less the share of it for which its cranes stop as "
        "planned (shifts, breaks). BWT = ET + IT.",
        _PELINDO,
    ),
    Kpi(
        "et_h",
        "h",
        "ET: mean time of a call from first lift to last lift, times the share of its crane hours in which the cranes "
        "lift.",
        _PELINDO + "; how several cranes are averaged is this project's choice",
    ),
    Kpi("it_h", "h", "IT: BWT - ET, lost within working time: breakdowns, waiting for tractors or boxes.", _PELINDO),
    Kpi("not_h", "h", "NOT: berth time - BWT: before the first lift, after the last, and planned stops.", _PELINDO),
    Kpi("boxes_moved", "boxes", "Boxes discharged and loaded of the calls counted in calls.", _OWN),
    Kpi("empties_moved", "boxes", "Those of boxes_moved that are empty.", _OWN),
    Kpi("teu_moved", "TEU", "Boxes moved, a 40-foot box counted twice.", _OWN),
    Kpi(
        "quay_container_moves",
        "boxes",
        "QCM: boxes_moved, and the lifts of boxes that are restowed; no hatch covers.",
        _TIC_QCM,
    ),
    Kpi(
        "berth_occupancy",
        "share",
        "Length over all and mooring gap, times the berth time in the window, summed over all ships and divided by "
        "quay length times window. Ships that hang over the quay's ends can bring it above 1.",
        "continuous-quay berth occupancy ratio",
    ),
    Kpi(
        "berth_occupancy_5m",
        "share",
        "The same with 5 m in place of the mooring gap, as in Indonesia.",
        "Indonesian berth occupancy ratio (HK 103/2/2/DJPL-17)",
    ),
    Kpi(
        "boxes_per_ship_hour",
        "boxes/h",
        "BSH: boxes moved divided by the berth time of their calls.",
        _UNCTAD,
    ),
    Kpi(
        "bch_gross",
        "boxes/h",
        "BCH: boxes moved divided by the hours for which cranes were at the ship: from moored, or from a crane's "
        "joining later, to the ship's last lift, with all waiting and breakdowns in them.",
        "gross crane rate as terminals report it; hours named here because sources leave them open",
    ),
    Kpi(
        "bch_net",
        "boxes/h",
        "Boxes moved divided by the hours in which cranes were lifting.",
        "net crane rate as terminals report it",
    ),
    Kpi(
        "moves_per_crane_hour_gross",
        "moves/h",
        "Cycles of cranes divided by the hours of bch_gross: two boxes lifted at once are one move, one put on board "
        "and another taken off in a dual cycle are one, and a hatch cover is one.",
        "gross moves per hour as crane makers and drivers count; hours as above",
    ),
    Kpi(
        "moves_per_crane_hour_net",
        "moves/h",
        "The same cycles divided by the hours in which cranes were lifting.",
        "net moves per hour as crane makers and drivers count",
    ),
    Kpi("crane_utilisation", "share", "Share of the window in which a quay crane is lifting.", _OWN),
    Kpi(
        "crane_blocked",
        "share",
        "Share of the window in which a quay crane is at a moored ship and waits for a tractor or a box.",
        _OWN,
    ),
    Kpi("crane_down", "share", "Share of the window in which a quay crane is broken down.", _OWN),
    Kpi(
        "crane_off",
        "share",
        "Share of the window in which a quay crane is at a moored ship and has a planned stop: a change of shift, a "
        "meal, or no gang. What these shares, crane_weather and crane_utilisation leave of the window, it is at no "
        "moored ship.",
        _OWN,
    ),
    Kpi(
        "crane_weather",
        "share",
        "Share of the window in which a quay crane is at a moored ship and rain or wind has stopped it.",
        _OWN,
    ),
    Kpi(
        "tractor_utilisation",
        "share",
        "Share of the window in which a tractor is under a crane with a box, under way, or at a yard block; waiting "
        "empty beside a ship is not use.",
        _OWN,
    ),
    Kpi("yard_crane_utilisation", "share", "Share of the window in which a yard crane is moving a box.", _OWN),
    Kpi(
        "yard_occupancy",
        "share",
        "TEU-days of boxes in the yard divided by the yard's capacity in TEU times the window. Blocks without a yard "
        "crane are no capacity while others have one: nothing is stacked there.",
        "yard occupancy ratio (YOR) as Indonesian terminals report it",
    ),
    Kpi(
        "yard_peak",
        "share",
        "The most TEU in the yard at any moment of the window, divided by the capacity of yard_occupancy.",
        _OWN,
    ),
    Kpi(
        "yard_overflow_boxes",
        "boxes",
        "Boxes of the window that came to the yard when no block had room for them. They are stacked all the same; "
        "where this is above 0, the yard is too small.",
        _OWN,
    ),
    Kpi("yard_crane_down", "share", "Share of the window in which a yard crane is being repaired.", _OWN),
    Kpi(
        "rehandle_ratio",
        "boxes",
        "Boxes that yard cranes moved in the window to get at others, divided by the boxes that they fetched. Empty "
        "where boxes do not stand in stacks.",
        "unproductive moves for each retrieval, as in Kim, Computers & Industrial Engineering 32 (1997)",
    ),
    Kpi(
        "reefers_without_plug",
        "boxes",
        "Reefers of the window that came to the yard when none of its plugs was free for them. They are stacked all "
        "the same; where this is above 0, plugs are too few.",
        _OWN,
    ),
    Kpi("boxes_inspected", "boxes", "Boxes that customs began to inspect in the window.", _OWN),
    Kpi("boxes_transhipped", "boxes", "Boxes that came by ship and left the yard for another in the window.", _OWN),
    Kpi(
        "transhipment_by_truck",
        "boxes",
        "Boxes that were to go on by ship, and for which a truck came in the window as no ship had taken them in time.",
        _OWN,
    ),
    Kpi(
        "dwell_foreign_in_h",
        "h",
        "Mean stay in the yard of laden boxes from abroad, counted as they leave it in the window.",
        _DWELL,
    ),
    Kpi(
        "dwell_domestic_in_h",
        "h",
        "Mean stay in the yard of laden boxes from ports of the country, counted as they leave it in the window.",
        _DWELL,
    ),
    Kpi(
        "dwell_empty_in_h",
        "h",
        "Mean stay in the yard of empty boxes that came by ship, counted as they leave it in the window.",
        _DWELL,
    ),
    Kpi(
        "dwell_transhipment_h",
        "h",
        "Mean stay in the yard of boxes that came by ship to go on by another, counted as they leave it in the window.",
        _DWELL,
    ),
    Kpi(
        "dwell_foreign_out_h",
        "h",
        "Mean stay in the yard of laden boxes for abroad, counted as they leave it in the window.",
        _DWELL,
    ),
    Kpi(
        "dwell_domestic_out_h",
        "h",
        "Mean stay in the yard of laden boxes for ports of the country, counted as they leave it in the window.",
        _DWELL,
    ),
    Kpi(
        "dwell_empty_out_h",
        "h",
        "Mean stay in the yard of empty boxes that leave by ship, counted as they leave it in the window.",
        _DWELL,
    ),
    Kpi(
        "trucks",
        "trucks",
        "Trucks that left the terminal in the window. One that brings a box and takes another counts once.",
        _OWN,
    ),
    Kpi("trucks_peak_hour", "trucks", "The most trucks that came to the gate in one hour of the window.", _OWN),
    Kpi(
        "trucks_unbooked",
        "trucks",
        "Trucks that wanted to come in the window and found no appointment, near or later. They come without one.",
        _OWN,
    ),
    Kpi(
        "truck_turn_time_min",
        "min",
        "Mean time of the trucks that left from joining the queue at the gate to leaving it again.",
        _TURN,
    ),
    Kpi(
        "truck_gate_wait_min",
        "min",
        "The part of the turn time in which the truck waits for a lane, in and out; its time in the lane is not in it.",
        _TURN,
    ),
    Kpi(
        "truck_yard_min",
        "min",
        "The part of the turn time in which the truck stands at blocks: waiting for a yard crane, and served by it. "
        "The rest of the turn is lanes and ways.",
        _TURN,
    ),
    Kpi("trucks_within_30_min", "share", "Share of trucks that left whose turn took at most 30 minutes.", _TURN),
    Kpi("trucks_within_60_min", "share", "Share of trucks that left whose turn took at most 60 minutes.", _TURN),
    Kpi(
        "ship_cost",
        "money",
        "What the time of the window's calls costs, by the rates of terminal.toml that berth plans are judged by: "
        "waiting from arrival to first line, lateness after the ETD and the stay, each times the call's priority, and "
        "calls that cannot be berthed. Who has not berthed or left when the run ends waits or stays until then.",
        _OWN,
    ),
    Kpi(
        "resource_cost",
        "money",
        "What quay cranes, yard cranes, tractors, the quay's length and the yard's room cost in the window, at work or "
        "not, by the rates of terminal.toml.",
        _OWN,
    ),
    Kpi("cost", "money", "The sum of ship_cost and resource_cost.", _OWN),
)

KPI_BY_NAME = {kpi.name: kpi for kpi in KPIS}

# Those of a loading plan that is executed. Crane hours are those of all its quay cranes together, from the plan's start
# to the ship's last lift.
LOADING_KPIS = (
    Kpi("finish_h", "h", "Hours from the plan's start to the end of the ship's last lift.", _OWN),
    Kpi("late_h", "h", "The same, less those that the plan has; negative where the ship is done sooner.", _OWN),
    Kpi(
        "stacked_h",
        "h",
        "Hours from the plan's start until the last lift and the last move of a yard crane have ended.",
        _OWN,
    ),
    Kpi(
        "boxes_per_crane_hour_gross",
        "boxes/h",
        "Boxes lifted, a restowed one twice, divided by the crane hours that are neither off nor idle: all waiting, "
        "breakdowns, breaks and weather are in them.",
        _OWN,
    ),
    Kpi(
        "boxes_per_crane_hour_net",
        "boxes/h",
        "The same boxes divided by the crane hours of lifting.",
        _OWN,
    ),
    Kpi("lifting_h", "crane h", "Lifting boxes or hatch covers.", _OWN),
    Kpi("down_h", "crane h", "Broken down in the middle of a lift.", _OWN),
    Kpi("travelling_h", "crane h", "On the way along the quay to the bay of the next lift.", _OWN),
    Kpi(
        "waiting_ship_h",
        "crane h",
        "Before the bay, while a lift that must come first on the ship is not done: a box of the same stack, or what "
        "the hatch cover needs.",
        _OWN,
    ),
    Kpi(
        "waiting_neighbour_h",
        "crane h",
        "The ship would be ready, and a neighbouring crane is still where this one would come too close to it.",
        _OWN,
    ),
    Kpi(
        "waiting_box_h",
        "crane h",
        "Ship and neighbours are ready, and no tractor has brought the box, or none is there for it.",
        _OWN,
    ),
    Kpi(
        "stopped_h",
        "crane h",
        "At a break of the shifts, a change or a meal: a lift that has begun is finished first, and no other begins. "
        "A crane that would travel or wait is counted here, and not there.",
        _OWN,
    ),
    Kpi("weather_h", "crane h", "The same for rain or wind; a break in the rain is a break.", _OWN),
    Kpi(
        "off_h",
        "crane h",
        "Not at the ship by the plan, or closed, while lifts of the crane are left; breaks and rain then are in it.",
        _OWN,
    ),
    Kpi("idle_h", "crane h", "After the crane's last lift.", _OWN),
    Kpi(
        "tractors_in_use",
        "share",
        "Share of the time to stacked_h in which a tractor of the plan is under a crane with a box, waits there with "
        "one, is under way, or is at a yard block; waiting empty is not use.",
        _OWN,
    ),
    Kpi(
        "yard_cranes_in_use",
        "share",
        "Share of the time to stacked_h in which a yard crane of the plan is moving a box.",
        _OWN,
    ),
)


def _rows(kpis: tuple[Kpi, ...]) -> list[str]:
    return [f"| `{kpi.name}` | {kpi.unit} | {kpi.definition} | {kpi.source} |" for kpi in kpis]


def as_markdown() -> str:
    """The definitions as the document docs/kpis.md."""
    lines = [
        "# Key figures",
        "",
        "Made from `data/kpis.py` by `python -m data.kpis`. The window is the stretch of time that is simulated.",
        "A share is of 1. A figure that does not exist, as turn time without trucks, is left empty.",
        "",
        "Simulated first come first served is strict: the first ship in the queue berths first, and while it fits",
        "nowhere those behind it wait too, unless it waits for the tide or the end of a closure alone. The",
        "first-come-first-served plan that a berth plan is compared with lets a later ship pass where it delays none",
        "that came before.",
        "",
        "| key figure | unit | definition | source |",
        "|---|---|---|---|",
        *_rows(KPIS),
        "",
        "## Of a loading plan",
        "",
        "`dermaga simulate CASE --policy plan:PATH` with a loading plan does its lifts and yard moves in the plan's",
        "order. Crane hours (crane h) are those of all quay cranes that the plan has lifts for, from the",
        "plan's start to the ship's last lift; every moment of a crane is in one of them. How many crews a",
        "shift has plays no part.",
        "",
        "| key figure | unit | definition | source |",
        "|---|---|---|---|",
        *_rows(LOADING_KPIS),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path("docs/kpis.md").write_text(as_markdown(), encoding="utf-8")
