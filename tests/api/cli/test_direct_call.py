import csv
import json
from datetime import datetime
from pathlib import Path

import pytest

from data.case import Case
from data.formats import write_folder
from data.recurring import RecurringBooking
from tests.api.cli.conftest import Run


@pytest.fixture
def folder(small_case: Case, tmp_path: Path) -> Path:
    """The small case with 6 boxes to Colombo a week, for four weeks."""
    first = datetime.fromisoformat("2026-01-12T12:00+08:00")
    weekly = RecurringBooking(id="R", like="SHIP-1", first=first, rule="FREQ=WEEKLY;COUNT=4", boxes=6, flexible_days=7)
    write_folder(small_case.changed(recurring_bookings=(weekly,)), tmp_path / "case")
    return tmp_path / "case"


CALL = "--to LKCMB --days 8 --first 2026-01-15T12:00 --weeks 4 --seconds 5"


def test_the_weeks_who_fills_them_and_what_it_saves(dermaga: Run, folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"direct-call {folder} {CALL} --minimum 7 --out {tmp_path}/out --json")
    assert ran.status == 0
    answer = json.loads(ran.out)
    # SHIP-1 has a box, the series six in each week; nothing of it can be parted.
    assert [week["wished"] for week in answer["weeks"]] == [7, 6, 6, 6]
    assert (answer["reached"], answer["reached_unmoved"]) == (2, 1)
    assert answer["most_reached"] == 2
    assert answer["saving"]["saving"] > 0
    assert answer["saving"]["least"] <= answer["saving"]["saving"] <= answer["saving"]["most"]
    with (tmp_path / "out" / "weeks.csv").open(newline="") as file:
        assert [row["reached"] for row in csv.DictReader(file)].count("True") == 2
    with (tmp_path / "out" / "movers.csv").open(newline="") as file:
        assert {row["how"] for row in csv.DictReader(file)} == {"moves", "could"}
    told = dermaga(f"direct-call {folder} {CALL} --minimum 100")
    assert "0 of 4 weeks reach the minimum" in told.out
    assert "It saves" in told.out
    # Without --freight the call is free: nobody must take that for the whole.
    assert "before the freight of the call itself" in told.out
    assert "all the same" in told.err


def test_what_is_no_call_is_refused(dermaga: Run, folder: Path) -> None:
    assert "give days" in dermaga(f"direct-call {folder} --to LKCMB").err
    assert "as many of one" in dermaga(f"direct-call {folder} --to LKCMB --days 8 --days 9").err
    assert "no port XXYYY" in dermaga(f"direct-call {folder} --to XXYYY --days 8").err
    assert "two capital letters" in dermaga(f"direct-call {folder} --to LKCMB --days 8 --flag sg").err
    assert "letters and digits" in dermaga(f"direct-call {folder} --to LKCMB --days 8 --line a/b").err
