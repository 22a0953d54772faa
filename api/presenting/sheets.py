"""The loading sheets of a plan as a workbook to print: a sheet for each crane, remarks, and the ship's bay plans."""

import re
from collections.abc import Collection
from io import BytesIO

import pandas as pd
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from api.presenting.bay_plans import add_bay_plans
from api.presenting.stowage_remarks import StowageRemarks
from api.presenting.tables import crane_sheet, in_rail_order
from data.case import Case
from data.plans import LoadingPlan
from data.spreadsheets import texts_alone

# Rows above the line of column names.
_TITLE_ROWS = 2
_WIDTHS = {
    "start": 14, "end": 14, "move": 15, "box": 14, "from": 16, "slot": 16, "to": 16, "remarks": 30, "remark": 11,
    "above": 14, "above_slot": 11, "above_port": 11, "above_tonnes": 13, "from_slot": 10, "off": 25, "on": 25,
    "hours_ashore": 13, "text": 40,
}  # fmt: skip
_USUAL_WIDTH = 8
_LEFT = Alignment(horizontal="left")
_HATCH = PatternFill("solid", fgColor="DDDDDD")


# What Excel gives the name of a sheet, and what no such name may have.
_LONGEST_NAME = 31
_REFUSED = re.compile(r"[\\/*?:\[\]\x00-\x1f]")


def loading_sheets(case: Case, plan: LoadingPlan, remarks: StowageRemarks) -> bytes:
    """The workbook: a sheet for each crane, the remarks on the stowage, the bay plans at arrival and at departure.

    Cranes come in rail order. One without a lift has no sheet, but the first has one where none lifts anything.
    Overstows are written in red in the bay plan at departure.
    """
    book = BytesIO()
    with pd.ExcelWriter(book, engine="openpyxl") as writer:
        for crane in in_rail_order(case, [lift.crane for lift in plan.lifts] or [plan.cranes[0].crane]):
            _add(writer, crane, crane_sheet(case, plan, crane), crane, case, plan)
        _add(writer, "stowage remarks", remarks.table(), "Remarks on the stowage", case, plan)
        arrival, departure = (
            writer.book.create_sheet(sheet_name(wanted, writer.sheets)) for wanted in ("bays arrival", "bays departure")
        )
        red = {row["box"] for row in remarks.overstows}
        add_bay_plans({"arrival": arrival, "departure": departure}, case, plan, red)
        for sheet in writer.book.worksheets:
            texts_alone(sheet)
    return book.getvalue()


def _add(writer: pd.ExcelWriter, wanted: str, table: pd.DataFrame, title: str, case: Case, plan: LoadingPlan) -> None:
    """Add a table as a sheet with a title."""
    name = sheet_name(wanted, writer.sheets)
    table.to_excel(writer, sheet_name=name, index=False, startrow=_TITLE_ROWS)
    _lay_out(writer.sheets[name], case, plan, title, list(table.columns))


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """A name for a sheet that Excel accepts and that none of the others has, large and small letters being the same.

    It is cut to 31 characters, what Excel refuses becomes an underscore, and where the name is taken a number follows.
    """
    name = _REFUSED.sub("_", wanted).strip("'") or "sheet"
    others = {"history", *(other.casefold() for other in taken)}  # Excel keeps the name History for itself
    found, number = name[:_LONGEST_NAME], 1
    while found.casefold() in others:
        number += 1
        found = f"{name[: _LONGEST_NAME - len(str(number)) - 1]}~{number}"
    return found


def _lay_out(sheet: Worksheet, case: Case, plan: LoadingPlan, title: str, columns: list[str]) -> None:
    ship = case.ship_of(case.call_by_id[plan.call])
    sheet["A1"] = f"{title}: {ship.name}, call {plan.call}, {case.terminal.name}"
    sheet["A1"].font = Font(bold=True, size=13)
    sheet["A2"] = f"work from {case.terminal.clock(plan.start)}, on the terminal's clock"
    sheet.freeze_panes = f"A{_TITLE_ROWS + 2}"
    sheet.print_title_rows = f"{_TITLE_ROWS + 1}:{_TITLE_ROWS + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column, _USUAL_WIDTH)
    for row in sheet.iter_rows(min_row=_TITLE_ROWS + 2):
        hatch = "move" in columns and str(row[columns.index("move")].value).startswith("hatch")
        for cell in row:
            cell.alignment = _LEFT
            if hatch:
                cell.fill = _HATCH
