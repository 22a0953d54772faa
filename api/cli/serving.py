"""`dermaga serve` and `dermaga worker`."""

import json
import signal
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from api.cli.console import AsJson, note
from api.jobs.worker import worker_of
from api.server import Server, address_of, listen
from api.settings import LOOPBACK, Settings, read_settings
from api.store.database import open_database, place_of, shown, url_of

Data = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for the data (default: the user's, as ~/.local/share/dermaga)"),
]
Database = Annotated[
    str | None, typer.Option(metavar="URL", help="postgresql://user@host/name, or a file for SQLite, instead of --data")
]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Settings and limits as TOML: docs/service.md")]
Cores = Annotated[int | None, typer.Option(min=1, help="Cores that all jobs share (default: all)")]
Dask = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Run replications on the Dask cluster of this scheduler")
]


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
        },
        config=config,
    )

    def announce() -> None:
        if as_json:
            print(json.dumps({"url": address}), flush=True)
        else:
            note(f"The board is at {address} and the interface at /api/v1. Ctrl-C ends the server.")
            if settings.host not in LOOPBACK:
                note(
                    "Tokens go over the network: let others come by https alone, through a proxy. See docs/service.md."
                )
            note(f"Jobs are kept in {_where(settings)}.")

    with listen(settings) as listening:
        address = address_of(listening, settings.host)
        Server(settings, announce).run(sockets=[listening])


def work(
    data: Data = None,
    database: Database = None,
    cores: Cores = None,
    dask: Dask = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Do jobs that servers have put into the same database: any number of workers, on any number of machines."""
    settings = read_settings(
        {"data": data, "database": database, "cores": cores, "dask": dask},
        config=config,
    )
    engine = open_database(place_of(settings))
    worker = worker_of(engine, settings)
    ended = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    worker.start()
    if as_json:
        print(json.dumps({"worker": worker.id}), flush=True)
    else:
        note(f"This worker does jobs of {_where(settings)}. Ctrl-C ends it, and puts back what it is at.")
    while not ended.wait(1) and worker.alive:
        pass
    worker.stop()
    engine.dispose()


def _where(settings: Settings) -> str:
    url = url_of(place_of(settings))
    return shown(url) if url.get_backend_name() == "postgresql" else str(url.database)
