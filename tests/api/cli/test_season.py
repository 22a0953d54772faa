import csv
import json
from datetime import datetime
from pathlib import Path

from data.case import Case
from data.formats import write_folder
from data.plans import ShipmentPlan, read_plan
from data.recurring import RecurringBooking
from tests.api.cli.conftest import Run


def test_a_season_with_its_recurring_bookings(dermaga: Run, small_case: Case, tmp_path: Path) -> None:
    first = datetime.fromisoformat("2026-01-05T12:00+08:00")
    weekly = RecurringBooking(id="R", like="SHIP-1", first=first, rule="FREQ=WEEKLY;COUNT=6", boxes=2)
    write_folder(small_case.changed(recurring_bookings=(weekly,)), tmp_path / "case")
    ran = dermaga(f"season {tmp_path}/case --from 2026-01-01 --to 2026-03-01 --seconds 5 --out {tmp_path}/out --json")
    assert ran.status == 0
    answer = json.loads(ran.out)
    assert answer["recurring"] == 6
    january, february = answer["months"]
    # SHIP-1 and SHIP-2 and the first of the series go; after the 7th no ship leaves.
    assert (january["demanded"], january["planned"], january["shortfall"]) == (11, 5, 6)
    assert (february["demanded"], february["planned"], february["room_teu"]) == (4, 0, 0)
    with (tmp_path / "out" / "season.csv").open(newline="") as file:
        assert [row["month"] for row in csv.DictReader(file)] == ["2026-01", "2026-02"]
    with (tmp_path / "out" / "shipments.csv").open(newline="") as file:
        assert sum(row["id"].startswith("R-") for row in csv.DictReader(file)) == 6
    plan = read_plan(tmp_path / "out" / "plan.json")
    assert isinstance(plan, ShipmentPlan)
    told = dermaga(f"season {tmp_path}/case --seconds 5")
    assert "Season of case, 2026-01-03" in told.out
    assert "later there is no ship" in told.err


def test_a_season_that_ends_before_it_begins(dermaga: Run, small_folder: Path) -> None:
    ran = dermaga(f"season {small_folder} --from 2026-02-01 --to 2026-01-01")
    assert (ran.status, "--to must be later" in ran.err) == (1, True)
    assert "three years" in dermaga(f"season {small_folder} --to 2099-01-01").err
