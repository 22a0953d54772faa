"""What a yard holds and does, on paper."""

from datetime import timedelta

import pytest

from data.box_kinds import kinds_of
from data.case import Case
from data.terminal import YardBlock
from data.yard import (
    bay_room,
    block_places,
    crane_rates,
    fits,
    gate_opens,
    has_bay,
    has_plugs,
    import_share,
    kept_bays,
    loading_of,
    rehandles_a_box,
)


def _block(**fields: object) -> YardBlock:
    return YardBlock.model_validate({"id": "A", "bays": 10, "rows": 6, "tiers": 4, **fields})


def test_a_bay_keeps_room_to_dig_out_the_lowest_box() -> None:
    assert bay_room(_block()) == 6 * 4 - 3
    assert bay_room(_block(tiers=1)) == 6
    assert bay_room(_block(rows=1, tiers=5)) == 1


def test_bays_of_a_block() -> None:
    block = _block(bays=3)
    assert [bay for bay in range(-1, 9) if has_bay(block, bay)] == [1, 2, 3, 4, 5]


def test_plugs_are_in_the_first_bays() -> None:
    block = _block(plug_bays=3)
    assert [bay for bay in range(1, 20) if block.has_plugs(bay)] == [1, 2, 3, 4, 5]
    assert not any(_block().has_plugs(bay) for bay in range(1, 20))
    with pytest.raises(ValueError, match="plug_bays is at most 10"):
        _block(plug_bays=11)


def test_where_a_box_fits() -> None:
    dry, cold = kinds_of("full", plug=False, dangerous=False), kinds_of("full", plug=True, dangerous=False)
    both, empty = kinds_of("full", plug=True, dangerous=True), kinds_of("empty", plug=False, dangerous=False)
    block = _block(takes="full reefer", plug_bays=2)
    assert [fits(block, 1, kinds, plugs=True) for kinds in (dry, cold, both, empty)] == [True, True, False, False]
    assert [fits(block, 5, kinds, plugs=True) for kinds in (dry, cold, both, empty)] == [True, False, False, False]
    # In a yard that says nothing of plugs, only the block counts.
    assert fits(_block(takes="full reefer"), 5, cold, plugs=has_plugs([_block()]))
    assert all(fits(_block(), 1, kinds, plugs=False) for kinds in (dry, cold, both, empty))


def test_rehandles_of_a_mixed_bay() -> None:
    # 21 boxes on six stacks are 3.5 high.
    assert rehandles_a_box(_block()) == pytest.approx(2.5 / 4 + 5.5 / 96)
    assert rehandles_a_box(_block(tiers=1)) == 0


@pytest.mark.parametrize(("share", "bays"), [(0, 0), (0.1, 1), (0.101, 2), (0.5, 5), (1, 10)])
def test_bays_that_are_kept_for_import_are_rounded_up(share: float, bays: int) -> None:
    assert kept_bays(_block(), share) == bays


def test_room_for_import_is_what_comes_in_an_hour_times_the_hours_that_it_stays(small_case: Case) -> None:
    start = small_case.first_day
    # 600 boxes in seven days, 1.11 TEU each, for 72 h, in 40 bays of 21.
    week = import_share(small_case, start, start + timedelta(days=7))
    assert week == pytest.approx(600 * 1.11 / (7 * 24) * 72 / (40 * 21), abs=1e-4)
    assert import_share(small_case, start, start + timedelta(days=1)) == 0.5
    assert import_share(small_case, start + timedelta(days=20), start + timedelta(days=21)) == 0
    assert import_share(small_case.changed(yard_blocks=(), yard_cranes=()), start, start + timedelta(days=7)) == 0


def test_cranes_and_places_of_blocks(small_case: Case) -> None:
    blocks = (*small_case.yard_blocks, _block(id="B1"), _block(id="B2"))
    case = small_case.changed(
        yard_blocks=tuple(block.model_copy(update={"id": name}) for block, name in zip(blocks, "ABC", strict=True))
    )
    assert crane_rates(case) == {"A": 24, "B": 0, "C": 0}
    assert block_places(case) == {"A": 45, "B": 135, "C": 225}


def test_a_ship_is_discharged_before_she_is_loaded(small_case: Case) -> None:
    call = small_case.call_by_id["ARU-1"]
    assert gate_opens(small_case, call) == call.eta - timedelta(days=5)
    # 14 h less half an hour to moor and half an hour to unmoor, half of it for 200 of 400 boxes.
    loading = loading_of(small_case, call, call.eta, call.etd)
    assert loading is not None
    assert loading.end == call.etd - timedelta(minutes=30)
    assert loading.hours == pytest.approx(6.5)
    assert loading.boxes_an_hour == pytest.approx(400 / 13)
    hurried = loading_of(small_case, call, call.eta, call.eta + timedelta(minutes=40))
    assert hurried is not None
    assert hurried.end == call.eta + timedelta(minutes=40)
    nothing = call.model_copy(update={"load_full": 0, "load_empty": 0})
    assert loading_of(small_case, nothing, call.eta, call.etd) is None
