"""Plans of tiny random cases against every plan there is, and the same plan by the same effort."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise, product
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.shipments import made
from data.bookings import Shipment
from data.case import Case
from data.checker import check
from data.export_chain import Chain, ChainStep
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from scheduler.result import Status
from scheduler.shipments import options, solve
from scheduler.shipments.columns.sharing import Column, column, kind_of
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.offer import Offer
from scheduler.shipments.option import Option
from scheduler.shipments.routes import Network
from scheduler.stopping import Stop

Make = Callable[..., Any]
_TINY = settings(
    max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_CHAIN = (
    ChainStep(chain="C", step="empty", name="Empty", party="depot", event="pick_up", duration_h=2, of_box=True),
    ChainStep(chain="C", step="stuff", name="Stuffed", party="exporter", after=("ready", "empty"), duration_h=10,
              of_box=True, cost=50, cost_per="box"),
    ChainStep(chain="C", step="in", name="Gate in", party="forwarder", after=("stuff",), event="gate_in", cutoff="FCO",
              of_box=True, cost=5),
    ChainStep(chain="C", step="again", name="Inspected", party="customs", after=("hub_arrival",), duration_h=20,
              at_hub=True, cutoff="FCO", cost=15),
)  # fmt: skip
_LEG = st.tuples(
    st.sampled_from([("IDKRG", "IDSUB"), ("IDSUB", "LKCMB"), ("IDKRG", "LKCMB"), ("IDKRG", "IDSUB")]),
    st.integers(1, 12),
    st.integers(2, 5),
    st.integers(1, 4),
    st.sampled_from([0, 100, 900]),
    st.sampled_from(["ONE", "TWO"]),
)
_GOODS = st.tuples(
    st.integers(0, 6), st.integers(8, 20), st.sampled_from([None, None, 0.3, 0.5, 0.6]), st.booleans(), st.booleans(),
    st.sampled_from([None, "L0"]),
)  # fmt: skip


@_TINY
@given(
    legs=st.lists(_LEG, min_size=2, max_size=5),
    goods=st.lists(_GOODS, min_size=1, max_size=3),
    rows=st.lists(st.tuples(st.sampled_from(["ONE", "TWO"]), st.integers(0, 2), st.integers(0, 200)), max_size=3),
    chained=st.booleans(),
)
def test_tiny_cases_equal_brute_force(
    tiny: Make,
    leg: Make,
    row: Make,
    goods: list[Any],
    legs: list[Any],
    rows: list[Any],
    chained: bool,
    small_case: Case,
) -> None:
    case = _case(tiny, leg, row, small_case, legs, goods, rows, chained)
    result = solve(case, stop=Stop(seconds=20), workers=1)
    verdict = check(case, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    assert result.status is Status.OPTIMAL
    assert result.cost == pytest.approx(verdict.cost)
    assert result.cost == pytest.approx(_least(case))


def _case(
    tiny: Make,
    leg: Make,
    row: Make,
    small_case: Case,
    legs: list[Any],
    goods: list[Any],
    rows: list[Any],
    chained: bool,
) -> Case:
    costs = small_case.terminal.costs.model_copy(update={"roll_over_per_box": 40, "shipment_unserved": 4_000})
    start = small_case.first_day
    sailings = [
        leg(
            f"L{number}",
            " ".join(way),
            day + number / 24,
            length,
            capacity_teu=room,
            freight_per_teu=freight,
            line=line,
        )
        for number, (way, day, length, room, freight, line) in enumerate(legs)
    ]
    shipments = [
        Shipment(
            id=f"S{number}", exporter="Somebody", commodity="goods", hs_code="0904.11", gross_mass_kg=9_000,
            origin="IDKRG", destination="LKCMB", ready=start + timedelta(days=ready), part_of_box=part,
            latest_arrival=start + timedelta(days=due), restuffing=restuffing, direct_only=direct and not restuffing,
            voyage=voyage, boxes=1 if part else 1 + number % 2,
        )
        for number, (ready, due, part, restuffing, direct, voyage) in enumerate(goods)
    ]  # fmt: skip
    empties = [
        row(f"R{number}", line=line, boxes=boxes, cost_per_box=cost, free_days=1, detention_per_day=9)
        for number, (line, boxes, cost) in enumerate(rows)
    ]
    empties += [row("HUB", "IDSUB", line="TWO")] if rows else []
    chains = {"chains": (Chain(id="C", name="Chain"),), "chain_steps": _CHAIN} if chained else {}
    hub = {"restuffing_h": 6, "restuffing_per_box": 30, "handling_per_box": 20, "storage_per_day": 4}
    terminal = small_case.terminal.model_copy(update={"costs": costs})
    return tiny(sailings, shipments, terminal=terminal, empties=tuple(empties), hub=hub, **chains)  # type: ignore[no-any-return]


def _least(case: Case) -> float:
    """The cost of the best of all plans that the checker accepts."""
    clock = ChainClock(case)
    network = Network(case, clock)
    ways = {
        shipment.id: [option for option in options(case, clock, shipment, most=10_000) if option.feasible]
        for shipment in case.shipments
    }
    offers = {shipment.id: Offer(network, shipment) for shipment in case.shipments}
    best = float("inf")
    for chosen in product(*([None, *found] for found in ways.values())):
        for boxes in _boxes(case, [option for option in chosen if option is not None]):
            columns = [column(members, offers) for members in boxes]
            if all(one is not None for one in columns):
                plan = _plan(case, [one for one in columns if one is not None])
                verdict = check(case, plan)
                if verdict.feasible:
                    best = min(best, verdict.cost)
    return best


def _boxes(case: Case, chosen: list[Option]) -> Iterator[list[list[Option]]]:
    """Every way to put shipments of one kind and route into boxes."""
    if not chosen:
        yield []
        return
    first, rest = chosen[0], chosen[1:]
    for boxes in _boxes(case, rest):
        yield [[first], *boxes]
        for place, members in enumerate(boxes):
            other = members[0]
            parts = [option.shipment.part_of_box for option in (first, *members)]
            if (
                None not in parts
                and sum(part or 0 for part in parts) <= 1 + 1e-9
                and (_together(case, first) == _together(case, other))
            ):
                yield [*boxes[:place], [first, *members], *boxes[place + 1 :]]


def _together(case: Case, option: Option) -> tuple[object, ...]:
    rows = [row.id if row is not None else None for row in (option.empties, option.hub_empties)]
    return kind_of(case, option.shipment), option.route.key, option.restuffed, *rows


def _plan(case: Case, columns: list[Column]) -> ShipmentPlan:
    routed = [
        Routed(
            shipment=option.shipment.id, sailings=option.route.key, restuffed_at=option.restuffed_at,
            empties=option.empties.id if option.empties else None,
            hub_empties=option.hub_empties.id if option.hub_empties else None,
            shared_box=f"X{number}" if option.shipment.part_of_box else None, steps=option.dates.of(option.index),
        )
        for number, one in enumerate(columns)
        for option in one.options
    ]  # fmt: skip
    served = {entry.shipment for entry in routed}
    left = [UnservedShipment(shipment=s.id, reason="left") for s in case.shipments if s.id not in served]
    return ShipmentPlan(
        case=case.name, case_hash=case.hash, shipments=tuple(sorted(routed, key=lambda entry: entry.shipment)),
        unserved=tuple(left),
    )  # fmt: skip


@pytest.fixture(scope="module")
def bookings() -> Case:
    return made(5, 25)


def test_the_same_effort_gives_the_same_plan(bookings: Case) -> None:
    first, second = (solve(bookings, stop=Stop(seconds=None, effort=0.05), seed=3, workers=2) for _ in range(2))
    assert first.plan == second.plan
    assert (first.cost, first.bound) == (second.cost, second.bound)


def test_the_bookings_of_a_seed_are_planned_better_than_by_hand(bookings: Case) -> None:
    curve: list[Any] = []
    result = solve(bookings, stop=Stop(seconds=1.5), report=curve.append)
    verdict = check(bookings, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    assert result.cost == pytest.approx(verdict.cost)
    assert result.bound <= result.cost <= curve[1].cost
    assert all(before.cost >= after.cost and before.bound <= after.bound for before, after in pairwise(curve))


def test_cancelled_it_answers_at_once(bookings: Case) -> None:
    cancel = Event()

    def soon() -> None:
        sleep(0.7)
        cancel.set()

    Thread(target=soon, daemon=True).start()
    began = monotonic()
    result = solve(bookings, stop=Stop(seconds=60, cancel=cancel))
    assert monotonic() - began < 0.7 + 2
    assert check(bookings, result.plan).feasible
