"""Plans that are spoilt in one place are refused, and no plan at all makes the checker stumble."""

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.checker import check, check_loading, check_stowage
from data.plans import CraneUse, LeftAshore, LoadingPlan
from data.shifts import Shift
from data.slots import Cell
from tests.data.checker.loading.conftest import (
    BOXES,
    CALL,
    LIFTS,
    MOVES,
    START,
    at,
    number,
    plan_for,
)
from tests.data.checker.loading.test_departing import SLOTS

EVERY_SLOT = [
    Cell(bay, row, tier).slot for bay in (1, 2, 3, 5, 6, 7, 13) for row in (0, 1, 2) for tier in (2, 4, 6, 82, 84, 86)
]
LIFTED = sorted({carried.box for each in LIFTS for carried in each.boxes})
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
THOROUGH = settings(QUIET, max_examples=100)


@pytest.fixture(scope="module")
def with_shifts(case: Case) -> Case:
    """The case with so few gangs that two cranes never work at once."""
    return case.changed(shifts=(Shift(id="DAY", start=time(7), gangs=1), Shift(id="NIGHT", start=time(19), gangs=0)))


@QUIET
@given(place=st.integers(0, len(LIFTS) - 1))
def test_a_plan_without_one_of_its_lifts_is_refused(case: Case, place: int) -> None:
    assert not check(case, plan_for(case, lifts=LIFTS[:place] + LIFTS[place + 1 :])).feasible


@QUIET
@given(place=st.integers(1, len(MOVES) - 1))
def test_a_plan_without_one_of_its_yard_moves_is_refused(case: Case, place: int) -> None:
    """But for the first, which only tidies the yard."""
    assert not check(case, plan_for(case, moves=MOVES[:place] + MOVES[place + 1 :])).feasible
    assert check(case, plan_for(case, moves=MOVES[1:])).feasible


@QUIET
@given(place=st.integers(0, len(LIFTS) - 1), seconds=st.integers(2, 100))
def test_a_plan_with_a_hurried_lift_is_refused(case: Case, place: int, seconds: int) -> None:
    each = LIFTS[place]
    quick = each.model_copy(update={"end": each.end - timedelta(seconds=seconds)})
    assert not check(case, plan_for(case, lifts=(*LIFTS[:place], quick, *LIFTS[place + 1 :]))).feasible


@QUIET
@given(place=st.integers(0, len(LIFTS) - 1), seconds=st.integers(-3_600, 3_600).filter(lambda each: abs(each) > 120))
def test_a_plan_with_a_lift_at_another_time_is_refused(case: Case, place: int, seconds: int) -> None:
    """But for what is done last: L5 and L8 may come later, and R1 may be put back after L8."""
    each = LIFTS[place]
    if seconds > 0 and each.kind != "hatch_on" and each.end >= at(1_140):
        return
    shift = timedelta(seconds=seconds)
    moved = each.model_copy(update={"start": each.start + shift, "end": each.end + shift})
    assert not check(case, plan_for(case, lifts=(*LIFTS[:place], moved, *LIFTS[place + 1 :]))).feasible


@QUIET
@given(serial=st.sampled_from(LIFTED), other=st.sampled_from(LIFTED))
def test_a_plan_with_two_boxes_exchanged_is_refused_or_as_good(case: Case, serial: str, other: str) -> None:
    """Boxes to load of one kind may change places where both come in time; any other exchange is refused."""
    if serial == other:
        return
    change = {serial: other, other: serial}
    lifts = tuple(
        each.model_copy(
            update={
                "boxes": tuple(
                    carried.model_copy(update={"box": change.get(carried.box, carried.box)}) for carried in each.boxes
                )
            }
        )
        for each in LIFTS
    )
    rows = {row["id"]: row for row in BOXES}
    same = all(rows[serial][column] == rows[other][column] for column in ("box_type", "direction", "port"))
    verdict = check(case, plan_for(case, lifts=lifts))
    assert not verdict.feasible or (same and rows[serial]["direction"] == "load")


@QUIET
@given(serial=st.sampled_from(LIFTED), slot=st.from_regex(r"\A0(02|06)0[0-2](02|04|06|82|84|86)\Z"))
def test_a_plan_with_a_box_in_a_random_slot_names_it_or_is_sound(case: Case, serial: str, slot: str) -> None:
    """What the checker lets pass, an account of the slots lets pass too: one box a slot, and none in the air."""
    lifts = tuple(
        each.model_copy(
            update={
                "boxes": tuple(
                    carried.model_copy(update={"target": slot})
                    if carried.box == serial and each.kind in ("load", "restow_on")
                    else carried
                    for carried in each.boxes
                )
            }
        )
        for each in LIFTS
    )
    if not check(case, plan_for(case, lifts=lifts)).feasible:
        return
    on_board = {row["slot"]: row["id"] for row in BOXES if row.get("slot") and row["direction"] == "remain"}
    for each in sorted(lifts, key=lambda lift: lift.start):
        for carried in each.boxes:
            if each.kind == "restow_off":
                del on_board[carried.origin]
            if each.kind in ("load", "restow_on"):
                assert on_board.setdefault(carried.target, carried.box) == carried.box
    assert on_board.get(slot) == serial or not any(
        row["id"] == serial for row in BOXES if row["direction"] != "discharge"
    )


TEXTS = st.one_of(
    st.sampled_from(
        [
            "tractor",
            "quay",
            "",
            "0020082",
            "0130182",
            "0010102",
            "0000000",
            "A-02-1-1",
            "A-01-5-1",
            "A-0-0-0",
            "B-1-1-1",
        ]
    ),
    st.from_regex(r"\A[0-9]{7}\Z"),
    st.text(max_size=20),
)
NUMBERS = st.sampled_from([*LIFTED, *(number(serial) for serial in (209, 302, 401, 999))])
TIMES = st.one_of(
    st.integers(-2_000, 4_000), st.floats(-5_000, 5_000), st.sampled_from([-(10**9), 10**9, 5 * 10**9])
).map(at)
CARRIED = st.fixed_dictionaries({"box": NUMBERS, "from": TEXTS, "to": TEXTS})
ANY_LIFT = st.fixed_dictionaries(
    {
        "crane": st.sampled_from(["QC1", "QC2", "QC9"]),
        "kind": st.sampled_from(["discharge", "load", "restow_off", "restow_on", "hatch_off", "hatch_on"]),
        "bay": st.sampled_from([1, 2, 3, 6, 13, 14, 999]),
        "cover": st.sampled_from([None, 1, 2, 3]),
        "boxes": st.lists(CARRIED, max_size=2),
        "start": TIMES,
        "end": TIMES,
        "dual": st.booleans(),
    }
)
ANY_MOVE = st.fixed_dictionaries(
    {
        "crane": st.sampled_from(["RTG1", "RTG9"]),
        "kind": st.sampled_from(["retrieve", "stack", "rehandle", "premarshal"]),
        "box": NUMBERS,
        "from": TEXTS,
        "to": TEXTS,
        "start": TIMES,
        "end": TIMES,
    }
)


def _json(each: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = each.model_dump(by_alias=True)
    return dumped


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """A plan of any content: lifts and moves of the good plan, and others that make no sense."""
    lifts = st.lists(st.one_of(st.sampled_from(LIFTS).map(_json), ANY_LIFT), max_size=25)
    moves = st.lists(st.one_of(st.sampled_from(MOVES).map(_json), ANY_MOVE), max_size=20)
    uses = st.fixed_dictionaries({"crane": st.sampled_from(["QC1", "QC2", "QC9"]), "from": TIMES, "to": TIMES})
    return {
        "case": "small",
        "case_hash": "x",
        "call": draw(st.sampled_from([CALL, CALL, CALL, CALL, "BURU-1", "NOBODY-1"])),
        "position_m": draw(st.sampled_from([0.0, -1e5, 1e5, 33.3])),
        "side": draw(st.sampled_from(["port", "starboard"])),
        "start": START,
        "cranes": draw(st.lists(uses, min_size=1, max_size=3)),
        "tractors": draw(st.sampled_from([1, 8, 1_000])),
        "lifts": draw(lifts),
        "yard_moves": draw(moves),
        "ashore": [
            {"box": box, "reason": draw(st.sampled_from(["", "late"]))} for box in draw(st.lists(NUMBERS, max_size=3))
        ],
    }


@THOROUGH
@given(content=plans(), shifts=st.booleans())
def test_no_plan_that_can_be_read_makes_the_checker_stumble(
    case: Case, with_shifts: Case, content: dict[str, Any], shifts: bool
) -> None:
    read = LoadingPlan.model_validate(content)
    verdict = check(with_shifts if shifts else case, read)
    assert len(verdict.terms) == 6
    assert all(amount >= 0 for amount in verdict.terms.values())
    for broken in verdict.broken:
        assert broken.rule.islower()
        assert broken.calls
        assert all(broken.calls)
        assert len(broken.text) < 800
    if verdict.feasible:
        assert {each.box for each in read.ashore} >= {number(209)}


@QUIET
@given(start=st.integers(-100, 100), end=st.integers(1_400, 1_600))
def test_a_plan_is_refused_where_a_crane_is_not_given_for_all_its_lifts(case: Case, start: int, end: int) -> None:
    uses = (CraneUse(crane="QC1", start=at(start), end=at(end)), CraneUse(crane="QC2", start=at(0), end=at(1_290)))
    assert check(case, plan_for(case).model_copy(update={"cranes": uses})).feasible is (start <= 0 and end >= 1_500)


def test_left_ashore_by_hand(case: Case) -> None:
    """Nothing is lifted on board and everything left ashore: only what arrives must still go off."""
    loads = [row["id"] for row in BOXES if row["direction"] == "load" and row["call"] == CALL]
    plan = plan_for(case, lifts=(), moves=()).model_copy(
        update={"ashore": tuple(LeftAshore(box=serial, reason="strike") for serial in loads)}
    )
    verdict = check(case, plan)
    assert [broken.rule for broken in verdict.broken] == ["every_box_once"]
    assert verdict.terms["ashore"] == 8 * 100_000


@QUIET
@given(serial=st.sampled_from(sorted(SLOTS.keys() & set(LIFTED))), slot=st.sampled_from(EVERY_SLOT))
def test_a_stowage_is_judged_as_the_plan_that_leaves_with_it(case: Case, serial: str, slot: str) -> None:
    """With a box in another slot: what a plan may leave with is accepted, with the same overstows."""
    lifts = tuple(
        each.model_copy(
            update={
                "boxes": tuple(
                    box.model_copy(update={"target": slot}) if box.box == serial else box for box in each.boxes
                )
            }
        )
        if each.kind in ("load", "restow_on")
        else each
        for each in LIFTS
    )
    by_plan = check_loading(case, plan_for(case, lifts=lifts))
    alone = check_stowage(case, case.call_by_id[CALL], SLOTS | {serial: slot})
    told = {broken.rule for broken in by_plan.broken}
    # Of every box, replay tells the first thing that is wrong: nothing that hides a wrong slot may be.
    if not told - {"bay", "twin_lift", "crane_twice", "crane_passing"}:
        assert alone.feasible
        assert alone.overstows == by_plan.overstows
    elif told & {"slot", "plug", "stack_weight"}:
        assert not alone.feasible
