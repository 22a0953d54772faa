"""What holds for every yard: the checker accepts each plan at the solver's cost, and none costs less than its bound."""

from datetime import timedelta
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.box_kinds import BOX_KINDS
from data.case import Case
from data.checker import check
from data.groups import Group
from data.slots import Place
from data.terminal import YardBlock
from scheduler.stopping import Stop
from scheduler.yard.plan import first_come_first_served, solve
from scheduler.yard.plan.bound import Bound, Relaxation
from scheduler.yard.plan.layout import lay_out
from scheduler.yard.plan.problem import Allotment, yard_problem
from tests.data.checker.yard.tiny import FAR, FORTY, HEAVY, LIGHT, at, yard_case

COLD, COLD_FORTY = Group("IDSUB", 20, "full", "middle", plug=True), Group("IDSUB", 40, "full", "middle", plug=True)
DANGEROUS, EMPTY = LIGHT._replace(dangerous=True), LIGHT._replace(status="empty")
GROUPS = [LIGHT, HEAVY, FORTY, FAR, Group("LKCMB", 40, "full", "heavy"), COLD, COLD_FORTY, DANGEROUS, EMPTY]
TAKES = [BOX_KINDS, BOX_KINDS, ("full", "reefer"), ("full", "empty"), ("full", "reefer", "dangerous")]

quick = settings(
    max_examples=15, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip


@st.composite
def yards(draw: st.DrawFn, small: Case) -> Case:
    """Up to three blocks of different sizes and five ships, some of whose boxes stand in the yard already."""
    blocks = [
        YardBlock(
            id=name, bays=draw(st.integers(2, 9)), rows=draw(st.integers(1, 4)), tiers=draw(st.integers(1, 4)),
            takes=draw(st.sampled_from(TAKES)), plug_bays=draw(st.integers(0, 2)),
        )
        for name in "ABC"[: draw(st.integers(1, 3))]
    ]  # fmt: skip
    calls = {}
    for name in ("ONE", "TWO", "THREE", "FOUR", "FIVE")[: draw(st.integers(1, 5))]:
        eta = at("05 00:00") + timedelta(hours=draw(st.integers(0, 80)))
        etd = eta + timedelta(hours=draw(st.integers(1, 30)))
        groups = draw(st.dictionaries(st.sampled_from(GROUPS), st.integers(1, 12), max_size=4))
        calls[name] = (f"{eta:%d %H:%M}", f"{etd:%d %H:%M}", groups)
    places = [
        ("ONE", LIGHT, str(Place(block.id, bay, 1, 1)))
        for block in blocks
        for bay in range(1, 2 * block.bays, 2)
        if draw(st.integers(0, 9)) == 0
    ]
    costs = {"haul_per_km": draw(st.integers(0, 500)), "ashore_per_box": draw(st.integers(10, 2_000))}
    move_s = draw(st.sampled_from([60, 600, 3_600]))
    return yard_case(small, calls, blocks=blocks, places=places, move_s=move_s, costs=costs)


@quick
@given(data=st.data(), share=st.sampled_from([0.0, 0.2, 0.45, None]))
def test_every_plan_is_accepted_at_its_cost(small_case: Case, data: st.DataObject, share: float | None) -> None:
    case = data.draw(yards(small_case))
    by_hand = first_come_first_served(case, import_share=share)
    assert check(case, by_hand).broken == ()
    result = solve(case, import_share=share, stop=Stop(seconds=None, effort=0.1), workers=1)
    verdict = check(case, result.plan)
    assert verdict.broken == ()
    assert verdict.cost == pytest.approx(result.cost)
    assert 0 <= result.bound <= result.cost <= check(case, by_hand).cost + 1e-6


@quick
@given(data=st.data(), prices=st.lists(st.floats(0, 500), min_size=8, max_size=8))
def test_any_prices_prove_a_bound(small_case: Case, data: st.DataObject, prices: list[float]) -> None:
    problem = yard_problem(data.draw(yards(small_case)), share=0.0)
    if not problem.wanted:
        return
    relaxation = Relaxation(problem)
    some = relaxation.no_prices()
    for place, price in enumerate(prices):
        some.ground.flat[place % some.ground.size] = price
        some.plugs.flat[-place % some.plugs.size] = price
        if some.cranes.size:
            some.cranes.flat[place % some.cranes.size] = min(price, problem.work_money)
    plan = first_come_first_served(problem.case, import_share=0.0)
    cost = check(problem.case, plan).cost
    money, _ = relaxation.solve(some)
    assert money <= cost + 1e-6 * (1 + cost)
    # What no better plan has is not in this plan, as long as it costs less.
    alone, mixed = relaxation.left_open(Bound(money, some), cost + 1)
    numbers = {(problem.ships[each.ship].call.id, each.group): place for place, each in enumerate(problem.wanted)}
    names = {block.id: place for place, block in enumerate(problem.blocks)}
    for row in plan.reservations:
        open_to = mixed if row.mixed else alone
        assert open_to[numbers[row.call, row.group], names[row.block]]


@quick
@given(data=st.data())
def test_bays_are_laid_out_for_whatever_blocks_are_asked_for(small_case: Case, data: st.DataObject) -> None:
    """Also for more than a block has: what has no ground there goes elsewhere, or nowhere."""
    problem = yard_problem(data.draw(yards(small_case)), share=0.0)
    wanted = Allotment.nothing(problem)
    for number, each in enumerate(problem.wanted):
        block = data.draw(st.integers(0, len(problem.blocks) - 1))
        if data.draw(st.booleans()):
            wanted.mixed[number, block] = each.boxes
        else:
            wanted.boxes[number, block] = each.boxes
            wanted.bays[number, block] = -(-each.boxes // problem.room[block])
    cancel = Event()
    if data.draw(st.booleans()):
        cancel.set()
    kept = lay_out(problem, wanted, cancel).kept
    placed = [sum(row.boxes for row in kept if row.group == number) for number in range(len(problem.wanted))]
    assert all(count <= each.boxes for count, each in zip(placed, problem.wanted, strict=True))
    assert all(row.boxes > 0 for row in kept)
