"""The loading sheets of a plan as a workbook to print: a sheet for each crane, with ship, call and crane on top."""

from io import BytesIO

import pandas as pd
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from api.tables import crane_sheet
from data.case import Case
from data.plans import LoadingPlan

# Rows above the line of column names.
_TITLE_ROWS = 2
_WIDTHS = {"start": 14, "end": 14, "move": 15, "box": 14, "from": 16, "slot": 16, "to": 16, "remarks": 30}
_USUAL_WIDTH = 8
_HATCH = PatternFill("solid", fgColor="DDDDDD")


def loading_sheets(case: Case, plan: LoadingPlan) -> bytes:
    """The workbook; a crane without a lift has no sheet, but the first has one where none lifts anything."""
    book = BytesIO()
    with pd.ExcelWriter(book, engine="openpyxl") as writer:
        for crane in dict.fromkeys([lift.crane for lift in plan.lifts] or [plan.cranes[0].crane]):
            table = crane_sheet(case, plan, crane)
            table.to_excel(writer, sheet_name=crane[:31], index=False, startrow=_TITLE_ROWS)
            _lay_out(writer.sheets[crane[:31]], case, plan, crane, list(table.columns))
    return book.getvalue()


def _lay_out(sheet: Worksheet, case: Case, plan: LoadingPlan, crane: str, columns: list[str]) -> None:
    ship = case.ship_of(case.call_by_id[plan.call])
    sheet["A1"] = f"{crane}: {ship.name}, call {plan.call}, {case.terminal.name}"
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
    moves = columns.index("move")
    for row in sheet.iter_rows(min_row=_TITLE_ROWS + 2):
        hatch = str(row[moves].value).startswith("hatch")
        for cell in row:
            cell.alignment = Alignment(horizontal="left")
            if hatch:
                cell.fill = _HATCH
