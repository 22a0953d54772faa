"""The benchmark of shipment plans."""

import json

import pytest

from benchmarks.shipments import made, main


def test_it_tells_the_plan_and_first_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "4", "--bookings", "20", "--seconds", "1", "--workers", "1", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["checked"] == row["first_fit_checked"] == "yes"
    assert row["bound"] <= row["cost"] <= row["first_fit_cost"]
    assert row["voyages"] == 150


def test_a_seed_makes_the_same_case() -> None:
    assert made(7, 15).hash == made(7, 15).hash != made(8, 15).hash
