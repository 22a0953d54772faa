"""`dermaga serve`."""

from typing import Annotated

import typer

from api.cli.console import note
from api.server import Server
from api.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; only this machine's own for now")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port; 0 for any free one")] = 8400,
) -> None:
    """Serve the board and the HTTP interface."""
    server = Server(Settings(host=host, port=port))
    shown = f"[{host}]" if ":" in host else host
    note(f"The board is at http://{shown}:{port}/ and the interface at /api/v1. Ctrl-C ends the server.")
    server.run()
