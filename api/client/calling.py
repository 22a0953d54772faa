"""Requests that are sent again where their answer was lost, and problems as exceptions."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from api.client.operations import OPERATIONS
from api.problems import FaultEntry, Problem, problem_of_status
from data.errors import DermagaError

# Seconds between two tries, and to wait for a connection and for the next part of an answer. Event streams say
# something every 15 s.
_AGAIN_S, _CONNECT_S, _ANSWER_S = 0.5, 5.0, 60.0
# Errors before anything of a request was sent.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Refused(DermagaError):
    """A request that the server refused. `problem` says why (RFC 9457), with every fault of an input."""

    def __init__(self, problem: Problem) -> None:
        lines = [problem.detail]
        for fault in problem.faults or ():
            place = ", ".join(
                str(part) for part in (fault.file, fault.row and f"row {fault.row}", fault.column) if part
            )
            lines.append(f"{place}: {fault.problem}; {fault.remedy}")
        lines += [f"{broken.rule}: {broken.text}" for broken in problem.broken or ()]
        super().__init__("\n".join(lines))
        self.problem = problem

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status

    @property
    def kind(self) -> str:
        """The kind of problem in a few words with hyphens, as not-found; empty where the status says it all."""
        return self.problem.type.rpartition(":")[2] if self.problem.type.startswith("urn:dermaga:problem:") else ""

    @property
    def faults(self) -> list[FaultEntry]:
        """Everything wrong with an input."""
        return self.problem.faults or []


class Unreachable(DermagaError):
    """The server does not answer."""


class Calls:
    """The way to one server.

    A request whose answer was lost, and one that was refused with 503 and a time to come back (Retry-After), is sent
    again until `patience` seconds have passed: where it can't be done twice by that.
    """

    def __init__(
        self, url: str, token: str | None, patience: float, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        timeout = httpx.Timeout(_ANSWER_S, connect=_CONNECT_S)
        self._http = httpx.Client(
            base_url=url.rstrip("/"), headers=headers, timeout=timeout, trust_env=False, transport=transport
        )
        self.patience = patience

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def ask(
        self, operation: str, *, path: Mapping[str, str] | None = None, again: bool | None = None, **options: Any
    ) -> httpx.Response:
        """The answer to a request. Raises Refused, and Unreachable where there is none.

        `again` says whether it may be sent again once the server may have got it: as a rule all but POST and PATCH.
        """
        method, address = _place(operation, path or {})
        if again is None:
            again = method not in ("POST", "PATCH")
        options["params"] = {name: value for name, value in options.get("params", {}).items() if value is not None}
        until = time.monotonic() + self.patience
        while True:
            try:
                answer = self._http.request(method, address, **options)
            except httpx.TransportError as error:
                if not (again or isinstance(error, _UNSENT)) or time.monotonic() + _AGAIN_S > until:
                    raise Unreachable(f"{self._http.base_url} does not answer ({error})") from error
                time.sleep(_AGAIN_S)
                continue
            if answer.is_success or answer.status_code == httpx.codes.NOT_MODIFIED:
                return answer
            wait = _wait(answer)
            if wait is None or time.monotonic() + wait > until:
                raise refused(answer)
            time.sleep(wait)

    def items(self, operation: str, *, path: Mapping[str, str] | None = None, **params: Any) -> Iterator[Any]:
        """The JSON of every item of a list, page by page as they are wanted."""
        after = None
        while True:
            page = self.ask(operation, path=path, params=params | {"after": after}).json()
            yield from page["items"]
            after = page.get("next")
            if after is None:
                return

    @contextmanager
    def stream(self, operation: str, path: Mapping[str, str], headers: Mapping[str, str]) -> Iterator[Iterator[str]]:
        """The lines of an answer as they come. Raises Refused, and httpx.TransportError where the connection breaks."""
        method, address = _place(operation, path)
        with self._http.stream(method, address, headers=headers) as answer:
            if not answer.is_success:
                answer.read()
                raise refused(answer)
            yield answer.iter_lines()


def _place(operation: str, path: Mapping[str, str]) -> tuple[str, str]:
    method, address = OPERATIONS[operation].split()
    return method, address.format_map({name: quote(value, safe="") for name, value in path.items()})


def refused(answer: httpx.Response) -> Refused:
    """The exception of an answer that is none."""
    with suppress(ValidationError):
        return Refused(Problem.model_validate_json(answer.content))
    return Refused(problem_of_status(answer.status_code, answer.text[:500] or "the server says no more"))


def _wait(answer: httpx.Response) -> float | None:
    """Seconds after which to ask again; None where that is no use."""
    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
        return None
    after = answer.headers.get("retry-after", "")
    return float(after) if after.isdecimal() else None
