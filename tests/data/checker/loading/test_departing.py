"""A stowage judged without lifts: by the same rules as a loading plan, and what must be lifted for it."""

from typing import Any

import pytest

from data.cargo import Container
from data.case import Case
from data.checker import check_loading, check_stowage
from data.checker.loading.departing import StowageVerdict
from data.errors import DermagaError
from data.plans import Ballast, LoadingPlan
from tests.data.checker.loading.conftest import (
    CALL,
    D5,
    L1,
    L2,
    L3,
    L4,
    L5,
    L6,
    L7,
    L8,
    L9,
    R1,
    R2,
    number,
    only,
    rules,
    to,
    with_box,
    with_profile,
    with_stack,
)

# The stowage that the plan made by hand leaves with.
SLOTS = {
    L1: "0020002", L2: "0010102", L3: "0030102", L4: "0020104", L5: "0020082", L6: "0060102", L7: "0060002",
    L8: "0130182", R1: "0060082", R2: "0130282",
}  # fmt: skip


def judged(case: Case, slots: dict[str, str] | None = None, **more: Any) -> StowageVerdict:
    return check_stowage(case, case.call_by_id[CALL], SLOTS if slots is None else slots, **more)


def moved(**slots: str) -> dict[str, str]:
    """The stowage with some boxes, by the names above, in other slots."""
    return SLOTS | {globals()[name]: slot for name, slot in slots.items()}


def test_what_a_plan_leaves_with_is_judged_as_the_plan_is(case: Case, plan: LoadingPlan) -> None:
    by_plan, alone = check_loading(case, plan), judged(case)
    assert by_plan.feasible
    assert alone.feasible
    assert alone.overstows == by_plan.overstows
    assert alone.restows == (R1,)
    assert alone.ashore == (L9,)
    assert alone.terms == {
        name: by_plan.terms[name] if name != "ashore" else float(case.terminal.costs.ashore_per_box)
        for name in ("ashore", "overstows", "restows")
    }


@pytest.mark.parametrize(
    ("slots", "rule", "text"),
    [
        ({"L1": "0020502"}, "slot", "the ship has no slot '0020502'"),
        ({"L8": "0140182"}, "slot", "the ship has no slot '0140182'"),
        ({"L7": "0050002"}, "slot", "it is put in slot 0050002 and is longer than 20 feet"),
        ({"L4": "0020002"}, "slot_taken", "in slot 0020002"),
        ({"L1": "0020206"}, "supported", "in slot 0020206 nothing stands below it"),
        ({"L8": "0130184"}, "supported", "in slot 0130184 nothing stands below it: fill from the bottom"),
        ({"L2": "0050084"}, "twenty_on_forty", f"in slot 0050084 it stands on {R1}, which is longer"),
        ({"L5": "0060182"}, "plug", "is a reefer that wants a plug"),
    ],
)
def test_rules_of_slots(case: Case, slots: dict[str, str], rule: str, text: str) -> None:
    verdict = judged(case, moved(**slots))
    told = [broken.text for broken in verdict.broken if broken.rule == rule]
    assert any(text in each for each in told), [str(broken) for broken in verdict.broken]


def test_a_half_that_nothing_bears(case: Case) -> None:
    """Without the 20-foot box below its aft half, a longer one is held by one half."""
    left = {box: slot for box, slot in SLOTS.items() if box != L3}
    assert "nothing stands below one half of it" in only(judged(case, left), "supported")


def test_a_box_that_remains_loses_what_bore_it(case: Case) -> None:
    """R1 came on D5 in the hold, which goes: it stays in the air where it stood."""
    below = with_box(with_box(case, R1, slot="0060004"), L7, verified_kg=11_000)
    slots = {box: slot for box, slot in moved(R1="0060004").items() if box != L7}
    verdict = judged(below, slots)
    text = only(verdict, "supported")
    assert text.startswith(f"{R1} of Aru (ARU-1): in slot 0060004 nothing stands below it")
    assert verdict.restows == (R1,)


def test_rules_of_stacks_and_of_the_ship_are_those_of_plans(case: Case, plan: LoadingPlan) -> None:
    tight = with_stack(case, 2, 1, "hold", max_40_kg=11_000)
    assert only(judged(tight), "stack_weight") == only(check_loading(tight, plan), "stack_weight")
    stiff = with_profile(case, min_metacentric_m=4)
    assert only(judged(stiff), "metacentric_height") == only(check_loading(stiff, plan), "metacentric_height")
    assert "profile SMALL has no such tank" in only(judged(case, ballast=(Ballast(tank="T1", tonnes=1),)), "ballast")


def test_a_stack_that_came_too_heavy_may_stay_so(case: Case) -> None:
    """R1 has 12 t. Where its stack bears less, nothing may be put on it, and it may stay; lighter, it may be."""
    weak = with_stack(case, 6, 0, "deck", max_40_kg=11_000)
    assert judged(weak).feasible
    text = only(judged(weak, moved(L4="0060084")), "stack_weight")
    assert "it bears 11,000 kg of boxes longer than 20 feet and has 24,000 kg" in text


def test_boxes_that_are_not_to_be_there(case: Case) -> None:
    stranger = number(999)
    assert f"{stranger} is no box of Aru (ARU-1)" in only(judged(case, SLOTS | {stranger: "0060202"}), "box_unknown")
    told = only(judged(case, moved(L7="0060004") | {D5: "0060002"}), "every_box_once")
    assert told == f"{D5} is to be discharged and is on board: leave it out"
    gone = {box: slot for box, slot in SLOTS.items() if box not in (R1, R2)}
    assert f"{R1} and {R2} stay on board and have no slot" in only(judged(case, gone), "every_box_once")


def test_nothing_is_lifted_for_a_box_on_top(case: Case) -> None:
    """R2 stands alone: putting L8 on it moves nothing, putting R2 elsewhere is a restow."""
    assert judged(case, moved(L8="0130284")).restows == (R1,)
    assert judged(case, moved(R2="0130184", L8="0130182")).restows == tuple(sorted((R1, R2)))


def test_under_a_hatch_cover_everything_on_it_is_lifted(case: Case) -> None:
    """Where nothing goes into the hold of bay 6 or comes from there, its cover stays on, with R1 on it."""
    quiet = with_box(case, D5, slot="0020202")
    slots = {box: slot for box, slot in SLOTS.items() if box not in (L6, L7)}
    assert judged(quiet, slots).restows == ()
    assert judged(quiet, slots | {L6: "0060002"}).restows == (R1,)
    # Row 02 has a cover of its own.
    assert judged(quiet, slots | {L6: "0060202"}).restows == ()


def test_what_stands_beside_stays(case: Case) -> None:
    """A 20-foot box goes from below a longer one: that one is lifted, and the one below its other half is not."""
    rows: dict[str, dict[str, Any]] = {
        R1: {"slot": "0060084"},
        D5: {"slot": "0050082", "box_type": "22G1"},
        R2: {"slot": "0070082"},
    }
    stacked = case.changed(
        containers=tuple(Container.model_validate(row.model_dump() | rows.get(row.id, {})) for row in case.containers)
    )
    slots = {box: slot for box, slot in SLOTS.items() if box not in (L6, L7, R1, R2)}
    verdict = judged(stacked, slots | {R1: "0060084", R2: "0070082"})
    assert verdict.restows == (R1,)


def test_overstows_through_hatch_covers(case: Case) -> None:
    """L4 leaves first, in Surabaya: in the hold a box on its cover stands above it, on deck it stands above all."""
    over = {each.box: each.above for each in judged(case).overstows}
    assert over == {L5: L4}
    assert judged(case, moved(L4="0060084")).overstows == ()


def test_a_ship_without_a_profile(case: Case) -> None:
    bare = case.changed(
        vessels=tuple(ship.model_copy(update={"profile": None}) for ship in case.vessels), containers=()
    )
    with pytest.raises(DermagaError, match="has no vessel profile"):
        judged(bare)


def test_the_plan_and_the_stowage_name_the_same_rule(case: Case, plan: LoadingPlan) -> None:
    for name, slot in (("L7", "0050002"), ("L8", "0130184")):
        by_plan = check_loading(case, to(plan, globals()[name], slot))
        assert rules(by_plan) <= rules(judged(case, moved(**{name: slot}))) | {"bay", "hatch_cover"}
