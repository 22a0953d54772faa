"""What routes are given: the job table, the cases, the worker where the server has one."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from api.jobs.table import JobTable
from api.jobs.worker import Worker
from api.settings import Settings
from api.store.cases import CaseStore


def _jobs(request: Request) -> JobTable:
    table: JobTable = request.app.state.jobs
    return table


def _cases(request: Request) -> CaseStore:
    store: CaseStore = request.app.state.cases
    return store


def _worker(request: Request) -> Worker | None:
    worker: Worker | None = request.app.state.worker
    return worker


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


Database = Annotated[Engine, Depends(_engine)]
Jobs = Annotated[JobTable, Depends(_jobs)]
Cases = Annotated[CaseStore, Depends(_cases)]
Limits = Annotated[Settings, Depends(_settings)]
TheWorker = Annotated[Worker | None, Depends(_worker)]
