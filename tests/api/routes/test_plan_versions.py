"""Versions of plans over HTTP. Plans are put into the database as their jobs would: nothing is solved here."""

import csv
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import openpyxl  # type: ignore[import-untyped]
import pytest

from api.jobs.job import News, State, Work, packed
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.resources.plan_versions import PlanDiff, PlanVersions, SavedVersion
from api.resources.plans import PlanJob
from api.settings import Settings
from api.store.opening import open_database
from api.work.requests import PlanRequest
from data.case import Case
from data.checker import check
from data.formats.jit import PortCalls
from data.plans import AnyPlan, BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from tests.api.conftest import at

Ended = Callable[..., str]


@pytest.fixture(scope="module")
def berths(small_case: Case) -> BerthPlan:
    """A plan by hand that breaks no rule: two ships, the others are left out."""

    def berthed(call: str, start: str, end: str, crane: str) -> BerthedCall:
        use = CraneUse(crane=crane, start=at(f"{start[:3]}{int(start[3:5]) + 1:02d}:00"), end=at(end))
        return BerthedCall(call=call, position_m=0, side="starboard", start=at(start), end=at(end), cranes=(use,))

    plan = BerthPlan(
        case="small",
        case_hash=small_case.hash,
        start=at("05 00:00"),
        end=at("08 00:00"),
        calls=(berthed("ARU-1", "05 08:00", "06 04:00", "QC1"),),
        unserved=tuple(UnservedCall(call=name, reason="=1+1") for name in ("BURU-1", "CERAM-1", "ARU-2")),
    )
    cranes = (CraneUse(crane="QC1", start=at("05 08:30"), end=at("06 03:30")),)
    plan = plan.model_copy(update={"calls": (plan.calls[0].model_copy(update={"cranes": cranes}),)})
    assert check(small_case, plan).feasible, check(small_case, plan).broken
    return plan


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans") / "dermaga.sqlite"


@pytest.fixture(scope="module")
def client(place: Path, serve: Callable[[Settings], Any], small_case: Case) -> Iterator[httpx.Client]:
    """A client of a real server without a worker, which knows the small case."""
    with serve(Settings(port=0, database=str(place), worker=False)) as running:
        stored = running.client.post("/api/v1/cases", params={"name": "small"}, content=small_case.model_dump_json())
        assert stored.status_code == 201, stored.text
        yield running.client


@pytest.fixture
def ended(place: Path, small_case: Case) -> Iterator[Ended]:
    """Make a job that has ended with a plan, or without one a job that waits for ever: its address."""
    engine = open_database(str(place))
    jobs, queue = JobTable(engine, Settings()), Queue(engine, "one")
    waiting: list[str] = []

    def make(plan: AnyPlan | None) -> str:
        kind: Any = "berth" if plan is None else plan.kind
        job = jobs.submit(Work(PlanRequest(case="small", kind=kind, workers=1), small_case), owner="ayu")
        if plan is None:
            waiting.append(job.id)
        else:
            attempt = queue.claim(1, 1)
            assert attempt is not None
            assert attempt.job == job.id
            verdict = check(small_case, plan)
            summary = {"cost": verdict.cost, "checked": True}
            result = {"plan": plan.model_dump(mode="json", by_alias=True), "summary": summary}
            result |= {"baseline": None, "view": {}}
            assert queue.write(attempt, News([{"cost": 1.0}], packed(result)), State.DONE)
        return f"/api/v1/plans/{job.id}"

    yield make
    for name in waiting:
        jobs.cancel(name)
    engine.dispose()


def moved(plan: BerthPlan, metres: float) -> dict[str, Any]:
    """The plan with its ship so many metres further up, as JSON."""
    content = plan.model_dump(mode="json", by_alias=True)
    content["calls"][0]["position_m"] += metres
    return content


def put(client: httpx.Client, address: str, plan: Any, tag: str | None = None, **params: str) -> httpx.Response:
    tag = client.get(address).headers["etag"] if tag is None else tag
    return client.put(f"{address}/plan", json=plan, headers={"If-Match": tag}, params=params)


def patch(client: httpx.Client, address: str, tag: str | None = None, **decision: Any) -> httpx.Response:
    tag = client.get(address).headers["etag"] if tag is None else tag
    return client.patch(address, json=decision, headers={"If-Match": tag})


def kind_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def test_the_tag_of_a_plan(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    got = client.get(address)
    PlanJob.model_validate(got.json())
    assert got.headers["etag"] == '"2-0"'
    assert got.json()["standing"] | {"newest": 1, "current": 1, "accepted": None} == got.json()["standing"]
    again = client.get(address, headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", '"2-0"')
    assert client.get(address, headers={"If-None-Match": 'W/"1-0"'}).status_code == 200
    patch(client, address, locked=True)
    assert client.get(address, headers={"If-None-Match": got.headers["etag"]}).headers["etag"] == '"2-1"'
    waiting = client.get(ended(None))
    assert "etag" not in waiting.headers
    assert waiting.json()["standing"] is None


def test_saving_a_changed_plan(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    saved = put(client, address, moved(berths, 20), note="Aru 20 m up")
    assert saved.status_code == 200, saved.text
    answer = SavedVersion.model_validate(saved.json())
    assert (answer.version, answer.broken) == (2, [])
    assert answer.terms["position"] == pytest.approx(20)
    assert answer.cost == pytest.approx(sum(answer.terms.values()))
    assert saved.headers["etag"] == client.get(address).headers["etag"] == '"2-1"'
    found = client.get(address).json()
    assert (found["standing"]["newest"], found["standing"]["current"], found["standing"]["changed_by"]) == (
        2, 2, "local",
    )  # fmt: skip
    assert BerthPlan.model_validate(found["result"]["plan"]) == berths  # what the job found stays
    listed = client.get(f"{address}/versions").json()
    PlanVersions.model_validate(listed)
    assert [(item["version"], item["made_by"], item["note"]) for item in listed["items"]] == [
        (2, "local", "Aru 20 m up"), (1, "ayu", ""),
    ]  # fmt: skip
    assert listed["items"][0]["cost"] == pytest.approx(listed["items"][1]["cost"] + 20)
    first = client.get(f"{address}/versions", params={"limit": 1}).json()
    second = client.get(f"{address}/versions", params={"limit": 1, "after": first["next"]}).json()
    assert (first["next"], [item["version"] for item in second["items"]], second["next"]) == ("2", [1], None)


def test_a_change_must_say_what_it_changes(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    for answer in (client.put(f"{address}/plan", json=moved(berths, 1)), client.patch(address, json={"locked": True})):
        assert (answer.status_code, kind_of(answer)) == (428, "if-match-missing")
    assert put(client, address, moved(berths, 1), tag="*").status_code == 200
    for answer in (put(client, address, moved(berths, 2), tag='"2-0"'), patch(client, address, '"2-0"', accepted=1)):
        assert (answer.status_code, kind_of(answer)) == (412, "changed-meanwhile")
        assert "by local at 20" in answer.json()["detail"]
    assert client.get(address).json()["standing"]["newest"] == 2


def test_two_planners_at_once(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    tag = client.get(address).headers["etag"]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda metres: put(client, address, moved(berths, metres), tag), range(1, 5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    (won,) = (place for place, answer in enumerate(answers, start=1) if answer.status_code == 200)
    kept = client.get(f"{address}/plan.json").json()
    assert kept["calls"][0]["position_m"] == won


def test_a_plan_of_another_case_kind_or_time_is_refused(
    client: httpx.Client, ended: Ended, berths: BerthPlan, small_case: Case
) -> None:
    address = ended(berths)
    shipments = ShipmentPlan(case="small", case_hash=small_case.hash, shipments=())
    for plan, columns in (
        (moved(berths, 1) | {"case_hash": "0" * 64}, ["case_hash"]),
        (moved(berths, 1) | {"end": "2026-01-09T00:00:00+08:00"}, ["end"]),
        (shipments.model_dump(mode="json"), ["kind"]),
        (moved(berths, 1) | {"calls": [{"call": "ARU-1", "side": "left"}]}, None),
        ({"kind": "weather"}, None),
    ):
        answer = put(client, address, plan)
        assert (answer.status_code, kind_of(answer)) == (422, "bad-input"), answer.text
        assert all(fault["file"] == "body" for fault in answer.json()["faults"])
        if columns is not None:
            assert [fault["column"] for fault in answer.json()["faults"]] == columns
    assert put(client, address, moved(berths, 1), note="x" * 501).status_code == 422
    assert put(client, address, moved(berths, 1), note="two\nlines").status_code == 422
    assert client.get(address).headers["etag"] == '"2-0"'


def test_the_same_moments_with_another_offset_are_the_same_time(
    client: httpx.Client, ended: Ended, berths: BerthPlan
) -> None:
    plan = moved(berths, 1) | {"start": "2026-01-04T16:00:00Z"}
    assert put(client, ended(berths), plan).status_code == 200


def test_a_job_that_has_not_ended_has_nothing_to_change(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(None)
    answers = [
        put(client, address, moved(berths, 1), tag="*"),
        patch(client, address, "*", accepted=1),
        *(
            client.get(f"{address}/{name}")
            for name in ("versions", "diff", "diff?from=1&to=1", "plan.json", "plan.csv?version=1", "plan.xlsx")
        ),
    ]
    assert {(answer.status_code, kind_of(answer)) for answer in answers} == {(409, "no-plan")}


def test_a_draft_breaks_rules_and_is_never_accepted(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    saved = put(client, address, moved(berths, 200)).json()
    assert saved["broken"]
    assert (saved["standing"]["newest"], saved["standing"]["current"]) == (2, 1)
    assert client.get(f"{address}/versions").json()["items"][0]["broken"] == len(saved["broken"])
    refused = patch(client, address, accepted=2)
    assert (refused.status_code, kind_of(refused)) == (422, "rules-broken")
    assert refused.json()["broken"] == saved["broken"]
    assert client.get(f"{address}/plan.json").json()["calls"][0]["position_m"] == 0
    assert client.get(f"{address}/plan.json", params={"version": 2}).json()["calls"][0]["position_m"] == 200
    missing = patch(client, address, accepted=3)
    assert (missing.status_code, missing.json()["faults"][0]["remedy"]) == (422, "give at most 2")
    assert client.get(address).json()["standing"]["accepted"] is None


def test_accepting_locking_and_taking_back(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    put(client, address, moved(berths, 20))
    accepted = patch(client, address, accepted=1, locked=True)
    assert accepted.status_code == 200, accepted.text
    PlanJob.model_validate(accepted.json())
    standing = accepted.json()["standing"]
    assert (standing["accepted"], standing["accepted_by"], standing["locked_by"]) == (1, "local", "local")
    assert (standing["newest"], standing["current"]) == (2, 1)
    assert client.get(f"{address}/plan.json").json()["calls"][0]["position_m"] == 0
    for answer in (put(client, address, moved(berths, 1)), patch(client, address, accepted=2)):
        assert (answer.status_code, kind_of(answer)) == (409, "locked")
        assert "locked by local since 20" in answer.json()["detail"]
    back = patch(client, address, accepted=None, locked=False).json()["standing"]
    assert (back["accepted"], back["accepted_at"], back["locked_by"], back["current"]) == (None, None, None, 2)
    for nothing in ({}, {"locked": None}, {"accepted": 0}, {"accepted": 2**31}, {"acepted": 1}):
        assert patch(client, address, **nothing).status_code == 422


def test_the_difference_of_two_versions(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    put(client, address, moved(berths, 20))
    put(client, address, moved(berths, 30))
    diff = client.get(f"{address}/diff", params={"from": 2, "to": 1})
    PlanDiff.model_validate(diff.json())
    assert diff.json()["changes"] == [
        {
            "what": "call",
            "name": "ARU-1",
            "change": "changed",
            "fields": [{"field": "position_m", "before": 20.0, "after": 0.0}],
        }
    ]
    assert diff.json()["cost_after"] == pytest.approx(diff.json()["cost_before"] - 20)
    whole = client.get(f"{address}/diff").json()
    assert (whole["before"], whole["after"], whole["terms_after"]["position"]) == (1, 3, 30)
    assert client.get(f"{address}/diff", params={"to": 4}).status_code == 404


def test_plans_are_found_by_kind_case_and_acceptance(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    patch(client, address, accepted=1)
    other = ended(berths)

    def found(**wanted: str) -> set[str]:
        items = client.get("/api/v1/plans", params=wanted).json()["items"]
        return {f"/api/v1/plans/{item['id']}" for item in items}

    assert {address, other} <= found(kind="berth", case="small")
    assert address in found(accepted="true")
    assert other not in found(accepted="true")
    assert address not in found(accepted="false")
    assert found(kind="yard") == found(case="nowhere") == set()
    items = client.get("/api/v1/plans", params={"accepted": "true"}).json()["items"]
    assert all(item["standing"]["accepted"] == 1 and item["result"] is None for item in items)


def test_work_on_a_plan_takes_the_version_that_stands(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    name = address.rpartition("/")[2]
    put(client, address, moved(berths, 20))
    put(client, address, moved(berths, 200))

    def taken(resource: str, **request: Any) -> int:
        answer = client.post(f"/api/v1/{resource}", json={"case": "small", **request})
        assert answer.status_code == 202, answer.text
        client.post(f"{answer.headers['location']}/cancel")
        return int(answer.json()["request"]["plan_version"])

    simulation = {"policy": "plan", "plan_id": name, "replications": 1}
    again = {"previous_id": name, "now": "2026-01-05T12:00"}
    assert taken("simulations", **simulation) == taken("plans", **again) == 2
    patch(client, address, accepted=1)
    assert taken("simulations", **simulation) == taken("plans", **again) == 1
    assert taken("simulations", **simulation, plan_version=3) == taken("plans", **again, plan_version=3) == 3
    yard = {"kind": "yard", "berth_plan_id": name, "days": 1}
    assert taken("plans", **yard, plan_version=2) == 2
    for resource, request in (("simulations", simulation), ("plans", again)):
        answer = client.post(f"/api/v1/{resource}", json={"case": "small", **request, "plan_version": 9})
        assert answer.status_code == 404
        answer = client.post(f"/api/v1/{resource}", json={"case": "small", "plan_version": 1})
        assert "plan_version is of a plan" in str(answer.json()["faults"])


def test_a_workbook_of_a_plan(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    address = ended(berths)
    put(client, address, moved(berths, 20))
    answer = client.get(f"{address}/plan.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="plan.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["about", "berth", "cranes"]
    about = {row[0]: row[1] for row in book["about"].iter_rows(min_row=2, values_only=True)}
    assert (about["version"], about["time zone of all times"]) == (2, "Asia/Makassar")
    assert about["start"] == datetime(2026, 1, 5)
    sheet = book["berth"]
    assert sheet.freeze_panes == "A2"
    names = [cell.value for cell in sheet[1]]
    row = dict(zip(names, sheet[2], strict=True))
    assert row["first_line"].value == datetime(2026, 1, 5, 8)
    assert row["first_line"].is_date
    assert row["position_m"].value == 20
    texts = [cells[names.index("reason")] for cells in sheet.iter_rows(min_row=3)]
    assert {cell.value for cell in texts} == {"=1+1"}
    assert len(texts) == 3
    assert all(cell.data_type == "s" for cell in texts)
    rows = list(csv.DictReader(client.get(f"{address}/plan.csv", params={"version": 1}).text.splitlines()))
    assert rows[0]["position_m"] == "0.0"


def test_the_standing_version_of_a_shipment_plan_is_told_in_detail(
    client: httpx.Client, ended: Ended, small_case: Case
) -> None:
    gone = tuple(UnservedShipment(shipment=name, reason="full\x01") for name in ("SHIP-1", "SHIP-2"))
    plan = ShipmentPlan(case="small", case_hash=small_case.hash, shipments=(), unserved=gone)
    address = ended(plan)
    assert client.get(f"{address}/shipments/SHIP-1").json()["shipment"]["legs"] == []
    routed = Routed(shipment="SHIP-1", sailings=("ARU-2-SUB", "SUB-CMB"))
    changed = plan.model_copy(update={"shipments": (routed,), "unserved": gone[1:]})
    assert put(client, address, changed.model_dump(mode="json")).json()["broken"] == []
    (change,) = client.get(f"{address}/diff").json()["changes"]
    assert change["fields"][0] == {"field": "served", "before": False, "after": True}
    legs = client.get(f"{address}/shipments/SHIP-1").json()["shipment"]["legs"]
    assert [leg["sailing"] for leg in legs] == ["ARU-2-SUB", "SUB-CMB"]
    assert client.get(f"{address}/plan.xlsx", params={"version": 1}).status_code == 200


def test_the_port_calls_of_a_version(client: httpx.Client, ended: Ended, berths: BerthPlan, small_case: Case) -> None:
    address = ended(berths)

    def classifiers(**params: int) -> set[str]:
        answer = client.get(f"{address}/port-calls.json", params=params)
        assert answer.status_code == 200, answer.text
        return {stamp.classifier_code for stamp in PortCalls.model_validate_json(answer.content).timestamps}

    assert classifiers() == {"EST", "REQ"}
    put(client, address, moved(berths, 20))
    patch(client, address, accepted=2)
    assert classifiers() == classifiers(version=2) == {"EST", "REQ", "PLN"}
    assert classifiers(version=1) == {"EST", "REQ"}
    gone = tuple(UnservedShipment(shipment=name, reason="full") for name in ("SHIP-1", "SHIP-2"))
    shipments = ended(ShipmentPlan(case="small", case_hash=small_case.hash, shipments=(), unserved=gone))
    other = client.get(f"{shipments}/port-calls.json")
    assert other.status_code == 404
    assert "port calls are of berth plans" in other.json()["detail"]


def test_a_remark_stays_until_it_is_taken_away(client: httpx.Client, ended: Ended, berths: BerthPlan) -> None:
    plan = ended(berths)

    def decide(**decision: Any) -> httpx.Response:
        return client.patch(plan, json=decision, headers={"If-Match": client.get(plan).headers["etag"]})

    assert decide(remark="Pilots strike on Tuesday").json()["standing"]["remark"] == "Pilots strike on Tuesday"
    assert decide(accepted=1).json()["standing"]["remark"] == "Pilots strike on Tuesday"
    assert decide(remark=None).json()["standing"]["remark"] is None
    assert decide(remark="two\nlines").status_code == 422
    assert decide().status_code == 422
