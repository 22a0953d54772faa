"""Rules of the lifts on the ship: what stands where when, and under which hatch cover."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import Carried, LoadingPlan
from tests.data.checker.loading.conftest import (
    D1,
    D2,
    D3,
    D5,
    L1,
    L2,
    L3,
    L4,
    L5,
    L6,
    L7,
    L8,
    R1,
    Q,
    T,
    at,
    hatch,
    holds,
    lift,
    only,
    rules,
    to,
    with_box,
    with_lift,
    with_stack,
    without_lift,
)


def carried(serial: str, origin: str, target: str) -> tuple[Carried]:
    return (Carried(box=serial, origin=origin, target=target),)


@pytest.mark.parametrize(
    ("serial", "kind", "origin", "target", "says"),
    [
        (D3, "discharge", "0020084", T, "stands in slot 0020082"),
        (D3, "discharge", "nowhere", T, "stands in slot 0020082"),
        (D3, "discharge", "0020082", Q, "must be put on 'tractor'"),
        (R1, "restow_off", "0060082", T, "must be put on 'quay'"),
        (R1, "restow_on", T, "0060082", "must be taken from 'quay'"),
        (L8, "load", Q, "0130182", "must be taken from 'tractor'"),
    ],
)
def test_origin(case: Case, plan: LoadingPlan, serial: str, kind: str, origin: str, target: str, says: str) -> None:
    verdict = check(case, with_lift(plan, holds(serial, kind), boxes=carried(serial, origin, target)))
    text = only(verdict, "origin")
    assert serial in text
    assert says in text
    assert verdict.broken[0].calls == (serial,)


def test_origin_of_a_box_put_back_before_it_is_taken_off(case: Case, plan: LoadingPlan) -> None:
    early = with_lift(plan, holds(R1, "restow_on"), kind="restow_off", boxes=carried(R1, "0060082", Q))
    swapped = with_lift(
        early, lambda each: holds(R1)(each) and each.start == at(0), kind="restow_on", boxes=carried(R1, Q, "0060082")
    )
    assert "it stands on board then, in slot 0060082" in " ".join(str(broken) for broken in check(case, swapped).broken)


def test_origin_of_a_box_without_a_slot(case: Case, plan: LoadingPlan) -> None:
    assert "the case gives it no slot" in only(check(with_box(case, D3, slot=None), plan), "origin")


@pytest.mark.parametrize(
    ("serial", "slot", "says"),
    [
        (L8, "0130982", "the ship has no slot '0130982'"),
        (L8, "9990182", "the ship has no slot '9990182'"),
        (L8, "on top", "the ship has no slot 'on top'"),
        (L8, "0130188", "the ship has no slot '0130188'"),
    ],
)
def test_slot(case: Case, plan: LoadingPlan, serial: str, slot: str, says: str) -> None:
    assert says in only(check(case, to(plan, serial, slot)), "slot")


def test_slot_is_as_long_as_the_box(case: Case, plan: LoadingPlan) -> None:
    assert "longer than 20 feet, choose an even bay" in only(check(case, to(plan, L5, "0010082")), "slot")
    short = with_box(case, L5, box_type="22R1", place="A-05-3-1")
    assert "20 feet long, choose an odd bay" in check(short, plan).broken[0].text


def test_slot_that_the_stack_does_not_take(case: Case, plan: LoadingPlan) -> None:
    assert rules(check(with_stack(case, 6, 1, "hold", forties=False), plan)) == {"slot"}
    assert "no 20-foot box may stand" in only(check(with_stack(case, 2, 1, "hold", twenties="fore"), plan), "slot")


def test_slot_taken(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, to(plan, L8, "0130282"))
    assert "in slot 0130282 DMGU" in only(verdict, "slot_taken")
    assert verdict.broken[0].calls[0] == L8
    half = check(case, to(plan, L7, "0060102"))
    assert f"{L6} stands" in only(half, "slot_taken")


def test_supported_below(case: Case, plan: LoadingPlan) -> None:
    assert "nothing stands below it" in only(check(case, to(plan, L8, "0130184")), "supported")
    one_short = with_lift(plan, holds(L2), boxes=carried(L2, T, "0010102"))
    lifts = (*one_short.lifts, lift("QC1", "load", 2, 960, 961, L3, T, "0030202"))
    text = next(
        broken.text
        for broken in check(case, plan.model_copy(update={"lifts": lifts})).broken
        if broken.rule == "supported"
    )
    assert f"loading {L4}" in text
    assert "in slot 0020104 nothing stands below one half of it" in text


def test_supported_on_what_it_is_itself_under(case: Case, plan: LoadingPlan) -> None:
    """D5 is in the hold under nothing; with a box on it that stays, it cannot come out."""
    on_top = case.changed(
        containers=tuple(row.model_copy(update={"slot": "0060004"}) if row.id == R1 else row for row in case.containers)
    )
    stays = without_lift(plan, holds(R1))
    verdict = check(on_top, stays)
    told = [broken for broken in verdict.broken if broken.rule == "supported"]
    assert told[0].calls == (D5, R1)
    assert f"in slot 0060002, {R1} stands on it" in told[0].text


def test_twenty_on_forty(case: Case, plan: LoadingPlan) -> None:
    """The two 20-foot boxes on the 40-foot one instead of below it."""
    above = with_lift(plan, holds(L2), boxes=carried(L2, T, "0010004") + carried(L3, T, "0030004"))
    verdict = check(case, to(above, L4, "0020102"))
    assert rules(verdict) == {"twenty_on_forty"}
    assert [broken.calls for broken in verdict.broken] == [(L2, L1), (L3, L1)]
    assert f"{L2} is wrong: it is 20 feet long and in slot 0010004 it stands on {L1}" in verdict.broken[0].text


def test_twenty_on_forty_may_stand_the_other_way_round(case: Case, plan: LoadingPlan) -> None:
    assert holds(L4)(next(each for each in plan.lifts if each.boxes and each.boxes[0].target == "0020104"))
    assert check(case, plan).feasible


def test_hatch_cover_lifted_with_boxes_on_it(case: Case, plan: LoadingPlan) -> None:
    """Work in the hold while a deck box stands on the cover."""
    late = with_lift(plan, holds(D3), start=at(1_500), end=at(1_620))
    late = with_lift(late, holds(L5), start=at(1_620), end=at(1_740))
    ordered = late.model_copy(update={"lifts": tuple(sorted(late.lifts, key=lambda each: each.start))})
    text = only(check(case, ordered), "hatch_cover", but="stacked")
    assert f"taking off hatch cover 1 of bay 002 with crane QC1 at 08:34:30: {D3} stands on it" in text


def test_hatch_cover_is_off_for_the_hold(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, without_lift(without_lift(plan, hatch("hatch_off", 6)), hatch("hatch_on", 6)))
    text = only(verdict, "hatch_cover")
    assert verdict.broken[0].calls == (L6, D5, L7)
    assert "moved in the hold under hatch cover 1 of bay 006, from 08:37:00 on, while it is not off" in text


def test_hatch_cover_is_off_until_the_lift_in_the_hold_ends(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, with_lift(plan, hatch("hatch_on", 6), start=at(660), end=at(960)))
    assert [broken.calls for broken in verdict.broken if broken.rule == "hatch_cover"] == [(L7,)]
    assert rules(verdict) == {"hatch_cover", "crane_twice"}


def test_hatch_cover_is_on_for_the_deck(case: Case, plan: LoadingPlan) -> None:
    early = with_lift(plan, holds(L5), start=at(1_079), end=at(1_080))
    verdict = check(case, early)
    assert (L5,) in [broken.calls for broken in verdict.broken if broken.rule == "hatch_cover"]
    assert f"{L5} is moved on deck on hatch cover 1 of bay 002" in " ".join(map(str, verdict.broken))


def test_hatch_cover_is_on_at_the_end(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, without_lift(without_lift(plan, hatch("hatch_on", 2)), holds(L5)))
    told = [broken for broken in verdict.broken if broken.rule == "hatch_cover"]
    assert [str(broken) for broken in told] == [
        "hatch_cover: hatch cover 1 of bay 002 is not on when work ends: put it on after its hold is done"
    ]


def test_hatch_cover_that_is_not_there(case: Case, plan: LoadingPlan) -> None:
    other = with_lift(plan, hatch("hatch_off", 6), cover=3)
    assert "bay 006 has no such cover" in " ".join(map(str, check(case, other).broken))
    # The second cover of the bay is one, and not the one over the boxes.
    second = with_lift(with_lift(plan, hatch("hatch_off", 6), cover=2), hatch("hatch_on", 6), cover=2)
    assert {broken.calls for broken in check(case, second).broken} == {(L6, D5, L7)}


def test_hatch_cover_is_taken_off_once(case: Case, plan: LoadingPlan) -> None:
    twice = with_lift(plan, hatch("hatch_on", 6), kind="hatch_off")
    assert "it is not on then" in " ".join(map(str, check(case, twice).broken))
    first = with_lift(plan, hatch("hatch_off", 2), kind="hatch_on")
    assert "it is not off then" in " ".join(map(str, check(case, first).broken))


def test_of_a_twin_lift_the_box_that_is_wrong_is_named(case: Case, plan: LoadingPlan) -> None:
    wrong = with_lift(plan, holds(D1), boxes=carried(D1, "0010182", T) + carried(D2, "0030182", Q))
    verdict = check(case, wrong)
    assert f"{D2} is wrong: it is put on 'quay', and must be put on 'tractor'" in only(verdict, "origin")
    assert verdict.broken[0].calls == (D2,)
