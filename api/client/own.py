"""Shipment plans by their tasks and bookings; and those that a party finds."""

from abc import ABC, abstractmethod
from datetime import datetime

from api.client.calling import Calls
from api.resources.shipments import AcceptedEntry, BookingAnswer, TaskEntry
from data.export_chain import Party


class TasksAndBookings(ABC):
    """The part of a shipment plan that parties may ask for too."""

    _calls: Calls

    @property
    @abstractmethod
    def _path(self) -> dict[str, str]:
        """Which plan it is, as the addresses of the interface have it."""

    def tasks(self, party: Party | None = None, now: datetime | None = None) -> list[TaskEntry]:
        """What each party has to do for a shipment plan, or one of them; for a party, its own.

        Overdue is what is so as of `now`, or of the moment that the plan was made as of.
        """
        moment = None if now is None else now.isoformat()
        found = self._calls.items("list_tasks", path=self._path, party=party, now=moment)
        return [TaskEntry.model_validate(item) for item in found]

    def tasks_calendar(self, party: Party | None = None) -> bytes:
        """The tasks as an iCalendar file."""
        return self._calls.ask("download_tasks", path=self._path, params={"party": party}).content

    def booking(self, shipment: str) -> BookingAnswer:
        """One booking of a shipment plan in full."""
        path = self._path | {"shipment_id": shipment}
        return BookingAnswer.model_validate(self._calls.ask("get_booking", path=path).json())


class OwnPlan(TasksAndBookings):
    """An accepted shipment plan that concerns a party: `entry` says of which case, and which bookings are its own."""

    def __init__(self, calls: Calls, entry: AcceptedEntry) -> None:
        self._calls = calls
        self.entry = entry

    def __repr__(self) -> str:
        return f"OwnPlan({self.entry.id}, {self.entry.case})"

    @property
    def _path(self) -> dict[str, str]:
        return {"plan_id": self.entry.id}
