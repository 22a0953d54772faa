"""`dermaga serve` and `dermaga worker`."""

import json
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from prometheus_client import start_http_server

from api.cli.console import AsJson, note
from api.jobs.worker import worker_of
from api.observing.logs import LogFormat, set_up
from api.server import Server, address_of, listen
from api.settings import LOOPBACK, Settings, read_settings
from api.store.database import shown, url_of
from api.store.opening import open_database, place_of
from data.errors import DermagaError

log = logging.getLogger("dermaga")

Data = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for the data (default: the user's, as ~/.local/share/dermaga)"),
]
Database = Annotated[
    str | None, typer.Option(metavar="URL", help="postgresql://user@host/name, or a file for SQLite, instead of --data")
]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Settings and limits as TOML: docs/operations.md")]
Cores = Annotated[int | None, typer.Option(min=1, help="Cores that all jobs share (default: all)")]
Dask = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Run replications on the Dask cluster of this scheduler")
]


LogLines = Annotated[LogFormat | None, typer.Option(help="Of the log on the standard error: text (default) or json")]


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; others than this machine's own need tokens")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Port; 0 for any free one")] = None,
    tokens: Annotated[
        bool | None, typer.Option("--tokens", help="Ask for tokens here too, as behind a proxy: dermaga token add")
    ] = None,
    data: Data = None,
    database: Database = None,
    worker: Annotated[
        bool | None, typer.Option("--worker/--no-worker", help="Do jobs here too, or leave them to dermaga worker")
    ] = None,
    cores: Cores = None,
    dask: Dask = None,
    config: Config = None,
    log_format: LogLines = None,
    as_json: AsJson = False,
) -> None:
    """Serve the board and the HTTP interface."""
    settings = read_settings(
        {
            "host": host,
            "port": port,
            "tokens": tokens,
            "data": data,
            "database": database,
            "worker": worker,
            "cores": cores,
            "dask": dask,
            "log_format": log_format,
        },
        config=config,
    )
    set_up(settings.log_format)

    def announce() -> None:
        if as_json:
            print(json.dumps({"url": address}), flush=True)
        else:
            lines = [f"The board is at {address} and the interface at /api/v1. Ctrl-C ends the server."]
            if settings.host not in LOOPBACK:
                lines.append(
                    "Tokens go over the network: let others come by https alone, through a proxy. See docs/security.md."
                )
            _announce(settings, *lines, f"Jobs are kept in {where_of(settings)}.")

    with listen(settings) as listening:
        address = address_of(listening, settings.host)
        Server(settings, announce).run(sockets=[listening])


def work(
    data: Data = None,
    database: Database = None,
    cores: Cores = None,
    dask: Dask = None,
    config: Config = None,
    metrics_port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="Port for metrics, on 127.0.0.1 (default: none)")
    ] = None,
    log_format: LogLines = None,
    as_json: AsJson = False,
) -> None:
    """Do jobs that servers have put into the same database: any number of workers, on any number of machines."""
    settings = read_settings(
        {
            "data": data,
            "database": database,
            "cores": cores,
            "dask": dask,
            "metrics_port": metrics_port,
            "log_format": log_format,
        },
        config=config,
    )
    set_up(settings.log_format)
    engine = open_database(place_of(settings))
    worker = worker_of(engine, settings)
    ended = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    with metrics_served(settings):
        worker.start()
        if as_json:
            print(json.dumps({"worker": worker.id}), flush=True)
        else:
            where = where_of(settings)
            _announce(settings, f"This worker does jobs of {where}. Ctrl-C ends it, and puts back what it is at.")
        while not ended.wait(1) and worker.alive:
            pass
        worker.stop()
    engine.dispose()


def _announce(settings: Settings, *lines: str) -> None:
    """Say what runs: to whoever reads along, or as lines of the log."""
    for line in lines:
        if settings.log_format == "json":
            log.info(line)
        else:
            note(line)


@contextmanager
def metrics_served(settings: Settings) -> Iterator[None]:
    """Let the metrics of this process be read, where there is a port for them. Raises DermagaError."""
    if settings.metrics_port is None:
        yield
        return
    try:
        server, thread = start_http_server(settings.metrics_port, addr=settings.metrics_host)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise DermagaError(
            f"the metrics can't be served at {settings.metrics_host}:{settings.metrics_port} ({reason}); give another "
            "--metrics-port"
        ) from error
    log.info("metrics are at port %d of %s", server.server_port, settings.metrics_host)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def where_of(settings: Settings) -> str:
    """The database as people may read it."""
    url = url_of(place_of(settings))
    return shown(url) if url.get_backend_name() == "postgresql" else str(url.database)
