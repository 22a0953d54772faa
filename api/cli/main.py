"""The commands, and how every one of them ends."""

import sys
from importlib import import_module

import typer

from api.cli.console import tell_error
from data.errors import DermagaError

# Each command by name: its module here and its function; or, where there are commands under it, the module's app.
_COMMANDS = {
    "case": ("cases", "app"),
    "edi": ("edi", "app"),
    "actuals": ("actuals", "app"),
    "plan": ("planning", "plan"),
    "load": ("loading", "load"),
    "yard": ("yard", "plan_yard_of"),
    "night": ("night", "plan_night"),
    "check": ("checking", "check_plan"),
    "plan-diff": ("plan_diff", "compare_plans"),
    "port-calls": ("port_calls", "write_port_calls"),
    "shift-sheet": ("shift_sheet", "write_shift_sheet"),
    "simulate": ("simulating", "simulate_case"),
    "compare": ("comparing", "compare_scenarios"),
    "scenarios": ("comparing", "list_scenarios"),
    "sweep": ("experimenting", "sweep_design"),
    "goal": ("searching", "find_goal"),
    "choose": ("searching", "choose_best"),
    "warmup": ("experimenting", "find_warmup"),
    "fit": ("logs", "fit"),
    "replay": ("logs", "replay"),
    "kpis": ("logs", "kpis"),
    "shipments": ("shipments", "plan_shipments_of"),
    "export-report": ("export_report", "report_exports"),
    "bookings": ("bookings", "take_bookings"),
    "consolidation": ("bookings", "tell_consolidation"),
    "schedules": ("schedules", "take_schedules"),
    "season": ("season", "plan_season"),
    "direct-call": ("direct_call", "plan_direct_call"),
    "chain-template": ("chain_template", "make_template"),
    "chances": ("chances", "tell_chances"),
    "serve": ("serving", "serve"),
    "worker": ("serving", "work"),
    "backup": ("backups", "back_up"),
    "restore": ("backups", "restore_from"),
    "token": ("tokens", "app"),
    "audit": ("tokens", "show_audit"),
    "demo": ("demonstration", "demo"),
}


def _app(asked: str | None) -> typer.Typer:
    """The command line with the command that was asked for; with all where it is none of them, as for help.

    Solvers, the web framework and statistics take seconds to import: no command waits for those of the others.
    """
    app = typer.Typer(name="dermaga", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    # With a callback it stays a group of commands, also of a single one.
    app.callback(help="Plans and simulates a container terminal: berths, cranes, yard and shipments.")(lambda: None)
    for name in [asked] if asked in _COMMANDS else _COMMANDS:
        module, what = _COMMANDS[name]
        command = getattr(import_module(f"api.cli.{module}"), what)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main() -> None:
    """Run the command line; the exit status is 0 only where it did what was asked."""
    try:
        _app(next(iter(sys.argv[1:]), None))()
    except DermagaError as error:
        tell_error(error, as_json="--json" in sys.argv[1:])
        sys.exit(1)
