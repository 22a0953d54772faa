"""The web server: the application under uvicorn, with an end that waits for nobody."""

import socket

import uvicorn

from api.app import create_app
from api.jobs.worker import Worker
from api.settings import Settings


class Server(uvicorn.Server):
    """A server that closes its event streams when it is told to end; uvicorn alone would wait for their readers."""

    def __init__(self, settings: Settings) -> None:
        self._app = create_app(settings)
        self.worker: Worker = self._app.state.worker
        super().__init__(
            uvicorn.Config(
                self._app,
                host=settings.host,
                port=settings.port,
                access_log=False,
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the connections, then the jobs."""
        self._app.state.closing.set()
        await super().shutdown(sockets)
