"""`dermaga export-report`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    Seed,
    Workers,
    given_path,
    open_case,
    print_json,
    print_table,
    say,
    writing,
)
from api.cli.planning import Effort, Seconds, one_limit, refuse_unchecked
from api.cli.shipment_plans import read_shipment_plan, solved
from api.presenting.export_report import ExportReport, export_report, month_of, workbook
from api.work.requests import USUAL_WORKERS, PlanRequest
from data.case import Case
from data.errors import DermagaError
from data.shipment_plans import ShipmentPlan
from data.spreadsheets import csv_of


def report_exports(
    case: CaseName,
    month: Annotated[str, typer.Option(metavar="MONTH", help="The month, as 2026-01")],
    plan: Annotated[
        Path | None, typer.Option(metavar="PLAN", help="Shipment plan, a plan.json (default: one is made)")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", parser=given_path, help="File that it is written to: .csv or .xlsx"),
    ] = None,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Report a month's exports: boxes, tonnes, value, goods and countries, new exporters, and where they are declared.

    A .csv has a row for each commodity and country; an .xlsx also the month's totals and its bookings.
    """
    one_limit(seconds, effort)
    wanted = month_of(month)
    if out is not None and out.suffix.lower() not in (".csv", ".xlsx"):
        raise DermagaError(f"--out {out} is neither .csv nor .xlsx; give the file one of these endings")
    opened = open_case(case)
    request = PlanRequest(case=opened.name, kind="shipment", seconds=seconds, effort=effort, workers=workers, seed=seed)
    report = export_report(
        opened, _planned(opened, request) if plan is None else read_shipment_plan(opened, plan), wanted
    )
    if out is not None:
        with writing(out):
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(_written(report, out))
    if as_json:
        print_json(
            {"totals": report.totals(), "goods": _rows(report), "bookings": report.bookings().to_dict("records")}
        )
        return
    _print(report)
    if out is not None:
        say(f"Written to {out}")


def _planned(case: Case, request: PlanRequest) -> ShipmentPlan:
    answer = solved(case, request)
    refuse_unchecked(answer.summary, {"summary": answer.summary})
    return answer.plan


def _written(report: ExportReport, out: Path) -> bytes:
    if out.suffix.lower() == ".xlsx":
        return workbook(report)
    return csv_of(report.table()).encode()


def _rows(report: ExportReport) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in report.table().to_dict("records")]


def _print(report: ExportReport) -> None:
    currency = report.case.terminal.currency
    rows = [_cells(row) for row in _rows(report)] + [["", "total", "", *_cells(report.totals())[3:]]]
    print_table(
        f"Exports of {report.case.terminal.name}, {report.month}",
        ["HS code", "goods", "country", "bookings", "boxes", "tonnes", f"value ({currency})", "exporters", "new",
         "declared here"],
        rows,
        right=range(3, 10),
    )  # fmt: skip


def _cells(row: dict[str, object]) -> list[str]:
    share = row["declared_here_share"]
    return [
        str(row.get("hs_code", "")),
        str(row.get("commodity", "")),
        str(row.get("country", "")),
        f"{row['bookings']}",
        f"{row['boxes']:,g}",
        f"{row['tonnes']:,.1f}",
        f"{row['fob_value']:,.0f}",
        f"{row['exporters']}",
        f"{row['new_exporters']}",
        "-" if share is None else f"{share:.0%}",
    ]
