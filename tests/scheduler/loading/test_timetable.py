"""When everything happens: each rule that the timetable keeps, in plans of a few lifts whose times are known.

A lift takes 120 s, a hatch cover 300 s, a yard move 100 s and 4 s a bay, a tractor 100 s from quay to yard.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.box_kinds import BOX_KINDS
from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.plans import Lift, YardMove
from data.slots import Place
from data.terminal import YardBlock, YardCrane
from scheduler.loading import solve
from scheduler.loading.crane_times import CraneTime
from scheduler.loading.timetable import Timetable
from scheduler.loading.work import BayTask, Move
from scheduler.loading.yard_stacks import piles_of
from scheduler.stopping import Stop
from scheduler.yard.single_moves import put_in_order
from tests.data.checker.loading.conftest import START
from tests.scheduler.loading.conftest import box, call_of, ship_stack, tiny
from tests.scheduler.loading.generated import tiny_cases

ALWAYS = ((0, 10**6),)
BAYS = {2: 200, 6: 500, 10: 800}


def load(slot: str, seconds: int = 120) -> Move:
    return Move("load", _bay(slot), None, (slot,), seconds)


def discharge(slot: str, its: Container, **more: Any) -> Move:
    return Move("discharge", _bay(slot), None, (slot,), more.pop("seconds", 120), (its.id,), **more)


def _bay(slot: str) -> int:
    bay = int(slot[:3])
    return bay if bay % 2 == 0 else bay - 1 if bay % 4 == 3 else bay + 1


def task(*moves: Move, after: tuple[int, ...] = ()) -> BayTask:
    return BayTask("task", moves[0].bay, moves, after)


def timetable(
    case: Case,
    boxes: Sequence[Container],
    tasks: Sequence[BayTask],
    slots: Mapping[str, Container] | None = None,
    *,
    starts: Sequence[int] | None = None,
    given: Sequence[int] | None = None,
    windows: Sequence[tuple[tuple[int, int], ...]] = (ALWAYS, ALWAYS),
    tractors: int = 8,
    leaves: Mapping[str, float] | None = None,
    premarshal: bool = False,
    blocks: Sequence[YardBlock] = (YardBlock(id="A", bays=10, rows=6, tiers=4),),
    yard_cranes: Sequence[YardCrane] = (YardCrane(id="RTG1", block="A"),),
    **terminal: Any,
) -> Timetable:
    """Tasks begin in their order and are done by the first crane, unless it is said otherwise."""
    stacks = [ship_stack(bay, row, "deck", tiers=4) for bay in (2, 6, 10) for row in (1, 2)]
    made = tiny(case, stacks, boxes, blocks=blocks, yard_cranes=yard_cranes, **terminal)
    cranes = [CraneTime(f"QC{place}", (0, 270), each) for place, each in enumerate(windows, start=1)]
    found = Timetable(made, START, cranes, tractors, boxes_of(made, call_of(made)), leaves or {}, BAYS)
    if premarshal:
        found.move_before_start(put_in_order(piles_of(made, boxes_of(made, call_of(made)), leaves or {}), leaves or {}))
    found.run(tasks, starts or [*range(len(tasks))], given or [0] * len(tasks), slots or {})
    return found


def times(jobs: Sequence[Lift] | Sequence[YardMove]) -> list[tuple[float, float]]:
    """Seconds from the start of the plan to the beginning and end of each."""
    return [((job.start - START) / timedelta(seconds=1), (job.end - START) / timedelta(seconds=1)) for job in jobs]


def told(moves: Sequence[YardMove]) -> list[tuple[str, str, str, float]]:
    """Yard moves in the order of their beginnings."""
    rows = [
        (move.kind, move.origin, move.target, begins) for move, (begins, _) in zip(moves, times(moves), strict=True)
    ]
    return sorted(rows, key=lambda row: row[3])


def test_lifts_follow_each_other(case: Case) -> None:
    boxes = [box(), box()]
    slots = {"0010182": boxes[0], "0010184": boxes[1]}
    found = timetable(case, boxes, [task(load("0010182"), load("0010184"))], slots)
    assert times(found.lifts) == [(0, 120), (120, 240)]
    assert [(lift.crane, lift.kind, lift.bay) for lift in found.lifts] == [("QC1", "load", 2)] * 2
    assert [(each.box, each.origin, each.target) for lift in found.lifts for each in lift.boxes] == [
        (boxes[0].id, "tractor", "0010182"), (boxes[1].id, "tractor", "0010184"),
    ]  # fmt: skip
    assert found.yard_moves == []
    assert found.finish == 240


def test_a_box_comes_from_the_yard_first(case: Case) -> None:
    """The tractor is in the yard after 100 s, has the box after 200 s, and is back after 300 s."""
    one = box(place="A-05-1-1")
    found = timetable(case, [one], [task(load("0010182"))], {"0010182": one})
    assert told(found.yard_moves) == [("retrieve", "A-05-1-1", "tractor", 100)]
    assert times(found.yard_moves) == [(100, 200)]
    assert times(found.lifts) == [(300, 420)]
    assert found.waited_s == [300]


def test_a_box_is_not_fetched_long_before(case: Case) -> None:
    """It is at the quay before the crane comes to it, and not long before: tractors are for what is next."""
    boxes = [box(slot="0060182", direction="discharge", long=True), box(place="A-05-1-1")]
    tasks = [task(discharge("0060182", boxes[0], seconds=5_000)), task(load("0010182"))]
    found = timetable(case, boxes, tasks, {"0010182": boxes[1]})
    (way,) = [begins for kind, _, _, begins in told(found.yard_moves) if kind == "retrieve"]
    assert 0 <= 5_000 + 30 - (way + 200) <= 1_800


def test_a_task_waits_for_those_before_it(case: Case) -> None:
    boxes = [box(), box()]
    slots = {"0010182": boxes[0], "0100182": boxes[1]}
    tasks = [task(load("0010182")), task(load("0100182"), after=(0,))]
    assert times(timetable(case, boxes, tasks, slots, given=[0, 1]).lifts) == [(0, 120), (120, 240)]
    free = [tasks[0], task(load("0100182"))]
    assert times(timetable(case, boxes, free, slots, given=[0, 1]).lifts) == [(0, 120), (0, 120)]


def test_a_crane_goes_from_bay_to_bay(case: Case) -> None:
    """30 m at a metre a second; 0 takes no time."""
    boxes = [box(), box()]
    slots = {"0010182": boxes[0], "0050182": boxes[1]}
    tasks = [task(load("0010182")), task(load("0050182"))]
    assert times(timetable(case, boxes, tasks, slots).lifts) == [(0, 120), (150, 270)]
    still = timetable(case, boxes, tasks, slots, crane_work={"travel_m_min": 0})
    assert times(still.lifts) == [(0, 120), (120, 240)]


@pytest.mark.parametrize(
    ("clearance", "given", "second"),
    [
        (25, (0, 1), 0),  # 30 m apart
        (30, (0, 1), 0),
        (31, (0, 1), 121),  # a metre too near
        (25, (1, 0), 120 + 55),  # the first crane has to come past: 30 m and the clearance
    ],
)
def test_cranes_do_not_pass_each_other(case: Case, clearance: float, given: tuple[int, int], second: float) -> None:
    boxes = [box(), box()]
    slots = {"0010182": boxes[0], "0050182": boxes[1]}
    tasks = [task(load("0010182")), task(load("0050182"))]
    found = timetable(case, boxes, tasks, slots, given=given, crane_work={"clearance_m": clearance})
    assert times(found.lifts) == [(0, 120), (second, second + 120)]


def test_a_crane_between_two_takes_its_room(case: Case) -> None:
    """The first and the third of three cranes are twice the clearance apart: 60 m are enough, 30 m are not."""
    boxes = [box(), box()]
    windows = (ALWAYS, (), ALWAYS)
    for slot, second in (("0050182", 120 + 20), ("0090182", 0)):
        tasks = [task(load("0010182")), task(load(slot))]
        slots = {"0010182": boxes[0], slot: boxes[1]}
        assert times(timetable(case, boxes, tasks, slots, given=[0, 2], windows=windows).lifts)[1][0] == second


def test_lifts_lie_within_the_windows_of_their_crane(case: Case) -> None:
    boxes = [box(), box()]
    slots = {"0010182": boxes[0], "0010184": boxes[1]}
    tasks = [task(load("0010182"), load("0010184"))]
    found = timetable(case, boxes, tasks, slots, windows=(((50, 200), (1_000, 2_000)), ()))
    assert times(found.lifts) == [(50, 170), (1_000, 1_120)]


def test_dual_cycles_follow_their_load_at_once(case: Case) -> None:
    """With one tractor too: it brings one box and takes the other."""
    off, on = box(slot="0060182", direction="discharge", long=True), box(long=True, place="A-04-1-1")
    tasks = [task(load("0060282"), discharge("0060182", off, seconds=60, dual=True))]
    for tractors in (1, 8):
        found = timetable(case, [off, on], tasks, {"0060282": on}, tractors=tractors)
        assert times(found.lifts) == [(300, 420), (420, 480)]
        assert [lift.dual for lift in found.lifts] == [False, True]


def test_dual_cycles_end_in_the_window_in_which_they_begin(case: Case) -> None:
    off, on = box(slot="0060182", direction="discharge", long=True), box(long=True)
    tasks = [task(load("0060282"), discharge("0060182", off, seconds=60, dual=True))]
    for end, begins in ((180, 0), (179, 1_000)):
        found = timetable(case, [off, on], tasks, {"0060282": on}, windows=(((0, end), (1_000, 2_000)), ()))
        assert times(found.lifts) == [(begins, begins + 120), (begins + 120, begins + 180)]


def test_dual_cycles_of_two_cranes_have_tractors_of_their_own(case: Case) -> None:
    """Two cranes and two tractors: what one crane's load leaves behind is not taken by the other one's."""
    offs = [box(slot=slot, direction="discharge", long=True) for slot in ("0020182", "0100182")]
    ons = [box(long=True, place=f"A-0{bay}-1-1") for bay in (4, 8)]
    tasks = [
        task(load(f"{bay}0282"), discharge(f"{bay}0182", off, seconds=60, dual=True))
        for bay, off in zip(("002", "010"), offs, strict=True)
    ]
    slots = {"0020282": ons[0], "0100282": ons[1]}
    for starts in ([0, 0], [0, 130], [0, 119], [130, 0]):
        found = timetable(case, [*offs, *ons], tasks, slots, given=[0, 1], starts=starts, tractors=2)
        ends = {lift.crane: lift.end for lift in found.lifts if lift.kind == "load"}
        assert {lift.crane: lift.start for lift in found.lifts if lift.dual} == ends


def test_a_tractor_that_brought_a_load_waits_for_its_dual_partner(case: Case) -> None:
    """The first crane's load comes by truck, and the other one's from the yard, twice: two tractors for three lifts."""
    off, on = box(slot="0020182", direction="discharge", long=True), box(long=True)
    others = [box(long=True, place=f"A-0{bay}-1-1") for bay in (4, 8)]
    tasks = [
        task(load("0020282"), discharge("0020182", off, seconds=60, dual=True)),
        task(load("0100182"), load("0100282")),
    ]
    slots = {"0020282": on, "0100182": others[0], "0100282": others[1]}
    found = timetable(case, [off, on, *others], tasks, slots, given=[0, 1], starts=[10, 0], tractors=2)
    dual = next(lift for lift in found.lifts if lift.dual)
    assert dual.start == next(lift.end for lift in found.lifts if lift.crane == "QC1" and not lift.dual)


def test_a_box_that_is_put_back_waits_for_the_tractor_of_its_dual_partner(case: Case) -> None:
    stays, off = (
        box(slot=slot, long=True, direction=what) for slot, what in (("0020184", None), ("0020182", "discharge"))
    )
    other = box(long=True, place="A-04-1-1")
    tasks = [
        task(load("0100182")),
        task(
            Move("restow_off", 2, None, ("0020184",), 120, (stays.id,)), Move("restow_on", 2, None, ("0020282",), 120),
            discharge("0020182", off, seconds=60, dual=True),
        ),
    ]  # fmt: skip
    slots = {"0100182": other, "0020282": stays}
    found = timetable(case, [stays, off, other], tasks, slots, given=[1, 0], tractors=1)
    by_kind = {lift.kind: lift for lift in found.lifts}
    assert by_kind["discharge"].start == by_kind["restow_on"].end == by_kind["load"].end


def test_restowed_boxes_wait_on_the_quay_and_need_no_tractor(case: Case) -> None:
    stays, on = box(slot="0060182", long=True), box(place="A-05-1-1")
    tasks = [
        task(Move("restow_off", 6, None, ("0060182",), 120, (stays.id,))),
        task(Move("restow_on", 6, None, ("0060282",), 120)),
        task(load("0010182")),
    ]
    found = timetable(case, [stays, on], tasks, {"0060282": stays, "0010182": on}, tractors=1)
    moved = [(lift.boxes[0].origin, lift.boxes[0].target) for lift in found.lifts]
    assert moved == [("0060182", "quay"), ("quay", "0060282"), ("tractor", "0010182")]
    assert times(found.lifts) == [(0, 120), (120, 240), (300, 420)]


def test_hatch_covers(case: Case) -> None:
    one = box()
    tasks = [task(Move("hatch_off", 2, 1, (), 300), load("0010182"), Move("hatch_on", 2, 1, (), 300))]
    found = timetable(case, [one], tasks, {"0010182": one})
    assert [(lift.kind, lift.cover) for lift in found.lifts] == [("hatch_off", 1), ("load", None), ("hatch_on", 1)]
    assert times(found.lifts) == [(0, 300), (300, 420), (420, 720)]


def two_loads(case: Case, places: tuple[str, str], **more: Any) -> Timetable:
    boxes = [box(place=place) for place in places]
    slots = {"0010182": boxes[0], "0010184": boxes[1]}
    return timetable(case, boxes, [task(load("0010182"), load("0010184"))], slots, **more)


def test_one_tractor_is_on_its_way_for_one_lift(case: Case) -> None:
    """It goes for the second box when the first is lifted, at 420 s: there after 520 s, and back after 720 s."""
    assert times(two_loads(case, ("A-05-1-1", "A-09-1-1"), tractors=1).lifts) == [(300, 420), (720, 840)]
    assert times(two_loads(case, ("A-05-1-1", "A-09-1-1"), tractors=2).lifts) == [(300, 420), (420, 540)]


def test_a_yard_crane_makes_one_move_at_a_time_and_goes_from_bay_to_bay(case: Case) -> None:
    """From bay 05 to bay 09 are two bays of 4 s."""
    assert told(two_loads(case, ("A-05-1-1", "A-09-1-1")).yard_moves) == [
        ("retrieve", "A-05-1-1", "tractor", 100), ("retrieve", "A-09-1-1", "tractor", 208),
    ]  # fmt: skip
    two = (YardCrane(id="RTG1", block="A"), YardCrane(id="RTG2", block="A"))
    assert [begins for *_, begins in told(two_loads(case, ("A-05-1-1", "A-09-1-1"), yard_cranes=two).yard_moves)] == [
        100, 100,
    ]  # fmt: skip


def test_two_boxes_of_one_lift_share_a_tractor(case: Case) -> None:
    boxes = [box(place=place) for place in ("A-05-1-1", "A-09-1-1")]
    slots = {"0010182": boxes[0], "0030182": boxes[1]}
    twin = Move("load", 2, None, ("0010182", "0030182"), 150)
    found = timetable(case, boxes, [task(twin)], slots, tractors=1)
    assert [begins for *_, begins in told(found.yard_moves)] == [100, 208]
    assert times(found.lifts) == [(408, 558)]


def test_what_stands_on_a_box_is_put_elsewhere_first(case: Case) -> None:
    low, high, middle = (box(place=f"A-05-1-{tier}") for tier in (1, 3, 2))
    found = timetable(case, [low, middle, high], [task(load("0010182"))], {"0010182": low})
    kinds = [(kind, origin) for kind, origin, _, _ in told(found.yard_moves)]
    assert kinds == [("rehandle", "A-05-1-3"), ("rehandle", "A-05-1-2"), ("retrieve", "A-05-1-1")]
    assert {move.box for move in found.yard_moves if move.kind == "rehandle"} == {high.id, middle.id}
    assert all(place.row != 1 for place in (Place.of(move.target) for move in found.yard_moves[:2]))


def test_a_block_without_room_to_put_a_box_elsewhere(case: Case) -> None:
    boxes = [box(place=f"A-01-1-{tier}") for tier in (1, 2)]
    with pytest.raises(DermagaError, match=r"block A has no room to move box .* out of the way: its stacks are full"):
        timetable(
            case, boxes, [task(load("0010182"))], {"0010182": boxes[0]},
            blocks=(YardBlock(id="A", bays=1, rows=1, tiers=4),),
        )  # fmt: skip


def test_discharged_boxes_are_stacked_when_they_have_come_from_the_quay(case: Case) -> None:
    """In piles of their own: 20-foot boxes from the far end on, on top of each other."""
    boxes = [box(slot=slot, direction="discharge") for slot in ("0010184", "0010182")]
    found = timetable(case, boxes, [task(*(discharge(each.slot or "", each) for each in boxes))])
    assert told(found.yard_moves) == [
        ("stack", "tractor", "A-19-1-1", 220), ("stack", "tractor", "A-19-1-2", 340),
    ]  # fmt: skip
    assert times(found.lifts) == [(0, 120), (120, 240)]


def test_a_tractor_drives_back_when_its_box_is_stacked(case: Case) -> None:
    """Its box is on the stack after 320 s, and it is back after 420 s."""
    boxes = [box(slot=slot, direction="discharge") for slot in ("0010184", "0010182")]
    tasks = [task(*(discharge(each.slot or "", each) for each in boxes))]
    assert times(timetable(case, boxes, tasks, tractors=1).lifts) == [(0, 120), (420, 540)]


def test_discharged_boxes_do_not_stand_on_boxes_to_load_nor_with_others_of_another_length(case: Case) -> None:
    waiting = box(place="A-19-1-1")
    off = [
        box(slot="0010182", direction="discharge"), box(slot="0020282", long=True, direction="discharge"),
        box(slot="0050182", direction="discharge"),
    ]  # fmt: skip
    blocks = (YardBlock(id="A", bays=10, rows=2, tiers=4),)
    tasks = [task(discharge(each.slot or "", each)) for each in off]
    found = timetable(case, [waiting, *off], tasks, blocks=blocks)
    placed = {move.box: Place.of(move.target) for move in found.yard_moves}
    short, long, other = (placed[each.id] for each in off)
    assert (19, 1) not in {(bay, place.row) for place in placed.values() for bay in place.twenties}
    assert not {(bay, long.row) for bay in long.twenties} & {(place.bay, place.row) for place in (short, other)}
    assert (short.bay, short.row, short.tier, other.tier) == (other.bay, other.row, 1, 2)


def _stacked(found: Timetable, boxes: Sequence[Container]) -> list[str]:
    targets = {move.box: move.target for move in found.yard_moves if move.kind == "stack"}
    return [targets[each.id] for each in boxes]


def _off(**more: Any) -> Container:
    return box(direction="discharge", **more)


def test_discharged_boxes_go_where_their_kind_stands(case: Case) -> None:
    """A has plugs in its first two bays and takes no empty boxes, which stand in B; C is for dangerous goods."""
    blocks = (
        YardBlock(id="A", bays=4, rows=1, tiers=4, takes=("full", "reefer"), plug_bays=2),
        YardBlock(id="B", bays=4, rows=1, tiers=4, takes=("empty",)),
        YardBlock(id="C", bays=4, rows=1, tiers=4, takes=("full", "dangerous")),
    )
    boxes = [
        _off(slot="0010184", plug=True), _off(slot="0010182", status="empty"), _off(slot="0050182", hazards="3"),
        _off(slot="0020282", long=True, plug=True), _off(slot="0090182"),
    ]  # fmt: skip
    tasks = [task(discharge(each.slot or "", each)) for each in boxes]
    cranes = [YardCrane(id=f"RTG-{block.id}", block=block.id) for block in blocks]
    found = timetable(case, boxes, tasks, blocks=blocks, yard_cranes=cranes)
    cold, empty, dangerous, long, dry = _stacked(found, boxes)
    assert (cold, empty, dangerous) == ("A-03-1-1", "B-07-1-1", "C-07-1-1")
    # The first reefer stands in half of the only 40-foot bay with plugs: the long one finds none, and is not left.
    assert long[:2] == "A-"
    assert Place.of(dry).block in "AC"
    assert Place.of(dry).bay > 3


def test_dry_boxes_leave_plugs_to_reefers_while_there_is_other_room(case: Case) -> None:
    blocks = (YardBlock(id="A", bays=2, rows=1, tiers=2, plug_bays=1),)
    boxes = [_off(slot=slot) for slot in ("0010184", "0010182", "0050182")]
    tasks = [task(discharge(each.slot or "", each)) for each in boxes]
    assert _stacked(timetable(case, boxes, tasks, blocks=blocks), boxes) == ["A-03-1-1", "A-03-1-2", "A-01-1-1"]


def test_reefers_without_a_free_plug_are_stacked_all_the_same(case: Case) -> None:
    blocks = (YardBlock(id="A", bays=4, rows=1, tiers=1, plug_bays=1),)
    boxes = [_off(slot=slot, plug=True) for slot in ("0010184", "0010182")]
    tasks = [task(discharge(each.slot or "", each)) for each in boxes]
    assert _stacked(timetable(case, boxes, tasks, blocks=blocks), boxes) == ["A-01-1-1", "A-07-1-1"]


def test_the_near_block_is_taken_of_those_whose_cranes_are_free(case: Case) -> None:
    """Bay 10 lies 80 m from the quay's zero mark, and three blocks stand evenly along 270 m."""
    blocks = [YardBlock(id=name, bays=4, rows=1, tiers=4) for name in "ABC"]
    cranes = [YardCrane(id=f"RTG-{name}", block=name) for name in "ABC"]
    off = _off(slot="0090182")
    found = timetable(case, [off], [task(discharge("0090182", off))], blocks=blocks, yard_cranes=cranes)
    assert _stacked(found, [off]) == ["A-07-1-1"]
    far = _off(slot="0130182")
    stacks = [ship_stack(14, 1, "deck", tiers=4)]
    made = tiny(case, stacks, [far], blocks=blocks, yard_cranes=cranes)
    there = Timetable(
        made, START, [CraneTime("QC1", (0, 270), ALWAYS)], 8, boxes_of(made, call_of(made)), {}, {14: 2_400}
    )
    there.run([task(discharge("0130182", far))], [0], [0], {})
    assert _stacked(there, [far]) == ["C-07-1-1"]


def test_a_block_from_which_the_ship_takes_something_is_not_the_first_choice(case: Case) -> None:
    """Block A is nearer, but its crane has a box to fetch later; when that of B is busy for long, A is taken."""
    blocks = [YardBlock(id=name, bays=4, rows=1, tiers=4) for name in "AB"]
    cranes = [YardCrane(id=f"RTG-{name}", block=name) for name in "AB"]
    offs, on = [_off(slot=f"00901{tier}") for tier in (86, 84, 82)], box(place="A-01-1-1")
    tasks = [task(*(discharge(str(off.slot), off, seconds=1) for off in offs), load("0010182"))]
    found = timetable(case, [*offs, on], tasks, {"0010182": on}, blocks=blocks, yard_cranes=cranes, leaves={on.id: 500})
    assert [place[0] for place in _stacked(found, offs)] == ["B", "B", "A"]


def test_a_pile_is_free_again_when_the_last_box_to_load_has_left_it(case: Case) -> None:
    """The only two piles hold a box to load each. The first has left before the discharged one comes."""
    waiting = [box(place="A-01-1-1"), box(place="A-03-1-1")]
    off = [_off(slot="0050182"), _off(slot="0090182")]
    blocks = (YardBlock(id="A", bays=2, rows=1, tiers=2),)
    tasks = [task(load("0010182")), task(discharge("0050182", off[0])), task(discharge("0090182", off[1]))]
    found = timetable(case, [*waiting, *off], tasks, {"0010182": waiting[0]}, blocks=blocks)
    assert _stacked(found, off) == ["A-01-1-1", "A-01-1-2"]
    (gone,) = [end for move, (_, end) in zip(found.yard_moves, times(found.yard_moves), strict=True)
               if move.kind == "retrieve"]  # fmt: skip
    assert all(begins >= gone for kind, _, _, begins in told(found.yard_moves) if kind == "stack")


def test_a_yard_without_room_for_discharged_boxes(case: Case) -> None:
    boxes = [box(slot=slot, direction="discharge") for slot in ("0010184", "0010182")]
    tasks = [task(*(discharge(each.slot or "", each) for each in boxes))]
    with pytest.raises(
        DermagaError, match=rf"the yard has no room for the discharged box {boxes[1].id} \(20 feet, full\)"
    ):
        timetable(case, boxes, tasks, blocks=(YardBlock(id="A", bays=1, rows=1, tiers=1),))


def test_without_yard_cranes_there_are_no_yard_moves(case: Case) -> None:
    off, on = box(slot="0010182", direction="discharge"), box()
    tasks = [task(discharge("0010182", off), load("0010182"))]
    found = timetable(case, [off, on], tasks, {"0010182": on}, yard_cranes=())
    assert found.yard_moves == []
    assert times(found.lifts) == [(0, 120), (120, 240)]


@pytest.mark.parametrize("place", ["A-05-1-1", "A-05-1-2"])
def test_of_two_boxes_that_leave_at_once_the_upper_goes_first(case: Case, place: str) -> None:
    """Whether one crane lifts both in a twin-lift, or two cranes one each: neither is moved out of the other's way."""
    one, other = box(place=place), box(place="A-05-1-1" if place.endswith("2") else "A-05-1-2")
    twin = [task(Move("load", 2, None, ("0010182", "0030182"), 150))]
    apart = [task(load("0010182")), task(load("0090182"))]
    for tasks, slots in ((twin, ("0010182", "0030182")), (apart, ("0010182", "0090182"))):
        lifted = dict(zip(slots, (one, other), strict=True))
        found = timetable(
            case, [one, other], tasks, lifted, starts=[0] * len(tasks), given=[*range(len(tasks))],
            leaves={one.id: 0.0, other.id: 0.0},
        )  # fmt: skip
        assert [kind for kind, *_ in told(found.yard_moves)] == ["retrieve", "retrieve"]


def test_the_yard_is_put_in_order_before_the_start(case: Case) -> None:
    """The box on top leaves last: it is put on the ground beside, and that move ends as the plan begins."""
    low, high = (box(place=f"A-05-1-{tier}") for tier in (1, 2))
    slots = {"0010182": low, "0010184": high}
    leaves = {low.id: 0.0, high.id: 120.0}
    tasks = [task(load("0010182"), load("0010184"))]
    usual, ordered = (
        timetable(case, [low, high], tasks, slots, leaves=leaves, premarshal=premarshal) for premarshal in (False, True)
    )
    assert [kind for kind, *_ in told(usual.yard_moves)] == ["rehandle", "retrieve", "retrieve"]
    assert [(kind, origin, begins) for kind, origin, _, begins in told(ordered.yard_moves)][:2] == [
        ("premarshal", "A-05-1-2", -100), ("retrieve", "A-05-1-1", 100),
    ]  # fmt: skip


def test_moves_before_the_start_follow_each_other(case: Case) -> None:
    boxes = [box(place=f"A-05-{row}-{tier}") for row in (1, 2, 3) for tier in (1, 2)]
    leaves = {each.id: float(place % 2) for place, each in enumerate(boxes)}
    slots = {f"{bay}0182": each for bay, each in zip(("001", "003", "005", "007", "009", "011"), boxes, strict=True)}
    tasks = [task(load(slot)) for slot in slots]
    found = timetable(case, boxes, tasks, slots, leaves=leaves, premarshal=True)
    before = sorted(times([move for move in found.yard_moves if move.kind == "premarshal"]))
    assert len(before) == 3
    assert before[-1][1] == 0
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(before))


@st.composite
def tight_cases(draw: st.DrawFn, case: Case) -> Case:
    """Small calls where machines are few, slow, near each other, and cycles of both sorts come about."""
    made = draw(tiny_cases(case, most=7))
    tractors = draw(st.integers(1, 3))
    terminal = made.terminal.model_dump()
    terminal["tractors"]["count"] = tractors
    terminal["crane_work"] |= {
        "travel_m_min": draw(st.sampled_from([0, 10, 60])), "clearance_m": draw(st.sampled_from([0, 25, 70])),
        "dual_cycle": draw(st.sampled_from([1.5, 2])), "twin_lift_kg": draw(st.sampled_from([0, 50_000])),
    }  # fmt: skip
    terminal["costs"] |= {"rehandle_per_box": draw(st.sampled_from([1, 100]))}
    blocks = [
        YardBlock(
            id=name, bays=10, rows=draw(st.integers(2, 4)), tiers=4, plug_bays=draw(st.integers(0, 3)),
            takes=draw(st.sampled_from([BOX_KINDS, ("full", "reefer"), ("full", "dangerous"), ("full",)])),
        )
        for name in "AB"
    ]  # fmt: skip
    marks = [{}, {"plug": True}, {"hazards": ("3",)}]
    boxes = [
        each.model_copy(update=draw(st.sampled_from(marks))) if each.direction == "discharge" else each
        for each in made.containers
    ]
    cranes = [YardCrane(id=f"RTG{name}", block=name) for name in "AB"[: draw(st.integers(1, 2))]]
    return made.changed(
        terminal=terminal, yard_blocks=tuple(blocks), yard_cranes=tuple(cranes), containers=tuple(boxes)
    )


@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_checker_accepts_every_timetable(case: Case, data: st.DataObject) -> None:
    made = data.draw(tight_cases(case))
    result = solve(made, call_of(made), stop=Stop(effort=0.05), workers=1)
    # But for boxes that must be taken off and have no place to go back to.
    broken = [each for each in check(made, result.plan).broken if each.rule != "every_box_once"]
    assert broken == []
