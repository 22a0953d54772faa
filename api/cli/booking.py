"""How the command line tells one booking in full."""

from typing import Any

from api.cli.console import print_table, say
from api.cli.planning import short
from api.presenting.tasks import party_words
from data.case import Case


def print_booking(case: Case, told: dict[str, Any]) -> None:
    """Its way, its chance, every step with date, owner, cut-off and slack, and its alternatives with their costs."""
    row = told["shipment"]
    say(f"{row['shipment']}: {row['commodity']} of {row['exporter']} to {row['destination']}, {row['status']}")
    say(row["reason"])
    if row["legs"]:
        legs = [
            [leg["sailing"], leg["line"], leg["origin"], short(leg["departure"]), leg["destination"],
             short(leg["arrival"])]
            for leg in row["legs"]
        ]  # fmt: skip
        print_table("Way", ["leg", "line", "from", "leaves", "to", "arrives"], legs)
        if row["slack_h"] is not None:
            held = f", held by {row['tightest_step']}" if row["tightest_step"] else ""
            say(f"The goods can be ready {row['slack_h']:,.1f} h later and make the same ship{held}")
    if told["chance"] is not None:
        say(_chance(told["chance"]))
    if told["steps"]:
        _print_steps(case, told["steps"])
    if told["alternatives"]:
        _print_alternatives(case, told["alternatives"])


def _chance(chance: dict[str, Any]) -> str:
    def share(one: dict[str, float]) -> str:
        return f"{one['share']:.1%} ({one['low']:.1%} to {one['high']:.1%})"

    connection = "" if chance["connection"] is None else f", its connection too with {share(chance['all'])}"
    misses = f"; what is missed first most often: {chance['misses']}" if chance["misses"] else ""
    return (
        f"It makes all of its cut-offs with a probability of {share(chance['cutoffs'])}{connection}{misses} "
        f"({chance['draws']:,} draws)"
    )


def _print_steps(case: Case, steps: list[dict[str, Any]]) -> None:
    rows = [
        [
            step["what"],
            party_words(step["party"]),
            short(step["from"]),
            short(step["planned"]),
            short(step["latest"]) if step["latest"] else "-",
            "-" if step["slack_h"] is None else f"{step['slack_h']:,.1f}",
            step["due_by"],
            " ".join(filter(None, (step["document"], step["number"]))),
            step["state"],
        ]
        for step in steps
    ]
    print_table(
        f"Export chain, times in {case.terminal.time_zone}",
        ["step", "party", "from", "done by plan", "latest", "slack h", "because of", "paper", "state"],
        rows,
        right=(5,),
    )


def _print_alternatives(case: Case, ways: list[dict[str, Any]]) -> None:
    """Ways side by side: a column each, days and money in the rows."""
    terms = [name for name in ways[0]["terms"] if any(way["terms"][name] for way in ways)]
    heads = [" ".join(way["voyages"]) for way in ways]
    rows = [
        ["", *("planned" if way["planned"] else "fits" if way["fits"] else "full" for way in ways)],
        ["leaves", *(short(way["departure"]) for way in ways)],
        ["arrives", *(short(way["arrival"]) for way in ways)],
        ["days", *(f"{way['days']:,.1f}" for way in ways)],
        ["late days", *(f"{way['late_days']:,.1f}" for way in ways)],
        ["slack h", *("-" if way["slack_h"] is None else f"{way['slack_h']:,.1f}" for way in ways)],
        *([name, *(f"{way['terms'][name]:,.0f}" for way in ways)] for name in terms),
        ["cost", *(f"{way['cost']:,.0f}" for way in ways)],
    ]
    print_table(f"Alternatives ({case.terminal.currency})", ["", *heads], rows, right=range(1, len(ways) + 1))
    for way in ways:
        for lack in way["lacks"]:
            say(f"{' '.join(way['voyages'])}: {lack}")
