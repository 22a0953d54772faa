"""What stays of a plan when the rest is planned anew."""

from datetime import datetime, timedelta

import pytest

from data.case import Case
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.shipments import solve
from scheduler.shipments.consequences.impact import affected, late_voyage
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.explaining.alternatives import alternatives
from scheduler.shipments.explaining.left_by_plan import LeftByPlan
from scheduler.shipments.kept import Kept, kept_of
from scheduler.shipments.routes import Network
from scheduler.stopping import Stop
from tests.scheduler.shipments.consequences.test_impact import at

WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def case(small_case: Case) -> Case:
    """SHIP-1 can go with ARU-2, or at less cost and an hour sooner with CHEAP-2; an ocean ship a week later too."""
    feeder, ocean = small_case.sailing_by_id["ARU-2-SUB"], small_case.sailing_by_id["SUB-CMB"]
    hour = timedelta(hours=1)
    cheap = feeder.model_copy(
        update={
            "id": "CHEAP-2-SUB",
            "voyage": "CHEAP-2",
            "call": None,
            "departure": feeder.departure - hour,
            "arrival": feeder.arrival - hour,
            "freight_per_teu": 0,
        }
    )
    later = ocean.model_copy(
        update={
            "id": "SUB-CMB-8",
            "voyage": "MAIN-8",
            "departure": ocean.departure + WEEK,
            "arrival": ocean.arrival + WEEK,
        }
    )
    dear = feeder.model_copy(update={"freight_per_teu": feeder.freight_per_teu + 10})
    others = (leg for leg in small_case.sailings if leg.id != feeder.id)
    return small_case.changed(sailings=(*others, dear, cheap, later), shipments=(small_case.shipment_by_id["SHIP-1"],))


def plan_of(case: Case) -> ShipmentPlan:
    routed = Routed(shipment="SHIP-1", sailings=("ARU-2-SUB", "SUB-CMB"))
    return ShipmentPlan(case=case.name, case_hash=case.hash, shipments=(routed,))


def way(case: Case, kept: dict[str, Kept] | None, now: datetime | None = None) -> tuple[str, ...]:
    (routed,) = solve(case, stop=Stop(seconds=10), now=now, kept=kept).plan.shipments
    return routed.sailings


def test_who_goes_as_planned_stays_on_the_ships_of_the_plan(case: Case) -> None:
    assert way(case, None) == ("CHEAP-2-SUB", "SUB-CMB")
    assert way(case, kept_of(case, plan_of(case), at("05 10:00"), ())) == ("ARU-2-SUB", "SUB-CMB")


def test_what_has_sailed_stays_on_its_ship_and_what_has_not_takes_none_that_has_left(case: Case) -> None:
    feeder, ocean = case.sailing_by_id["ARU-2-SUB"], case.sailing_by_id["SUB-CMB"]
    gone = case.changed(sailings=tuple(leg for leg in case.sailings if leg.id != ocean.id))
    before = plan_of(case).shipments[0].model_copy(update={"sailings": ("ARU-2-SUB", "SUB-CMB-8")})
    plan = plan_of(gone).model_copy(update={"shipments": (before,)})
    # Aboard ARU-2 since an hour, whatever would have been cheaper.
    sailed = kept_of(gone, plan, feeder.departure + timedelta(hours=1), {"SHIP-1"})
    assert sailed["SHIP-1"].left == ("ARU-2-SUB",)
    assert way(gone, sailed) == ("ARU-2-SUB", "SUB-CMB-8")
    # CHEAP-2 has left half an hour ago, ARU-2 has not.
    waiting = kept_of(gone, plan, feeder.departure - timedelta(hours=0.5), {"SHIP-1"})
    assert waiting["SHIP-1"].left == ()
    assert way(gone, waiting)[0] == "ARU-2-SUB"


def test_a_box_that_is_out_is_not_changed_for_another() -> None:
    kept = Kept(at("05 10:00"), (), None, True, False, "ROW-A", None)
    assert kept.suits(False, "ROW-A", None)
    assert not kept.suits(False, "ROW-B", None)


def test_alternatives_are_those_that_are_still_possible(case: Case) -> None:
    def ways(now: datetime) -> set[tuple[str, ...]]:
        plan = plan_of(case)
        network = Network(case, ChainClock(case, now), kept_of(case, plan, now, ()))
        return {way.sailings for way in alternatives(LeftByPlan(case, plan, network), "SHIP-1")}

    later = {("ARU-2-SUB", "SUB-CMB"), ("ARU-2-SUB", "SUB-CMB-8")}
    assert ways(at("05 10:00")) > later
    assert {legs[0] for legs in ways(at("05 10:00"))} == {"ARU-2-SUB", "CHEAP-2-SUB"}
    feeder = case.sailing_by_id["ARU-2-SUB"]
    assert ways(feeder.departure - timedelta(hours=0.5)) == later  # CHEAP-2 has left without it
    assert ways(feeder.departure + timedelta(hours=1)) == later


def test_who_is_told_to_book_other_ships_is_told_those_of_the_plan_anew(case: Case) -> None:
    now = at("05 10:00")
    late = late_voyage(case, "ARU-2", 120)
    plan = plan_of(case)
    alone = affected(case, late, plan, now)[0].remedies
    assert "next CHEAP-2 and MAIN-7" in " ".join(task.text for task in alone)
    routed = plan.shipments[0].model_copy(update={"sailings": ("ARU-2-SUB", "SUB-CMB-8")})
    anew = plan.model_copy(update={"shipments": (routed,), "now": now})
    told = affected(case, late, plan, now, anew)[0].remedies
    assert "next ARU-2 and MAIN-8" in " ".join(task.text for task in told)
