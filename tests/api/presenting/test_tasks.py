import pytest

from api.presenting.tasks import by_party, party_of, step_table, task_table, tasks_of
from data.case import Case
from data.errors import DermagaError
from data.shipment_plans import ShipmentPlan
from tests.api.conftest import at


def test_every_planned_step_is_a_task_of_its_party(export_case: Case, export_plan: ShipmentPlan) -> None:
    """Full boxes close a day before the ship leaves on the 7th at 22:00, and the declaration may take until then."""
    tasks = {task.step: task for task in tasks_of(export_case, export_plan)}
    assert list(tasks) == ["empty", "stuffing", "peb", "gate_in", "papers"]
    assert (tasks["stuffing"].party, tasks["stuffing"].what) == ("exporter", "Stuffing")
    assert (tasks["stuffing"].earliest, tasks["stuffing"].end) == (at("05 16:00"), at("05 16:00"))
    assert (tasks["gate_in"].latest, tasks["gate_in"].due_by) == (at("06 22:00"), "full delivery cut-off (FCO)")
    assert (tasks["peb"].latest, tasks["peb"].due_by) == (at("06 22:00"), "Gate in: full delivery cut-off (FCO)")
    assert (tasks["peb"].document, tasks["peb"].slack_h) == ("PEB", 29)
    assert (tasks["papers"].latest, tasks["papers"].slack_h, tasks["papers"].due) == (None, None, at("07 22:00"))
    assert (tasks["empty"].state, tasks["empty"].number, tasks["empty"].actual) == ("done", "E 1", at("05 10:00"))
    assert {task.state for name, task in tasks.items() if name != "empty"} == {"open"}


def test_what_is_due_and_not_done_is_overdue(export_case: Case, export_plan: ShipmentPlan) -> None:
    states = {task.step: task.state for task in tasks_of(export_case, export_plan, now=at("06 22:01"))}
    assert states == {"empty": "done", "stuffing": "overdue", "peb": "overdue", "gate_in": "overdue", "papers": "open"}


def test_lists_go_party_by_party(export_case: Case, export_plan: ShipmentPlan) -> None:
    tasks = tasks_of(export_case, export_plan)
    assert [task.party for task in by_party(tasks)] == ["exporter", "forwarder", "depot", "terminal", "bank"]
    assert [task.step for task in by_party(tasks, "forwarder")] == ["peb"]
    assert party_of(None) is None
    with pytest.raises(DermagaError, match=r"no party 'ppjk'.*forwarder"):
        party_of("ppjk")


def test_as_tables(export_case: Case, export_plan: ShipmentPlan) -> None:
    tasks = tasks_of(export_case, export_plan)
    text = step_table(export_case, tasks).to_csv(index=False).splitlines()
    assert text[0].startswith("shipment,step,party,earliest,planned,latest,document,state")
    assert text[3].startswith(
        "SHIP-1,peb,forwarder,2026-01-05T17:00:00+08:00,2026-01-05T17:00:00+08:00,2026-01-06T22:00:00+08:00,PEB,open"
    )
    assert list(task_table(export_case, tasks)["step"]) == ["stuffing", "peb", "empty", "gate_in", "papers"]
