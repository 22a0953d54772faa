import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import api.client
from api.client import Dermaga, Planning, PlanRequest, Refused, SimulationRequest
from api.client.operations import OPERATIONS
from api.jobs.job import State
from api.resources.access import TokenRequest
from api.resources.shipments import StepMark
from api.security.roles import Role
from data.case import Case
from data.plans import BerthPlan
from tests.api.conftest import Running

QUICK: dict[str, Any] = {"case": "small", "days": 7, "seconds": 0.5, "workers": 1}


@pytest.fixture(scope="module")
def server(running: Running) -> Iterator[Dermaga]:
    with Dermaga(running.url) as client:
        yield client


@pytest.fixture(scope="module")
def planned(server: Dermaga) -> Planning:
    return server.plan(PlanRequest(**QUICK)).wait(30)


def test_every_operation_of_the_document_can_be_called(client: httpx.Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    found = {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert found == OPERATIONS
    folder = Path(api.client.__file__).parent
    code = "".join(path.read_text() for path in folder.glob("*.py") if path.name != "operations.py")
    assert [name for name in OPERATIONS if f'"{name}"' not in code] == [], "no method of the client calls these"


def test_it_needs_neither_the_web_framework_nor_the_database() -> None:
    program = "import sys, api.client; print([name for name in sys.modules if '.' not in name])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "'httpx'" in loaded
    heavy = ("fastapi", "starlette", "uvicorn", "sqlalchemy", "pandas", "ortools", "simpy")
    assert [name for name in heavy if f"'{name}'" in loaded] == []


def test_a_plan_is_made_and_read_in_every_form(server: Dermaga, planned: Planning) -> None:
    assert planned.state is State.DONE
    plan = planned.plan
    assert isinstance(plan, BerthPlan)
    assert planned.version_of() == plan
    assert list(planned.table()["call"]) == sorted(call.call for call in plan.calls) or len(planned.table())
    assert server.check("small", plan).feasible
    assert planned.result.summary["status"]
    again = server.planning(planned.id)
    assert again.plan == plan
    assert [job.id for job in server.plans(kind="berth", case="small", mine=True)][-1] == planned.id
    listed = next(job for job in server.plans() if job.id == planned.id)
    assert listed.latest.result is None
    assert listed.plan == plan, "what a list leaves out is asked for"


def test_a_plan_is_followed_to_its_end(planned: Planning) -> None:
    events = list(planned.events())
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert events[-1].data == {"state": "done"}
    progress = list(planned.progress())
    assert progress
    assert all({"seconds", "cost", "bound"} <= event.keys() for event in progress)
    assert list(planned.events(after=events[-2].number)) == events[-1:]


def test_a_plan_is_made_again_from_one_of_before(server: Dermaga, planned: Planning) -> None:
    plan = planned.plan
    assert isinstance(plan, BerthPlan)
    request = PlanRequest(case="small", now=plan.start, seconds=0.5, workers=1)
    job = server.plan(request, previous=plan)
    assert job.wait(30).result.changes is not None


def test_a_simulation_is_run_and_cancelled(server: Dermaga, planned: Planning) -> None:
    request = SimulationRequest(case="small", days=1, replications=2, workers=1)
    simulation = server.simulate(request).wait(30)
    assert {"waiting_h"} <= set(simulation.kpis()["kpi"])
    assert set(simulation.replications()["replication"]) == {0, 1}
    assert simulation.comparison().empty
    assert simulation.id in [job.id for job in server.simulations(state=State.DONE)]
    assert [event.data for event in server.simulation(simulation.id).events()][-1] == {"state": "done"}
    long = server.simulate(SimulationRequest(case="small", replications=1000, days=300, workers=1))
    with pytest.raises(TimeoutError):
        long.wait(0.1)
    assert long.cancel().state is State.CANCELLED
    with pytest.raises(Refused, match="has no result"):
        _ = planned.__class__.plan.fget(server.plan(PlanRequest(**QUICK)).cancel()) and long.kpis()  # type: ignore[attr-defined]


def test_cases_are_listed_read_and_stored(server: Dermaga, small_case: Case, tmp_path: Path) -> None:
    assert server.cases.get("small").hash == small_case.hash
    stored = server.cases.upload("copy", small_case)
    (tmp_path / "more.json").write_text(small_case.model_dump_json())
    assert server.cases.upload("more", tmp_path / "more.json").hash == stored.hash
    assert {"small", "copy", "more"} <= {entry.name for entry in server.cases}


def test_a_case_is_changed_unless_somebody_else_has_changed_it(server: Dermaga, running: Running) -> None:
    server.cases.copy("small", "changed")
    case = server.cases.get("changed")
    longer = case.changed(terminal=case.terminal.model_copy(update={"name": "Longer Terminal"}))
    with Dermaga(running.url) as other:
        other.cases.get("changed")
        assert server.cases.replace("changed", longer, note="renamed").version == 2
        with pytest.raises(Refused) as caught:
            other.cases.replace("changed", case)
        assert caught.value.kind == "changed-meanwhile"
    assert next(server.cases.versions("changed")).note == "renamed"
    assert server.cases.compare("changed", 1, 2).terminal
    assert server.cases.get("changed", 1).terminal == case.terminal
    assert server.cases.download("changed")[:2] == server.cases.download("changed", 1, workbook=True)[:2] == b"PK"
    assert server.cases.remove("changed").removed


def test_a_plan_is_changed_accepted_and_locked(server: Dermaga) -> None:
    job = server.plan(PlanRequest(**QUICK | {"seed": 3})).wait(30)
    plan = job.plan
    assert isinstance(plan, BerthPlan)
    other = server.planning(job.id)
    job.save(plan.model_copy(update={"calls": plan.calls[:-1]}), note="one less")
    with pytest.raises(Refused, match="changed after you got it"):
        other.lock()
    assert [version.note for version in job.versions()] == ["one less", ""]
    assert job.compare(1, 2).changes
    assert job.accept(1).accepted == 1
    assert job.lock().locked_by
    assert job.lock(False).locked_by is None
    assert job.workbook(1)[:2] == b"PK"
    assert job.port_calls(1)
    assert [each.id for each in server.plans(accepted=True)] == [job.id]


def test_who_may_do_what(server: Dermaga) -> None:
    assert server.access.who().name == "local"
    made = server.access.add_token(TokenRequest(name="ayu", role=Role.VIEWER))
    assert made.id in [token.id for token in server.access.tokens()]
    assert server.access.revoke_token(made.id).state == "revoked"
    assert "add_token" in [entry.action for entry in server.access.audit(who="local")]
    with pytest.raises(Refused, match="nothing to sign in to"):
        server.access.sign_in()
    server.access.sign_out()


def test_lists_that_never_change(server: Dermaga) -> None:
    assert {"waiting_h"} <= {kpi.name for kpi in server.kpis()}
    assert server.scenarios("kariangau")
    assert server.health().status == "ok"
    assert server.readiness().cores >= 1
    assert "dermaga" in server.metrics()


def test_a_refusal_tells_every_fault(server: Dermaga) -> None:
    with pytest.raises(Refused) as caught:
        server.planning("none")
    assert (caught.value.status, caught.value.kind) == (404, "not-found")
    with pytest.raises(Refused, match="give at least 1") as caught:
        list(server._calls.items("list_plans", limit=0, state="gone"))
    assert {fault.column for fault in caught.value.faults} == {"limit", "state"}


def test_a_step_is_marked_and_unmarked(server: Dermaga, export_case: Case) -> None:
    server.cases.upload("export", export_case)
    marked = server.cases.mark("export", "SHIP-1", "stuffing", StepMark(state="begun"))
    assert marked.state == "begun"
    server.cases.unmark("export", "SHIP-1", "stuffing")
    assert [version.version for version in server.cases.versions("export")] == [3, 2, 1]
