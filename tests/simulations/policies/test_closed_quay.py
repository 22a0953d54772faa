"""Ships and closed stretches of the quay, first come first served and by a plan."""

from datetime import time
from pathlib import Path

import pytest

from data.case import Case
from data.checker import check
from data.closures import Closure
from data.errors import DermagaError
from data.shifts import Shift
from scheduler.berths import first_come_first_served
from simulations.kernel import HOUR
from simulations.policies import ByRules, FirstComeFirstServed, FollowPlan, Rules
from tests.simulations.conftest import after, bare_case, call, run
from tests.simulations.policies.test_plan import certain, minutes, plan


def closed(start_h: float, end_h: float, from_m: float | None = None, to_m: float | None = None) -> Closure:
    return Closure(id="C", what="quay", start=after(start_h), end=after(end_h), from_m=from_m, to_m=to_m)


def test_a_ship_does_not_come_where_the_quay_closes_before_she_leaves() -> None:
    low = closed(5, 10, to_m=100)
    for stay_h, place in ((3, 0), (4, 100)):
        ship = call("A", 2, etd=after(2 + stay_h), preferred_position_m=0)
        (visit,) = run(bare_case([ship], berths=2).changed(closures=(low,))).visits
        assert (visit.position_m, visit.first_line) == (place, 2 * HOUR)


def test_a_ship_that_lies_there_already_stays_until_she_is_done() -> None:
    ship = call("A", 1, etd=after(4), discharge_full=200)
    (visit,) = run(bare_case([ship]).changed(closures=(closed(5, 10),))).visits
    assert visit.last_line == 11 * HOUR


def test_a_ship_waits_for_the_end_of_a_closure_and_others_pass() -> None:
    long, short = call("LONG", 1, etd=after(9)), call("SHORT", 2, etd=after(3))
    first, second = run(bare_case([long, short]).changed(closures=(closed(5, 10),))).visits
    assert first.first_line == 10 * HOUR
    assert second.first_line == 2 * HOUR


def test_a_plan_around_a_closure_is_followed() -> None:
    # The stay by ETA and ETD would meet the closure; the planned one does not.
    case = bare_case([call("A", 1, discharge_full=60), call("B", 2, discharge_full=60)])
    case = case.changed(closures=(closed(4, 10),))
    one, two = run(case, FollowPlan(plan(case, ("A", 1, 0, (0,)), ("B", 10, 0, (0,)), hours=3))).visits
    assert (one.first_line, one.last_line) == (HOUR, 4 * HOUR)
    assert two.first_line == 10 * HOUR


def test_a_planned_ship_takes_another_crane_when_hers_are_closed() -> None:
    case = bare_case([call("A", discharge_full=60, preferred_position_m=0)], berths=2)
    crane = Closure(id="C", what="crane", crane="Q0", start=after(1), end=after(100))
    case = case.changed(closures=(crane,))
    (visit,) = run(case, FollowPlan(plan(case, ("A", 0, 0, (0,)), hours=3))).visits
    assert visit.last_line == 3 * HOUR


def test_a_plan_with_closures_channel_hours_and_gangs_is_followed_to_the_minute(small_case: Case) -> None:
    case = certain(small_case)
    hours = case.terminal.channel.model_copy(update={"opens": time(4), "closes": time(20)})
    case = case.changed(
        terminal=case.terminal.model_copy(update={"channel": hours}),
        closures=(
            closed(20, 30, from_m=100),
            Closure(id="WATER", what="channel", start=after(30), end=after(36)),
            Closure(id="CRANE", what="crane", crane=case.quay_cranes[0].id, start=after(0), end=after(24)),
        ),
        shifts=(Shift(id="DAY", start=time(6), gangs=2), Shift(id="NIGHT", start=time(18), gangs=1)),
    )
    planned = first_come_first_served(case)
    assert check(case, planned).feasible
    assert len(planned.calls) == 4
    visits = {visit.call.id: visit for visit in run(case, FollowPlan(planned)).visits}
    for entry in planned.calls:
        visit = visits[entry.call]
        assert visit.position_m == entry.position_m
        assert visit.first_line == pytest.approx(minutes(entry.start), abs=1)
        assert visit.last_line == pytest.approx(minutes(entry.end), abs=4)


def test_a_rule_that_berths_where_the_quay_is_closed_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "rules.py"
    file.write_text(
        "from simulations.parts.quay import Berthing\n"
        "def berth(quay, minute):\n"
        "    for visit in quay.anchorage:\n"
        "        return Berthing(visit, 0.0, tuple(quay.usable_cranes(0.0, visit.loa_m)))\n"
    )
    case = bare_case([call("A", 2)]).changed(closures=(closed(1, 10),))
    with pytest.raises(DermagaError, match=r"quay\.is_open"):
        run(case, ByRules(FirstComeFirstServed(), Rules.of({"berthing": f"{file}:berth"})))
