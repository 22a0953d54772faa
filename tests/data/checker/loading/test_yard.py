"""Rules of the yard: places, yard cranes, and the way between yard and quay."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import LoadingPlan
from data.terminal import YardBlock, YardCrane
from tests.data.checker.loading.conftest import (
    D1,
    D2,
    D3,
    D4,
    D5,
    L1,
    L3,
    L5,
    L6,
    L7,
    L8,
    L9,
    MOVES,
    OTHER,
    Q,
    T,
    at,
    holds,
    move,
    only,
    plan_for,
    rules,
    with_box,
    with_lift,
    with_move,
    without_lift,
    without_move,
)
from tests.data.conftest import with_terminal


@pytest.mark.parametrize(
    ("serial", "fields", "says"),
    [
        (L6, {"origin": "A-02-1-2"}, "it is taken from 'A-02-1-2' and stands at A-02-1-1"),
        (L6, {"origin": "somewhere"}, "it is taken from 'somewhere' and stands at A-02-1-1"),
        (L6, {"target": Q}, "it is put on 'quay', and must be put on 'tractor'"),
        (D3, {"origin": Q}, "it is taken from 'quay', and must be taken from 'tractor'"),
        (D1, {"target": "on the left"}, "'on the left' is no place of the yard"),
        (D2, {"target": "A-82-1-1"}, "it is put at A-82-1-1 and is 20 feet long"),
        (D2, {"target": "A-81-1-1"}, "block A has 20-foot bays 1, 3, ... to 79, 6 rows and 4 tiers"),
        (D2, {"target": "A-79-7-1"}, "there is no place A-79-7-1"),
        (D2, {"target": "A-09-1-3"}, "nothing stands below it"),
        (D3, {"target": "A-09-2-1"}, "it is put at A-09-2-1 and is longer than 20 feet"),
        (D2, {"target": "A-09-1-1"}, f"at A-09-1-1 {D1} stands: choose a free place"),
        (D2, {"target": "B-09-1-1"}, "the case has no yard block B"),
    ],
)
def test_yard_place(case: Case, plan: LoadingPlan, serial: str, fields: dict[str, str], says: str) -> None:
    verdict = check(case, with_move(plan, serial, **fields))
    told = [broken for broken in verdict.broken if broken.rule == "yard_place"]
    assert says in told[0].text
    assert told[0].calls[0] == serial


def test_yard_place_takes_a_place_without_a_zero_before_its_bay(case: Case, plan: LoadingPlan) -> None:
    assert check(case, with_move(plan, L6, origin="A-2-1-1")).feasible


@pytest.mark.parametrize("kind", ["rehandle", "premarshal"])
def test_yard_place_where_the_box_stands_already(case: Case, plan: LoadingPlan, kind: str) -> None:
    idle = with_move(plan, OTHER, target="A-1-5-1", kind=kind)
    assert "it stands at A-01-5-1 already: drop the move" in only(check(case, idle), "yard_place")


def test_yard_place_back_again(case: Case) -> None:
    """A box may come back by a second move, out of the way of what was taken from under it in between."""
    back = (*MOVES, move("premarshal", OTHER, "A-01-6-1", "A-01-5-1", 1_402, 1_502))
    assert check(case, plan_for(case, moves=back)).feasible


def test_yard_place_under_another_box(case: Case, plan: LoadingPlan) -> None:
    """Without the rehandle of L9, L1 stands under it."""
    text = only(check(case, without_move(plan, L9)), "yard_place")
    assert f"retrieving {L1} with yard crane RTG1 at 08:35:50: at A-02-2-1, {L9} stands on it: move that before" in text


def test_yard_place_of_a_twenty_on_a_forty(case: Case, plan: LoadingPlan) -> None:
    late = with_move(plan, D2, target="A-09-2-3", start=at(1_400), end=at(1_500))
    text = only(check(case, plan_for(case, moves=late.yard_moves)), "yard_place", but="tractors")
    assert f"{D2} with yard crane RTG1 at 08:53:20: it is 20 feet long and at A-09-2-3 it stands on {D4}" in text


def test_yard_place_of_a_forty_that_hangs(case: Case, plan: LoadingPlan) -> None:
    half = with_move(plan, D3, target="A-10-1-3")
    assert "at A-10-1-3 nothing stands below one half of it" in " ".join(map(str, check(case, half).broken))


def test_yard_place_of_a_box_that_is_not_there(case: Case) -> None:
    truck = plan_for(case, moves=(*MOVES, move("retrieve", L8, "A-01-1-1", T, 1_400, 1_500)))
    assert f"retrieving {L8}" in only(check(case, truck), "yard_place", but="tractors")
    twice = plan_for(case, moves=(*MOVES, move("stack", D1, T, "A-21-1-1", 1_500, 1_600)))
    assert "it stands in the yard then, at A-09-1-1" in " ".join(map(str, check(case, twice).broken))


def test_yard_place_of_boxes_of_other_calls(case: Case, plan: LoadingPlan) -> None:
    assert any(each.box == OTHER for each in plan.yard_moves)
    onto = with_move(plan, D1, target="A-01-6-1")
    assert f"at A-01-6-1 {OTHER} stands" in " ".join(map(str, check(case, onto).broken))


def _with_blocks(case: Case, *others: YardBlock, **fields: object) -> Case:
    """The case with fields of block A changed, and other blocks without cranes."""
    block = case.yard_blocks[0].model_dump() | fields
    return case.changed(yard_blocks=(YardBlock.model_validate(block), *others))


def _reefer(case: Case, serial: str) -> Case:
    return with_box(case, serial, box_type="42R1", plug=True)


def test_yard_plug(case: Case, plan: LoadingPlan) -> None:
    """D3 is a reefer and put at A-10-2-1; of the bays with plugs, rows 5 and 6 of bay 4 are never used."""
    cold = _with_blocks(_reefer(case, D3), plug_bays=4)
    text = only(check(cold, plan), "yard_plug")
    assert "there is no plug at A-10-2-1, and the stack at A-04-5-1, which has one, stands empty: put it there" in text
    mended = with_move(with_move(plan, D4, target="A-10-2-1"), D3, target="A-04-5-1")
    assert "yard_plug" not in rules(check(cold, mended))


def test_yard_plug_where_there_are_none_or_none_is_free(case: Case, plan: LoadingPlan) -> None:
    cold = _reefer(case, D3)
    assert check(cold, plan).feasible
    assert not any("plug" in note for note in check(cold, plan).notes)
    # One bay has plugs: that is none for a 40-foot box.
    verdict = check(_with_blocks(cold, plug_bays=1), plan)
    assert verdict.feasible
    assert "1 reefer stands where there is no plug" in verdict.notes


def test_yard_plug_of_a_rehandle(case: Case, plan: LoadingPlan) -> None:
    """L9 is a reefer: it is put from bay 2, with plugs, to row 3 of it, and must not come to a bay without."""
    cold = _with_blocks(_reefer(case, L9), plug_bays=4)
    assert check(cold, plan).feasible
    away = with_move(plan, L9, target="A-10-6-1")
    assert f"rehandling {L9}" in only(check(cold, away), "yard_plug", but="yard_crane")
    # A block with plugs is out of reach of the crane of another.
    other = _with_blocks(_reefer(case, L9), YardBlock(id="B", bays=4, rows=6, tiers=4, plug_bays=4))
    assert "yard_plug" not in rules(check(other, away))


def test_yard_kind(case: Case, plan: LoadingPlan) -> None:
    """D2 is dangerous, and block A takes none of that: block B does, and counts if a yard crane works there."""
    dangerous = with_box(case, D2, hazards=("9",))
    second = YardBlock(id="B", bays=4, rows=6, tiers=4)
    without = _with_blocks(dangerous, second, takes="full reefer")
    verdict = check(without, plan)
    assert verdict.feasible
    assert "1 box stands in a block that does not take its kind" in verdict.notes
    served = without.changed(yard_cranes=(*without.yard_cranes, YardCrane(id="RTG2", block="B")))
    text = only(check(served, plan), "yard_kind")
    assert "block A takes no dangerous boxes, and the stack at B-01-1-1, where they fit, stands empty" in text
    assert check(served, with_move(plan, D2, crane="RTG2", target="B-01-1-1")).feasible


def test_yard_crane_of_its_block(case: Case, plan: LoadingPlan) -> None:
    second = case.changed(
        yard_blocks=(*case.yard_blocks, YardBlock(id="B", bays=10, rows=6, tiers=4)),
        yard_cranes=(*case.yard_cranes, YardCrane(id="RTG2", block="B")),
    )
    wrong = with_move(plan, D2, crane="RTG2")
    text = only(check(second, wrong), "yard_crane")
    assert "A-09-1-2 is not in block B, where it works" in text
    assert check(second, with_move(wrong, D2, target="B-09-1-1")).feasible
    across = check(second, with_move(plan, L9, target="B-02-3-1"))
    assert f"rehandling {L9} with yard crane RTG1 at 08:32:30: B-02-3-1 is not in block A" in only(across, "yard_crane")


def test_yard_crane_that_is_not_there(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, with_move(plan, D2, crane="RTG7"))
    assert "the case has no yard crane RTG7" in only(verdict, "yard_crane")
    assert verdict.broken[0].calls == ("RTG7",)


@pytest.mark.parametrize(("end", "feasible"), [(1_366, True), (1_365, True), (1_364, False)])
def test_yard_crane_needs_time_for_a_move(case: Case, plan: LoadingPlan, end: int, feasible: bool) -> None:
    verdict = check(case, with_move(plan, D5, end=at(end)))
    assert rules(verdict) == (set() if feasible else {"yard_crane"})


def test_yard_crane_does_one_move_at_a_time(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, with_move(plan, D5, start=at(1_265), end=at(1_366)))
    assert "begins before that of DMGU0001040 ends" in only(verdict, "yard_crane")


@pytest.mark.parametrize(("start", "feasible"), [(864, True), (863, True), (862, False)])
def test_yard_crane_needs_its_way(case: Case, plan: LoadingPlan, start: int, feasible: bool) -> None:
    """From the retrieve in bay 06 to the stack in bay 09 there is a bay and a half: 6 s."""
    verdict = check(case, with_move(plan, D1, start=at(start)))
    assert rules(verdict) == (set() if feasible else {"yard_crane"})
    if not feasible:
        assert f"begins 4 s after that of {L5}, and the crane needs 6 s for 1.5 bays" in only(verdict, "yard_crane")


def test_retrieved_before_it_is_loaded(case: Case, plan: LoadingPlan) -> None:
    """A box that is loaded before it is retrieved, or before it has come to the quay: 100 s on its way."""
    far = with_move(plan, L5, start=at(1_500), end=at(1_600))
    text = only(check(case, plan_for(case, moves=far.yard_moves)), "retrieved", but="tractors")
    assert f"{L5} is loaded at 08:53:00, and it is retrieved until 08:56:40 and on its way for 100 s then" in text
    for speed, feasible in ((18, True), (12, True), (2, False)):
        slow = with_terminal(case, tractors={"speed_km_h": speed})
        assert ("retrieved" not in rules(check(slow, plan_for(slow)))) is feasible


@pytest.mark.parametrize(("end", "feasible"), [(320, True), (321, True), (322, False)])
def test_retrieved_with_time_for_the_way(case: Case, plan: LoadingPlan, end: int, feasible: bool) -> None:
    """L6 is loaded at 420 s and 100 s on its way."""
    moves = tuple(each for each in plan.yard_moves if each.box in (L6, OTHER))
    late = plan_for(case, moves=moves)
    verdict = check(case, with_move(late, L6, start=at(end - 100), end=at(end)))
    assert (L6 not in {name for broken in verdict.broken for name in broken.calls}) is feasible


def test_retrieved_once(case: Case, plan: LoadingPlan) -> None:
    never = only(check(case, without_move(plan, L7)), "retrieved")
    assert f"{L7} is loaded at 08:40:00 and never retrieved from A-02-4-1" in never
    twice = plan_for(case, moves=(*MOVES, move("retrieve", L7, "A-02-4-1", T, 1_400, 1_500)))
    assert f"{L7} is retrieved 2 times" in " ".join(map(str, check(case, twice).broken))


def test_retrieved_is_no_box_that_stays_ashore(case: Case) -> None:
    moves = tuple(each for each in MOVES if each.box != L9)
    fetched = plan_for(case, moves=(*moves, move("retrieve", L9, "A-02-2-2", T, 150, 250)))
    assert f"{L9} is left ashore and retrieved at 08:32:30: leave it" in only(check(case, fetched), "retrieved")


def test_retrieved_is_no_box_that_is_discharged(case: Case) -> None:
    fetched = plan_for(case, moves=(*MOVES, move("retrieve", D1, "A-09-1-1", T, 1_400, 1_500)))
    assert f"{D1} is retrieved and is no box to load" in " ".join(map(str, check(case, fetched).broken))


def test_stacked(case: Case, plan: LoadingPlan) -> None:
    never = only(check(case, without_move(plan, D5)), "stacked")
    assert "is discharged at 08:38:20 and never stacked" in never
    without = case.changed(yard_cranes=(), yard_blocks=case.yard_blocks)
    assert "stacked" not in rules(check(without, plan_for(without, moves=())))
    wrong = plan_for(case, moves=(*MOVES, move("stack", L8, T, "A-21-1-1", 1_500, 1_600)))
    assert f"{L8} is stacked and is no box to discharge" in only(check(case, wrong), "stacked")


@pytest.mark.parametrize(("start", "feasible"), [(790, True), (789, True), (788, False)])
def test_stacked_after_its_way(case: Case, start: int, feasible: bool) -> None:
    """D4 is lifted off until 690 s, and 100 s on its way."""
    alone = plan_for(case, moves=tuple(each for each in MOVES if each.box in (OTHER, D4)))
    moved = with_move(alone, D4, target="A-10-2-1", start=at(start), end=at(start + 100))
    told = [broken for broken in check(case, moved).broken if broken.rule == "stacked" and D4 in broken.calls]
    assert (not told) is feasible
    if told:
        assert f"{D4} is stacked at 08:43:08, and it is lifted off until 08:41:30" in told[0].text


def test_tractors_that_there_are(case: Case, plan: LoadingPlan) -> None:
    text = only(check(case, plan.model_copy(update={"tractors": 9})), "tractors")
    assert "the plan counts on 9 tractors and the terminal has 8" in text


def test_tractors_that_are_under_way(case: Case, plan: LoadingPlan) -> None:
    """At 658 s there are L7, L1, the pair of L2 and L3, L4, the pair of D1 and D2, D3, D4 and D5: 8 tractors."""
    assert check(case, plan.model_copy(update={"tractors": 8})).feasible
    verdict = check(case, plan.model_copy(update={"tractors": 7}))
    assert "8 tractors are under way at 08:40:58" in only(verdict, "tractors")
    assert {L3, L7, D3} <= set(verdict.broken[0].calls)


def test_tractors_drive_back(case: Case, plan: LoadingPlan) -> None:
    """Only the discharge of the first two boxes: their tractor is in use until 1,064 s and 100 s more."""
    left = without_lift(plan, lambda each: not holds(D1)(each))
    for start, busy in ((1_160, 2), (1_165, 1)):
        load = with_lift(plan, holds(L5), start=at(start + 105), end=at(start + 225)).lifts
        both = left.model_copy(
            update={
                "lifts": (*left.lifts, *(each for each in load if holds(L5)(each))),
                "yard_moves": tuple(
                    each.model_copy(update={"start": at(start), "end": at(start + 5)}) if each.box == L5 else each
                    for each in plan.yard_moves
                    if each.box in (D1, D2, L5)
                ),
                "tractors": 1,
            }
        )
        assert ("tractors" in rules(check(case, both))) is (busy == 2)


def test_tractors_are_not_needed_without_yard_moves(case: Case) -> None:
    bare = case.changed(
        yard_cranes=(),
        containers=tuple(row.model_copy(update={"place": None}) for row in case.containers),
    )
    assert check(bare, plan_for(bare, moves=()).model_copy(update={"tractors": 1})).feasible


def test_yard_boxes_keep_their_place_when_their_length_is_another_calls(case: Case, plan: LoadingPlan) -> None:
    long = with_box(case, OTHER, box_type="42G1", place="A-02-5-1")
    moved = with_move(plan, OTHER, origin="A-02-5-1", target="A-02-6-1")
    assert check(long, moved).feasible
    assert "is longer than 20 feet" in " ".join(
        map(str, check(long, with_move(moved, OTHER, target="A-01-6-1")).broken)
    )
