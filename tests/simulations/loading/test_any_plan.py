"""Whatever a plan does: it runs to its end, keeps its order, and ends with its boxes in place."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data.cargo import Container
from data.case import Case
from data.errors import BadInput, Fault
from data.plans import Lift, LoadingPlan, YardMove
from simulations.loading.execution import execute
from simulations.loading.work import Work, work_of
from tests.simulations.loading.conftest import (
    discharged,
    fetch,
    lift,
    loaded,
    number,
    plan_of,
    ship_case,
    stack,
    whole_plan,
)


@dataclass
class Drawing:
    """A plan in the making: what comes next is drawn among what can, so that every order of things turns up."""

    lifts: list[Lift] = field(default_factory=list)
    moves: list[YardMove] = field(default_factory=list)
    boxes: list[Container] = field(default_factory=list)
    # Of trips: from when to when a tractor is in use.
    uses: list[tuple[float, float]] = field(default_factory=list)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Case, LoadingPlan]:
    """Deck stacks are cleared from the top and filled from the bottom; boxes are fetched and stacked in between."""
    made = Drawing()
    stacks = draw(st.lists(st.tuples(st.sampled_from([2, 6, 10]), st.sampled_from([1, 2])), min_size=1, unique=True))
    pending: list[list[tuple[str, int, str]]] = []
    count = 0
    for bay, row in stacks:
        off, on = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        slots = [f"{bay:03d}{row:02d}{tier}" for tier in (82, 84)]
        steps = []
        for slot in reversed(slots[:off]):
            count += 1
            made.boxes.append(discharged(count, slot))
            steps.append(("discharge", count, slot))
        for slot in slots[:on]:
            count += 1
            made.boxes.append(loaded(count, draw(st.sampled_from([None, "A-02-1-1"]))))
            steps.append(("load", count, slot))
        if steps:
            pending.append(steps)
    # Each box of the yard on the ground.
    places = {box.id: f"{'AB'[n % 2]}-{4 * (n // 12) + 2:02d}-{n // 2 % 6 + 1}-1" for n, box in enumerate(made.boxes)}
    made.boxes = [
        box.model_copy(update={"place": places[box.id]}) if box.place is not None else box for box in made.boxes
    ]
    now = 0.0
    fetched: dict[int, float] = {}
    unstacked: list[tuple[int, float]] = []
    tofetch = [n for steps in pending for kind, n, _ in steps if kind == "load" and made.boxes[n - 1].place is not None]
    while pending or unstacked:
        choices: list[tuple[str, int]] = [("stack", n) for n in range(len(unstacked))]
        choices += [("fetch", n) for n in range(len(tofetch))]
        choices += [
            ("lift", n)
            for n, (step, *_) in enumerate(pending)
            if step[0] == "discharge" or step[1] in fetched or made.boxes[step[1] - 1].place is None
        ]
        what, which = draw(st.sampled_from(choices))
        now += draw(st.sampled_from([0.5, 2, 7]))
        if what == "fetch":
            n = tofetch.pop(which)
            fetched[n] = now
            made.moves.append(fetch(n, made.boxes[n - 1].place or "", now))
        elif what == "stack":
            n, since = unstacked.pop(which)
            block = draw(st.sampled_from("AB"))
            made.moves.append(stack(n, f"{block}-30-{n % 6 + 1}-{n // 6 + 1}", now))
            made.uses.append((since, now + 3))
        else:
            kind, n, slot = pending[which].pop(0)
            made.lifts.append(lift(draw(st.sampled_from(["Q1", "Q2"])), kind, now, (n, slot)))
            if kind == "discharge":
                unstacked.append((n, now))
            elif n in fetched:
                made.uses.append((fetched[n], now + 3))
            pending = [steps for steps in pending if steps]
    if not made.lifts:
        made.boxes.append(loaded(count + 1))
        made.lifts.append(lift("Q1", "load", now, (count + 1, "0020182")))
    most = max((sum(a <= since < b for a, b in made.uses) for since, _ in made.uses), default=1)
    work = draw(st.sampled_from([{"clearance_m": 0}, {"clearance_m": 25}, {"clearance_m": 25, "travel_m_min": 45}]))
    rough = {"cycle_spread": 0.8, "hours_between_failures": 0.2, "repair_h": 0.3}
    case = ship_case(made.boxes, tractors=99, crane_work=work | rough, yard_work={"move_spread": 0.8})
    return case, plan_of(case, made.lifts, made.moves, tractors=most + draw(st.sampled_from([0, 0, 1, 4])))


def keeps_its_order(work: Work, starts: tuple[float, ...], ends: tuple[float, ...]) -> None:
    for queue in work.quay_cranes.values():
        for before, after in pairwise(queue):
            assert starts[after] >= ends[before] + work.activities[after].way - 1e-9
    for before, followers in enumerate(work.followers[: len(starts)]):
        for after, _, lag in followers:
            if after < len(starts):
                assert starts[after] >= ends[before] + lag - 1e-9


@settings(deadline=None, max_examples=80)
@given(plans(), st.integers(0, 5))
def test_a_plan_runs_to_its_end_in_its_order(drawn: tuple[Case, LoadingPlan], seed: int) -> None:
    case, plan = drawn
    work = work_of(case, plan)
    for replication in range(3):
        # Conservation of boxes and of crane time is checked in every run.
        result = execute(work, seed=seed, replication=replication)
        keeps_its_order(work, result.starts, result.ends)
        assert 0 <= result.figures["tractors_in_use"] <= 1 + 1e-9
        assert result.figures["finish_h"] <= result.figures["stacked_h"]


@settings(deadline=None, max_examples=25)
@given(plans())
def test_boxes_end_where_the_plan_has_them(drawn: tuple[Case, LoadingPlan]) -> None:
    work = work_of(*drawn)
    for planned in drawn[1].lifts:
        (carried,) = planned.boxes
        if planned.kind == "load":
            assert work.final[carried.box] == carried.target
        else:
            assert work.final[carried.box].startswith(("A-30-", "B-30-"))
    assert len(work.final) == len(drawn[0].containers)
    assert number(1) in work.final


def _changed(plan: LoadingPlan, draw: st.DrawFn) -> LoadingPlan:
    """A plan spoilt in one place."""
    lifts, moves = list(plan.lifts), list(plan.yard_moves)
    rows: list[Any] = draw(st.sampled_from([lifts, moves]))
    one, two = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, len(rows) - 1))
    what = draw(st.sampled_from(["swap", "shift", "drop", "twice", "crane", "kind", "boxes", "tractors"]))
    if what == "swap":
        rows[one], rows[two] = rows[two], rows[one]
    elif what == "shift":
        by = timedelta(minutes=draw(st.integers(-20, 20)))
        rows[one] = rows[one].model_copy(update={"start": rows[one].start + by, "end": rows[one].end + by})
    elif what == "drop":
        del rows[one]
    elif what == "twice":
        rows.insert(two, rows[one])
    elif what == "tractors":
        return plan.model_copy(update={"tractors": draw(st.integers(1, 8))})
    else:
        fields = {"crane": ("crane",), "kind": ("kind",), "boxes": ("boxes", "cover", "box", "origin", "target")}[what]
        given = {name: getattr(rows[two], name) for name in fields if hasattr(rows[two], name)}
        rows[one] = rows[one].model_copy(update=given)
    return plan.model_copy(update={"lifts": tuple(lifts), "yard_moves": tuple(moves)})


@st.composite
def spoilt_plans(draw: st.DrawFn) -> tuple[Case, LoadingPlan]:
    case, plan = whole_plan(crane_work={"clearance_m": draw(st.sampled_from([0, 25]))})
    for _ in range(draw(st.integers(1, 3))):
        if plan.lifts and plan.yard_moves:
            plan = _changed(plan, draw)
    return case, plan


@settings(deadline=None, max_examples=100)
@given(spoilt_plans())
def test_a_spoilt_plan_is_refused_or_runs_to_its_end(drawn: tuple[Case, LoadingPlan]) -> None:
    faults: list[Fault] = []
    try:
        work = work_of(*drawn)
    except BadInput as refused:
        faults = refused.faults
    if faults:
        assert all(fault.file in ("plan", "lifts", "yard_moves") and fault.remedy for fault in faults)
        return
    result = execute(work, seed=1)
    keeps_its_order(work, result.starts, result.ends)
