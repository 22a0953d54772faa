"""The web application: the HTTP interface under /api/v1, and the board."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from api.answers import answer_errors, problems
from api.bodies import Bodies
from api.documentation import complete
from api.guard import Guard
from api.jobs.following import Followed
from api.jobs.table import JobTable
from api.jobs.worker import Worker, worker_of
from api.routes import cases, checks, health, kpis, plans, scenarios, shipments, simulations, steps
from api.routes.dependencies import stay_with_own
from api.settings import LOOPBACK, Settings
from api.store.accepted import AcceptedPlans
from api.store.cases import CaseStore
from api.store.database import open_database, place_of
from data.errors import DermagaError

API = "/api/v1"


def create_app(settings: Settings) -> FastAPI:
    """The application with its jobs and cases. Raises DermagaError for an address that others can reach, or a database
    that can't be used."""
    if settings.host not in LOOPBACK:
        raise DermagaError(
            f"{settings.host} can be reached by others and this server has no passwords yet; "
            f"serve on {', '.join(sorted(LOOPBACK))}"
        )
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
    app.state.settings = settings
    engine = open_database(place_of(settings))
    app.state.jobs = JobTable(engine, settings)
    app.state.cases = CaseStore(settings.most_cases)
    app.state.accepted = AcceptedPlans(engine)
    app.state.worker = worker_of(engine, settings) if settings.worker else None
    app.state.followed = Followed(app.state.jobs)
    app.add_middleware(Bodies, read_s=settings.read_s, most_depth=settings.most_depth)
    app.add_middleware(Guard, most_bytes=settings.most_bytes)
    answer_errors(app)
    api = APIRouter(prefix=API, responses=problems(400, 403, 422, 500), dependencies=[Depends(stay_with_own)])
    for resource in (cases, steps, plans, shipments, simulations, scenarios, checks, kpis, health):
        api.include_router(resource.router)
    app.include_router(api)
    _add_board(app, settings)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    return app


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
        app.openapi_schema = complete(
            get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        )
    return app.openapi_schema
