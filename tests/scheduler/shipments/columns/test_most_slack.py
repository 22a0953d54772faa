"""Of ways that cost the same, the one with the most slack."""

from datetime import timedelta

import pytest

from data.case import Case
from scheduler.shipments import solve, timetable
from scheduler.stopping import Stop


@pytest.fixture(scope="module")
def two_feeders(small_case: Case) -> Case:
    """To the same ocean ship SHIP-1 can go with ARU-2, or at the same cost with LATER, half a day later."""
    feeder = small_case.sailing_by_id["ARU-2-SUB"]
    later = feeder.model_copy(
        update={
            "id": "LATER-SUB",
            "voyage": "LATER",
            "call": None,
            "departure": feeder.departure + timedelta(hours=12),
            "arrival": feeder.arrival + timedelta(hours=12),
        }
    )
    return small_case.changed(sailings=(*small_case.sailings, later))


def way(case: Case, later_h: float = 0) -> tuple[list[str], float]:
    """The voyages of SHIP-1 and its slack, when it is ready so much later."""
    first, *others = case.shipments
    moved = first.model_copy(update={"ready": first.ready + timedelta(hours=later_h)})
    changed = case.changed(shipments=(moved, *others))
    row = timetable(changed, solve(changed, stop=Stop(seconds=10), workers=1).plan)[0]
    return row["voyages"], row["slack_h"]


def test_the_later_feeder_leaves_more_slack(two_feeders: Case) -> None:
    # Ready on the 5th at 12:00; LATER leaves on the 8th at 10:00 and closes a day before.
    assert way(two_feeders) == (["LATER", "MAIN-7"], 46.0)


def test_it_keeps_its_ships_as_long_as_it_can(two_feeders: Case) -> None:
    assert way(two_feeders, 45) == (["LATER", "MAIN-7"], 1.0)


def test_without_room_it_goes_with_the_other(two_feeders: Case) -> None:
    full = tuple(
        leg.model_copy(update={"capacity_teu": 0}) if leg.id == "LATER-SUB" else leg for leg in two_feeders.sailings
    )
    assert way(two_feeders.changed(sailings=full)) == (["ARU-2", "MAIN-7"], 34.0)
