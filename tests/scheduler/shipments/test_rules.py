"""A pair of tiny cases for each rule of a shipment plan: one that just keeps it, and one that just does not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.case import Case
from data.checker import check
from data.export_chain import Chain, ChainStep
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.result import Status
from scheduler.shipments import solve
from scheduler.stopping import Stop

Make = Callable[..., Any]
QUICK = Stop(seconds=10)


def _planned(case: Case) -> ShipmentPlan:
    result = solve(case, stop=QUICK, workers=1)
    verdict = check(case, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    assert result.status is Status.OPTIMAL
    assert result.cost == pytest.approx(verdict.cost)
    return result.plan


def _routed(case: Case) -> dict[str, Routed]:
    return {entry.shipment: entry for entry in _planned(case).shipments}


def _legs(case: Case) -> dict[str, tuple[str, ...]]:
    return {name: entry.sailings for name, entry in _routed(case).items()}


def _by_hub(leg: Make, wait_h: float, **more: Any) -> tuple[Any, Any]:
    return leg("IN", "IDKRG IDSUB", 3, 2), leg("OUT", "IDSUB LKCMB", 5 + wait_h / 24, 4, **more)


def test_way_is_direct_or_by_a_hub(tiny: Make, leg: Make, goods: Make) -> None:
    assert _legs(tiny([leg("L", "IDKRG LKCMB", 3, 5)], [goods("A")])) == {"A": ("L",)}
    assert _legs(tiny([leg("L", "IDKRG IDSUB", 3, 5)], [goods("A")])) == {}


@pytest.mark.parametrize(("wait_h", "goes"), [(24, True), (23.9, False)])
def test_connection(tiny: Make, leg: Make, goods: Make, wait_h: float, goes: bool) -> None:
    assert bool(_legs(tiny(_by_hub(leg, wait_h), [goods("A")]))) is goes


@pytest.mark.parametrize(("wait_h", "goes"), [(48, True), (48.1, False)])
def test_connection_most_dwell(tiny: Make, leg: Make, goods: Make, wait_h: float, goes: bool) -> None:
    case = tiny(_by_hub(leg, wait_h), [goods("A")], hub={"most_dwell_h": 48})
    assert bool(_legs(case)) is goes


@pytest.mark.parametrize(("extra_h", "goes"), [(0, True), (-0.1, False)])
def test_connection_restuffed(tiny: Make, leg: Make, goods: Make, row: Make, extra_h: float, goes: bool) -> None:
    """Only another line's boxes are there for the ocean leg: the goods change boxes at the hub."""
    sailings = _by_hub(leg, 24 + 12 + extra_h, line="OCEAN")
    rows = (row("HERE"), row("THERE", "IDSUB", line="OCEAN"))
    hub = {"restuffing_h": 12, "restuffing_per_box": 7}
    found = _routed(tiny(sailings, [goods("A", restuffing=True)], hub=hub, empties=rows))
    assert bool(found) is goes
    if goes:
        assert (found["A"].restuffed_at, found["A"].empties, found["A"].hub_empties) == ("IDSUB", "HERE", "THERE")
    assert not _routed(tiny(sailings, [goods("A")], hub=hub, empties=rows))


def test_direct_only(tiny: Make, leg: Make, goods: Make) -> None:
    assert _legs(tiny(_by_hub(leg, 24), [goods("A")])) == {"A": ("IN", "OUT")}
    assert _legs(tiny(_by_hub(leg, 24), [goods("A", direct_only=True)])) == {}


def test_latest_departure(tiny: Make, leg: Make, goods: Make, start: datetime) -> None:
    sailings = [leg("L", "IDKRG LKCMB", 3, 5)]
    assert _legs(tiny(sailings, [goods("A", latest_departure=start + timedelta(days=3))]))
    assert not _legs(tiny(sailings, [goods("A", latest_departure=start + timedelta(days=2.9))]))


def test_declaration(tiny: Make, leg: Make, goods: Make) -> None:
    sailings = [*_by_hub(leg, 24), leg("L", "IDKRG LKCMB", 3, 5)]
    assert _legs(tiny(sailings, [goods("A")])) == {"A": ("L",)}
    assert _legs(tiny(sailings, [goods("A", declared_at="IDSUB")])) == {"A": ("IN", "OUT")}


@pytest.mark.parametrize(
    ("room", "fields"),
    [
        ({"capacity_teu": 3}, {"boxes": 2, "gross_mass_kg": 2_000}),
        ({"capacity_plugs": 1}, {"plug": True, "box_type": "22R1"}),
        ({"capacity_kg": 1_999}, {}),
    ],
)
def test_capacity(tiny: Make, leg: Make, goods: Make, room: dict[str, int], fields: dict[str, Any]) -> None:
    """Two shipments and room for one, or with one more for both."""
    shipments = [goods("A", **fields), goods("B", **fields)]
    more = {name: amount + 1 for name, amount in room.items()}
    assert len(_legs(tiny([leg("L", "IDKRG LKCMB", 3, 5, **more)], shipments))) == 2
    assert len(_legs(tiny([leg("L", "IDKRG LKCMB", 3, 5, **room)], shipments))) == 1


def test_empties_are_of_the_last_legs_line_and_enough(tiny: Make, leg: Make, goods: Make, row: Make) -> None:
    sailings, shipments = _by_hub(leg, 24, line="OCEAN"), [goods("A"), goods("B")]
    two, one = row("R", line="OCEAN", boxes=2), row("R", line="OCEAN", boxes=1)
    assert len(_legs(tiny(sailings, shipments, empties=(two,)))) == 2
    assert len(_legs(tiny(sailings, shipments, empties=(one,)))) == 1
    assert not _legs(tiny(sailings, shipments, empties=(row("R"),)))


@pytest.mark.parametrize(("parts", "boxes"), [((0.6, 0.4), 1), ((0.6, 0.41), 2)])
def test_shared_box(tiny: Make, leg: Make, goods: Make, parts: tuple[float, float], boxes: int) -> None:
    """What is paid by box makes them share one; with room for no second box, one stays where they do not fit."""
    shipments = [goods(name, part_of_box=part) for name, part in zip("AB", parts, strict=True)]
    wide, narrow = ([leg("L", "IDKRG LKCMB", 3, 5, freight_per_teu=500, capacity_teu=room)] for room in (2, 1))
    assert len({entry.shared_box for entry in _routed(tiny(wide, shipments)).values()}) == boxes
    assert len(_routed(tiny(narrow, shipments))) == 3 - boxes


def test_shared_box_mass(tiny: Make, leg: Make, goods: Make) -> None:
    sailings = [leg("L", "IDKRG LKCMB", 3, 5, capacity_teu=1)]
    for mass, count in ((16_250, 2), (16_251, 1)):
        shipments = [goods(name, part_of_box=0.3, gross_mass_kg=mass) for name in "AB"]
        assert len(_routed(tiny(sailings, shipments))) == count


_STEPS = (
    ChainStep(chain="C", step="stuff", name="Stuffed", party="exporter", after=("ready",), duration_h=24, of_box=True,
              cost=50, cost_per="box"),
    ChainStep(chain="C", step="in", name="Gate in", party="forwarder", after=("stuff",), event="gate_in", cutoff="FCO",
              of_box=True),
)  # fmt: skip


@pytest.mark.parametrize(("ready", "goes"), [(1, True), (1.01, False)])
def test_steps_cutoff(tiny: Make, leg: Make, goods: Make, ready: float, goes: bool) -> None:
    """Full boxes are due a day before the ship, and are stuffed for a day."""
    chain = {"chains": (Chain(id="C", name="Chain"),), "chain_steps": _STEPS}
    assert bool(_legs(tiny([leg("L", "IDKRG LKCMB", 3, 5)], [goods("A", ready)], **chain))) is goes


def test_shared_box_steps_wait_for_the_last(tiny: Make, leg: Make, goods: Make, start: datetime) -> None:
    chain = {"chains": (Chain(id="C", name="Chain"),), "chain_steps": _STEPS}
    sailings = [leg("L", "IDKRG LKCMB", 3, 5, freight_per_teu=500)]
    found = _routed(tiny(sailings, [goods(n, r, part_of_box=0.5) for n, r in (("A", 0), ("B", 0.5))], **chain))
    assert {entry.shared_box for entry in found.values()} == {"BOX-1"}
    assert found["A"].steps == found["B"].steps
    assert found["A"].steps[0].start == start + timedelta(days=0.5)
    # Ready too late for the one ship, the second goes by the next, and the first does not wait for it.
    sailings.append(leg("M", "IDKRG LKCMB", 9, 5, freight_per_teu=500))
    late = _routed(tiny(sailings, [goods(n, r, part_of_box=0.5) for n, r in (("A", 0), ("B", 1.5))], **chain))
    assert late["B"].sailings == ("M",)


def test_roll_over(tiny: Make, leg: Make, goods: Make, small_case: Case) -> None:
    """The cheaper later ship is not taken where that rolls the booking over."""
    costs = small_case.terminal.costs.model_copy(update={"roll_over_per_box": 1_000})
    terminal = small_case.terminal.model_copy(update={"costs": costs})
    sailings = [leg("L", "IDKRG LKCMB", 3, 5, freight_per_teu=500), leg("M", "IDKRG LKCMB", 5, 5)]
    assert _legs(tiny(sailings, [goods("A")], terminal=terminal)) == {"A": ("M",)}
    assert _legs(tiny(sailings, [goods("A", voyage="L")], terminal=terminal)) == {"A": ("L",)}


def test_only_open_shipments_are_planned(tiny: Make, leg: Make, goods: Make) -> None:
    plan = _planned(tiny([leg("L", "IDKRG LKCMB", 3, 5)], [goods("A"), goods("B", status="CANCELLED")]))
    assert [entry.shipment for entry in plan.shipments] == ["A"]
    assert not plan.unserved
