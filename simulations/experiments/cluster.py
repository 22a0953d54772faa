"""Replications on a Dask cluster, by the address of its scheduler.

    with dask_cluster("tcp://host:8786") as executor:
        experiment = run(case, policy, ..., workers=1, executor=executor)

The workers must have the same Dermaga installed. Nobody waits for ever: neither for a scheduler that does not answer,
nor for workers that never come or have all gone. Dask itself tries again what a worker that died had at work.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from socket import create_connection
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from data.errors import DermagaError

# Seconds to wait for the scheduler, and for its first worker.
_ANSWER_S = 10.0

# Seconds for which there may be no worker before what is not finished is given up.
_PATIENCE_S = 30.0

# How often, in seconds, the scheduler is asked for its workers while nothing finishes.
_ASK_EVERY_S = 2.0


class Cluster(Executor):
    """An executor on a cluster, that can say whether there is anybody to wait for."""

    def __init__(self, client: Any, died: tuple[type[BaseException], ...], patience_s: float = _PATIENCE_S) -> None:
        self._client = client
        self._executor: Executor = client.get_executor()
        self._patience = patience_s
        self._known = self._threads()
        self._asked = self._seen = monotonic()
        # What a job raises whose worker died too often.
        self.died = died

    def ahead(self) -> int:
        """Jobs that keep every thread of the cluster at work, with workers that have come since the beginning."""
        self._ask()
        return 2 * max(1, self._known)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function on some worker."""
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def reachable(self) -> bool:
        """Whether there has been a worker of late."""
        self._ask()
        return monotonic() - self._seen < self._patience

    def _ask(self) -> None:
        """Ask for the workers, if it is some time since the last answer."""
        now = monotonic()
        if now - self._asked > _ASK_EVERY_S:
            self._asked = now
            self._known = self._threads()
            if self._known:
                self._seen = now

    def _threads(self) -> int:
        """Threads of all workers; 0 where the scheduler does not answer."""
        try:
            threads = self._client.sync(self._client.scheduler.ncores, callback_timeout=_ASK_EVERY_S)
        except Exception:  # whatever the network says
            return 0
        return sum(threads.values())


def _knock(address: str) -> None:
    """Raise OSError or ValueError where nobody listens: a client that began in vain takes long to end, and says so."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if not parts.hostname or parts.port is None:
        raise ValueError("the address has no host or no port")
    create_connection((parts.hostname, parts.port), timeout=_ANSWER_S).close()


@contextmanager
def dask_cluster(address: str) -> Iterator[Cluster]:
    """An executor on the cluster whose scheduler has this address, as tcp://host:8786.

    Raises DermagaError where Dask is not installed, no scheduler answers within ten seconds, or it has no worker.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise DermagaError("Dask is not installed; pip install dermaga[dask], or drop --dask") from error
    try:
        _knock(address)
        client: Any = Client(address, timeout=_ANSWER_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise DermagaError(
            f"no Dask scheduler answers at {address!r}; start one (dask scheduler), or correct the address"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_ANSWER_S)
        except TimeoutError as error:
            raise DermagaError(
                f"the Dask scheduler at {address} has no worker; start some (dask worker {address})"
            ) from error
        yield Cluster(client, (KilledWorker,))
