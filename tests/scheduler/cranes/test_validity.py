"""What a schedule breaks, rule by rule: a schedule that just keeps it, and one that just does not."""

import pytest

from scheduler.cranes import ALWAYS, Crane, CraneProblem, CraneSchedule, Task, faults

# Two cranes 25 m apart at least, at 1 dm/s; work at 0, at 14, at 28 and at 60 m.
CRANES = (Crane("QC1", 0, 1_000), Crane("QC2", 0, 1_000))
TASKS = (Task("A", 0, 100), Task("B", 140, 100), Task("C", 280, 100), Task("D", 600, 100))


def problem(*numbers: int, **fields: object) -> CraneProblem:
    return CraneProblem(**{  # type: ignore[arg-type]
        "tasks": tuple(TASKS[n] for n in numbers), "cranes": CRANES, "clearance": 250, "speed": 1, **fields,
    })  # fmt: skip


def broken(posed: CraneProblem, starts: tuple[int, ...], cranes: tuple[int, ...]) -> list[str]:
    return faults(posed, CraneSchedule(starts, cranes))


def test_tasks_of_one_crane_do_not_overlap_and_it_has_time_for_its_way() -> None:
    assert broken(problem(0, 1), (0, 240), (0, 0)) == []
    assert broken(problem(0, 1), (240, 0), (0, 0)) == []
    assert broken(problem(0, 1), (0, 239), (0, 0)) == ["crane QC1 cannot do tasks A and B then"]
    assert broken(problem(0, 1, speed=0), (0, 100), (0, 0)) == []
    assert broken(problem(0, 1, speed=0), (0, 99), (0, 0)) != []


def test_ways_are_rounded_up_to_a_second() -> None:
    assert broken(problem(0, 1, speed=7.5), (0, 119), (0, 0)) == []
    assert broken(problem(0, 1, speed=7.5), (0, 118), (0, 0)) != []
    # A third of a decimetre a second is no less than that.
    assert broken(problem(0, 1, speed=1 / 3), (0, 520), (0, 0)) == []


def test_cranes_keep_their_clearance() -> None:
    assert broken(problem(0, 2), (0, 0), (0, 1)) == []
    assert broken(problem(0, 1), (0, 0), (0, 1)) == ["tasks A and B are in each other's way"]
    # QC1 makes 11 m of room after A, or QC2 after B.
    assert broken(problem(0, 1), (0, 210), (0, 1)) == []
    assert broken(problem(0, 1), (0, 209), (0, 1)) != []
    assert broken(problem(0, 1), (210, 0), (0, 1)) == []
    assert broken(problem(0, 1), (209, 0), (0, 1)) != []


def test_cranes_do_not_pass_each_other() -> None:
    assert broken(problem(0, 3), (0, 0), (1, 0)) != []
    assert broken(problem(0, 3), (0, 100 + 600 + 250), (1, 0)) == []
    assert broken(problem(0, 3), (0, 100 + 600 + 249), (1, 0)) != []


def test_two_cranes_apart_need_room_for_the_one_between() -> None:
    three = (*CRANES, Crane("QC3", 0, 1_000))
    assert broken(problem(0, 2, cranes=three), (0, 0), (0, 2)) != []
    assert broken(problem(0, 3, cranes=three), (0, 0), (0, 2)) == []


def test_a_task_comes_after_others_also_of_other_bays() -> None:
    posed = problem(tasks=(TASKS[0], Task("D", 600, 100, (0,))))
    assert broken(posed, (0, 100), (0, 1)) == []
    assert broken(posed, (0, 99), (0, 1)) == ["task D starts before the end of A"]


def test_reach_and_windows() -> None:
    posed = problem(0, cranes=(Crane("QC1", 0, 1_000, ((50, 200), (200, 400))), Crane("QC2", 1, 1_000)))
    assert broken(posed, (50,), (0,)) == []
    assert broken(posed, (100,), (0,)) == []
    assert broken(posed, (49,), (0,)) == ["crane QC1 has no window for task A at 49"]
    # A task lies within one window, though the next one follows at once.
    assert broken(posed, (150,), (0,)) != []
    assert broken(posed, (0,), (1,)) == ["crane QC2 does not reach task A"]


def test_the_way_from_the_start_begins_with_the_first_window() -> None:
    posed = problem(1, cranes=(Crane("QC1", 0, 1_000, ((10, 1_000),), 40),))
    assert broken(posed, (110,), (0,)) == []
    assert broken(posed, (109,), (0,)) == ["crane QC1 cannot be at task B at 109"]


def test_gangs_limit_the_cranes_at_work() -> None:
    posed = problem(0, 3, gangs=((100, 200, 1),))
    assert broken(posed, (0, 0), (0, 1)) == []
    assert broken(posed, (100, 0), (0, 1)) == []
    assert broken(posed, (99, 1), (0, 1)) == ["2 cranes work at 100, and 1 may"]
    assert broken(posed, (150, 199), (0, 1)) == ["2 cranes work at 199, and 1 may"]


def test_all_cranes_go_one_way_where_that_is_asked() -> None:
    # Both up, or both down; one up and one down; up and back again.
    tasks = (TASKS[0], TASKS[2], TASKS[3], Task("E", 900, 100))
    ways = {
        True: [((0, 500, 0, 400), (0, 0, 1, 1)), ((500, 0, 400, 0), (0, 0, 1, 1))],
        False: [((0, 500, 400, 0), (0, 0, 1, 1)), ((0, 1_000, 400, 0), (0, 0, 0, 1))],
    }
    for right, schedules in ways.items():
        for starts, cranes in schedules:
            assert broken(problem(tasks=tasks, speed=0), starts, cranes) == []
            told = broken(problem(tasks=tasks, speed=0, one_way=True), starts, cranes)
            assert told == ([] if right else ["the cranes do not all go one way"])


def test_schedules_of_something_else() -> None:
    assert broken(problem(0), (0, 0), (0, 0)) != []
    assert broken(problem(0), (0,), (2,)) == ["there is no crane 2"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cranes": ()}, "no crane"),
        ({"clearance": -1}, "below 0"),
        ({"speed": -1}, "below 0"),
        ({"cranes": (Crane("Q", 0, 1, ()),)}, "windows of crane Q"),
        ({"cranes": (Crane("Q", 0, 1, ((5, 5),)),)}, "windows of crane Q"),
        ({"cranes": (Crane("Q", 0, 1, ((5, 9), (0, 3))),)}, "follow each other"),
        ({"tasks": (Task("A", 0, 0),)}, "a second at least"),
        ({"tasks": (Task("A", 0, 1, (1,)),)}, "not there"),
        ({"tasks": (Task("A", 0, 1, (1,)), Task("B", 0, 1, (0,)))}, "in a circle"),
        ({"gangs": ((5, 5, 1),)}, "gangs"),
    ],
)
def test_what_makes_no_problem_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        problem(0, **fields)


def test_the_order_of_tasks_has_each_after_those_before_it() -> None:
    posed = CraneProblem(
        (Task("A", 0, 1, (2,)), Task("B", 0, 1), Task("C", 0, 1, (1,))), (Crane("Q", 0, 9, ALWAYS),), 1
    )
    assert posed.order == (1, 2, 0)
