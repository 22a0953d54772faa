"""No text of ours runs in a spreadsheet, and every one can be had back."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.case import Case
from data.codes import FORMULA_SIGNS
from data.formats import read_upload, write_workbook
from data.formats.workbook import workbook_with
from data.spreadsheets import csv_of, harmless, texts_alone

ROOT = Path(__file__).parents[2]
TEXTS = st.text(alphabet=st.sampled_from([*FORMULA_SIGNS, "'", " ", "a", "1", '"', ",", "\n", "|", "!"]), max_size=6)


def as_it_was(text: str) -> str:
    """The text that `harmless` made this of: with its apostrophe it tells itself apart from every other."""
    signs = re.escape("".join(FORMULA_SIGNS))
    return text[1:] if re.match(rf"'['\s]*[{signs}]", text) else text


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1", "'=1", "-1+cmd|' /C calc'!A1", "+49 1 A"]
)
def test_what_would_run_is_quoted(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_it_was(harmless(text)) == text


@pytest.mark.parametrize("text", ["", "a", "'a", "-5", "+3.25", "-1,5", "-1e-5", "-", "+", "a=1", "1-2"])
def test_what_would_not_run_stays(text: str) -> None:
    assert harmless(text) == text == as_it_was(text)


@given(TEXTS)
def test_any_text_can_be_had_back(text: str) -> None:
    assert as_it_was(harmless(text)) == text


@given(st.lists(TEXTS, min_size=1, max_size=5), TEXTS)
def test_no_cell_of_a_csv_file_runs(texts: list[str], name: str) -> None:
    table = pd.DataFrame({f"c{name}": texts, name: texts}, dtype=object)
    name, *texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in (name, *texts)]
    rows = list(csv.reader(io.StringIO(csv_of(table), newline="")))
    assert [[as_it_was(cell) for cell in row] for row in rows if row] == [
        [f"c{name}", name], *([text, text] for text in texts)
    ]  # fmt: skip
    for cell in (cell for row in rows for cell in row):
        number = cell.lstrip("+-").replace(",", "").replace(".", "").isdigit()
        assert number or len(cell) <= 1 or not cell.lstrip(" \n").startswith(FORMULA_SIGNS)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_cell_of_a_workbook_is_a_formula(texts: list[str]) -> None:
    book = openpyxl.Workbook()
    for text in texts:
        book.active.append([text])
    texts_alone(book.active)
    held = io.BytesIO()
    book.save(held)
    for row, text in zip(openpyxl.load_workbook(held).active.iter_rows(), texts, strict=False):
        assert row[0].data_type != "f"
        assert (row[0].value or "").split() == text.split()  # XML has ends of lines of its own


def test_sheets_of_tables_hold_no_formulas(small_case: Case) -> None:
    table = pd.DataFrame({"=1": ["=1+1", "@a"]}, dtype=object)
    held = io.BytesIO(workbook_with({"x": table}, small_case.terminal.zone))
    cells = [cell for row in openpyxl.load_workbook(held)["x"].iter_rows() for cell in row]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        (text, "s", True) for text in ("=1", "=1+1", "@a")
    ]


def test_case_files_are_what_they_were(small_case: Case, tmp_path: Path) -> None:
    """Texts of a case never begin so; one with an apostrophe comes back with it."""
    port = small_case.ports[0].model_copy(update={"name": "'=Kariangau"})
    case = small_case.changed(ports=(port, *small_case.ports[1:]))
    write_workbook(case, tmp_path / "x.xlsx")
    assert read_upload((tmp_path / "x.xlsx").read_bytes(), "x").case.hash == case.hash


# Where frames are written by pandas itself: the one place, and files of a case.
_WRITERS = {"data/spreadsheets.py", "data/formats/frames.py"}
# Sheets are finished by `texts_alone` here.
_SHEETS = {"api/presenting/sheets.py", "data/formats/workbook.py"}


def test_all_tables_are_written_in_one_place() -> None:
    for layer in ("api", "data", "simulations", "scheduler"):
        for path in (ROOT / layer).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            text = path.read_text(encoding="utf-8")
            assert ".to_csv(" not in text or name in _WRITERS, name
            assert ".to_excel(" not in text or (name in _SHEETS and "texts_alone(" in text), name
            assert ".create_sheet(" not in text or name in _SHEETS, name
