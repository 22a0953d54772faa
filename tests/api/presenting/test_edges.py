from datetime import timedelta

from api.presenting.edges import as_of, edge_json, edges
from api.presenting.tasks import tasks_of
from data.case import Case
from data.shipment_plans import ShipmentPlan
from tests.api.conftest import at


def test_what_is_left_counts_from_now(export_case: Case, export_plan: ShipmentPlan) -> None:
    """Gate-in at the latest on the 6th at 22:00, of goods ready on the 5th at noon; the forwarder declares before."""
    now = at("06 08:00")
    told = edges(export_case, export_plan, tasks_of(export_case, export_plan, now), now)
    edge = next(edge for edge in told if edge.shipment == "SHIP-1")
    assert (edge.steps, edge.done, edge.state) == (5, 1, "tight")
    # The declaration takes an hour of the 22 - 8 that are left; stuffing, of four hours, ends with the office at 16:00.
    assert edge.next is not None
    assert (edge.next.step, edge.due, edge.left_h) == ("stuffing", at("06 21:00"), 13)
    assert edge.slack_h == 4
    assert "bank" in edge.parties
    assert edge_json(export_case, edge)["next"]["party"] == edge.next.party


def test_the_nearest_to_the_edge_comes_first(export_case: Case, export_plan: ShipmentPlan) -> None:
    early, late = at("05 08:00"), at("06 21:30")
    told = edges(export_case, export_plan, tasks_of(export_case, export_plan, early), early)
    assert [edge.state for edge in told] == ["unserved", "open"]
    told = edges(export_case, export_plan, tasks_of(export_case, export_plan, late), late)
    assert [(edge.shipment, edge.state) for edge in told] == [("SHIP-1", "overdue"), ("SHIP-2", "unserved")]
    assert told[0].slack_h is not None
    assert told[0].slack_h < 0
    assert told[0].overdue > 0


def test_a_plan_of_another_time_is_looked_at_from_its_beginning(export_case: Case, export_plan: ShipmentPlan) -> None:
    tasks = tasks_of(export_case, export_plan)
    inside = at("06 08:00")
    assert as_of(export_plan, tasks, None, inside) == inside
    years_on = at("06 08:00") + timedelta(days=900)
    assert as_of(export_plan, tasks, None, years_on) == at("05 10:00")  # its first task is done
    assert as_of(export_plan, tasks[1:], None, years_on) == min(task.start for task in tasks[1:])
    assert as_of(export_plan, tasks, years_on, inside) == years_on
