"""The web application: the HTTP interface under /api/v1, and the board."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from sqlalchemy import Engine
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from api.jobs.following import Followed
from api.jobs.table import JobTable
from api.jobs.worker import Worker, worker_of
from api.observing.requests import Observed
from api.routes import (
    audit,
    booking_sheets,
    case_versions,
    cases,
    checks,
    day,
    health,
    kpis,
    loading_plans,
    metrics,
    night_shifts,
    plan_files,
    plan_moves,
    plan_versions,
    plans,
    scenarios,
    session,
    shipments,
    simulation_files,
    simulations,
    steps,
    yard,
)
from api.routes import tokens as token_routes
from api.security.access import Needs
from api.security.auditing import Audited
from api.security.bodies import Bodies
from api.security.callers import Callers
from api.security.guard import Guard
from api.settings import Settings
from api.store.accepted import AcceptedPlans
from api.store.audit import AuditLog
from api.store.cases import CaseStore
from api.store.opening import open_database, place_of
from api.store.plans import PlanStore
from api.store.tokens import TokenTable
from api.web.answers import answer_errors, problems
from api.web.documentation import complete, say_who_may
from data.errors import DermagaError

API = "/api/v1"
_RESOURCES = (
    *(cases, case_versions, booking_sheets, steps, day),
    *(plans, plan_versions, plan_moves, plan_files, loading_plans, yard, shipments, simulations, simulation_files),
    *(scenarios, checks, night_shifts, kpis, health, session, token_routes, audit),
)
# Headers that pages of others may send.
_ASKED_WITH = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID")


def create_app(settings: Settings) -> FastAPI:
    """The application with its jobs and cases.

    Raises DermagaError for a database that can't be used, or that holds no token by which anybody could be let in.
    """
    engine = open_database(place_of(settings))
    tokens = TokenTable(engine)
    try:
        expect_a_way_in(settings, tokens)
    except DermagaError:
        engine.dispose()
        raise
    app = FastAPI(
        title="Dermaga",
        version=version("dermaga"),
        description="Plans and simulates a container terminal: berths, cranes, yard and shipments.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_working,
    )
    _add_state(app, settings, engine, tokens)
    _add_middleware(app, settings)
    api = APIRouter(prefix=API, responses=problems(400, 401, 403, 422, 500, 503))
    for resource in _RESOURCES:
        api.include_router(resource.router)
    app.include_router(api)
    app.include_router(metrics.router)
    _add_board(app, settings)
    app.state.open_paths = {f"{API}/openapi.json"} | {
        route.path for route, need in needs_of(app) if need is not None and need.role is None
    }
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    return app


def _add_state(app: FastAPI, settings: Settings, engine: Engine, tokens: TokenTable) -> None:
    """What routes are given: `api.routes.dependencies`."""
    app.state.settings = settings
    app.state.engine = engine
    app.state.jobs = JobTable(engine, settings)
    app.state.cases = CaseStore(engine, settings.most_cases, settings.most_versions)
    app.state.plans = PlanStore(engine, settings.most_versions)
    app.state.accepted = AcceptedPlans(engine)
    app.state.worker = worker_of(engine, settings) if settings.worker else None
    app.state.followed = Followed(app.state.jobs)
    app.state.tokens = tokens
    app.state.callers = Callers(tokens, asks=settings.asks_tokens)
    app.state.audit = AuditLog(engine, settings.most_audit)


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """What stands before the routes. What is added last is the first to see a request."""
    answer_errors(app)
    app.add_middleware(Bodies, read_s=settings.read_s, most_depth=settings.most_depth)
    app.add_middleware(Guard, settings=settings, callers=app.state.callers)
    app.add_middleware(Audited, log=app.state.audit)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=list(_ASKED_WITH),
            expose_headers=["ETag", "Location", "Retry-After", "WWW-Authenticate", "X-Request-Id"],
        )
    app.add_middleware(Observed)


def expect_a_way_in(settings: Settings, tokens: TokenTable) -> None:
    """Raise DermagaError where tokens are asked for and no admin has one, or where pages of others need none."""
    if settings.asks_tokens and not tokens.has_admin():
        place = f"--data {settings.data}" if settings.database is None else "with the same --database"
        raise DermagaError(
            f"nobody could use the server at {settings.host}: requests need a token there, and no admin has one yet; "
            f"make one with: dermaga token add NAME --role admin {place}"
        )
    if settings.origins and not settings.asks_tokens:
        raise DermagaError("pages of other origins may only ask with tokens; start with --tokens, or take away origins")


def needs_of(app: FastAPI) -> list[tuple[RouteContext, Needs | None]]:
    """What each operation needs of its caller. None of one that does not say it: it is for nobody without a token."""
    found = []
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            said = [each.dependency for each in route.dependencies if isinstance(each.dependency, Needs)]
            found.append((route, said[0] if said else None))
    return found


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    worker: Worker | None = app.state.worker
    if worker is not None:
        worker.start()
    looking = asyncio.create_task(app.state.followed.run())
    yield
    looking.cancel()
    if worker is not None:
        await asyncio.to_thread(worker.stop)
    app.state.jobs.close()


def _add_board(app: FastAPI, settings: Settings) -> None:
    @app.get("/", include_in_schema=False)
    def board() -> FileResponse:
        return FileResponse(settings.board / "index.html")

    app.mount("/board", StaticFiles(directory=settings.board))


def _document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        say_who_may(document, needs_of(app), always=app.state.settings.asks_tokens)
        app.openapi_schema = complete(document)
    return app.openapi_schema
