from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.presenting.sheets import loading_sheets, sheet_name
from api.presenting.stowage_remarks import StowageRemarks
from data.case import Case
from data.plans import CraneUse
from tests.data.checker.loading.conftest import LIFTS, case, plan_for

__all__ = ["case"]


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("QC1", (), "QC1"),
        ("QC1", ("qc1",), "QC1~2"),
        ("QC1", ("QC1", "QC1~2"), "QC1~3"),
        ("a" * 40, (), "a" * 31),
        ("a" * 40, ("A" * 31,), "a" * 29 + "~2"),
        ("QC[1]/2:3*?\\", (), "QC_1__2_3___"),
        ("'QC1'", (), "QC1"),
        ("History", (), "History~2"),
        ("", (), "sheet"),
    ],
)
def test_a_name_that_excel_accepts(wanted: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(wanted, taken) == name


@given(st.lists(st.text(max_size=45), max_size=15))
def test_names_differ_whatever_is_wanted(wanted: list[str]) -> None:
    names: list[str] = []
    for each in wanted:
        names.append(sheet_name(each, names))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("\\/*?:[]") for name in names)


def test_cranes_with_long_names_that_begin_alike_have_a_sheet_each(case: Case) -> None:
    first, second = "quay-crane-of-the-northern-berth-1", "quay-crane-of-the-northern-berth-2"
    names = {"QC1": first, "QC2": second}
    renamed = tuple(lift.model_copy(update={"crane": names[lift.crane]}) for lift in LIFTS)
    plan = plan_for(case, renamed)
    uses = tuple(CraneUse(crane=names[use.crane], start=use.start, end=use.end) for use in plan.cranes)
    plan = plan.model_copy(update={"cranes": uses})
    none = StowageRemarks([], [], [], [])
    book = load_workbook(BytesIO(loading_sheets(case, plan, none)))
    titles = [str(sheet["A1"].value) for sheet in book.worksheets]
    assert [title.split(":")[0] for title in titles] == [
        first, second, "Remarks on the stowage", "Bay plan at arrival", "Bay plan at departure",
    ]  # fmt: skip
    assert book.sheetnames[2:] == ["stowage remarks", "bays arrival", "bays departure"]
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_sheets_of_cranes_come_in_rail_order(case: Case) -> None:
    """Whichever crane lifts first."""
    first, last = case.quay_cranes
    turned = case.changed(quay_cranes=(last, first))
    book = load_workbook(BytesIO(loading_sheets(turned, plan_for(turned), StowageRemarks([], [], [], []))))
    assert book.sheetnames[:2] == ["QC2", "QC1"]
