"""With each engine of a loading plan off, its part is done as by hand: the checker accepts it, and it is no better."""

from typing import Any

import pytest

from data.case import Case
from data.checker import check
from data.plans import YardKind
from data.terminal import YardBlock, YardCrane
from scheduler.loading import Engines, LoadingResult, crane_choice, solve, stowage_models
from scheduler.stopping import Stop
from tests.scheduler.loading.conftest import box, call_of, ship_stack, tiny
from tests.scheduler.yard.test_relocating import TIGHT

SMALL_CALL = "TEMAS-03-002"


def planned(case: Case, engines: Engines, call: str | None = None) -> LoadingResult:
    which = call_of(case) if call is None else case.call_by_id[call]
    result = solve(case, which, stop=Stop(effort=0.05), workers=1, engines=engines)
    assert check(case, result.plan).feasible
    return result


def moved(result: LoadingResult, kind: YardKind) -> int:
    return sum(move.kind == kind for move in result.plan.yard_moves)


def yard_of(case: Case, places: list[str], **block: Any) -> Case:
    """Long boxes of one kind that are put into one stack of the ship in this order, and a yard of one block."""
    size = {"bays": 2, "rows": 3, "tiers": 3} | block
    stack = ship_stack(2, 1, "deck", tiers=len(places))
    return tiny(
        case, [stack], [box(place=place, long=True) for place in places], blocks=[YardBlock(id="A", **size)],
        yard_cranes=[YardCrane(id="RTG1", block="A")],
    )  # fmt: skip


def test_retrieval_moves_fewer_boxes_where_the_yard_is_full(case: Case) -> None:
    """The rule moves four boxes, the engine three."""
    made = yard_of(case, [TIGHT[name].replace("A-01", "A-02") for name in sorted(TIGHT)])
    plans = [planned(made, Engines(order="listed", before="nothing", retrieval=on)) for on in (True, False)]
    assert [moved(plan, "rehandle") for plan in plans] == [3, 4]


def test_bays_are_put_in_order_as_a_whole_where_the_ship_would_wait(case: Case) -> None:
    """Under the first box stand two that are wrong, and the ship's time is dear: more moves than rehandles pay."""
    made = yard_of(case, ["A-02-1-4", "A-02-1-1", "A-02-1-2", "A-02-1-3"], rows=4, tiers=4)
    # Hours are dear, and moves cheap.
    terminal = made.terminal.model_dump()
    terminal["costs"] |= {"work_per_hour": 100_000, "rehandle_per_box": 1}
    terminal["yard_work"] |= {"move_s": 400}
    made = made.changed(terminal=terminal)
    whole, single = (planned(made, Engines(order="listed", before=before)) for before in ("bays", "moves"))
    assert moved(whole, "rehandle") < moved(single, "rehandle")
    assert whole.cost < single.cost


def test_without_its_engine_the_crane_schedule_is_the_best_sweep(
    kariangau: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other is timed, and no plan is cheaper for it."""
    searched = planned(kariangau, Engines(), SMALL_CALL)
    monkeypatch.delattr(crane_choice, "roughly_timed")
    assert searched.cost <= planned(kariangau, Engines(cranes=False), SMALL_CALL).cost


def test_slots_by_hand(kariangau: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """No model of a block's slots is solved."""
    monkeypatch.delattr(stowage_models, "fill")
    assert planned(kariangau, Engines(slots=False), SMALL_CALL).plan.ashore == ()


def test_all_by_hand(kariangau: Case) -> None:
    none = Engines(slots=False, cranes=False, order="greedy", retrieval=False, before="nothing")
    result = planned(kariangau, none, SMALL_CALL)
    assert moved(result, "premarshal") == 0
