"""`dermaga direct-call`: whether a line's minimum of boxes comes together for a direct call, and what it would save."""

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Annotated, Any

import pandas as pd
import typer

from api.cli.console import (
    AsJson,
    CaseName,
    FallsShort,
    OptionalOutFolder,
    Seed,
    Workers,
    as_text,
    money,
    new_folder,
    note,
    open_case,
    print_json,
    print_table,
    print_terms,
    say,
    solving,
    write_files,
)
from api.cli.planning import Effort, Seconds, one_limit, parse_moment, short, until_interrupted
from api.cli.season import beginning
from api.work.direct_call import candidates_of, days_by_sea, grown_for, weeks_json
from api.work.planning import stop_after
from api.work.requests import USUAL_WORKERS
from data.case import Case
from data.codes import COUNTRY
from data.errors import DermagaError
from data.spreadsheets import csv_of
from scheduler.shipments.routine.consolidation import Consolidation, Saving, consolidate, saving
from scheduler.shipments.routine.direct_call import Candidate, WishedCall

# Who could fill a week: so many are told.
_TOLD = 4

Ports = Annotated[
    list[str],
    typer.Option("--to", metavar="PORT", help="UN/LOCODE of the port that it goes to; again for those after it"),
]
DaysTo = Annotated[
    list[float] | None,
    typer.Option("--days", min=0.1, max=120, help="Days from here to each port (default: by sea at --knots)"),
]


def plan_direct_call(
    case: CaseName,
    to: Ports,
    days: DaysTo = None,
    minimum: Annotated[int, typer.Option(min=1, max=20_000, help="Boxes a week below which the line stays away")] = 100,
    first: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Departure of the first ship (default: a week after the case begins)"),
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Weeks with a call each")] = 8,
    capacity: Annotated[int, typer.Option(min=1, max=30_000, help="TEU that each ship has room for")] = 500,
    freight: Annotated[int, typer.Option(min=0, max=10**12, help="Freight per TEU, in the case's money")] = 0,
    cutoff: Annotated[float, typer.Option(min=0, max=1_000, help="Hours before departure that full boxes are in")] = 24,
    line: Annotated[str, typer.Option(help="Name of the line")] = "DIRECT",
    flag: Annotated[str, typer.Option(help="Flag of the ships, ISO 3166")] = "SG",
    flexible: Annotated[
        int, typer.Option(min=0, max=60, help="Days that every exporter could be ready earlier, at least")
    ] = 0,
    move: Annotated[int, typer.Option(min=0, max=52, help="Weeks that a shipment is moved at the most")] = 1,
    knots: Annotated[float, typer.Option(min=5, max=30, help="Speed where --days is not given")] = 13,
    out: OptionalOutFolder = None,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Consolidate for a wished direct call: boxes a week, what the minimum lacks, who could fill it, what it saves.

    Recurring bookings of the time count. With --out: DIR/weeks.csv, movers.csv (who goes in another week than of its
    own, and who could), summary.json.
    """
    one_limit(seconds, effort)
    opened = open_case(case)
    start = _first(opened, first)
    wished = WishedCall(
        rotation=tuple(to),
        days=_days(opened, to, days, knots),
        first=start,
        weeks=weeks,
        minimum=minimum,
        capacity_teu=capacity,
        freight_per_teu=freight,
        cutoff_h=cutoff,
        line=_name(line),
        flag=_country(flag),
    )
    if out is not None:
        new_folder(out)
    grown = grown_for(opened, wished)
    could = candidates_of(opened, grown, wished, flexible, move)
    with until_interrupted() as cancel, solving("shipments", opened.terminal.currency) as progress:
        stop = stop_after(seconds, effort, cancel)
        filled = consolidate(wished, could, stop=stop, seed=seed, workers=workers)
        saved = saving(grown, wished, filled, stop=stop, seed=seed, workers=workers, report=progress)
    summary = _summary(grown, wished, could, filled, saved)
    if out is not None:
        write_files(
            out,
            {
                "weeks.csv": _table([_week(row) for row in summary["weeks"]]),
                "movers.csv": _table(_movers(summary)),
                "summary.json": as_text(summary),
            },
        )
    if not saved.checked:
        raise FallsShort("the checker does not accept the plans; please report it with the case", summary)
    if as_json:
        print_json(summary)
    else:
        print_call(grown, wished, could, filled)
        print_saving(grown, filled, saved, freight)
        if out is not None:
            say(f"Written to {out}: weeks.csv, movers.csv, summary.json")


def _first(case: Case, text: str | None) -> datetime:
    given = parse_moment(case, "--first", text)
    if given is not None:
        return given
    first_day = case.terminal.local(beginning(case, "--first")).date()
    noon = datetime.combine(first_day + timedelta(days=7), time(12))
    return case.terminal.local(noon)


def _days(case: Case, ports: list[str], given: list[float] | None, knots: float) -> tuple[float, ...]:
    """Days to each port: as given, or by the way at sea."""
    if given:
        return tuple(given)
    return days_by_sea(case, ports, knots)


def _name(text: str) -> str:
    if not text.isalnum() or len(text) > 20:
        raise DermagaError(f"--line {text!r} is no name of a line; give at most 20 letters and digits")
    return text


def _country(text: str) -> str:
    if not (text.isascii() and text.isalpha() and text.isupper() and len(text) == 2):
        raise DermagaError(f"--flag {text!r} is no country ({COUNTRY}); give two capital letters, as SG")
    return text


def _summary(
    case: Case, wished: WishedCall, could: list[Candidate], filled: Consolidation, saved: Saving
) -> dict[str, Any]:
    return weeks_json(case, wished, could, filled) | {
        "saving": asdict(saved) | {"saving": saved.saving},
    }


def _week(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("departure", "wished", "filled", "shortfall", "reached")} | {
        "moved_in": len(row["moved_in"]),
        "could_fill_boxes": round(sum(each["boxes"] for each in row["could_fill"]), 3),
    }


def _movers(summary: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"departure": row["departure"], "how": how, **{name: value for name, value in each.items() if name != "week"}}
        for row in summary["weeks"]
        for how, kind in (("moves", "moved_in"), ("could", "could_fill"))
        for each in row[kind]
    ]


def _table(rows: list[dict[str, Any]]) -> str:
    text: str = csv_of(pd.DataFrame(rows))
    return text


def print_call(case: Case, wished: WishedCall, could: list[Candidate], filled: Consolidation) -> None:
    """The weeks of the call."""

    def names(week: int) -> str:
        row = filled.weeks[week]
        moved = [f"{each.exporter} ({each.boxes:g} from week {each.wish + 1})" for each in row.moved_in]
        others = [f"{each.exporter} ({each.boxes:g}) could" for each in row.could_fill]
        told = [*moved, *others]
        return ", ".join(told[:_TOLD]) + (f" and {len(told) - _TOLD} more" if len(told) > _TOLD else "")

    rows = [
        [str(week + 1), short(case.terminal.local(row.departure).isoformat()), f"{row.wished:g}", f"{row.filled:g}",
         f"{row.shortfall:g}", "yes" if row.reached else "no", names(week)]
        for week, row in enumerate(filled.weeks)
    ]  # fmt: skip
    title = f"Direct call of {case.name} to {' and '.join(wished.rotation)}: boxes for at least {wished.minimum} a week"
    print_table(title, ["week", "leaves", "of itself", "filled", "short", "reached", "who"], rows, right=(0, 2, 3, 4))
    boxes = sum(each.shipment.share for each in could)
    say(
        f"{len(could)} shipments with {boxes:g} boxes could use it; {filled.reached} of {wished.weeks} weeks reach the "
        f"minimum ({filled.reached_unmoved} without moving any), and no way fills more than {filled.most_reached}"
    )
    anew = sum(each.boxes for each in filled.goes if each.declared_here)
    if anew:
        say(f"{anew:g} of these boxes are declared, and counted, at another port today, and would be here")


def print_saving(case: Case, filled: Consolidation, saved: Saving, freight: int) -> None:
    """What the call saves at a freight per TEU, 0 where none is given."""
    currency = case.terminal.currency
    if not filled.reached:
        note("note: no week reaches the minimum; this is what the call would save if it came every week all the same")
    print_terms("Cost", {"without the call": saved.terms_without, "with it": saved.terms_with}, currency)
    before = "" if freight else ", before the freight of the call itself"
    say(
        f"It saves {money(saved.saving, currency)}{before} (proven: from {money(saved.least, currency)} to "
        f"{money(saved.most, currency)}); {saved.boxes:g} boxes ({saved.teu} TEU) go with it"
    )
    if saved.unserved_today:
        counted = money(saved.terms_without["unserved"] - saved.terms_with["unserved"], currency)
        say(
            f"{saved.unserved_today:g} of these boxes find no ship otherwise; {counted} of the saving is for such boxes"
        )
    if saved.days_with is not None and saved.days_without is not None:
        say(f"Days from ready to arrival: {saved.days_with:.1f} with it, {saved.days_without:.1f} without")
    if saved.most_freight_per_teu is not None:
        say(f"It saves as long as its freight is below {money(saved.most_freight_per_teu, currency)} per TEU")
