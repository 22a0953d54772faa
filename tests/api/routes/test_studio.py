"""What analysts ask of simulations besides scenarios: sweeps, searches, files, replays, and forms to ask with."""

import io
from typing import Any

import httpx
import openpyxl  # type: ignore[import-untyped]
import pytest

from api.resources.simulations import SimulationJob
from tests.api.routes.test_scenarios import LATE, MORE, scenario

ASKED = {"case": "small", "days": 3, "replications": 2, "workers": 1, "seed": 4}


def test_a_sweep_has_every_figure_at_each_value(running: Any) -> None:
    sweep = {"vary": "add_yard_cranes.count", "from": 0, "to": 4, "steps": 3}
    job = running.wait(running.submit("simulations", **ASKED, sweep=sweep), "done")
    SimulationJob.model_validate(job)
    assert job["request"]["sweep"] == sweep
    assert job["progress"] == {"done": 6, "total": 6}
    rows = {(row["value"], row["kpi"]): row for row in job["result"]["sweep"]}
    assert {value for value, _ in rows} == {0, 2, 4}
    alone = running.wait(running.submit("simulations", **ASKED), "done")["result"]["kpis"]
    of_case = next(row for row in alone if row["kpi"] == "berth_time_h")
    assert rows[0, "berth_time_h"]["mean"] == pytest.approx(of_case["mean"])
    assert rows[0, "berth_time_h"]["half_width"] == pytest.approx(of_case["half_width"])
    assert rows[4, "berth_time_h"]["mean"] < of_case["mean"]


def test_a_search_finds_where_a_goal_is_reached(running: Any) -> None:
    search = {"vary": "crane_rate.factor", "from": 0.5, "to": 2, "kpi": "berth_time_h", "reach": [12]}
    asked = ASKED | {"days": 1, "replications": 1}
    job = running.wait(running.submit("simulations", **asked, search=search), "done")
    SimulationJob.model_validate(job)
    found = job["result"]["search"]
    assert [root["goal"] for root in found["roots"]] == [12]
    assert len(found["curve"]) >= 5


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"sweep": {"vary": "tractors.kount", "from": 1, "to": 2}}, "did you mean tractors.count?"),
        ({"sweep": {"vary": "tractors.count", "from": 2, "to": 2}}, "to must be above from"),
        ({"sweep": {"vary": "tractors.count", "from": 0, "to": 2}}, "give at least 1"),
        ({"sweep": {"vary": "tractors.count", "from": 1, "to": 2}, "scenarios": [MORE]}, "several requests"),
        ({"search": {"vary": "demand", "from": 1, "to": 2, "reach": []}}, "give at least one"),
        ({"sweep": {"vary": "tractors.count", "from": 1, "to": 9, "steps": 50}, "days": 366}, "lower replications"),
    ],
)
def test_what_cannot_be_varied_is_refused_at_once(client: httpx.Client, asked: dict[str, Any], says: str) -> None:
    answer = client.post("/api/v1/simulations", json={"case": "small", "replications": 1000, **asked})
    assert answer.status_code == 422, answer.text
    assert says in answer.text


def test_scenarios_have_intervals_of_their_own_and_files(running: Any) -> None:
    address = running.submit("simulations", **ASKED, scenarios=[MORE, LATE])
    result = running.wait(address, "done")["result"]
    alone = {(row["scenario"], row["kpi"]): row for row in result["scenarios"]}
    compared = next(row for row in result["comparison"] if (row["scenario"], row["kpi"]) == ("more", "berth_time_h"))
    assert alone["more", "berth_time_h"]["mean"] == pytest.approx(compared["mean"])
    assert alone["more", "berth_time_h"]["half_width"] > 0
    table = running.client.get(f"{address}/result.csv").text.splitlines()
    assert table[0] == "scenario,kpi,unit,base_mean,mean,difference,half_width,p_value,changed"
    assert len(table) == 1 + len(result["comparison"])
    book = openpyxl.load_workbook(io.BytesIO(running.client.get(f"{address}/result.xlsx").content))
    assert book.sheetnames == ["about", "comparison", "key figures", "replications"]
    assert {row[0].value for row in book["key figures"].iter_rows(min_row=2)} == {"base", "more", "late"}


def test_a_replication_is_replayed_as_it_was(running: Any) -> None:
    address = running.submit("simulations", **ASKED, scenarios=[LATE])
    result = running.wait(address, "done")["result"]
    base = running.client.get(f"{address}/replay", params={"replication": 1}).json()
    late = running.client.get(f"{address}/replay", params={"replication": 1, "scenario": "late"}).json()
    waited = [ship["first_line"] - ship["arrived"] for ship in base["ships"] if ship["first_line"] is not None]
    told = next(row["value"] for row in result["replications"] if (row["replication"], row["kpi"]) == (1, "waiting_h"))
    assert sum(waited) / len(waited) / 60 == pytest.approx(told, abs=0.01)
    came = {
        run: {ship["call"]: ship["arrived"] for ship in run_["ships"]} for run, run_ in (("base", base), ("late", late))
    }
    assert (
        came["late"]["ARU-1"] == pytest.approx(came["base"]["ARU-1"] + 20 * 60, abs=1) or came["late"] != came["base"]
    )
    assert base["lifts"]
    assert len(base["teu"]) == len(base["blocks"])
    first = running.client.get(f"{address}/replay", params={"replication": 1, "days": 1}).json()
    assert [ship["call"] for ship in first["ships"]] == [
        ship["call"] for ship in base["ships"] if ship["arrived"] < 1440
    ]
    for wrong, status in (
        ({"replication": 2}, 404),
        ({"scenario": "none"}, 404),
        ({"from_day": 3}, 422),
        ({"days": 8}, 422),
    ):
        assert running.client.get(f"{address}/replay", params=wrong).status_code == status


def test_a_form_knows_the_changes_and_where_they_are_wrong(client: httpx.Client) -> None:
    kinds = {kind["change"]: kind for kind in client.get("/api/v1/scenarios/changes").json()["items"]}
    fields = {field["name"]: field for field in kinds["close"]["fields"]}
    assert fields["what"]["choices"] == ["quay", "channel", "crane"]
    assert (fields["days"]["unit"], fields["days"]["above"], fields["days"]["at_most"]) == ("days", 0, 3660)
    assert (fields["crane"]["table"], fields["start"]["holds"], fields["start"]["required"]) == (
        "quay_cranes",
        "moment",
        True,
    )
    bad = scenario(
        "bad",
        {"change": "longer_quay", "metres": -1},
        {"change": "ship_late", "call": "ARU1", "hours": 2},
        {"change": "demand"},
    )
    asked = {"case": "small", "scenarios": [MORE, bad, MORE | {"description": ""}]}
    faults = client.post("/api/v1/scenarios/check", json=asked).json()["faults"]
    places = [(fault["scenario"], fault["change"], fault["field"]) for fault in faults]
    assert places == [(1, 0, "metres"), (1, 1, "call"), (1, 2, None), (2, None, "description"), (2, None, "name")]
    assert "did you mean ARU-1?" in faults[1]["remedy"]
    long = scenario("long", *[{"change": "longer_quay", "metres": 1}] * 1000)
    asked = {"case": "small", "scenarios": [long, MORE | {"changes": "none"}]}
    faults = client.post("/api/v1/scenarios/check", json=asked).json()["faults"]
    assert [(fault["scenario"], fault["field"], fault["remedy"]) for fault in faults if fault["change"] is None] == [
        (0, "changes", "give at most 30"),
        (1, "changes", "give a list"),
    ]
    assert client.post("/api/v1/scenarios/check", json={"case": "small", "scenarios": [MORE, LATE]}).json() == {
        "faults": []
    }


def test_every_factor_that_is_offered_can_be_varied(client: httpx.Client) -> None:
    factors = {each["name"]: each for each in client.get("/api/v1/scenarios/factors").json()["items"]}
    assert factors["tractors.count"]["whole"]
    assert factors["longer_quay.metres"]["unit"] == "m"
    assert "add_service.loa_m" not in factors  # it is nothing without the service's other fields
