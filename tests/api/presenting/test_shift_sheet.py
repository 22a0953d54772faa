"""Shift sheets as files."""

import io
import re
import zlib
from base64 import a85decode
from datetime import datetime, time

import openpyxl  # type: ignore[import-untyped]
import pytest

from api.presenting.shift_sheet import Language, shift_pdf, shift_workbook
from data.case import Case
from data.plans import BerthedCall, BerthPlan, CraneUse
from data.shifts import Shift
from data.terminal import Bollard
from tests.data.conftest import with_terminal


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


LANGUAGES: tuple[Language, ...] = ("en", "id")


@pytest.fixture
def case(small_case: Case) -> Case:
    return small_case.changed(
        shifts=(Shift(id="DAY", start=time(7), gangs=2), Shift(id="NIGHT", start=time(19), gangs=1))
    )


@pytest.fixture
def plan(case: Case) -> BerthPlan:
    use = CraneUse(crane="QC1", start=at("05 09:00"), end=at("05 21:00"))
    entry = BerthedCall(
        call="ARU-1", position_m=10, side="port", start=at("05 08:00"), end=at("05 21:30"), cranes=(use,)
    )
    return BerthPlan(
        case=case.name, case_hash=case.hash, start=at("05 00:00"), end=at("08 00:00"), calls=(entry,)
    )  # fmt: skip


def texts(content: bytes) -> str:
    """The texts of a PDF as ReportLab writes them."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    pages = b"\n".join(zlib.decompress(a85decode(each.strip().removesuffix(b"~>"))) for each in streams)
    return " ".join(part.decode("latin-1") for part in re.findall(rb"\((.*?)\) Tj", pages))


def test_the_workbook_has_a_row_for_each_ship_of_each_shift(case: Case, plan: BerthPlan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(shift_workbook(case, plan)))
    assert book.sheetnames == ["shifts", "cranes", "lacks"]
    rows = list(book["shifts"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["shift", "DAY", "NIGHT"]
    assert rows[1][rows[0].index("quay_cranes")] == "QC1"
    assert [row[2] for row in book["cranes"].iter_rows(values_only=True)] == ["crane", "QC1", "QC1"]


def test_the_pdf_has_a_page_for_each_shift_with_lines_to_sign(case: Case, plan: BerthPlan) -> None:
    content = shift_pdf(case, plan, name="abc", version=2, accepted=True)
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 2
    told = texts(content)
    for words in ("DAY", "NIGHT", "Aru", "QC1 09:00-19:00", "QC1 19:00-21:00", "version 2", "accepted", "Planner"):
        assert words in told, words
    assert content == shift_pdf(case, plan, name="abc", version=2, accepted=True)


def test_both_say_between_which_bollards_a_ship_lies(case: Case, plan: BerthPlan) -> None:
    lined = case.changed(bollards=(Bollard(id="1", position_m=5), Bollard(id="2", position_m=160)))
    head, first, *_ = openpyxl.load_workbook(io.BytesIO(shift_workbook(lined, plan)))["shifts"].values
    assert first[head.index("bollards")] == "1+5 – 2"
    assert "1+5" in texts(shift_pdf(lined, plan, name="abc", version=1, accepted=True))


def test_the_pdf_says_in_both_languages_what_lacks(case: Case, plan: BerthPlan) -> None:
    few = with_terminal(case, tractors={"count": 1})
    told, indonesian = (
        texts(shift_pdf(few, plan, name="abc", version=2, accepted=False, language=language)) for language in LANGUAGES
    )
    assert re.search(r"[1-9]\d* more tractors would keep up", told)
    assert "Lembar gilir" in indonesian
    assert re.search(r"kurang [1-9]\d* head truck", indonesian)


def test_names_are_no_markup_and_a_plan_without_ships_says_so(case: Case, plan: BerthPlan) -> None:
    ship = case.vessels[0].model_copy(update={"name": "<b>Aru&船"})
    hostile = case.changed(vessels=(ship, *case.vessels[1:]))
    told = texts(shift_pdf(hostile, plan, name="abc", version=1, accepted=False))
    assert "<b>Aru&?" in told.replace(" ", "")
    accented = case.changed(vessels=(ship.model_copy(update={"name": "Hải"}), *case.vessels[1:]))
    assert "Hai" in texts(shift_pdf(accented, plan, name="abc", version=1, accepted=False))
    empty = plan.model_copy(update={"calls": ()})
    assert "works no ship" in texts(shift_pdf(case, empty, name="abc", version=1, accepted=False))
