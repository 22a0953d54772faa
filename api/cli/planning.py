"""`dermaga plan`, and what the commands that plan share."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Annotated, Any, get_args

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    FallsShort,
    OutFolder,
    Seed,
    Workers,
    as_text,
    counting,
    money,
    new_folder,
    note,
    open_case,
    print_json,
    print_table,
    print_terms,
    read_berth_plan,
    say,
    solving,
    write_files,
)
from api.presenting.tables import berth_table, change_table, reason_table
from api.work.planning import (
    BerthAnswer,
    explained,
    in_zone,
    plan_berths,
    stop_of,
    weighted,
)
from api.work.planning import (
    as_json as plan_json,
)
from api.work.requests import USUAL_WORKERS, PlanRequest
from data.case import Case
from data.changes import Change
from data.clock import FIRST_YEAR, LAST_YEAR, in_years
from data.costs import Rate
from data.errors import DermagaError
from data.spreadsheets import csv_of
from scheduler.result import Status

Seconds = Annotated[float | None, typer.Option(min=0.1, max=86_400, help="Longest time to solve (default: 30)")]
Effort = Annotated[
    float | None, typer.Option(min=0.01, max=86_400, help="Deterministic effort instead: the same plan on any machine")
]

# Calls whose reasons are printed.
_CALLS_EXPLAINED = 8


# What a simulation keeps when it is stopped.
FINISHED = "the finished replications are kept"


@contextmanager
def until_interrupted(kept: str = "the best plan so far is kept") -> Iterator[Event]:
    """An event that Ctrl-C sets, so that what runs ends with what it has; a second Ctrl-C ends the command."""
    cancel = Event()

    def stop(number: int, frame: object) -> None:
        del number, frame
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()
        note(f"Stopping; {kept}. Press again to end without that.")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


def one_limit(seconds: float | None, effort: float | None) -> None:
    """Raise DermagaError where both limits are given."""
    if seconds is not None and effort is not None:
        raise DermagaError("--seconds and --effort exclude each other; give one of them")


def end(summary: dict[str, Any], answer: dict[str, Any], as_json: bool) -> None:
    """End the command, after its one JSON answer where that is wanted, with the status that its plan deserves."""
    refuse_unchecked(summary, answer)
    if as_json:
        print_json(answer)
    if summary["status"] == Status.CANCELLED:
        raise typer.Exit(130)


def refuse_unchecked(summary: dict[str, Any], answer: dict[str, Any]) -> None:
    """Raise FallsShort with the command's answer for a plan that the checker does not accept."""
    if not summary["checked"]:
        raise FallsShort("the checker does not accept this plan; please report it with the case", answer)


def parse_moment(case: Case, option: str, text: str | None) -> datetime | None:
    """A day or moment of an option on the terminal's clock. Raises DermagaError for anything else."""
    if text is None:
        return None
    try:
        moment = in_zone(case, datetime.fromisoformat(text))
    except ValueError as error:
        raise DermagaError(f"{option} {text!r} is no date; write it as 2026-01-05 or 2026-01-05T08:00") from error
    if moment is not None and not in_years(moment):
        raise DermagaError(f"{option} {text!r} is no date between {FIRST_YEAR} and {LAST_YEAR + 1}; correct the year")
    return moment


def _note_empty_quay(case: Case, start: datetime | None) -> None:
    """Say what the plan does not know of: ships of before its start that may lie at the quay still."""
    alongside = [call.id for call in case.calls if start is not None and call.eta < start < call.etd]
    if alongside:
        note(f"note: the plan begins with an empty quay; {', '.join(alongside)} may be alongside then")


def _note_random_calls(case: Case) -> None:
    """Say that the plan has none of the calls that come at random."""
    random = [service.id for service in case.services if service.rhythm == "random"]
    if random:
        note(f"note: nobody knows the random calls of {', '.join(random)} before; the plan leaves no room for them")


def plan(
    case: CaseName,
    out: OutFolder,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="First day (default: the case's first)")] = None,
    days: Annotated[
        float | None,
        typer.Option(min=0.01, max=366, help="Days whose arrivals are planned (default: 7, or the plan before's)"),
    ] = None,
    previous: Annotated[Path | None, typer.Option(metavar="PLAN", help="Re-plan: the plan before, a plan.json")] = None,
    now: Annotated[str | None, typer.Option(metavar="TIME", help="Re-plan: the moment to plan from")] = None,
    lock: Annotated[
        list[str] | None, typer.Option(metavar="CALL", help="Re-plan: a call that stays as it is; may be repeated")
    ] = None,
    cost: Annotated[
        list[str] | None,
        typer.Option(metavar="RATE=MONEY", help="Another cost rate, as waiting_per_hour=500; may be repeated"),
    ] = None,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Plan berths and cranes: DIR/plan.json, plan.csv, summary.json and reasons.csv.

    With --previous and --now, plan the running day anew, close to the plan before: DIR/changes.csv too.
    """
    one_limit(seconds, effort)
    if (previous is None) != (now is None):
        raise DermagaError("a re-plan has a plan before and a moment; give both --previous and --now, or neither")
    if previous is None and lock:
        raise DermagaError("--lock belongs to a re-plan; give --previous and --now too")
    if previous is not None and start is not None:
        raise DermagaError("a re-plan begins with the plan before; drop --start")
    opened = open_case(case)
    first = parse_moment(opened, "--start", start)
    moment = parse_moment(opened, "--now", now)
    before = None if previous is None else read_berth_plan(previous)
    for name in lock or ():
        if name not in opened.call_by_id:
            raise DermagaError(f"the case {opened.name} has no call {name!r} to lock; correct --lock")
    _note_empty_quay(opened, first)
    _note_random_calls(opened)
    new_folder(out)
    request = PlanRequest(
        case=opened.name,
        kind="berth",
        start=first,
        days=days,
        now=moment,
        costs=_rates(cost or ()),
        locked=tuple(lock or ()),
        seconds=seconds,
        effort=effort,
        workers=workers,
        seed=seed,
    )
    opened = weighted(opened, request)
    with until_interrupted() as cancel, solving("berths", opened.terminal.currency) as progress:
        answer = plan_berths(opened, request, stop_of(request, cancel), progress, previous=before)
    write_berths(opened, answer, out)
    with until_interrupted("the plan is kept, with the reasons found so far") as cancel, counting("reasons") as counted:
        answer = explained(opened, answer, cancel, counted)
    write_reasons(opened, answer, out)
    if answer.changes is not None:
        for remark in answer.notes:
            note(f"note: {remark}")
    if not as_json:
        print_berths(opened, answer)
        say(f"Written to {out}: plan.json, plan.csv, summary.json, reasons.csv" + (", changes.csv" if before else ""))
        say(f"Next: dermaga simulate {case} --policy plan:{out}/plan.json --out {out}/simulation")
    counts = {"calls": len(answer.plan.calls), "unserved": len(answer.plan.unserved)}
    end(answer.summary, {"out": str(out), **answer.summary, **counts}, as_json)


def _rates(options: Sequence[str]) -> dict[Rate, int]:
    """Cost rates of options, as waiting_per_hour=500. Raises DermagaError for anything else."""
    found: dict[Rate, int] = {}
    for option in options:
        name, _, value = option.partition("=")
        rate = next((each for each in get_args(Rate) if each == name.strip()), None)
        if rate is None:
            raise DermagaError(f"--cost {option!r} is no rate of costs; give one of {', '.join(get_args(Rate))}")
        if not (value.isascii() and value.isdigit()) or int(value) > 10**12:
            raise DermagaError(f"--cost {option!r} is no whole amount; write it as {name}=500")
        found[rate] = int(value)
    return found


def write_berths(case: Case, answer: BerthAnswer, out: Path) -> None:
    """Write plan.json, plan.csv and summary.json, and of a re-plan changes.csv."""
    files = {
        "plan.json": as_text(plan_json(answer.plan)),
        "plan.csv": csv_of(berth_table(case, answer.plan)),
        "summary.json": as_text(answer.summary),
    }
    if answer.changes is not None:
        files["changes.csv"] = csv_of(change_table(answer.changes))
    write_files(out, files)


def write_reasons(case: Case, answer: BerthAnswer, out: Path) -> None:
    """Write reasons.csv."""
    write_files(out, {"reasons.csv": csv_of(reason_table(case, answer.reasons))})


def print_berths(case: Case, answer: BerthAnswer) -> None:
    """The plan as a table, its cost beside first come first served, and what is proven."""
    rows = [
        [
            call["call"],
            call["name"],
            f"{call['position_m']:g}",
            *(short(call[moment]) for moment in ("eta", "start", "end")),
            f"{call['waiting_h']:.1f}",
            f"{call['late_h']:.1f}",
            str(call["moves"]),
            " ".join(dict.fromkeys(use["crane"] for use in call["cranes"])),
        ]
        for call in answer.view["calls"]
    ]
    print_table(
        f"Berth plan of {case.name}",
        ["call", "ship", "at m", "arrives", "first line", "last line", "waits h", "late h", "boxes", "cranes"],
        rows,
        right=(2, 6, 7, 8),
    )
    for entry in answer.view["unserved"]:
        say(f"unserved: {entry['call']}: {entry['reason']}")
    if answer.changes is not None:
        print_changes(case, answer.changes)
    print_reasons(case, answer)
    summary = answer.summary
    print_terms(
        "Cost",
        {"plan": summary["terms"], "first come first served": summary["baseline"]["terms"]},
        case.terminal.currency,
    )
    print_proof(summary, case.terminal.currency)
    if answer.changes is not None:
        currency, change = case.terminal.currency, summary["terms"]["change"]
        say(
            f"The plan costs {money(summary['cost'] - change, currency)} and its changes {money(change, currency)}: "
            f"{summary['changed_calls']} of {len(answer.plan.calls)} calls are not as they were"
        )


def print_changes(case: Case, changes: list[Change]) -> None:
    """What a re-plan changes of the plan before it."""
    if not changes:
        say("Nothing changes")
        return
    rows = [
        [change.call, change.what, *(_shown(change, text) for text in (change.old, change.new)), change.reason,
         f"{change.cost:,.0f}"]
        for change in changes
    ]  # fmt: skip
    columns = ["call", "what", "old", "new", "reason", "cost"]
    print_table(f"Changes ({case.terminal.currency})", columns, rows, right=(5,))


def _shown(change: Change, text: str) -> str:
    return short(text) if change.what in ("start", "end") else text


def print_reasons(case: Case, answer: BerthAnswer) -> None:
    """The main reasons of the calls that lose most by something."""
    mains = {reason.call: reason.text for reason in reversed(answer.reasons)}
    calls = list(dict.fromkeys(reason.call for reason in answer.reasons))
    if not calls:
        return
    rows = [[call, case.ship_of(case.call_by_id[call]).name, mains[call]] for call in calls[:_CALLS_EXPLAINED]]
    print_table(f"What costs most, and why ({case.terminal.currency})", ["call", "ship", "why"], rows)
    if len(calls) > len(rows):
        say(f"{len(calls) - len(rows)} more calls lose less; reasons.csv tells why")


def print_proof(summary: dict[str, Any], currency: str) -> None:
    """Cost, bound, gap and the checker's word."""
    say(
        f"{summary['status']}: cost {money(summary['cost'], currency)}, proven lower bound "
        f"{money(summary['bound'], currency)}, gap {summary['gap']:.2%}, {summary['seconds']:.1f} s; "
        f"{'accepted' if summary['checked'] else 'NOT accepted'} by the checker"
    )


def short(moment: str) -> str:
    """A moment in a few letters."""
    return f"{datetime.fromisoformat(moment):%a %d %b %H:%M}"
