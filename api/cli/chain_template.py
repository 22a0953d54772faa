"""`dermaga chain-template`: a finished export chain as the template of the next."""

from typing import Annotated, Any

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    OutFolder,
    new_folder,
    open_case,
    print_json,
    print_table,
    say,
    write_files,
    writing,
)
from data.case import Case
from data.formats import frames, write_folder
from data.formats.frames import csv_text
from simulations.chains.experience import Template, template_of, with_template

From = Annotated[
    list[str], typer.Option("--from", metavar="SHIPMENT", help="A finished shipment, by id; again for several")
]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the new chain")]


def make_template(
    case: CaseName,
    shipments: From,
    name: Name,
    out: OutFolder,
    words: Annotated[str | None, typer.Option(metavar="TEXT", help="What the chain is for, in words")] = None,
    rows_only: Annotated[
        bool, typer.Option("--rows-only", help="Write the new rows alone: DIR/chains.csv and chain_steps.csv")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Save finished shipments' export chain as a template for their goods and countries: a new case in DIR.

    Its steps take the hours of their calendars that they really took: of several shipments, their mean and spread.
    """
    opened = open_case(case)
    template = template_of(opened, shipments, name, words)
    changed = with_template(opened, template)
    if rows_only:
        new_folder(out)
        write_files(out, _rows(changed, template))
    else:
        with writing(out):
            write_folder(changed, out)
    learnt = [
        {
            "step": row.step,
            "before_h": row.before_h,
            "hours": row.hours,
            "duration_h": step.duration_h,
            "distribution": step.distribution,
            "spread": step.spread,
        }
        for row, step in zip(template.learnt, template.steps, strict=True)
    ]
    if as_json:
        print_json({"chain": template.chain.model_dump(mode="json"), "steps": learnt, "out": str(out)})
        return
    print_template(template, learnt)
    say(f"Written to {out}: {'the rows of chains.csv and chain_steps.csv' if rows_only else 'the case with it'}")


def _rows(case: Case, template: Template) -> dict[str, str]:
    """The rows of the template, which are the first of their tables."""
    tables = frames(case)
    counts = {"chains": 1, "chain_steps": len(template.steps)}
    return {f"{name}.csv": csv_text(tables[name].head(count), case.terminal.zone) for name, count in counts.items()}


def print_template(template: Template, learnt: list[dict[str, Any]]) -> None:
    """What was learnt of each step."""
    chain = template.chain
    print_table(
        f"Chain {chain.id}: {chain.name} (goods {' '.join(chain.hs_prefixes)}, to {' '.join(chain.countries)})",
        ["step", "hours before", "hours taken", "hours now", "distribution", "spread"],
        [
            [row["step"], f"{row['before_h']:g}", " ".join(f"{hours:.4g}" for hours in row["hours"].values()) or "-",
             f"{row['duration_h']:g}", row["distribution"], f"{row['spread']:g}"]
            for row in learnt
        ],
        right=(1, 3, 5),
    )  # fmt: skip
