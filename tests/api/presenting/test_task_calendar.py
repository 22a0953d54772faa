from dataclasses import replace
from datetime import timedelta

from icalendar import Calendar

from api.presenting.task_calendar import task_calendar
from api.presenting.tasks import tasks_of
from data.case import Case
from data.shipment_plans import ShipmentPlan
from tests.api.conftest import at


def events(content: bytes) -> dict[str, object]:
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def test_a_task_is_an_event_at_its_planned_time(export_case: Case, export_plan: ShipmentPlan) -> None:
    content = task_calendar(export_case, export_plan, tasks_of(export_case, export_plan))
    found = events(content)
    assert list(found) == [f"SHIP-1.{step}@IDKRG.dermaga" for step in ("stuffing", "peb", "empty", "gate_in", "papers")]
    peb = found["SHIP-1.peb@IDKRG.dermaga"]
    assert (peb.start, peb.end, str(peb["summary"])) == (at("05 16:00"), at("05 17:00"), "PEB filed: SHIP-1")
    assert "To be done by 2026-01-06 22:00 (Gate in: full delivery cut-off (FCO))" in peb["description"]
    assert [alarm["trigger"].dt for alarm in peb.walk("VALARM")] == [at("04 16:00"), at("05 22:00")]
    done = found["SHIP-1.empty@IDKRG.dermaga"]
    assert str(done["summary"]).startswith("Done: ")
    assert not done.walk("VALARM")
    assert "dtend" not in found["SHIP-1.gate_in@IDKRG.dermaga"]


def test_the_same_plan_makes_the_same_file_and_a_later_one_replaces_it(
    export_case: Case, export_plan: ShipmentPlan
) -> None:
    def content(plan: ShipmentPlan) -> bytes:
        return task_calendar(export_case, plan, tasks_of(export_case, plan))

    later = export_plan.model_copy(update={"now": at("05 11:00")})
    assert content(export_plan) == content(export_plan)
    before, after = events(content(export_plan)), events(content(later))
    assert before.keys() == after.keys()
    assert all(after[name]["sequence"] > before[name]["sequence"] for name in before)
    assert all(after[name]["dtstamp"].dt == at("05 11:00") for name in after)


def test_only_the_tasks_of_one_party(export_case: Case, export_plan: ShipmentPlan) -> None:
    content = task_calendar(export_case, export_plan, tasks_of(export_case, export_plan), "forwarder")
    assert list(events(content)) == ["SHIP-1.peb@IDKRG.dermaga"]
    assert b"forwarder" in content.split(b"BEGIN:VEVENT")[0]


def test_long_and_foreign_words_are_folded_by_the_standard(export_case: Case, export_plan: ShipmentPlan) -> None:
    steps = tuple(step.model_copy(update={"name": "Périksa; satu, dua " * 6}) for step in export_case.chain_steps)
    case = export_case.model_copy(update={"chain_steps": steps})
    content = task_calendar(case, export_plan, tasks_of(case, export_plan))
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert all(timedelta(0) <= event.duration for event in Calendar.from_ical(content).walk("VEVENT"))


def test_a_title_is_short_and_the_rest_is_in_the_description(export_case: Case, export_plan: ShipmentPlan) -> None:
    first, *_ = tasks_of(export_case, export_plan)
    task = replace(first, what="Amend PEB: ARU-3 can take it; within 72 h of 2026-01-12 22:00", state="open")
    [event] = events(task_calendar(export_case, export_plan, [task])).values()
    assert str(event["summary"]) == "Amend PEB: SHIP-1"
    assert "ARU-3 can take it" in event["description"]
