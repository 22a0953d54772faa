"""Connections that do not say what they want, or do not take the answer: closed after some seconds.

Else who has no token could hold them all for nothing.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class TimelyProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to waiting: for the headers of a request, for what is left of a body that was
    answered before it had come, and for a reader of answers.

    uvicorn alone waits for ever. Bodies have an end of their own (`api.security.bodies`), idle connections uvicorn's.
    """

    headers_s: float = 60.0
    _late: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on to wait where the headers are not whole yet, or where what comes is not wanted any more."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE or self._is_answered():
            self._wait()
        else:
            self._stop()

    def on_response_complete(self) -> None:
        """Wait for what is left of the body: who sends it may read the answer only then."""
        super().on_response_complete()
        if self._is_answered():
            self._wait()

    def pause_writing(self) -> None:
        """Wait for a reader of what is to be sent."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """It was read."""
        self._stop_watching()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close, but not wait for ever for a reader of the last answer."""
        super().timeout_keep_alive_handler()
        self._watch(self.transport.get_write_buffer_size())

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        self._stop_watching()
        super().connection_lost(exc)

    def _is_answered(self) -> bool:
        answered = self.conn.our_state in (h11.DONE, h11.MUST_CLOSE)
        return answered and self.conn.their_state is h11.SEND_BODY

    def _wait(self) -> None:
        if self._late is None:
            self._late = self._later(self._close)

    def _stop(self) -> None:
        _ended(self._late)
        self._late = None

    def _stop_watching(self) -> None:
        _ended(self._unread)
        self._unread = None

    def _watch(self, size: int) -> None:
        """Close where nothing of so many bytes is read; a slow reader has time for the rest."""

        def look() -> None:
            left = self.transport.get_write_buffer_size()
            if left < size:
                self._watch(left)
            else:
                self.transport.abort()  # to close would wait for the reader

        self._stop_watching()
        if size:
            self._unread = self._later(look)

    def _later(self, then: Callable[[], None]) -> asyncio.TimerHandle:
        return self.loop.call_later(self.headers_s, then)

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
            self._watch(self.transport.get_write_buffer_size())


def _ended(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def timely(seconds: float) -> type[Any]:
    """The protocol with that end."""
    return type("TimelyProtocol", (TimelyProtocol,), {"headers_s": seconds})
