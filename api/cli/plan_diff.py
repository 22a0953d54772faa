"""`dermaga plan-diff`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.console import AsJson, CaseName, open_case, print_json, print_table, print_terms, say
from api.presenting.plan_diff import plan_diff
from data.plans import read_plan
from data.words import counted


def compare_plans(
    case: CaseName,
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A plan.json")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Another plan.json of the same kind")],
    as_json: AsJson = False,
) -> None:
    """Show what is different between two plans: what is new, gone or changed, field by field, and what both cost."""
    opened = open_case(case)
    told = plan_diff(opened, read_plan(before), read_plan(after))
    if as_json:
        print_json(told)
        return
    rows = [
        [f"{change['what']} {change['name']}", change["change"], field["field"], *_sides(field)]
        for change in told["changes"]
        for field in change["fields"]
    ]
    if rows:
        print_table("Changes", ["of", "change", "field", "before", "after"], rows)
    terms = {"before": told["terms_before"], "after": told["terms_after"]}
    names = dict.fromkeys(name for side in terms.values() for name in side)
    all_terms = {side: {name: found.get(name, 0.0) for name in names} for side, found in terms.items()}
    print_terms("Cost", all_terms, opened.terminal.currency)
    for side in ("before", "after"):
        if told[f"broken_{side}"]:
            say(f"The plan {side} breaks {counted(told[f'broken_{side}'], 'rule')}: dermaga check tells which")
    say(f"{counted(len(told['changes']), 'difference')}")


def _sides(field: dict[str, Any]) -> list[str]:
    """A field before and after, as it is shown."""
    words = {None: "", True: "yes", False: "no"}
    return [
        words[value]
        if value is None or isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
        for value in (field["before"], field["after"])
    ]
