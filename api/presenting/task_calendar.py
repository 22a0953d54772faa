"""Task lists as iCalendar files (RFC 5545), for the calendar of whoever has to do them.

Each task is an event and not a to-do: what exporters and offices have (Google's and Apple's calendars, Outlook) imports
events and passes over to-dos. It stands at its planned time, takes nobody's time (it is transparent), says until when
it must be done, and reminds a day before it begins and a day before it is due. Times are UTC, which a calendar shows on
its reader's clock.

The same plan makes the same file. A task keeps its UID from plan to plan, and its SEQUENCE counts the minutes from its
planning to the plan's now: a file of a later plan replaces what an earlier one brought.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from api.presenting.tasks import Task, by_party, party_words
from data.case import Case
from data.export_chain import Party, begins
from data.shipment_plans import ShipmentPlan

_DAY = timedelta(days=1)


def task_calendar(case: Case, plan: ShipmentPlan, tasks: Iterable[Task], party: Party | None = None) -> bytes:
    """The tasks of all parties, or of one, as an iCalendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dermaga//Shipments//EN")
    calendar.add("version", "2.0")
    whose = "" if party is None else f", {party_words(party).lower()}"
    calendar.add("x-wr-calname", f"Export tasks of {case.terminal.name}{whose}")
    for task in by_party(tasks, party):
        calendar.add_component(_event(case, plan, task))
    content: bytes = calendar.to_ical()
    return content


def _event(case: Case, plan: ShipmentPlan, task: Task) -> Event:
    shipment = case.shipment_by_id[task.shipment]
    first = begins(shipment)
    stamp = (plan.now or first).astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{task.shipment}.{task.step}@{case.terminal.unlocode}.dermaga")
    event.add("dtstamp", stamp)
    event.add("sequence", max(0, (stamp - first) // timedelta(minutes=1)))
    # A calendar shows a few words of it: the rest is in the description.
    title = task.what.split(": ", 1)[0]
    event.add("summary", f"{'Done: ' if task.state == 'done' else ''}{title}: {task.shipment}")
    event.add("dtstart", _utc(task.start))
    if _utc(task.end) > _utc(task.start):
        event.add("dtend", _utc(task.end))
    event.add("categories", [party_words(task.party)])
    event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join(_description(case, task)))
    if task.state != "done":
        for before, moment in (("begins", _utc(task.start)), ("is due", _utc(task.due))):
            event.add_component(_alarm(f"{title} of {task.shipment} {before} in a day", moment - _DAY))
    return event


def _description(case: Case, task: Task) -> Iterable[str]:
    shipment = case.shipment_by_id[task.shipment]
    yield f"{party_words(task.party)}: {task.what}"
    yield f"{shipment.commodity} of {task.exporter} to {case.port_by_code[shipment.destination].name}"
    because = f" ({task.due_by})" if task.due_by else ""
    if task.latest is not None:
        yield f"To be done by {case.terminal.clock(task.latest)}{because}, on the clock of {case.terminal.name}"
    if task.document:
        yield f"Paper: {task.document}" + (f", number {task.number}" if task.number else "")
    yield f"State: {task.state}"


def _alarm(text: str, moment: datetime) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", moment)
    return alarm


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
