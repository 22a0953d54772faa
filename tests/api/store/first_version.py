"""A database as the first version of the tables had it, with jobs of every kind in it.

Written as that version wrote it, column by column: what its code was then must not change with ours.
"""

import hashlib
import json
import zlib
from typing import Any

from sqlalchemy import Connection, text

from data.case import Case

FIRST = "0001"
_MOMENT = "2026-11-01 08:00:00"
PLAN = {"plan": {"kind": "berth"}, "summary": {"cost": 1.0, "bound": 1.0, "checked": True, "status": "optimal"}}


def fill_first_version(connection: Connection, case: Case) -> None:
    """Insert jobs that are done, failed, waiting and running, on the case `small`."""
    content = case.model_dump_json().encode()
    key = hashlib.sha256(content).hexdigest()
    _insert(connection, "contents", key=key, content=zlib.compress(content, level=1))
    simulation = json.dumps({"case": "small", "days": 1.0, "replications": 1, "workers": 1, "seed": 1})
    plan = json.dumps({"case": "small", "kind": "berth", "seconds": 1.0, "workers": 1, "seed": 1})
    rows: dict[str, dict[str, Any]] = {
        "done": {"state": "done", "result": zlib.compress(json.dumps(PLAN).encode()), "events": 2, "attempt": 1},
        "failed": {"state": "failed", "error": json.dumps(_LOST), "events": 1, "attempt": 1},
        "queued": {"state": "queued"},
        "running": {"state": "running", "worker": "gone", "attempt": 3, "events": 1, "spent": 0.5},
    }
    for number, (name, values) in enumerate(rows.items(), start=1):
        ended = _MOMENT if values["state"] in ("done", "failed") else None
        _insert(
            connection,
            "jobs",
            **{
                "number": number,
                "id": name,
                "kind": "berth" if name == "done" else "simulation",
                "owner": "ayu" if name == "failed" else "",
                "key": None,
            }
            | {
                "fingerprint": key,
                "request": plan if name == "done" else simulation,
                "case_key": key,
                "cores": 1,
                "priority": 0,
            }
            | {"created": _MOMENT, "queued": _MOMENT, "started": ended, "finished": ended, "progress": "{}"}
            | {"cancel": False, "attempt": 0, "beat": 7, "lapses": 0, "spent": 0.0, "served": number, "events": 0}
            | values,
        )
    states = [
        (1, 1, "progress", {"cost": 1.0}),
        (1, 2, "state", {"state": "done"}),
        (2, 1, "state", {"state": "failed"}),
    ]
    for job, number, event, data in [*states, (4, 1, "progress", {"cost": 2.0})]:
        _insert(connection, "job_events", job=job, number=number, name=event, data=json.dumps(data), attempt=1)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval(pg_get_serial_sequence('jobs', 'number'), 4)"))


_LOST = {"type": "urn:dermaga:problem:process-died", "title": "Process died", "status": 500, "detail": "it died"}


def _insert(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)
