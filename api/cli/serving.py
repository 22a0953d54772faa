"""`dermaga serve`."""

import json
from typing import Annotated

import typer

from api.cli.console import AsJson, note
from api.server import Server, address_of, listen
from api.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; only this machine's own for now")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port; 0 for any free one")] = 8400,
    as_json: AsJson = False,
) -> None:
    """Serve the board and the HTTP interface."""
    settings = Settings(host=host, port=port)

    def announce() -> None:
        if as_json:
            print(json.dumps({"url": address}), flush=True)
        else:
            note(f"The board is at {address} and the interface at /api/v1. Ctrl-C ends the server.")

    server = Server(settings, announce)
    with listen(settings) as listening:
        address = address_of(listening, host)
        server.run(sockets=[listening])
