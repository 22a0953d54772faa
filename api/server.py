"""The web server: the application under uvicorn, with an end that waits for nobody."""

import errno
import os
import socket
from collections.abc import Callable

import uvicorn

from api.app import create_app
from api.jobs.worker import Worker
from api.security.connections import timely
from api.settings import Settings
from data.errors import DermagaError

_MOST_HEADERS = 32 * 2**10  # bytes of the first line and the headers of a request


def listen(settings: Settings) -> socket.socket:
    """The socket of a server's address, with a free port where the port is 0. Raises DermagaError where it is taken."""
    host, port = settings.host, settings.port
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        # Connections take it over. asyncio sets it on sockets of its own making alone; without it the body of each
        # short answer waits 40 ms for the other side to confirm the headers.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        reason = "is in use" if error.errno == errno.EADDRINUSE else "cannot be had"
        why = "" if error.errno == errno.EADDRINUSE or error.errno is None else f" ({os.strerror(error.errno)})"
        raise DermagaError(
            f"port {port} of {host} {reason}{why}; give another one with --port, or 0 for any"
        ) from error


def address_of(listening: socket.socket, host: str) -> str:
    """The address of the board that is served on a socket."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}/"


def _tell_nobody() -> None:
    """Tell nobody."""


class Server(uvicorn.Server):
    """A server that closes its event streams when it is told to end; uvicorn alone would wait for their readers."""

    def __init__(self, settings: Settings, ready: Callable[[], None] = _tell_nobody) -> None:
        self._ready = ready
        self._app = create_app(settings)
        self.worker: Worker | None = self._app.state.worker
        super().__init__(
            uvicorn.Config(
                self._app,
                host=settings.host,
                port=settings.port,
                access_log=False,
                log_config=None,  # as the rest of this process logs
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=5,
                http=timely(settings.read_s),
                ws="none",
                limit_concurrency=settings.most_connections,
                h11_max_incomplete_event_size=_MOST_HEADERS,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and call `ready` once requests are taken."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the connections, then the jobs."""
        self._app.state.followed.close()
        await super().shutdown(sockets)
