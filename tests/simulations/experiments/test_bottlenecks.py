from functools import partial

import pytest

from data.case import Case
from data.operations import CraneWork, Tractors
from data.vessels import VesselCall
from simulations.experiments.bottlenecks import bottleneck, more_of_each
from simulations.experiments.comparison import compare
from simulations.policies import FirstComeFirstServed
from tests.simulations.conftest import bare_case, call

run = partial(compare, days=3, replications=3, workers=1, seed=1)


def busy(**parts: object) -> Case:
    """Two ships a day at one berth of 100 m, of 100 boxes each and all a little random."""
    calls: list[VesselCall] = [call(f"C{n}", 12 * n, discharge_full=100) for n in range(6)]
    work = CraneWork(gross_moves_per_hour=20, cycle_s=180, cycle_spread=0.3)
    return bare_case(calls, blocks=1, **{"crane_work": work} | parts)


def test_the_crane_is_the_bottleneck_where_it_is_all_that_takes_time() -> None:
    found = bottleneck(busy(), FirstComeFirstServed(), run)
    assert found.resource == "quay cranes"
    assert found.gains["quay cranes"].difference == pytest.approx(-2.5, abs=0.3)
    assert found.gains["the gate"].difference == pytest.approx(0, abs=0.05)


def test_tractors_are_where_there_are_few_and_their_way_is_long() -> None:
    case = busy(tractors=Tractors(count=5, quay_to_yard_m=5_000))
    assert bottleneck(case, FirstComeFirstServed(), run).resource == "tractors"


def test_there_is_none_where_more_of_nothing_helps() -> None:
    # A ship that takes one crane at most, and has all else.
    calls = [call("A", 0, discharge_full=20, max_cranes=1)]
    case = bare_case(calls, blocks=1, berths=2, crane_work=CraneWork(gross_moves_per_hour=20, cycle_s=180))
    found = bottleneck(case, FirstComeFirstServed(), run)
    assert found.resource is None
    assert {pair.difference for pair in found.gains.values()} == {0}


def test_more_of_each_is_a_scenario_of_the_case(kariangau: Case, small_case: Case) -> None:
    for case in (kariangau, small_case, busy()):
        more = more_of_each(case)
        assert len({each.resource for each in more}) == len({each.scenario.name for each in more}) == 6
        assert all(each.scenario.apply(case) != case for each in more)
    assert len(more_of_each(bare_case([call("A")]))) == 4
