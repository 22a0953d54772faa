"""Cases of a server as a program has them: read, stored, changed and compared."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from api.client.calling import Calls
from api.resources.booking_sheets import (
    BookingSheetAnswer,
    ConsolidationAnswer,
    DirectCallAnswer,
    DirectCallRequest,
)
from api.resources.cases import CaseDiff, CaseEntry, StoredCase, VersionEntry
from api.resources.day import ActualEntry, ActualsTaken, ActualStored, CallNote, CallNoted
from api.resources.shipments import StepMark, StepMarked
from data.case import Case

_JSON = "application/json"
_TYPES = {
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".json": _JSON,
}


class Cases:
    """The cases of a server. Iterated over, it gives the entry of each.

    It remembers which version of a case it has read or stored last: where somebody else has changed the case since,
    `replace` and `remove` are refused (412, changed-meanwhile).
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._seen: dict[str, str] = {}

    def __iter__(self) -> Iterator[CaseEntry]:
        return (CaseEntry.model_validate(item) for item in self._calls.items("list_cases"))

    def get(self, name: str, version: int | None = None) -> Case:
        """A case with its terminal and all its tables, in the newest version or another."""
        answer = self._calls.ask("get_case", path={"name": name}, params={"version": version})
        if version is None:
            self._seen[name] = answer.headers["etag"]
        return Case.model_validate_json(answer.content)

    def upload(self, name: str, source: Case | Path, note: str = "") -> StoredCase:
        """Store a new case under a name: one of memory, or a file (a zip of the folder form, a workbook, JSON)."""
        return self._stored("upload_case", name, source, params={"name": name, "note": note})

    def copy(self, origin: str, name: str, version: int | None = None) -> StoredCase:
        """Store a copy of a case under another name, of an embedded one too."""
        return self._stored("upload_case", name, None, params={"name": name, "copy_of": origin, "version": version})

    def replace(self, name: str, source: Case | Path, note: str = "") -> StoredCase:
        """Make a new version of a case, which this client has read or stored before."""
        return self._stored("replace_case", name, source, path={"name": name}, params={"note": note})

    def remove(self, name: str, note: str = "") -> VersionEntry:
        """Remove a case from the list. Its versions stay."""
        path, params = {"name": name}, {"note": note}
        answer = self._calls.ask("remove_case", path=path, params=params, headers=self._match(name), again=False)
        self._seen.pop(name, None)
        return VersionEntry.model_validate(answer.json())

    def versions(self, name: str) -> Iterator[VersionEntry]:
        """Who changed a case, when and why: the newest version first."""
        found = self._calls.items("list_case_versions", path={"name": name})
        return (VersionEntry.model_validate(item) for item in found)

    def compare(self, name: str, before: int | None = None, after: int | None = None) -> CaseDiff:
        """What differs between two versions of a case; else between the newest and the one before."""
        params = {"from": before, "to": after}
        return CaseDiff.model_validate(
            self._calls.ask("compare_case_versions", path={"name": name}, params=params).json()
        )

    def download(self, name: str, version: int | None = None, *, workbook: bool = False) -> bytes:
        """A case as a zip of its folder form, or as an Excel workbook."""
        operation = "download_workbook" if workbook else "download_case"
        return self._calls.ask(operation, path={"name": name}, params={"version": version}).content

    def preview_bookings(self, name: str, source: Path) -> BookingSheetAnswer:
        """What the server understands of an exporter's list of bookings, an .xlsx or .csv file. Nothing is stored."""
        answer = self._calls.ask("preview_bookings", path={"name": name}, content=source.read_bytes())
        return BookingSheetAnswer.model_validate(answer.json())

    def take_bookings(self, name: str, source: Path, note: str = "") -> StoredCase:
        """Take such a list into a case, which this client has read or stored before: all of it or nothing."""
        return self._stored("take_bookings", name, source, path={"name": name}, params={"note": note})

    def consolidation(self, name: str, start: datetime | None = None, weeks: int = 8) -> ConsolidationAnswer:
        """Boxes by week and destination from a moment on, and what waiting for a full box costs."""
        params = {"start": None if start is None else start.isoformat(), "weeks": weeks}
        answer = self._calls.ask("get_consolidation", path={"name": name}, params=params)
        return ConsolidationAnswer.model_validate(answer.json())

    def direct_call(self, name: str, wished: DirectCallRequest) -> DirectCallAnswer:
        """Whether a line's minimum of boxes comes together for a wished direct call, week by week."""
        content = wished.model_dump(mode="json", exclude_none=True)
        answer = self._calls.ask("ask_direct_call", path={"name": name}, json=content)
        return DirectCallAnswer.model_validate(answer.json())

    def mark(self, name: str, shipment: str, step: str, mark: StepMark) -> StepMarked:
        """Mark a step of a booking begun or done: a new version of the case."""
        path = {"name": name, "shipment": shipment, "step": step}
        content = mark.model_dump(mode="json", exclude_unset=True)
        return StepMarked.model_validate(self._calls.ask("mark_step", path=path, json=content).json())

    def unmark(self, name: str, shipment: str, step: str) -> None:
        """Take back that a step has begun or is done."""
        self._calls.ask("unmark_step", path={"name": name, "shipment": shipment, "step": step}, again=False)

    def enter_actual(self, name: str, call: str, entry: ActualEntry, plan_id: str | None = None) -> ActualStored:
        """Say what has become of a call by now: a new version of the case. A plan says where she lies, if you don't."""
        answer = self._calls.ask(
            "enter_actual",
            path={"name": name, "call": call},
            params={"plan_id": plan_id},
            json=entry.model_dump(mode="json", exclude_unset=True),
        )
        return ActualStored.model_validate(answer.json())

    def remove_actual(self, name: str, call: str) -> None:
        """Take back everything that was entered of a call."""
        self._calls.ask("remove_actual", path={"name": name, "call": call}, again=False)

    def take_actuals(
        self,
        name: str,
        source: Path,
        *,
        preview: bool = False,
        call: str | None = None,
        add: bool = False,
        plan_id: str | None = None,
    ) -> ActualsTaken:
        """Take what has become of calls from a table (CSV, Excel) or from COARRI, or only say what was understood."""
        params = {"preview": preview, "call": call, "add": add, "plan_id": plan_id}
        kinds = {".csv": "text/csv", ".xlsx": _TYPES[".xlsx"]}
        headers = {"content-type": kinds.get(source.suffix.lower(), "application/edifact")}
        # Sent again, reports that are added would count twice.
        answer = self._calls.ask(
            "take_actuals",
            path={"name": name},
            params=params,
            headers=headers,
            content=source.read_bytes(),
            again=False,
        )
        return ActualsTaken.model_validate(answer.json())

    def note_call(self, name: str, call: str, said: CallNote) -> CallNoted:
        """Leave a remark on a call, or say whether the line has confirmed it."""
        content = said.model_dump(mode="json", exclude_unset=True)
        return CallNoted.model_validate(
            self._calls.ask("note_call", path={"name": name, "call": call}, json=content).json()
        )

    def _stored(self, operation: str, name: str, source: Case | Path | None, **options: Any) -> StoredCase:
        headers = {}
        if isinstance(source, Case):
            options["content"], headers["content-type"] = source.model_dump_json().encode(), _JSON
        elif source is not None:
            options["content"] = source.read_bytes()
            headers["content-type"] = _TYPES.get(source.suffix.lower(), "application/octet-stream")
        if operation in ("replace_case", "take_bookings"):
            headers |= self._match(name)
        # Sent again, a change that was made would be refused, as one that somebody else had made.
        answer = self._calls.ask(operation, headers=headers, again=False, **options)
        self._seen[name] = answer.headers["etag"]
        return StoredCase.model_validate(answer.json())

    def _match(self, name: str) -> dict[str, str]:
        seen = self._seen.get(name)
        return {} if seen is None else {"If-Match": seen}
