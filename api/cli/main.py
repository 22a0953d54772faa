"""The commands, and how every one of them ends."""

import sys

import typer

from api.cli import (
    cases,
    checking,
    comparing,
    demonstration,
    edi,
    experimenting,
    loading,
    logs,
    planning,
    searching,
    serving,
    simulating,
    yard,
)
from api.cli.console import tell_error
from data.errors import DermagaError

app = typer.Typer(
    name="dermaga",
    help="Plans and simulates a container terminal: berths, cranes, yard and shipments.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cases.app, name="case")
app.add_typer(edi.app, name="edi")
app.command("plan")(planning.plan)
app.command("load")(loading.load)
app.command("yard")(yard.plan_yard_of)
app.command("check")(checking.check_plan)
app.command("simulate")(simulating.simulate_case)
app.command("compare")(comparing.compare_scenarios)
app.command("scenarios")(comparing.list_scenarios)
app.command("sweep")(experimenting.sweep_design)
app.command("goal")(searching.find_goal)
app.command("choose")(searching.choose_best)
app.command("warmup")(experimenting.find_warmup)
app.command("fit")(logs.fit)
app.command("replay")(logs.replay)
app.command("kpis")(logs.kpis)
app.command("shipments")(planning.plan_shipments_of)
app.command("serve")(serving.serve)
app.command("demo")(demonstration.demo)


def main() -> None:
    """Run the command line; the exit status is 0 only where it did what was asked."""
    try:
        app()
    except DermagaError as error:
        tell_error(error, as_json="--json" in sys.argv[1:])
        sys.exit(1)
