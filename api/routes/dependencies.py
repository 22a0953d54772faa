"""What routes are given: the job table, the cases, the worker where the server has one."""

from typing import Annotated

from fastapi import Depends, Request

from api.access import Role, TheCaller
from api.jobs.table import JobTable
from api.jobs.worker import Worker
from api.scope import PARTY_OPERATIONS, Scope, not_yours, scope_of
from api.settings import Settings
from api.store.accepted import AcceptedPlans
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


def _accepted(request: Request) -> AcceptedPlans:
    plans: AcceptedPlans = request.app.state.accepted
    return plans


def _scope(caller: TheCaller) -> Scope | None:
    return scope_of(caller)


def stay_with_own(request: Request, caller: TheCaller) -> None:
    """Raise Refusal where a party asks for what is open to none, whatever else may be wrong with its request."""
    if caller.role is Role.PARTY and request.scope["route"].operation_id not in PARTY_OPERATIONS:
        raise not_yours()


Jobs = Annotated[JobTable, Depends(_jobs)]
Cases = Annotated[CaseStore, Depends(_cases)]
Limits = Annotated[Settings, Depends(_settings)]
TheWorker = Annotated[Worker | None, Depends(_worker)]
Accepted = Annotated[AcceptedPlans, Depends(_accepted)]
TheScope = Annotated[Scope | None, Depends(_scope)]
