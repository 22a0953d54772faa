"""What routes are given: the tables, the cases, the worker where the server has one."""

from typing import Annotated, Any

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


def _kept(name: str) -> Any:
    """What the application keeps under a name of its state."""

    def found(request: Request) -> Any:
        return getattr(request.app.state, name)

    return Depends(found)


def _scope(caller: TheCaller) -> Scope | None:
    return scope_of(caller)


Database = Annotated[Engine, _kept("engine")]
Jobs = Annotated[JobTable, _kept("jobs")]
Cases = Annotated[CaseStore, _kept("cases")]
Plans = Annotated[PlanStore, _kept("plans")]
Limits = Annotated[Settings, _kept("settings")]
TheWorker = Annotated[Worker | None, _kept("worker")]
Tokens = Annotated[TokenTable, _kept("tokens")]
TheCallers = Annotated[Callers, _kept("callers")]
Audit = Annotated[AuditLog, _kept("audit")]
Accepted = Annotated[AcceptedPlans, _kept("accepted")]
TheScope = Annotated[Scope | None, Depends(_scope)]
