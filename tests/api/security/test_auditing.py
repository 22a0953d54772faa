import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
from fastapi import FastAPI

from api.app import create_app
from api.security.access import needs
from api.security.roles import Role
from api.settings import Settings
from api.store.audit import AuditLog


def ask(app: FastAPI, method: str, path: str) -> httpx.Response:
    """One request. In a thread of its own: the browser of other tests leaves an event loop running in this one."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, send()).result()


def test_what_failed_inside_is_written_down_too() -> None:
    app = create_app(Settings(worker=False))

    @app.put("/broken", operation_id="break", dependencies=[needs(Role.VIEWER)])
    def broken() -> None:
        raise RuntimeError("secret")

    assert ask(app, "PUT", "/broken").status_code == 500
    audit: AuditLog = app.state.audit
    [entry] = audit.page(10)
    assert (entry.who, entry.action, entry.target, entry.outcome) == ("local", "break", "/broken", 500)
    app.state.jobs.close()


def test_what_only_reads_is_not_written_down() -> None:
    app = create_app(Settings(worker=False))
    assert ask(app, "GET", "/api/v1/kpis").status_code == 200
    assert ask(app, "HEAD", "/api/v1/kpis").status_code == 405
    audit: AuditLog = app.state.audit
    assert audit.page(10) == []
    app.state.jobs.close()
