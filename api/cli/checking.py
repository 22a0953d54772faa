"""`dermaga check`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, CaseName, note, open_case, print_json, print_table, say
from data.checker import Verdict, check
from data.checker.night import check_night
from data.night import NightPlan, read_plan_or_night
from data.words import counted


def check_plan(
    case: CaseName,
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan.json")],
    as_json: AsJson = False,
) -> None:
    """Check a plan with the independent checker: every broken rule, and the cost by term."""
    opened = open_case(case)
    found = read_plan_or_night(plan)
    verdict = check_night(opened, found) if isinstance(found, NightPlan) else check(opened, found)
    if as_json:
        print_json({
            "feasible": verdict.feasible, "cost": verdict.cost, "terms": verdict.terms,
            "broken": [asdict(rule) for rule in verdict.broken], "notes": verdict.notes,
        })  # fmt: skip
    else:
        for remark in verdict.notes:
            note(f"note: {remark}")
        for rule in verdict.broken:
            say(str(rule))
        rows = [[name, f"{amount:,.0f}"] for name, amount in verdict.terms.items()]
        rows.append(["total", f"{verdict.cost:,.0f}"])
        print_table(f"Cost ({opened.terminal.currency})", ["term", "cost"], rows, right=(1,))
        say("feasible: the plan breaks no rule" if verdict.feasible else _refused(verdict))
    if not verdict.feasible:
        raise typer.Exit(1)


def _refused(verdict: Verdict) -> str:
    """How many faults a plan has, and of which rules."""
    rules = list(dict.fromkeys(fault.rule for fault in verdict.broken))
    against = f"the {'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)}"
    return f"not feasible: {counted(len(verdict.broken), 'fault')} against {against}"
