"""`dermaga load`."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    FallsShort,
    OutFolder,
    Seed,
    Workers,
    as_text,
    new_folder,
    note,
    open_case,
    print_table,
    print_terms,
    read_berth_plan,
    remove_files,
    say,
    solving,
    write_bytes,
    write_files,
)
from api.cli.planning import (
    Effort,
    Seconds,
    end,
    one_limit,
    parse_moment,
    print_proof,
    until_interrupted,
)
from api.presenting.bay_plans import ballast_in_words
from api.presenting.sheets import loading_sheets
from api.presenting.tables import in_rail_order, sequence_table, yard_table
from api.work.loading import LoadingAnswer, asked_of, call_of, plan_loading, refusal
from api.work.planning import as_json as plan_json
from api.work.planning import stop_of
from api.work.requests import USUAL_WORKERS, PlanRequest
from data.boxes import boxes_of
from data.cargo import InstructionUse
from data.case import Case
from data.errors import DermagaError
from data.formats.edifact.plan_files import made
from data.formats.edifact.planned import PlannedCall
from data.plans import Lift
from data.spreadsheets import csv_of
from data.words import counted
from scheduler.loading.matching import match


def load(
    case: CaseName,
    call: Annotated[str, typer.Argument(metavar="CALL", help="The call, by id")],
    out: OutFolder,
    berths: Annotated[
        Path | None,
        typer.Option(metavar="PLAN", help="Berth plan that says where she lies and with which cranes, a plan.json"),
    ] = None,
    cranes: Annotated[
        int | None, typer.Option(min=1, max=20, help="Cranes at the ship (default: as many as the call takes)")
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="TIME", help="First line (default: her ETA, or the berth plan's)")
    ] = None,
    instructions: Annotated[
        InstructionUse,
        typer.Option(
            help="The line's instructions, where there are any: load only what they want, fill their slots first and "
            "stow all other boxes around them, or look at none"
        ),
    ] = "only",
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Plan the loading of a call: stowage, crane schedule, sequence and the time of every move.

    DIR/plan.json, sequence.csv, yard.csv, sheets.xlsx (a loading sheet for each crane, bay plans), departure.edi,
    stowage_remarks.csv, summary.json. Of a plan that the checker refuses, plan.json and summary.json alone.
    """
    one_limit(seconds, effort)
    if berths is not None and (cranes is not None or start is not None):
        raise DermagaError("the berth plan says when and with which cranes; drop --cranes and --start")
    opened = open_case(case)
    first = parse_moment(opened, "--start", start)
    berth_plan = None if berths is None else read_berth_plan(berths)
    call_of(opened, call)  # of a name that no request would take too
    request = PlanRequest(
        case=opened.name, kind="loading", call=call, start=first, cranes=cranes, seconds=seconds, effort=effort,
        workers=workers, seed=seed, instructions=instructions,
    )  # fmt: skip
    asked_of(opened, request, berth_plan)  # refused before there is a folder
    new_folder(out)
    with until_interrupted() as cancel, solving("loading", opened.terminal.currency) as progress:
        answer = plan_loading(opened, request, stop_of(request, cancel), progress, berth_plan)
    write_loading(opened, answer, out)
    for remark in answer.notes:
        note(f"note: {remark}")
    if not as_json:
        print_loading(opened, answer)
        if answer.summary["checked"]:
            say(f"Written to {out}: {', '.join(FILES)}")
            say(f"Next: dermaga simulate {case} --policy plan:{out}/plan.json --out {out}/simulation")
    told = {"out": str(out), **answer.summary}
    if not answer.summary["checked"]:
        kept = f"{out} has it as {' and '.join(REFUSED_FILES)}, to look at; nothing is written for cranes or carriers"
        raise FallsShort(f"{refusal(answer.summary)}\n{kept}", told)
    end(answer.summary, told, as_json)


FILES = (
    "plan.json", "sequence.csv", "yard.csv", "sheets.xlsx", "departure.edi", "stowage_remarks.csv", "summary.json",
)  # fmt: skip
# What is written of a plan that the checker refuses: nothing that somebody could work by, or send.
REFUSED_FILES = ("plan.json", "summary.json")


def write_loading(case: Case, answer: LoadingAnswer, out: Path) -> None:
    """Write the files of a loading plan; of a refused one two alone, and what an earlier plan left is removed."""
    plan, remarks = answer.plan, answer.remarks
    write_files(out, {"plan.json": as_text(plan_json(plan)), "summary.json": as_text(answer.summary)})
    if not answer.summary["checked"] or remarks is None:
        remove_files(out, set(FILES).difference(REFUSED_FILES))
        return
    departure = made(PlannedCall(case, plan), "departure.edi")
    assert departure is not None
    tables = {
        "sequence.csv": sequence_table(case, plan), "yard.csv": yard_table(plan.yard_moves),
        "stowage_remarks.csv": remarks.table(),
    }  # fmt: skip
    write_files(out, {name: csv_of(table) for name, table in tables.items()})
    write_bytes(out, {"sheets.xlsx": loading_sheets(case, plan, remarks), "departure.edi": departure})


# Boxes left ashore that are told one by one.
_ASHORE_TOLD = 8
# Bays of a crane that are told one by one.
_BAYS_TOLD = 6


def print_loading(case: Case, answer: LoadingAnswer) -> None:
    """What is moved by whom and until when, what it costs, and how far each stage got."""
    summary, plan = answer.summary, answer.plan
    rows = []
    for crane in in_rail_order(case, (lift.crane for lift in plan.lifts)):
        lifts = [lift for lift in plan.lifts if lift.crane == crane]
        boxes = sum(len(lift.boxes) for lift in lifts)
        first, last = min(lift.start for lift in lifts), max(lift.end for lift in lifts)
        rows.append(
            [
                crane, str(boxes), bays_in_words(lifts), case.terminal.clock(first),
                case.terminal.clock(last), f"{boxes / ((last - first).total_seconds() / 3600):.1f}",
            ]
        )  # fmt: skip
    print_table(
        f"Loading plan of {summary['vessel']} ({summary['call']})",
        ["crane", "boxes", "bays", "first lift", "last lift", "boxes/h"],
        rows,
        right=(1, 5),
    )
    _print_crane_hours(summary["crane_hours"] or [])
    say(
        f"{counted(summary['discharged'], 'box')} off, {summary['loaded']} on, {summary['ashore']} left "
        f"ashore; {counted(summary['restows'], 'restow')}, {counted(summary['overstows'], 'overstow')}; "
        f"{counted(summary['hatch_covers'], 'hatch cover lift')}, "
        f"{counted(summary['twin_lifts'], 'twin-lift')}, {counted(summary['dual_cycles'], 'dual cycle')}; "
        f"{counted(summary['rehandles'], 'rehandle')} in the yard"
    )
    if summary["instructed_slots"] is not None:
        say(f"Slots of the line's: {summary['instructed']} of {summary['instructed_slots']} filled")
        load = boxes_of(case, case.call_by_id[plan.call]).load
        others = len(load) - len(match([row for row in case.instructions if row.call == plan.call], load))
        if summary["instructions"] == "only" and others > 0:
            without = counted(others, "box")
            say(f"The line has no slot for {without} on the load list: --instructions first stows them around those")
    say(departure_in_words(case, summary))
    if plan.ballast:
        say(f"Ballast at departure: {ballast_in_words(plan)}")
    for left in plan.ashore[:_ASHORE_TOLD]:
        say(f"ashore: {left.box}: {left.reason}")
    if len(plan.ashore) > _ASHORE_TOLD:
        more = len(plan.ashore) - _ASHORE_TOLD
        say(f"{more} more {'stays' if more == 1 else 'stay'} ashore; plan.json has the reasons")
    stages = [
        [
            each["stage"], f"{each['minimises']} ({each['unit']})", f"{each['value']:,.0f}", f"{each['bound']:,.0f}",
            f"{each['gap']:.1%}",
        ]
        for each in summary["stages"]
    ]  # fmt: skip
    print_table("Stages", ["stage", "minimises", "value", "proven bound", "gap"], stages, right=(2, 3, 4))
    print_terms("Cost", {"plan": summary["terms"]}, case.terminal.currency)
    print_proof(summary, case.terminal.currency)
    if invented := boxes_of(case, case.call_by_id[plan.call]).invented_in_words:
        note(f"note: {invented}; `dermaga edi take` brings in a line's own lists")


def bays_in_words(lifts: Iterable[Lift]) -> str:
    """The bays of a crane's lifts in the order in which it first works them; of many, their number."""
    bays = [f"{bay:02d}" for bay in dict.fromkeys(lift.bay for lift in sorted(lifts, key=lambda lift: lift.start))]
    return " ".join(bays) if len(bays) <= _BAYS_TOLD else f"{len(bays)} bays"


def departure_in_words(case: Case, summary: dict[str, Any]) -> str:
    """When the last lift ends and the ship can leave, on the terminal's clock, beside her ETD and the berth plan."""

    def clock(name: str) -> str:
        return case.terminal.clock(datetime.fromisoformat(summary[name]))

    told = [f"The last lift ends {clock('last_lift')}, and she can leave {clock('departure')}"]
    for name, moment, what in (
        ("after_etd_h", "etd", "her ETD"), ("after_berth_plan_h", "berth_plan_departure", "the berth plan's last line"),
    ):  # fmt: skip
        if (late := summary[name]) is not None:
            told.append(f"{abs(late):.1f} h {'after' if late > 0 else 'before'} {what}, {clock(moment)}")
    return "; ".join(told)


def _print_crane_hours(rows: list[dict[str, Any]]) -> None:
    """What the cranes do from the start of work to the last lift, in hours; causes that no crane has are left out."""
    causes = {
        "working": "works", "moving": "moves", "crane_wait": "waits: crane", "yard_wait": "waits: yard",
        "closed": "closed", "other": "waits: other", "done": "done",
    }  # fmt: skip
    shown = {name: head for name, head in causes.items() if any(f"{row[f'{name}_h']:.1f}" != "0.0" for row in rows)}
    table = [[row["crane"], *(f"{row[f'{name}_h']:.1f}" for name in shown)] for row in rows]
    if table:
        print_table("Hours of the cranes", ["crane", *shown.values()], table, right=range(1, len(shown) + 1))
