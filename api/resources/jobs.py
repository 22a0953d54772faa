"""What every job answers with, whatever it makes."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from pydantic_core import to_json

from api.jobs.job import Job, Kind, State, unpacked_text
from api.problems import Problem

EVENTS_EXAMPLE = (
    'event: progress\ndata: {"seconds": 2.4, "cost": 20.0, "bound": 15.0, "gap": 0.25, "phase": "planning"}\nid: 1\n\n'
    'event: state\ndata: {"state": "done"}\nid: 2\n\n'
)


_NO_JSON = (b"NaN", b"Infinity")  # what JSON does not have and Python writes; or a name that has it


class JobFields(BaseModel):
    """What every job has."""

    id: str
    kind: Kind
    state: State
    case_version: int | None = Field(
        None, description="The version of the case that it works on; the list of cases says which is the newest"
    )
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    error: Problem | None = Field(None, description="Why it failed")


def job_json(job: Job, with_result: bool = True) -> dict[str, Any]:
    """The fields of a job's resource, without what stands of a plan."""
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "request": job.request,
        "case_version": job.case_version,
        "created": job.created,
        "started": job.started,
        "finished": job.finished,
        "progress": job.progress,
        "error": job.error,
        "result": job.result if with_result else None,
    }


def job_body(job: Job, model: type[BaseModel], **more: Any) -> bytes:
    """A job's resource as JSON, with its result as it is stored.

    To read that and write it anew would be most of the work of the request that clients make most often.
    """
    fields = job_json(job, with_result=False) | more
    body = model.model_validate(fields).model_dump_json(by_alias=True, exclude={"result"}).encode()
    result = b"null" if job.stored is None else unpacked_text(job.stored).encode()
    if any(word in result for word in _NO_JSON):
        result = to_json(job.result)
    return body[:-1] + b',"result":' + result + b"}"
