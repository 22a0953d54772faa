import pytest

from api.presenting.slips import Slip, after_slips, slip_of
from api.presenting.tasks import tasks_of
from data.case import Case
from data.errors import DermagaError
from data.shipment_plans import ShipmentPlan
from tests.api.conftest import at


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("ARU-2=5d", Slip("ARU-2", 120)),
        ("MAIN-7@IDSUB=1.5h", Slip("MAIN-7", 1.5, port="IDSUB")),
        ("SHIP-1:peb=36h", Slip("SHIP-1", 36, step="peb")),
    ],
)
def test_what_is_late(text: str, slip: Slip) -> None:
    assert slip_of(text) == slip


@pytest.mark.parametrize("text", ["ARU-2", "ARU-2=", "ARU-2=5", "ARU-2=-5d", "=5d", "A:b@C=5d", "ARU-2=5d "])
def test_what_is_not_said_in_full_is_refused(text: str) -> None:
    with pytest.raises(DermagaError, match="VOYAGE=5d"):
        slip_of(text)


@pytest.mark.parametrize("text", ["ARU-2=0d", "ARU-2=9999999d", "SHIP-1:peb=0h", f"SHIP-1:peb={'9' * 400}h"])
def test_a_delay_is_above_nothing_and_not_beyond_a_year(text: str) -> None:
    with pytest.raises(DermagaError, match="at most 8,760 h"):
        slip_of(text)


def test_what_was_filed_by_now_is_to_be_amended(export_case: Case, export_plan: ShipmentPlan) -> None:
    """Customs takes amendments until three days after the departure that is now, the 12th at 22:00."""
    now = at("06 12:00")
    aftermath = after_slips(export_case, [slip_of("ARU-2=5d")], export_plan, now)
    [amend] = [task for task in aftermath.tasks(now) if task.step == "amend_declaration.peb"]
    assert (amend.party, amend.state, amend.due) == ("forwarder", "open", at("15 22:00"))
    assert aftermath.case.states_by_shipment["SHIP-1"]["peb"].done == at("05 17:00")
    early = after_slips(export_case, [slip_of("ARU-2=5d")], export_plan, at("05 11:00"))
    assert not [task for task in early.tasks(at("05 11:00")) if "amend" in task.step]


def test_a_paper_is_late_from_when_the_plan_had_it(export_case: Case, export_plan: ShipmentPlan) -> None:
    """The declaration comes on the 6th at 17:00 and not on the 5th: still in time for the gate, but not done by now."""
    now = at("05 11:00")
    aftermath = after_slips(export_case, [slip_of("SHIP-1:peb=24h")], export_plan, now)
    assert aftermath.case.states_by_shipment["SHIP-1"]["peb"].done == at("06 17:00")
    assert [row.shipment for row in aftermath.affected if row.in_time] == ["SHIP-1"]
    states = {task.step: (task.state, task.actual) for task in tasks_of(aftermath.case, export_plan, now)}
    assert states["peb"] == ("open", None)
    assert states["empty"] == ("done", at("05 10:00"))
    for wrong in ("SHIP-1:phyto=1d", "SHIP-2:peb=1d"):
        with pytest.raises(DermagaError, match="give one"):
            after_slips(export_case, [slip_of(wrong)], export_plan, now)
