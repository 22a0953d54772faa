"""Server-sent events of a job, without a gap over connections that break."""

import json
import time
from collections.abc import Iterator, Mapping

import httpx

from api.client.calling import Calls, Refused, Unreachable
from api.jobs.job import FINAL, JobEvent

_AGAIN_S = 0.5


def events(calls: Calls, operation: str, path: Mapping[str, str], after: int = 0) -> Iterator[JobEvent]:
    """The events of a job with a number above `after`, until it has ended.

    Where the connection breaks, it goes on after the last one that came. Raises Refused, and Unreachable once the
    server has not answered for as long as `calls` is patient.
    """
    heard = time.monotonic()
    while True:
        reason = "the stream ended early"
        try:
            with calls.stream(operation, path, {"Last-Event-ID": str(after)}) as lines:
                for event in parse(lines):
                    heard = time.monotonic()
                    after = event.number
                    yield event
                    if event.name == "state" and event.data["state"] in FINAL:
                        return
                heard = time.monotonic()
        except httpx.TransportError as error:
            reason = str(error)
        except Refused as refused:
            if refused.status != httpx.codes.SERVICE_UNAVAILABLE:
                raise
            reason = str(refused)
        if time.monotonic() - heard > calls.patience:
            raise Unreachable(f"the events can't be followed: {reason}")
        time.sleep(_AGAIN_S)


def parse(lines: Iterator[str]) -> Iterator[JobEvent]:
    """The events in the lines of a stream. One that the end cuts off is left out, and comments are."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
            continue
        if "data" in fields and "id" in fields:
            yield JobEvent(int(fields["id"]), fields.get("event", "message"), json.loads(fields["data"]))
        fields = {}
