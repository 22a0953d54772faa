"""`dermaga edi write`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    OutFolder,
    new_folder,
    note,
    open_case,
    print_json,
    say,
    write_bytes,
)
from data.case import Case
from data.checker import Verdict, check
from data.errors import BadInput, DermagaError, Fault
from data.formats.edifact.outgoing import Version
from data.formats.edifact.plan_files import FILES, made
from data.formats.edifact.planned import PlannedCall
from data.formats.moved import read_moments
from data.plans import LoadingPlan, read_plan
from data.words import counted

# Broken rules that are told one by one.
_BROKEN_TOLD = 20


def write_messages(
    case: CaseName,
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A loading plan: the plan.json of dermaga load")],
    out: OutFolder,
    version: Annotated[
        str, typer.Option(metavar="2.2|3.1", help="Guide of the SMDG for the stowage plans (BAPLIE)")
    ] = "2.2",
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[,NAME...]",
            help="Write only these, as departure.edi, or departure for all files of that name",
        ),
    ] = None,
    done: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV with the columns box and moment: when boxes were really lifted. Those without a moment are not "
            "reported as discharged or loaded",
        ),
    ] = None,
    gate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV with the columns box and moment: when boxes of the call passed the gate, those to load inwards "
            "and those discharged outwards",
        ),
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Write what the checker refuses, too")] = False,
    as_json: AsJson = False,
) -> None:
    """Write what the terminal sends of a loading plan.

    Stowage plans (BAPLIE): preplan.edi, departure.edi.

    Lists as planned (COPRAR): discharge-list.edi, load-list.edi. Verified masses (VERMAS): vgm.edi.

    Reports of work (COARRI): discharged.edi, loaded.edi. They say that all was done as and when it is planned, unless
    --done says when it was.

    Report of the gate (CODECO), with --gate: gate.edi.

    For people: departure.csv, discharge-list.csv, load-list.csv, and all lists in lists.xlsx.
    """
    if version not in ("2.2", "3.1"):
        raise typer.BadParameter(f"--version {version} is no guide that is written; give 2.2 or 3.1")
    names = _names(only)
    if only and "gate.edi" in names and gate is None:
        raise DermagaError("gate.edi needs boxes with the moments at which they passed the gate: give --gate FILE")
    opened = open_case(case)
    loading = _loading_plan(plan)
    verdict = check(opened, loading)
    _refuse_broken(verdict, plan, anyway)
    planned = _planned(opened, loading, "3.1" if version == "3.1" else "2.2", done, gate)
    files = {name: made(planned, name) for name in names}
    lacking = {name: FILES[name].lacks for name, content in files.items() if content is None}
    if only and lacking:
        raise DermagaError("\n".join(f"{name} cannot be written: {why}" for name, why in lacking.items()))
    written = {name: content for name, content in files.items() if content is not None}
    new_folder(out)
    write_bytes(out, written)
    notices = [*verdict.notes, *planned.notices]
    if as_json:
        print_json(
            {"out": str(out), "call": loading.call, "written": list(written), "lacking": lacking, "notices": notices,
             "broken": [str(rule) for rule in verdict.broken]}
        )  # fmt: skip
        return
    for remark in notices:
        note(f"note: {remark}")
    for name, why in lacking.items():
        note(f"note: {name} is not written: {why}")
    say(
        f"{opened.named(loading.call)}: {counted(len(planned.stowed), 'box')} on board at departure, "
        f"{len(planned.to_discharge)} discharged, {len(planned.to_load)} loaded, {len(loading.ashore)} left ashore"
    )
    say(f"Written to {out}: {', '.join(written)}")


def _names(only: Sequence[str] | None) -> list[str]:
    """The files that are asked for, in the order of FILES. Raises DermagaError for a name that there is not."""
    if not only:
        return list(FILES)
    wanted = set()
    stems = {Path(name).stem for name in FILES}
    for word in (word.strip() for words in only for word in words.split(",")):
        found = {name for name in FILES if word in (name, Path(name).stem)}
        if not found:
            near = get_close_matches(word, [*FILES, *stems], n=1)
            hint = f"did you mean {near[0]}?" if near else f"the files are {', '.join(FILES)}"
            raise DermagaError(f"--only {word!r} names no file that is written; {hint}")
        wanted |= found
    return [name for name in FILES if name in wanted]


def _loading_plan(path: Path) -> LoadingPlan:
    plan = read_plan(path)
    if not isinstance(plan, LoadingPlan):
        fault = Fault(str(path), f"it is a {plan.kind} plan", "give the plan.json of dermaga load", column="kind")
        raise BadInput([fault])
    return plan


def _refuse_broken(verdict: Verdict, path: Path, anyway: bool) -> None:
    """Say which rules a plan breaks, and raise DermagaError for it unless it is to be written anyway."""
    if verdict.feasible:
        return
    told = [str(rule) for rule in verdict.broken[:_BROKEN_TOLD]]
    more = len(verdict.broken) - len(told)
    told += [f"and {more} more"] if more else []
    if not anyway:
        remedy = "correct the plan, or write it --anyway"
        raise DermagaError("\n".join((*told, f"{path} breaks rules of the case; {remedy}")))
    for line in told:
        note(f"broken: {line}")


def _planned(case: Case, plan: LoadingPlan, version: Version, done: Path | None, gate: Path | None) -> PlannedCall:
    """The call with its plan and the moments in the files. Raises BadInput with every fault in any of these."""
    planned = PlannedCall(case, plan, version)
    lifted = {carried.box for lift in plan.lifts for carried in lift.boxes}
    directions = {number: box.direction for number, box in planned.by_number.items()}
    faults: list[Fault] = []

    def moments(path: Path | None, unfit: Callable[[str], str | None]) -> dict[str, datetime] | None:
        if path is None:
            return None
        try:
            found = read_moments(path, case.terminal, unfit)
        except BadInput as error:
            faults.extend(error.faults)
            return None
        for notice in found.notices:
            note(f"note: {found.file}: {notice}")
        return found.by_box

    was_done = moments(done, lambda box: None if box in lifted else "the plan does not lift this box")
    passed = moments(
        gate,
        lambda box: (
            None if directions.get(box, "remain") != "remain" else "no box of this number comes or goes by land"
        ),
    )
    if faults:
        raise BadInput(faults)
    return PlannedCall(case, plan, version, done=was_done, gate=passed or {})
