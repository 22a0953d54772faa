"""What simulations found as files, and replays of their replications."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.jobs.job import Job, Kind
from api.presenting.simulation_tables import simulation_sheets, simulation_workbook
from api.problems import Refusal
from api.resources.replays import Replay
from api.routes.dependencies import Jobs, Plans
from api.routes.planned import planned
from api.routes.simulations import ThisJob
from api.security.access import needs
from api.security.roles import Role
from api.web.answers import problems
from api.web.files import CsvFile, ExcelFile, a_file, saved_as
from api.work.replaying import replay
from api.work.requests import SimulationRequest
from data.codes import Id
from data.spreadsheets import csv_of
from simulations.trace import EVERY_MIN

router = APIRouter(prefix="/simulations", tags=["simulations"])

MOST_DAYS = 7
_CSV_EXAMPLE = (
    "scenario,kpi,unit,base_mean,mean,difference,half_width,p_value,changed\n"
    "quay-130,waiting_h,h,4.2,1.1,-3.1,0.4,0.0001,True\n"
)


def _with_result(job: ThisJob) -> Job:
    if job.result is None:
        detail = f"the job {job.id} is {job.state} and has no result"
        raise Refusal(HTTPStatus.CONFLICT, "no-result", detail)
    return job


WithResult = Annotated[Job, Depends(_with_result)]


@router.get(
    "/{simulation_id}/result.csv",
    operation_id="download_simulation_table",
    dependencies=[needs(Role.VIEWER)],
    response_class=CsvFile,
    responses=problems(404, 409) | a_file(CsvFile, _CSV_EXAMPLE),
)
def download_simulation_table(job: WithResult) -> Response:
    """The table of what was asked: the comparison, the sweep, what a search found, or the key figures."""
    assert job.result is not None
    table = next(iter(simulation_sheets(job.result).values()))
    return CsvFile(csv_of(table), headers=saved_as("result.csv"))


@router.get(
    "/{simulation_id}/result.xlsx",
    operation_id="download_simulation_workbook",
    dependencies=[needs(Role.VIEWER)],
    response_class=ExcelFile,
    responses=problems(404, 409) | a_file(ExcelFile),
)
def download_simulation_workbook(job: WithResult, jobs: Jobs) -> Response:
    """All tables of a simulation as an Excel workbook: what was run, what was asked, key figures, replications."""
    assert job.result is not None
    assert isinstance(job.request, SimulationRequest)
    content = simulation_workbook(jobs.case_of(job.id), job.request, job.result, job.id)
    return ExcelFile(content, headers=saved_as("result.xlsx"))


@router.get(
    "/{simulation_id}/replay",
    operation_id="replay_simulation",
    dependencies=[needs(Role.ANALYST)],
    response_model=Replay,
    responses=problems(404, 409),
)
def replay_simulation(
    job: ThisJob,
    jobs: Jobs,
    plans: Plans,
    replication: Annotated[int, Query(ge=0, lt=10_000, description="Its number, from 0 on")] = 0,
    scenario: Annotated[Id | None, Query(description="Of which scenario; left out, of the base")] = None,
    from_day: Annotated[float, Query(ge=0, le=366, description="Days of the window before the stretch")] = 0,
    days: Annotated[float, Query(gt=0, le=MOST_DAYS, description="How long the stretch is")] = 3,
) -> dict[str, Any]:
    """A stretch of one replication to be drawn: ships, quay cranes, tractors, yard and trucks.

    The replication is run once more from its seed, which gives the same; that can take seconds.
    """
    assert isinstance(job.request, SimulationRequest)
    request, case, plan = job.request, jobs.case_of(job.id), None
    if request.plan_id is not None:
        plan = planned(jobs, plans, request.plan_id, Kind.BERTH, Kind.LOADING, version=request.plan_version).plan
    start, trace = replay(case, request, plan, replication=replication, scenario=scenario, from_day=from_day, days=days)
    local = case.terminal.local(start)
    return asdict(trace) | {"start": local, "every": EVERY_MIN, "quay_m": case.terminal.quay.length_m}
