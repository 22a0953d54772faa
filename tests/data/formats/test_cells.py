"""Numbers, answers and words in single cells."""

from zoneinfo import ZoneInfo

import pytest

from data.formats.cells import Cells, shown
from data.formats.fields import columns
from data.formats.moments import Unreadable
from data.terminal import Terminal
from data.vessels import Service, VesselCall

LENGTH = columns(Terminal)["quay.length_m"]
BOXES = columns(VesselCall)["load_full"]
SIDE = columns(VesselCall)["side"]
ID = columns(VesselCall)["id"]
VESSELS = columns(Service)["vessels"]


@pytest.fixture
def cells() -> Cells:
    return Cells(ZoneInfo("Asia/Makassar"))


@pytest.mark.parametrize(
    ("text", "number", "noticed"),
    [
        ("270", 270, ""),
        (" 270.5 ", 270.5, ""),
        ("-3", -3, ""),
        ("+3", 3, ""),
        ("1.234", 1.234, ""),
        ("1e2", 100, ""),
        ("0,125", 0.125, "comma"),
        ("12,5", 12.5, "comma"),
        ("1234,567", 1234.567, "comma"),
        ("1.234,5", 1234.5, "comma thousands"),
        ("1,234.5", 1234.5, "thousands"),
        ("-1.234.567,25", -1234567.25, "comma thousands"),
        ("1.234.567", 1234567, "thousands"),
        ("1,234,567", 1234567, "thousands"),
    ],
)
def test_numbers(cells: Cells, text: str, number: float, noticed: str) -> None:
    assert cells.value(text, LENGTH, points=True) == number
    told = " ".join(cells.notices)
    assert ("decimal commas" in told, "thousands" in told) == ("comma" in noticed, "thousands" in noticed)


@pytest.mark.parametrize(
    ("text", "points", "problem", "remedy"),
    [
        ("1,234", True, "two ways, 1234 and 1.234", "write 1234 or 1.2340"),
        ("1,234", False, "two ways, 1234 and 1.234", "write 1234 or 1.2340"),
        ("1.234", False, "two ways, 1234 and 1.234", "write 1234 or 1.2340"),
        ("1,23,456", True, "no number", "give a number above 0"),
        ("12 m", True, "no number", "without its unit"),
        ("nan", True, "no number", "give a number above 0"),
        ("inf", True, "no number", "give a number above 0"),
        ("1e999", True, "no finite number", "give a number above 0"),
        ("٣", True, "no number", "give a number above 0"),
        ("9" * 41, True, "too long", "give a number above 0"),
        (float("nan"), True, "no finite number", "give a number above 0"),
        (True, True, "no number", "give a number above 0"),
        ({}, True, "no number", "give a number above 0"),
        ("=270", True, "formula", "give a number above 0, at most 10,000 (m)"),
    ],
)
def test_numbers_refused(cells: Cells, text: object, points: bool, problem: str, remedy: str) -> None:
    with pytest.raises(Unreadable) as caught:
        cells.value(text, LENGTH, points=points)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


def test_a_mark_in_a_whole_number_can_be_read_two_ways(cells: Cells) -> None:
    for text in ("13.000", "13,000"):
        with pytest.raises(Unreadable, match=r"two ways, 13000 and 13\.000; write 13000$"):
            cells.value(text, BOXES, points=True)


def test_whole_numbers(cells: Cells) -> None:
    values = [cells.value(cell, BOXES, points=True) for cell in ("440", "440.0", 440.0, 440, "4.4e2")]
    assert values == [440] * 5
    assert all(isinstance(value, int) for value in values)
    with pytest.raises(Unreadable, match="no whole number"):
        cells.value("440.5", BOXES, points=True)


def test_yes_and_no(cells: Cells) -> None:
    from data.bookings import Shipment

    direct = columns(Shipment)["direct_only"]
    assert [cells.value(cell, direct, points=True) for cell in ("yes", "TRUE", "Ya", True)] == [True] * 4
    assert [cells.value(cell, direct, points=True) for cell in ("no", "False", "tidak", False)] == [False] * 4
    for cell in ("1", "maybe", 1):
        with pytest.raises(Unreadable, match="neither yes nor no"):
            cells.value(cell, direct, points=True)


@pytest.mark.parametrize("cell", ["", "   ", None, []])
def test_empty_is_no_value(cells: Cells, cell: object) -> None:
    assert [cells.value(cell, column, points=True) for column in (LENGTH, SIDE, ID, VESSELS)] == [None] * 4


def test_words_of_a_column(cells: Cells) -> None:
    assert cells.value("port", SIDE, points=True) == "port"
    with pytest.raises(Unreadable, match="write port or starboard; did you mean starboard"):
        cells.value("Starbord", SIDE, points=True)


def test_numbers_of_a_workbook_in_a_column_of_names(cells: Cells) -> None:
    assert [cells.value(cell, ID, points=True) for cell in (7, 7.0, 7.5, "7")] == ["7", "7", "7.5", "7"]
    with pytest.raises(Unreadable, match="no text"):
        cells.value(True, ID, points=True)


def test_lists_are_words_in_a_cell_or_a_list_of_json(cells: Cells) -> None:
    assert cells.value("A B", VESSELS, points=True) == "A B"
    assert cells.value(["A", 7], VESSELS, points=True) == ["A", "7"]
    with pytest.raises(Unreadable, match="formula"):
        cells.value(["A", "=B"], VESSELS, points=True)


def test_shown_as_in_the_file() -> None:
    assert [shown(cell) for cell in (7.0, 7.25, True, ["A", "B"], "x")] == ["7", "7.25", "yes", "A B", "x"]
