"""What SOURCES.md beside an invented case says: how it was made, and what of it is usual in the trade."""

from data.box_kinds import BoxKind
from data.case import Case
from data.cases.invented import FAMILIES, Wanted


def command(path: str, wanted: Wanted) -> str:
    """The command that makes the case anew."""
    usual = Wanted()
    words = [
        f"dermaga case make {path} --quay {wanted.quay_m:g} --cranes {wanted.cranes} --calls {wanted.calls}",
        f"--boxes {wanted.boxes:g} --ships {wanted.ships}",
        f"--services {wanted.services}" if wanted.services else "",
        f"--weeks {wanted.weeks}",
        f"--growth {wanted.growth:g} --years {wanted.years} --grow {wanted.grow}" if wanted.growth else "",
        f"--layout {wanted.layout}" if wanted.layout != usual.layout else "",
        *(f"--no-{name}" for name in ("tide", "closures", "shifts", "hourly", "windows") if not getattr(wanted, name)),
        f"--start {wanted.start}" if wanted.start != usual.start else "",
        f"--time-zone {wanted.time_zone}" if wanted.time_zone != usual.time_zone else "",
        f"--seed {wanted.seed}",
    ]
    return " ".join(word for word in words if word)


def sources(case: Case, wanted: Wanted) -> str:
    """The text of SOURCES.md."""
    terminal = case.terminal
    work, quay, channel, tide = terminal.crane_work, terminal.quay, terminal.channel, terminal.tide
    rows = [
        (
            "crane rate",
            f"{work.gross_moves_per_hour:g} boxes a crane hour",
            "gross rates between 25 and 30 are common",
        ),
        (
            "cranes in each other's way",
            f"exponent {work.interference_exponent:g}",
            "the value of Meisel and Bierwirth's instances (OR Spectrum 31, 2009)",
        ),
        (
            "away from the preferred place",
            f"{work.deviation_per_100m:.0%} more work a 100 m",
            "the same idea; the value is a guess, as tractors drive farther",
        ),
        (
            "crane from ship to ship",
            f"{work.setup_min:g} min and {work.travel_m_min:g} m/min",
            "gantries are built for some 45 m/min",
        ),
        (
            "gap between ships",
            f"{quay.mooring_gap_m:g} m",
            "room for bow and stern lines; 15 to 30 m, or a tenth of the length, are common",
        ),
        (
            "under-keel clearance",
            f"{channel.under_keel_clearance:.0%} of the draft under way",
            "10 % is a common rule of sheltered channels",
        ),
        (
            "tide",
            f"{tide.low_m:g} to {tide.high_m:g} m, twice a day",
            "a range as on many coasts; channel and tide are chosen so that the deepest ships wait for water"
            if wanted.tide
            else "left out",
        ),
        (
            "shifts",
            "; ".join(f"{shift.id} {shift.start:%H:%M}, {shift.gangs} gangs" for shift in case.shifts) or "none",
            "three of eight hours; fewer gangs at night are usual, how many is a guess",
        ),
        (
            "yard",
            f"{sum(block.capacity_teu for block in case.yard_blocks):,} TEU, {len(case.yard_cranes)} RTGs",
            "three times the boxes of a week, so that the yard is no bottleneck; three RTGs a quay crane are usual",
        ),
        (
            "kinds of boxes in the yard",
            f"of {len(case.yard_blocks)} blocks {_taking(case, 'empty')} take empty boxes, "
            f"{_taking(case, 'dangerous')} dangerous goods and {_taking(case, 'reefer')} reefers; "
            f"{sum(block.plug_bays for block in case.yard_blocks)} bays have plugs",
            "yards keep these apart; how much room each has is a guess",
        ),
        ("tractors", f"{terminal.tractors.count}", "five a quay crane; four to six are usual"),
        (
            "lifts",
            f"two 20-foot boxes of at most {work.twin_lift_kg / 1000:g} t together in {work.twin_lift_longer:.0%} more "
            f"time; a load and a discharge on one way in {work.dual_cycle:g} cycles; a hatch cover in "
            f"{work.hatch_cover_min:g} min",
            "twin spreaders bear some 50 to 65 t; the times are guesses",
        ),
        (
            "lifts in the simulation",
            f"a hatch cover for every {work.boxes_per_cover:g} boxes, {work.restow_share:.0%} restowed; "
            f"{work.twin_share:.0%} of the lifts of a 20-foot box with a second one, {work.dual_share:.0%} of the "
            "discharge with a box to load",
            "guesses",
        ),
        (
            "planned stops and weather",
            f"{terminal.breaks.change_min:g} min at a change of shift and {terminal.breaks.meal_min:g} min for a meal; "
            f"rain for {terminal.weather.rain_h:g} h after {terminal.weather.rain_between_h:g} h, wind for "
            f"{terminal.weather.wind_h:g} h after {terminal.weather.wind_between_h:g} h",
            "guesses",
        ),
        (
            "pilots and tugs",
            f"{terminal.pilotage.pilots} pilots at {terminal.pilotage.knots:g} knots, {terminal.pilotage.tugs} tugs",
            "guesses, so many that ships seldom wait for them",
        ),
        (
            "cranes side by side",
            f"{work.clearance_m:g} m from middle to middle",
            "a crane is 25 to 28 m wide between its buffers",
        ),
        (
            "yard crane in its block",
            f"{terminal.yard_work.bay_travel_s:g} s a bay",
            "RTGs travel 6 m in about so long at 130 m/min",
        ),
        (
            "stacks in the simulation",
            f"{terminal.yard_work.rehandle_s:g} s for a box in the way; boxes of a ship on stacks of their own",
            "a move within the bay is quicker than one to a truck; ships are kept apart wherever there is room",
        ),
        (
            "flows of boxes",
            f"{terminal.cargo.foreign_share:.0%} in foreign trade, {terminal.cargo.transhipment_share:.0%} of those "
            f"discharged go on by ship, {terminal.cargo.reefer_share:.0%} of the laden ones are reefers",
            "reefers as in deep-sea trades (ConFlowGen); the others are guesses for a hub",
        ),
        (
            "stay of empty boxes",
            f"{terminal.dwell.empty_in_h:g} h, and at least {terminal.dwell.import_least_h:g} h of any inbound box and "
            f"{terminal.dwell.export_least_h:g} h of any outbound one",
            "the defaults of the generator ConFlowGen",
        ),
        (
            "customs",
            f"{terminal.customs.clearance_h:g} h for papers, {terminal.customs.import_inspection_share:.0%} of the "
            f"boxes from abroad and {terminal.customs.export_inspection_share:.0%} of those for abroad opened",
            "guesses",
        ),
        (
            "trucks",
            f"{terminal.gate.appointments_per_hour} appointments an hour, kept to "
            f"{terminal.gate.punctuality_sd_min:g} min, {terminal.gate.no_show_share:.0%} of them missed; "
            f"{terminal.gate.dual_share:.0%} of the boxes to collect wait for a truck that brings another; hours as in "
            "the case `kariangau`",
            "half as many again as trucks come on the mean, so that the peak is cut; the shares are guesses",
        ),
        (
            "boxes",
            f"{1 + terminal.cargo.forty_foot_share:g} TEU a box",
            "between 1.4 and 1.7 in most ports",
        ),
    ]
    ships = [
        f"| {name} | {each.capacity_teu:,} TEU | {each.loa_m[0]} to {each.loa_m[1]} m | {each.beam_m:g} m | "
        f"{each.draft_m:g} m | {wanted.boxes_of(each):,.0f} | {each.min_cranes} to {each.max_cranes} | "
        f"{each.priority:g} |"
        for name, classes in FAMILIES.items()
        if name in wanted.families
        for each in classes
    ]
    arrivals = terminal.arrivals
    grown = f", grown by {wanted.growing - 1:.1%} in {wanted.years} years" if wanted.growth else ""
    table = "\n".join(f"| {figure} | {value} | {why} |" for figure, value, why in rows)
    lines = "\n".join(ships)
    return f"""# Where the figures of the case `{case.name}` come from

**Every figure of this case is invented.** No terminal, port, line, service or ship is meant by any name in it; the
country XX, in which its ports lie, is a code that ISO 3166 gives to nobody. It is made, whole and from a seed, by

    {command(case.name, wanted)}

Nobody should read it as what happens at a real terminal. It is for trying out plans at that size.

## What is usual in the trade

No source is quoted for what is called usual or common here: it is the judgement of who wrote the generator.

| figure | value | why |
|---|---|---|
{table}

Ships have the dimensions that ships of their capacity are built with; boxes are the mean of a call:

| kind | capacity | length | beam | draft | boxes | cranes | priority |
|---|---|---|---|---|---|---|---|
{lines}

Each kind has a vessel profile, named `C` and its capacity, made from these figures by `data/cases/ship_profiles.py`,
whose first lines say how: bays, rows by the beam, hold and deck tiers, hatch covers, plugs, what stacks bear, and how
she floats with ballast as on a usual voyage. Ballast would even out some trim and list more than the limits.

## What is nothing but invented

- **Demand**: {wanted.calls} calls a week with {wanted.boxes:g} boxes on the mean{grown}; which services there are of
  each kind, their days, rotations, sides, contracted places and windows. Each call scatters around its service: ETA
  by {arrivals.proforma_sd_h:g} h, boxes by {arrivals.volume_spread:.0%}. Every third service has ships with gear,
  where they are feeders.
- **The quay**: how its depths are spread, a bollard every 20 m, and that every crane reaches all of it.
- **Closures and hours of the channel**: when, where and how long. Each crane is stopped once in four weeks.
- **The simulation's spreads, dwell times, breakdowns and gate**: as assumed in the case `kariangau`, the lanes scaled.
- **Money**: every rate in `terminal.toml`.
- **Boxes**: the case lists none. Those of a call are invented when its loading is planned; `data/invented_boxes`
  says with which shares and masses.
- **Sailings and shipments**: none.
"""


def _taking(case: Case, kind: BoxKind) -> int:
    """How many blocks take boxes of a kind."""
    return sum(block.takes_all((kind,)) for block in case.yard_blocks)
