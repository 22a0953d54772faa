"""Whether the server works."""

from typing import Literal

from pydantic import BaseModel, Field

from api.resources.shared import example


class Health(BaseModel):
    """That the server answers."""

    model_config = example(status="ok")

    status: Literal["ok"]


class Readiness(BaseModel):
    """That jobs can be submitted and will be done, and how busy the workers are."""

    model_config = example(status="ready", version="0.1.0", workers=1, cores=2, running=1, queued=0)

    status: Literal["ready"]
    version: str
    workers: int = Field(description="Workers that were seen of late")
    cores: int = Field(description="Cores that all running jobs share, of all workers together")
    running: int
    queued: int
