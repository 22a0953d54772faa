"""Jobs of a server as a program has them: to wait for, to follow, to cancel, and to take the result of."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from api.client.calling import Calls, Refused
from api.client.own import TasksAndBookings
from api.client.streams import events
from api.jobs.job import JobEvent, State
from api.problems import problem
from api.resources.day import VisitList
from api.resources.plan_moves import CallMove, MoveAnswer, MoveRequest, PlanView
from api.resources.plan_versions import PlanDiff, PlanStanding, PlanVersion, SavedVersion
from api.resources.plans import PlanJob, PlanResult
from api.resources.replays import Replay
from api.resources.shipments import BookingEdges, ExportReportAnswer, TimetableChanges
from api.resources.simulations import SimulationJob, SimulationResult
from api.resources.yard import YardAnswer, YardBlockAnswer
from data.plans import ANY_PLAN, AnyPlan, BerthedCall

if TYPE_CHECKING:
    import pandas as pd

_Resource = TypeVar("_Resource", PlanJob, SimulationJob)


class _Job(Generic[_Resource]):
    """A job: what the server said of it last, and the way to ask again."""

    _model: type[_Resource]
    _get: ClassVar[str]
    _cancel: ClassVar[str]
    _follow: ClassVar[str]
    _name: ClassVar[str]

    def __init__(self, calls: Calls, content: Any, tag: str | None = None) -> None:
        self._calls = calls
        self._tag = tag
        self.latest: _Resource = self._model.model_validate(content)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id}, {self.latest.kind}, {self.state})"

    @property
    def id(self) -> str:
        """By which the server knows it."""
        return self.latest.id

    @property
    def state(self) -> State:
        """Where it stood when the server was last asked."""
        return self.latest.state

    @property
    def _path(self) -> dict[str, str]:
        return {self._name: self.id}

    def refresh(self) -> Self:
        """Ask the server how the job stands, with its best answer so far in `latest`."""
        answer = self._calls.ask(self._get, path=self._path)
        self._tag = answer.headers.get("etag")
        self.latest = self._model.model_validate(answer.json())
        return self

    def cancel(self) -> Self:
        """End the job within seconds; it keeps its best answer. One that has ended stays as it is."""
        self.latest = self._model.model_validate(self._calls.ask(self._cancel, path=self._path).json())
        return self

    def events(self, after: int = 0) -> Iterator[JobEvent]:
        """What the job tells, from the beginning or after an event's number, until it has ended."""
        return events(self._calls, self._follow, self._path, after)

    def progress(self) -> Iterator[dict[str, Any]]:
        """How the job goes, until it has ended: seconds, cost, bound and gap of a plan, done and total of runs."""
        return (event.data for event in self.events() if event.name == "progress")

    def wait(self, seconds: float | None = None) -> Self:
        """Wait until the job has ended. Raises Refused where it has failed, and TimeoutError after `seconds`."""
        until = None if seconds is None else time.monotonic() + seconds
        while not self.refresh().state.final:
            if until is not None and time.monotonic() > until:
                raise TimeoutError(f"the job {self.id} is still {self.state}")
            time.sleep(0.2 if until is None else min(0.2, max(0.0, until - time.monotonic())))
        if self.latest.error is not None:
            raise Refused(self.latest.error)
        return self

    def _has(self, result: Any) -> Any:
        if result is None:
            raise Refused(problem("no-result", 409, f"the job {self.id} is {self.state} and has no result"))  # type: ignore[arg-type]
        return result


class Planning(_Job[PlanJob], TasksAndBookings):
    """A job that makes a plan."""

    _model = PlanJob
    _get, _cancel, _follow, _name = "get_plan", "cancel_plan", "follow_plan", "plan_id"

    @property
    def result(self) -> PlanResult:
        """The plan with what there is to say of it; while the job runs, the best one so far. Raises Refused."""
        if self.latest.result is None:
            self.refresh()  # lists leave results out
        found: PlanResult = self._has(self.latest.result)
        return found

    @property
    def plan(self) -> AnyPlan:
        """The plan itself. Raises Refused where there is none."""
        return self.result.plan

    def table(self, version: int | None = None) -> pd.DataFrame:
        """The plan as a table: one row a call, a shipment, a lifted box or a reservation.

        As of `version_of`, of the version that stands where none is named.
        """
        import pandas as pd  # it takes half a second, and not everyone wants tables

        return pd.read_csv(io.BytesIO(self._file("download_plan_table", version)))

    def version_of(self, version: int | None = None) -> AnyPlan:
        """A version of the plan; the one that stands (accepted, or the newest that keeps the rules) by itself."""
        return ANY_PLAN.validate_json(self._file("download_plan", version))

    def workbook(self, version: int | None = None) -> bytes:
        """The plan as an Excel workbook."""
        return self._file("download_plan_workbook", version)

    def port_calls(self, version: int | None = None) -> Any:
        """The port calls of a berth plan as DCSA Just in Time 2.0.0 has them."""
        return json.loads(self._file("download_port_calls", version))

    def yard(self, version: int | None = None) -> YardAnswer:
        """A yard plan hour by hour: how full each block is, what its cranes move, and the key figures."""
        return YardAnswer.model_validate_json(self._file("get_yard", version))

    def yard_block(self, block: str, at: datetime | None = None, version: int | None = None) -> YardBlockAnswer:
        """A block of a yard plan at an hour, stack by stack; without a moment, as the plan begins."""
        params = {"at": None if at is None else at.isoformat(), "version": version}
        answer = self._calls.ask("get_yard_block", path=self._path | {"block": block}, params=params)
        return YardBlockAnswer.model_validate(answer.json())

    def loading_sheets(self, version: int | None = None) -> bytes:
        """Of a loading plan: the workbook to work by, with a sheet a crane and the bay plans."""
        return self._file("download_loading_sheets", version)

    def departure(self, version: int | None = None) -> bytes:
        """Of a loading plan: the stowage at departure as BAPLIE."""
        return self._file("download_departure", version)

    def stowage(self, version: int | None = None) -> Any:
        """Of a loading plan: her cells, who stands where and when, the lifts, and how she floats meanwhile."""
        return json.loads(self._file("get_stowage", version))

    def _file(self, operation: str, version: int | None) -> bytes:
        return self._calls.ask(operation, path=self._path, params={"version": version}).content

    def versions(self) -> list[PlanVersion]:
        """Who changed the plan, when and why: the newest version first. 1 is what the job found."""
        found = self._calls.items("list_plan_versions", path=self._path)
        return [PlanVersion.model_validate(item) for item in found]

    def compare(self, before: int | None = None, after: int | None = None) -> PlanDiff:
        """What differs between two versions of the plan."""
        params = {"from": before, "to": after}
        return PlanDiff.model_validate(self._calls.ask("compare_plan_versions", path=self._path, params=params).json())

    def save(self, plan: AnyPlan, note: str = "") -> SavedVersion:
        """Save a changed plan as a new version.

        Refused (412, changed-meanwhile) where somebody else has changed it since `latest` was asked for.
        """
        content = plan.model_dump(mode="json", by_alias=True)
        answer = self._calls.ask(
            "save_plan", path=self._path, params={"note": note}, json=content, headers=self._match(), again=False
        )
        self.refresh()
        return SavedVersion.model_validate(answer.json())

    def view(self, version: int | None = None) -> PlanView:
        """A version of a berth plan as a diagram shows it, with every rule that it breaks."""
        answer = self._calls.ask("view_plan", path=self._path, params={"version": version})
        return PlanView.model_validate(answer.json())

    def try_move(self, change: CallMove, version: int | None = None, calls: Sequence[BerthedCall] = ()) -> MoveAnswer:
        """What would become of a berth plan if one call were elsewhere; nothing is stored.

        The draft that is changed is a version with some `calls` berthed otherwise.
        """
        asked = MoveRequest(version=version, calls=list(calls), change=change).model_dump(mode="json", by_alias=True)
        answer = self._calls.ask("try_move", path=self._path, json=asked, again=True)
        return MoveAnswer.model_validate(answer.json())

    def accept(self, version: int | None) -> PlanStanding:
        """Accept a version, the one to work to, or none; refused as `save` is."""
        return self._decide(accepted=version)

    def lock(self, locked: bool = True) -> PlanStanding:
        """Close the plan to changes, or open it; refused as `save` is."""
        return self._decide(locked=locked)

    def remark(self, text: str | None) -> PlanStanding:
        """Leave a remark on the plan for other planners, or take it away; refused as `save` is."""
        return self._decide(remark=text)

    def _decide(self, **decision: Any) -> PlanStanding:
        answer = self._calls.ask("decide_plan", path=self._path, json=decision, headers=self._match())
        self._tag, self.latest = answer.headers.get("etag"), PlanJob.model_validate(answer.json())
        assert self.latest.standing is not None  # a plan without one can't be decided on
        return self.latest.standing

    def _match(self) -> dict[str, str]:
        if self._tag is None:
            self.refresh()  # lists and submissions have none
        return {} if self._tag is None else {"If-Match": self._tag}

    def shift_sheet(self, *, pdf: bool = False, language: str = "en") -> bytes:
        """Who works which ship in which shift of a berth plan, as a workbook, or as a PDF to sign (language en, id)."""
        if pdf:
            return self._calls.ask("download_shift_sheet", path=self._path, params={"language": language}).content
        return self._calls.ask("download_shift_workbook", path=self._path).content

    def visits(self, now: datetime | None = None) -> VisitList:
        """The ships of a berth plan on the running day: planned and actual times, work that is left, and delay."""
        params = {"now": None if now is None else now.isoformat()}
        return VisitList.model_validate(self._calls.ask("list_visits", path=self._path, params=params).json())

    def bookings(self, now: datetime | None = None) -> BookingEdges:
        """The bookings of a shipment plan as of a moment, the nearest to the edge first."""
        params = {"now": None if now is None else now.isoformat()}
        return BookingEdges.model_validate(self._calls.ask("list_bookings", path=self._path, params=params).json())

    def changes_since(self, before: str | None = None) -> TimetableChanges:
        """What a shipment plan changes of another, by its id, or of the last one of its case."""
        answer = self._calls.ask("list_timetable_changes", path=self._path, params={"since": before})
        return TimetableChanges.model_validate(answer.json())

    def exports(self, month: str | None = None) -> ExportReportAnswer:
        """What leaves for abroad in a month, as 2026-01, by destination, goods and exporter; else in the first."""
        answer = self._calls.ask("get_export_report", path=self._path, params={"month": month})
        return ExportReportAnswer.model_validate(answer.json())

    def export_report(self, month: str) -> bytes:
        """What leaves for abroad in a month, as 2026-01: an Excel workbook."""
        return self._calls.ask("download_export_report", path=self._path, params={"month": month}).content


class Simulation(_Job[SimulationJob]):
    """A job that simulates."""

    _model = SimulationJob
    _get, _cancel, _follow, _name = "get_simulation", "cancel_simulation", "follow_simulation", "simulation_id"

    @property
    def result(self) -> SimulationResult:
        """The key figures. Raises Refused where there are none."""
        if self.latest.result is None:
            self.refresh()
        found: SimulationResult = self._has(self.latest.result)
        return found

    def kpis(self) -> pd.DataFrame:
        """Each key figure over all runs, with the half width of its 95 % interval."""
        return _frame(self.result.kpis)

    def replications(self) -> pd.DataFrame:
        """Each key figure of each run."""
        return _frame(self.result.replications)

    def comparison(self) -> pd.DataFrame:
        """Each key figure of each scenario against that of the case; empty without scenarios."""
        return _frame(self.result.comparison or [])

    def scenarios(self) -> pd.DataFrame:
        """The key figures of each scenario alone, each with the interval of its mean; empty without scenarios."""
        return _frame(self.result.scenarios or [])

    def sweep(self) -> pd.DataFrame:
        """Each key figure at each value of a sweep; empty without one."""
        return _frame(self.result.sweep or [])

    def result_csv(self) -> str:
        """The table of what was asked, as CSV. Raises Refused where there is no result yet."""
        return self._calls.ask("download_simulation_table", path=self._path).text

    def result_workbook(self) -> bytes:
        """Every table, as an Excel workbook. Raises Refused where there is no result yet."""
        return self._calls.ask("download_simulation_workbook", path=self._path).content

    def replay(
        self, *, replication: int = 0, scenario: str | None = None, from_day: float = 0, days: float = 3
    ) -> Replay:
        """A stretch of one replication, run once more: ships, quay cranes, tractors, yard and trucks to be drawn."""
        asked = {"replication": replication, "scenario": scenario, "from_day": from_day, "days": days}
        answer = self._calls.ask("replay_simulation", path=self._path, params=asked)
        return Replay.model_validate(answer.json())


def _frame(rows: Any) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([row.model_dump() for row in rows])
