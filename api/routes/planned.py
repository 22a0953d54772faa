"""Plans of jobs that have ended, by version."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from api.jobs.job import Job, Kind, plan_of_json
from api.jobs.table import JobTable
from api.problems import Refusal
from api.routes.jobs import job_of
from api.store.plans import PlanStore
from api.web.versions import version_query
from data.plans import AnyPlan

OfVersion = Annotated[
    int | None,
    version_query(
        "version", "Which version; left out, the accepted one, or where none is accepted the last that breaks no rule"
    ),
]


@dataclass(frozen=True)
class Planned:
    """A version of a plan."""

    plan: AnyPlan
    version: int


def planned(jobs: JobTable, plans: PlanStore, plan_id: str, *kinds: Kind, version: int | None = None) -> Planned:
    """A version of the plan of a job that makes one of these kinds; without a number, the one that stands.

    Raises NotFound, and Refusal where the job has not ended with a plan.
    """
    return version_of(plans, ended(job_of(jobs, plan_id, *kinds)), version)


def version_of(plans: PlanStore, job: Job, version: int | None = None) -> Planned:
    """A version of the plan of a job that has ended with one; without a number, the one that stands.

    Raises NotFound.
    """
    number = plans.standing(job.id).current if version is None else version
    assert job.result is not None
    return Planned(plan_of_json(job.result["plan"]) if number == 1 else plans.plan(job.id, number), number)


def ended(job: Job) -> Job:
    """A job that has ended with a plan. Raises Refusal for one that has not."""
    if job.result is None or not job.state.final:
        why = "and has no plan" if job.state.final else "and must end first; follow it"
        detail = f"the job {job.id} is {job.state} {why}"
        raise Refusal(HTTPStatus.CONFLICT, "no-plan", detail)
    return job
