"""Rules of the boxes of a call: a plan that keeps each is in `conftest`, here it has one thing wrong."""

from data.case import Case
from data.checker import check
from data.plans import Carried, LeftAshore, LoadingPlan
from tests.data.checker.loading.conftest import (
    CALL,
    D1,
    D4,
    D5,
    L4,
    L8,
    L9,
    R1,
    R2,
    T,
    holds,
    lift,
    number,
    only,
    plan_for,
    rules,
    with_box,
    with_lift,
    without_lift,
    without_move,
)


def ashore(plan: LoadingPlan, *boxes: str, reason: str = "no room") -> LoadingPlan:
    left = tuple(LeftAshore(box=serial, reason=reason) for serial in boxes)
    return plan.model_copy(update={"ashore": (*plan.ashore, *left)})


def test_call_unknown(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, plan.model_copy(update={"call": "NOBODY-1"}))
    assert "no call NOBODY-1" in only(verdict, "call_unknown")
    assert set(verdict.terms) == set(check(case, plan).terms)
    assert verdict.cost == 0


def test_no_profile(case: Case, plan: LoadingPlan) -> None:
    bare = case.changed(vessels=tuple(ship.model_copy(update={"profile": None}) for ship in case.vessels))
    assert "Aru has no profile" in only(check(bare, plan), "no_profile")


def test_box_unknown(case: Case, plan: LoadingPlan) -> None:
    stranger = number(999)
    lifts = (*plan.lifts, lift("QC2", "load", 13, 1290, 1410, stranger, T, "0130184"))
    verdict = check(case, plan.model_copy(update={"lifts": lifts}))
    assert stranger in only(verdict, "box_unknown")
    assert verdict.broken[0].calls == (stranger,)
    assert rules(check(case, ashore(plan, stranger))) == {"box_unknown"}


def test_every_box_once_wants_each_discharge(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, without_move(without_lift(plan, holds(D4)), D4))
    assert verdict.broken[0].rule == "every_box_once"
    assert verdict.broken[0].calls == (D4,)
    assert f"{D4} is to be discharged and has no lift" in verdict.broken[0].text
    # Its place is not free for the box that the plan puts there; there is no more that is wrong.
    assert [broken.rule for broken in verdict.broken] == ["every_box_once", "slot_taken"]


def test_every_box_once_wants_each_load_or_a_reason(case: Case, plan: LoadingPlan) -> None:
    left = without_lift(plan, holds(L8))
    assert f"{L8} is neither loaded nor left ashore" in only(check(case, left), "every_box_once")
    assert check(case, ashore(left, L8)).feasible
    assert "without a reason" in only(check(case, ashore(left, L8, reason=" ")), "every_box_once")
    assert f"{L8} is left ashore 2 times" in only(check(case, ashore(left, L8, L8)), "every_box_once")
    assert f"{L8} is left ashore and loaded once" in only(check(case, ashore(plan, L8)), "every_box_once")


def test_every_box_once_refuses_a_second_lift(case: Case, plan: LoadingPlan) -> None:
    again = lift("QC2", "load", 13, 1290, 1410, L8, T, "0130184")
    text = only(check(case, plan.model_copy(update={"lifts": (*plan.lifts, again)})), "every_box_once")
    assert f"{L8} is to be loaded, once, and is loaded twice" in text


def test_every_box_once_of_a_box_that_stays(case: Case, plan: LoadingPlan) -> None:
    taken = lift("QC2", "discharge", 13, 1290, 1410, R2, "0130282", T)
    text = only(check(case, plan.model_copy(update={"lifts": (*plan.lifts, taken)})), "every_box_once")
    assert f"{R2} stays on board and is discharged once" in text
    never = only(check(case, without_lift(plan, holds(R1, "restow_on"))), "every_box_once")
    assert f"{R1} stays on board and is put on the quay once" in never


def test_every_box_once_leaves_only_load_boxes_ashore(case: Case, plan: LoadingPlan) -> None:
    assert f"{D1} is left ashore and is no box to load" in only(check(case, ashore(plan, D1)), "every_box_once")


def test_every_box_once_tells_boxes_without_a_lift_together(case: Case) -> None:
    verdict = check(case, plan_for(case, lifts=(), moves=()))
    told = [broken for broken in verdict.broken if broken.rule == "every_box_once"]
    assert [len(broken.calls) for broken in told] == [5, 8]
    assert "and 1 more are to be discharged" in told[0].text
    assert rules(verdict) == {"every_box_once"}


def test_every_box_once_of_a_box_that_comes_and_goes(case: Case, plan: LoadingPlan) -> None:
    """One number in both lists, as a box that is shifted by way of the quay: one discharge, then one load."""
    (call,) = (each for each in case.calls if each.id == CALL)
    both = case.changed(
        calls=tuple(each.model_copy(update={"load_full": 10}) if each is call else each for each in case.calls),
        containers=(
            *case.containers,
            *(row.model_copy(update={"direction": "load", "slot": None}) for row in case.containers if row.id == D5),
        ),
    )
    assert f"{D5} is to be discharged and is to be loaded" in only(check(both, plan), "every_box_once")
    again = lift("QC2", "load", 6, 1140, 1170, D5, T, "0060282")
    assert "every_box_once" not in rules(check(both, plan.model_copy(update={"lifts": (*plan.lifts, again)})))


def test_no_vgm(case: Case, plan: LoadingPlan) -> None:
    verdict = check(with_box(case, L4, verified_kg=None), plan)
    assert f"{L4} is laden, has no verified gross mass" in only(verdict, "no_vgm")
    assert verdict.broken[0].calls == (L4,)


def test_no_vgm_is_no_matter_of_an_empty_box(case: Case, plan: LoadingPlan) -> None:
    first, *others = case.calls
    counted = case.changed(
        calls=(first.model_copy(update={"load_full": 8, "load_empty": 1}), *others),
        containers=tuple(
            row.model_copy(update={"status": "empty", "verified_kg": None}) if row.id == L4 else row
            for row in case.containers
        ),
    )
    assert check(counted, plan).feasible


def test_no_vgm_is_no_matter_of_a_box_left_ashore(case: Case, plan: LoadingPlan) -> None:
    assert next(row for row in case.containers if row.id == L9).verified_kg is None
    assert check(case, plan).feasible


def test_lift_content(case: Case, plan: LoadingPlan) -> None:
    assert "must name a box" in only(check(case, with_lift(plan, holds(L8), cover=1)), "lift_content")
    bare = with_lift(plan, lambda each: each.kind == "hatch_off" and each.bay == 2, cover=None)
    assert "lift_content" in rules(check(case, bare))
    twice = with_lift(plan, holds(L8), boxes=(Carried(box=L8, origin=T, target="0130182"),) * 2)
    assert "names its box twice" in only(check(case, twice), "lift_content")


def test_the_first_cause_is_told_and_nothing_that_follows(case: Case, plan: LoadingPlan) -> None:
    """A box that is taken off a third time, from where it never stood and to where nothing goes."""
    again = lift("QC2", "restow_off", 6, 1_290, 1_410, R1, "0060282", T)
    verdict = check(case, plan.model_copy(update={"lifts": (*plan.lifts, again)}))
    text = only(verdict, "every_box_once", but="crane_twice")
    assert f"{R1} stays on board and is put on the quay twice and put back on board once" in text


def test_no_boxes(case: Case, plan: LoadingPlan) -> None:
    """The call states more boxes than it lists, and more than the ship has room for."""
    first, *others = case.calls
    many = case.changed(calls=(first.model_copy(update={"load_full": 400}), *others))
    assert "cannot hold the boxes of the call" in only(check(many, plan), "no_boxes")
