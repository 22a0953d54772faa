"""Connections that do not say what they want: closed after some seconds, so that nobody holds them all for nothing."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class TimelyProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to waiting for the first line and the headers of a request.

    uvicorn alone waits for ever. Bodies have an end of their own (`api.security.bodies`), idle connections uvicorn's.
    """

    headers_s: float = 60.0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on to wait where the headers are not whole yet."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(self.headers_s, self._close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def timely(seconds: float) -> type[Any]:
    """The protocol with that end."""
    return type("TimelyProtocol", (TimelyProtocol,), {"headers_s": seconds})
