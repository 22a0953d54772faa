"""A yard plan hour by hour, a block of it stack by stack, and night shifts."""

from typing import Any

import httpx
import pytest

from tests.data.test_night import box, case_of


@pytest.fixture(scope="module")
def yard(running: Any) -> dict[str, Any]:
    """The job of a yard plan of the small case, done."""
    return running.wait(running.submit("plans", case="small", kind="yard", days=3, effort=0.1), "done")


def test_a_yard_plan_hour_by_hour(client: httpx.Client, yard: dict[str, Any]) -> None:
    told = client.get(f"/api/v1/plans/{yard['id']}/yard").json()
    plan = yard["result"]["plan"]
    assert told["version"] == 1
    (block,) = told["blocks"]
    for name in ("teu", "kept_bays", "reefer_teu", "moves"):
        assert len(block[name]) == told["hours"]
    assert max(block["kept_bays"]) == yard["result"]["summary"]["blocks"][0]["most_bays_kept"]
    boxes = sum(row["boxes"] for row in plan["reservations"])
    assert told["figures"]["boxes"] == boxes
    assert sum(block["moves"]) >= 2 * boxes - 1
    assert told["figures"]["unplaced"] == sum(row["boxes"] for row in told["unplaced"])


def test_a_block_at_an_hour(client: httpx.Client, yard: dict[str, Any]) -> None:
    address = f"/api/v1/plans/{yard['id']}/yard"
    block = client.get(address).json()["blocks"][0]
    told = client.get(f"{address}/A", params={"at": "2026-01-05T08:30:00+08:00"}).json()
    assert told["at"] == "2026-01-05T08:00:00+08:00"
    stacked = [lot for stack in told["stacks"] for lot in stack["lots"]]
    assert len(stacked) == sum(lot["there"] for lot in told["lots"])
    teu = sum(lot["there"] * lot["length"] // 20 for lot in told["lots"])
    assert teu == block["teu"][told["hour"]]
    assert told["comes"] == sum(lot["comes"] for lot in told["lots"])


@pytest.mark.parametrize(("path", "status"), [("NONE", 404), ("A?at=never", 422), ("A?version=9", 404)])
def test_what_there_is_not_of_a_yard(client: httpx.Client, yard: dict[str, Any], path: str, status: int) -> None:
    assert client.get(f"/api/v1/plans/{yard['id']}/yard/{path}").status_code == status


def test_other_plans_have_no_yard(client: httpx.Client, berths: dict[str, Any]) -> None:
    assert client.get(f"/api/v1/plans/{berths['id']}/yard").status_code == 404


def test_a_night_shift(client: httpx.Client) -> None:
    case = case_of([box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1")], calls=2)
    sent = client.post("/api/v1/cases", params={"name": "night"}, content=case.model_dump_json())
    assert sent.status_code == 201, sent.text
    told = client.post("/api/v1/night-shifts", json={"case": "night", "hours": 4}).json()
    (move,) = told["moves"]
    lower, upper = (each.id for each in case.containers)
    assert (move["crane"], move["order"], move["block"], move["box"]) == ("RA", 1, "A", upper)
    assert (move["frees"], move["call"]) == (lower, "C1")
    assert told["summary"]["still_in_the_way"] == 0
    assert told["summary"]["checked"]
    assert told["plan"]["moves"][0]["from"] == "A-02-1-2"


def test_a_night_shift_without_boxes_is_refused_with_what_to_do(client: httpx.Client) -> None:
    answer = client.post("/api/v1/night-shifts", json={"case": "small"})
    assert answer.status_code == 422
    assert "no box has a place in the yard" in answer.json()["faults"][0]["problem"]
    assert client.post("/api/v1/night-shifts", json={"case": "small", "hours": 0}).status_code == 422
