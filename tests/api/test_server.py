"""The socket of a server."""

import socket

from api.server import listen
from api.settings import Settings


def test_short_answers_do_not_wait_for_a_confirmation() -> None:
    with (
        listen(Settings(port=0)) as listening,
        socket.create_connection(listening.getsockname()),
    ):
        taken, _ = listening.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
