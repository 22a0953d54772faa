"""The boxes to load of a call by group."""

from collections import Counter

from data.boxes import boxes_of
from data.case import Case
from data.exports import groups_of
from data.groups import Group
from data.weight_classes import weight_class
from tests.data.checker.yard.tiny import FAR, FORTY, HEAVY, LIGHT, yard_case


def test_listed_boxes_that_are_to_come_are_counted(small_case: Case) -> None:
    wanted = {LIGHT: 3, FORTY: 2, FAR: 1}
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", wanted)}, places=[("ONE", HEAVY, "A-01-1-1")])
    assert groups_of(case, case.call_by_id["ONE"]) == wanted


def test_a_ship_without_a_profile_has_as_many_boxes_as_her_call_states(small_case: Case) -> None:
    call = small_case.call_by_id["BURU-1"]
    groups = groups_of(small_case, call)
    for status, stated in (("full", call.load_full), ("empty", call.load_empty)):
        assert sum(boxes for group, boxes in groups.items() if group.status == status) == stated
    assert {group.weight_class for group in groups if group.status == "empty"} == {"light"}
    long = sum(boxes for group, boxes in groups.items() if group.length == 40)
    assert abs(long - 0.11 * call.load) <= 2
    # Without a service, boxes go to the ports of the case, fewer to those that come later.
    ports = Counter[str]()
    for group, boxes in groups.items():
        ports[group.port] += boxes
    assert 0 < ports["LKCMB"] < ports["IDSUB"]
    assert small_case.terminal.unlocode not in ports


def test_listed_boxes_count_towards_what_the_call_states(small_case: Case) -> None:
    tiny = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {FORTY: 2})})
    (call,) = tiny.calls
    case = tiny.changed(calls=(call.model_copy(update={"load_full": 12}),))
    groups = groups_of(case, case.calls[0])
    assert sum(groups.values()) == 12
    assert groups[FORTY] >= 2


def test_a_ship_with_a_profile_has_her_invented_boxes(kariangau: Case) -> None:
    call = kariangau.calls[0]
    groups = groups_of(kariangau, call)
    assert sum(groups.values()) == call.load
    assert groups == Counter(Group.of(box) for box in boxes_of(kariangau, call).load)


def test_weight_classes() -> None:
    assert [weight_class(False, kg) for kg in (7_999, 8_000, 15_999, 16_000)] == ["light", "middle", "middle", "heavy"]
    assert [weight_class(True, kg) for kg in (9_999, 10_000, 19_999, 20_000)] == ["light", "middle", "middle", "heavy"]


def test_a_group_in_words() -> None:
    assert str(LIGHT) == "20-foot light full to IDSUB"
    assert str(LIGHT._replace(plug=True)) == "20-foot light full to IDSUB, with plug"
