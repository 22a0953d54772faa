"""A yard plan hour by hour: what comes, what stands, what leaves, and how it is stacked."""

from datetime import timedelta

import numpy as np
import pytest

from data.case import Case
from data.errors import DermagaError
from data.plans import ExpectedCall, Reservation, YardPlan
from data.slots import Place
from data.yard import bay_room, block_grounds, block_places
from data.yard_hours import YardHours, figures_of, ship_boxes
from data.yard_stacks import stacks_of
from tests.data.test_night import box, case_of

HOUR = timedelta(hours=1)


def plan_of(case: Case, *rows: Reservation) -> YardPlan:
    """A plan of a week in which every call lies from its ETA to its ETD."""
    first = min(call.eta for call in case.calls)
    return YardPlan(
        case=case.name, case_hash=case.hash, start=first, end=first + timedelta(days=7), import_share=0.1,
        calls=tuple(
            ExpectedCall(call=call.id, position_m=0.0, start=call.eta, end=call.etd) for call in case.calls
        ),
        reservations=rows,
    )  # fmt: skip


def kept(case: Case, bay: int, boxes: int, block: str = "A", *, call: str = "", **fields: object) -> Reservation:
    """A bay for boxes of a call, the first where none is named, from the gate's opening until she leaves."""
    of = case.call_by_id[call or case.calls[0].id]
    start = of.eta - timedelta(days=case.terminal.gate.opens_days_before)
    return Reservation.model_validate(
        {
            "call": of.id, "port": "IDSUB", "length": 20 if bay % 2 else 40, "status": "full", "weight_class": "heavy",
            "boxes": boxes, "block": block, "bay": bay, "start": start, "end": of.etd, **fields,
        }
    )  # fmt: skip


def test_all_boxes_come_before_she_loads_and_all_leave_while_she_does(small_case: Case) -> None:
    yard = YardHours(small_case, plan_of(small_case, kept(small_case, 1, 20)))
    call = small_case.calls[0]
    assert yard.come[0, 0] == 0
    assert (np.diff(yard.come) >= 0).all()
    assert (np.diff(yard.left) >= 0).all()
    assert (yard.come >= yard.left).all()
    assert yard.there(yard.hour_of(call.eta))[0] == 20
    assert yard.left[0, -1] == yard.come[0, -1] == 20
    assert yard.left[0, yard.hour_of(call.eta)] == 0


def test_no_box_comes_while_the_gate_is_closed(small_case: Case) -> None:
    terminal = small_case.terminal.model_dump()
    terminal["gate"] |= {"opens": "08:00", "closes": "16:00"}
    case = small_case.changed(terminal=terminal)
    yard = YardHours(case, plan_of(case, kept(case, 1, 21)))
    coming = [yard.moment(hour).hour for hour in range(yard.hours) if yard.come[0, hour + 1] > yard.come[0, hour]]
    assert coming
    assert set(coming) <= set(range(8, 16))


def test_blocks_count_teu_bays_reefers_and_moves(small_case: Case) -> None:
    rows = (kept(small_case, 1, 6), kept(small_case, 4, 5, plug=True))
    yard = YardHours(small_case, plan_of(small_case, *rows))
    hours = yard.by_block()["A"]
    at = yard.hour_of(small_case.calls[0].eta)
    assert (hours.teu[at], hours.kept_bays[at], hours.reefer_teu[at]) == (16, 3, 10)
    assert hours.moves.sum() == pytest.approx(2 * 11)
    figures = figures_of(yard, {"A": hours})
    assert figures.peak == pytest.approx(16 / small_case.yard_blocks[0].capacity_teu)
    assert (figures.boxes, figures.unplaced, figures.plug_peak_teu, figures.rehandles) == (11, 0, 10, 0)
    assert figures.stay_h is not None
    assert 0 < figures.stay_h < 24 * small_case.terminal.gate.opens_days_before + 24


def test_boxes_from_ships_are_expected_while_they_stay(small_case: Case) -> None:
    call = small_case.calls[0]
    plan = plan_of(small_case)
    yard = YardHours(small_case, plan.model_copy(update={"calls": plan.calls[:1]}))
    brought = ship_boxes(yard)
    assert (brought.teu[: yard.hour_of(call.eta) + 1] == 0).all()
    at = yard.hour_of(call.etd)
    teu = call.discharge * (1 + small_case.terminal.cargo.forty_foot_share)
    assert 0.5 * teu < brought.teu[at] <= teu
    assert brought.teu[-1] < brought.teu[at]
    # Little's law: hours in the yard are boxes times the mean stay, but for those who stay beyond the end.
    assert brought.teu.sum() < teu * small_case.terminal.dwell.import_h
    block = small_case.yard_blocks[0]
    assert brought.kept_teu == -(-block.bays // 10) * bay_room(block)


def test_mixed_boxes_are_expected_to_be_rehandled(small_case: Case) -> None:
    yard = YardHours(small_case, plan_of(small_case, kept(small_case, 1, 6, mixed=True)))
    hours = yard.by_block()["A"]
    expected = figures_of(yard, {"A": hours}).rehandles
    assert expected > 0
    assert hours.moves.sum() == pytest.approx(12 + expected)


def test_boxes_stand_stack_by_stack(small_case: Case) -> None:
    block = small_case.yard_blocks[0]
    room = bay_room(block)
    yard = YardHours(small_case, plan_of(small_case, kept(small_case, 1, room)))
    stacks = list(stacks_of(yard, block, yard.hour_of(small_case.calls[0].eta)))
    assert [len(stack.lots) for stack in stacks] == [4, 4, 4, 4, 4, 1]
    assert [(stack.bay, stack.row) for stack in stacks] == [(1, row) for row in range(1, 7)]
    assert list(stacks_of(yard, block, 0)) == []


def test_listed_boxes_stand_where_they_are_listed_until_she_loads_the_top_ones_first() -> None:
    case = case_of([box(1, "A-02-1-1"), box(2, "A-02-1-2"), box(3, "A-06-2-1", call="C1")], calls=2)
    yard = YardHours(case, plan_of(case))
    block = case.yard_blocks[0]

    def tops(hour: int) -> list[tuple[int, int, int]]:
        return [(stack.bay, stack.row, len(stack.lots)) for stack in stacks_of(yard, block, hour)]

    assert tops(0) == [(2, 1, 2), (6, 2, 1)]
    first = [row for row, lot in enumerate(yard.lots) if lot.call == "C"]
    upper = max(first, key=lambda row: Place.of(yard.lots[row].box.place or "").tier if yard.lots[row].box else 0)
    assert (yard.left[upper] >= yard.left[min(first)]).all()
    assert yard.by_block()["A"].kept_bays[0] == 4
    assert yard.come[:, 0].tolist() == [1, 1, 1]


def test_the_time_that_is_whole_ends_before_the_gate_opens_for_ships_that_are_not_planned(small_case: Case) -> None:
    plan = plan_of(small_case)
    gate = timedelta(days=small_case.terminal.gate.opens_days_before)
    assert YardHours(small_case, plan).whole == (plan.start, plan.end - gate)
    assert YardHours(small_case, plan.model_copy(update={"end": plan.start + gate})).whole is None


def test_what_is_not_of_the_case_is_left_out_and_too_much_is_refused(small_case: Case) -> None:
    strange = (kept(small_case, 1, 2, block="Z"), kept(small_case, 999, 2), kept(small_case, 3, 2))
    plan = plan_of(small_case, *strange)
    assert [lot.bay for lot in YardHours(small_case, plan).lots] == [3]
    calls = (plan.calls[0].model_copy(update={"end": plan.start + timedelta(days=10**6)}), *plan.calls[1:])
    with pytest.raises(DermagaError, match="make a yard plan of fewer days"):
        YardHours(small_case, plan.model_copy(update={"calls": calls}))


def test_blocks_are_drawn_where_haul_has_them_and_none_on_another(kariangau_2025: Case) -> None:
    grounds, places = block_grounds(kariangau_2025), block_places(kariangau_2025)
    assert all(abs(ground.x_m + ground.width_m / 2 - places[name]) < 0.2 for name, ground in grounds.items())
    listed = list(grounds.values())
    for place, one in enumerate(listed):
        for other in listed[place + 1 :]:
            beside = one.x_m + one.width_m <= other.x_m or other.x_m + other.width_m <= one.x_m
            behind = one.y_m + one.length_m <= other.y_m or other.y_m + other.length_m <= one.y_m
            assert beside or behind
