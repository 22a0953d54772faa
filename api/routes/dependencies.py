"""What routes are given: the tables, the cases, the worker where the server has one."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from api.jobs.table import JobTable
from api.jobs.worker import Worker
from api.security.access import TheCaller
from api.security.callers import Callers
from api.security.scope import Scope, scope_of
from api.settings import Settings
from api.store.accepted import AcceptedPlans
from api.store.audit import AuditLog
from api.store.cases import CaseStore
from api.store.plans import PlanStore
from api.store.tokens import TokenTable


def _jobs(request: Request) -> JobTable:
    table: JobTable = request.app.state.jobs
    return table


def _cases(request: Request) -> CaseStore:
    store: CaseStore = request.app.state.cases
    return store


def _plans(request: Request) -> PlanStore:
    store: PlanStore = request.app.state.plans
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


def _tokens(request: Request) -> TokenTable:
    table: TokenTable = request.app.state.tokens
    return table


def _callers(request: Request) -> Callers:
    callers: Callers = request.app.state.callers
    return callers


def _audit(request: Request) -> AuditLog:
    log: AuditLog = request.app.state.audit
    return log


def _accepted(request: Request) -> AcceptedPlans:
    plans: AcceptedPlans = request.app.state.accepted
    return plans


def _scope(caller: TheCaller) -> Scope | None:
    return scope_of(caller)


Database = Annotated[Engine, Depends(_engine)]
Jobs = Annotated[JobTable, Depends(_jobs)]
Cases = Annotated[CaseStore, Depends(_cases)]
Plans = Annotated[PlanStore, Depends(_plans)]
Limits = Annotated[Settings, Depends(_settings)]
TheWorker = Annotated[Worker | None, Depends(_worker)]
Tokens = Annotated[TokenTable, Depends(_tokens)]
TheCallers = Annotated[Callers, Depends(_callers)]
Audit = Annotated[AuditLog, Depends(_audit)]
Accepted = Annotated[AcceptedPlans, Depends(_accepted)]
TheScope = Annotated[Scope | None, Depends(_scope)]
