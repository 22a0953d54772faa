"""Each rule of yard plans: a plan made by hand that keeps it, and one that breaks it; and the cost on paper."""

from typing import Any

import pytest

from data.case import Case
from data.checker import Verdict, check
from data.groups import Group
from data.plans import ExpectedCall, Reservation, UnplacedGroup, YardPlan
from data.terminal import YardBlock
from tests.data.checker.yard.tiny import FAR, FORTY, HEAVY, LIGHT, at, week, yard_case

# ONE and TWO are there together; LATE comes when ONE is gone.
CALLS = {
    "ONE": ("05 08:00", "05 18:00", {LIGHT: 3, FORTY: 2}),
    "TWO": ("05 12:00", "06 00:00", {LIGHT: 2, HEAVY: 2}),
    "LATE": ("07 08:00", "07 18:00", {LIGHT: 3}),
}


@pytest.fixture
def case(small_case: Case) -> Case:
    return yard_case(small_case, CALLS)


def kept(call: str, group: Group, block: str, bay: int, boxes: int, **other: Any) -> Reservation:
    eta, etd, _ = CALLS[call]
    day, time = eta.split()
    fields = {"start": at(f"{int(day) - 1:02d} {time}"), "end": at(etd), **other}
    return Reservation(call=call, **group._asdict(), block=block, bay=bay, boxes=boxes, **fields)


GOOD = (
    kept("ONE", LIGHT, "A", 1, 3),
    kept("ONE", FORTY, "A", 4, 2),
    kept("TWO", LIGHT, "B", 1, 2),
    kept("TWO", HEAVY, "B", 3, 2),
    kept("LATE", LIGHT, "A", 1, 3),
)


def plan_of(case: Case, *rows: Reservation, **fields: Any) -> YardPlan:
    start, end = week(case)
    return YardPlan(
        case=case.name,
        case_hash=case.hash,
        start=start,
        end=end,
        import_share=fields.pop("import_share", 0.0),
        calls=fields.pop(
            "calls",
            tuple(ExpectedCall(call=call.id, position_m=None, start=call.eta, end=call.etd) for call in case.calls),
        ),
        reservations=rows,
        **fields,
    )


def rules(verdict: Verdict) -> set[str]:
    return {broken.rule for broken in verdict.broken}


def changed(place: int, **fields: Any) -> list[Reservation]:
    """The good reservations with one changed."""
    return [row.model_copy(update=fields) if number == place else row for number, row in enumerate(GOOD)]


def test_a_plan_made_by_hand_keeps_every_rule_and_costs_what_paper_says(case: Case) -> None:
    verdict = check(case, plan_of(case, *GOOD))
    assert verdict.broken == ()
    # Four bays of 20 feet and one of 40, a hundred each; nobody has a place at the quay.
    assert verdict.terms == {"unplaced": 0, "bays": 600, "rehandles": 0, "haul": 0, "peaks": 0}


def test_groups(case: Case) -> None:
    assert rules(check(case, plan_of(case, *GOOD[1:]))) == {"groups"}
    assert rules(check(case, plan_of(case, *changed(0, boxes=2)))) == {"groups"}
    # Heavy boxes in place of light ones: too few of these and too many of those.
    verdict = check(case, plan_of(case, *changed(0, weight_class="heavy")))
    assert [broken.rule for broken in verdict.broken] == ["groups", "groups"]
    assert "3 20-foot light full to IDSUB" in verdict.broken[0].text


def test_kind(case: Case) -> None:
    first, second = case.yard_blocks
    picky = case.changed(yard_blocks=(first.model_copy(update={"takes": ("full", "reefer")}), second))
    assert check(picky, plan_of(picky, *GOOD)).feasible
    picky = case.changed(yard_blocks=(first, second.model_copy(update={"takes": ("empty", "reefer")})))
    verdict = check(picky, plan_of(picky, *GOOD))
    assert [(broken.rule, broken.calls) for broken in verdict.broken] == [("kind", ("TWO",))] * 2
    assert "bay 01 of block B is kept for boxes 20-foot light full" in verdict.broken[0].text
    assert "the block takes only empty, reefer" in verdict.broken[0].text


def test_plug(small_case: Case) -> None:
    cold = LIGHT._replace(plug=True)
    calls = CALLS | {"ONE": (*CALLS["ONE"][:2], {cold: 3, FORTY: 2})}
    case = yard_case(small_case, calls)
    rows = changed(0, plug=True)
    assert check(case, plan_of(case, *rows)).feasible
    for plugs, feasible in ((1, True), (0, False)):
        blocks = (case.yard_blocks[0].model_copy(update={"plug_bays": plugs}),
                  case.yard_blocks[1].model_copy(update={"plug_bays": 1}))  # fmt: skip
        plugged = case.changed(yard_blocks=blocks)
        verdict = check(plugged, plan_of(plugged, *rows))
        assert rules(verdict) == (set() if feasible else {"plug"})


def test_boxes_without_room_need_a_reason_and_cost(case: Case) -> None:
    left = UnplacedGroup(call="ONE", **LIGHT._asdict(), boxes=3, reason="no room")
    verdict = check(case, plan_of(case, *GOOD[1:], unplaced=(left,)))
    assert verdict.broken == ()
    assert verdict.terms["unplaced"] == 3_000
    mute = left.model_copy(update={"reason": " "})
    assert rules(check(case, plan_of(case, *GOOD[1:], unplaced=(mute,)))) == {"reasons"}


def test_calls(case: Case) -> None:
    expected = plan_of(case).calls
    assert "calls" in rules(check(case, plan_of(case, *GOOD, calls=expected[1:])))
    assert "calls" in rules(check(case, plan_of(case, *GOOD, calls=(expected[0], *expected))))
    nobody = expected[0].model_copy(update={"call": "NOBODY"})
    assert "call_unknown" in rules(check(case, plan_of(case, *GOOD, calls=(*expected, nobody))))


def test_call_times(case: Case) -> None:
    first, *others = plan_of(case).calls
    early = first.model_copy(update={"start": at("05 07:00")})
    assert rules(check(case, plan_of(case, *GOOD, calls=(early, *others)))) == {"call_times"}
    turned = first.model_copy(update={"end": first.start})
    assert rules(check(case, plan_of(case, *GOOD, calls=(turned, *others)))) == {"call_times"}


def test_reserved_time(case: Case) -> None:
    late = changed(0, start=at("04 09:00"))
    assert rules(check(case, plan_of(case, *late))) == {"reserved_time"}
    short = changed(0, end=at("05 17:00"))
    assert rules(check(case, plan_of(case, *short))) == {"reserved_time"}
    longer = changed(0, start=at("04 00:00"), end=at("05 19:00"))
    assert check(case, plan_of(case, *longer)).feasible
    # A ship that a berth plan keeps for longer needs her boxes' bays for longer.
    first, *others = plan_of(case).calls
    stays = first.model_copy(update={"end": at("05 20:00")})
    assert rules(check(case, plan_of(case, *GOOD, calls=(stays, *others)))) == {"reserved_time"}


def test_bay(case: Case) -> None:
    for fields in ({"block": "Z"}, {"bay": 9}, {"bay": 4}):
        assert "bay" in rules(check(case, plan_of(case, *changed(0, **fields))))
    # The 40-foot bays of a block with bays 1, 3, 5 and 7 are 2, 4 and 6.
    assert rules(check(case, plan_of(case, *changed(1, bay=8)))) == {"bay"}
    assert check(case, plan_of(case, *changed(1, bay=6))).feasible


def test_yard_crane(small_case: Case) -> None:
    case = yard_case(small_case, CALLS)
    idle = case.changed(yard_cranes=case.yard_cranes[:1])
    assert rules(check(idle, plan_of(idle, *GOOD))) == {"yard_crane"}


def test_room(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 4})})
    one = kept("ONE", LIGHT, "A", 1, 4)
    assert rules(check(case, plan_of(case, one))) == {"room"}
    assert check(case, plan_of(case, one.model_copy(update={"boxes": 3}), kept("ONE", LIGHT, "A", 3, 1))).feasible
    # Two entries of one group in one bay are one bay, and counted together.
    twice = plan_of(case, one.model_copy(update={"boxes": 2}), one.model_copy(update={"boxes": 2}))
    assert rules(check(case, twice)) == {"room"}


def test_one_group(case: Case) -> None:
    # One light box of TWO stands with the two heavy ones, the other in a bay of its own.
    apart = [*changed(2, bay=3, boxes=1), kept("TWO", LIGHT, "B", 1, 1)]
    verdict = check(case, plan_of(case, *apart))
    assert rules(verdict) == {"one_group"}
    mixed = [row.model_copy(update={"mixed": True}) if (row.block, row.bay) == ("B", 3) else row for row in apart]
    verdict = check(case, plan_of(case, *mixed))
    assert verdict.broken == ()
    # The three mixed boxes fill a bay. Stacks of 1.5 boxes: (1.5 - 1) / 4 + (1.5 + 2) / 32 rehandles each.
    assert verdict.terms["bays"] == pytest.approx(600)
    assert verdict.terms["rehandles"] == pytest.approx(3 * (0.125 + 3.5 / 32) * 40)
    half = [row.model_copy(update={"mixed": row.group == LIGHT}) for row in apart]
    assert rules(check(case, plan_of(case, *half))) == {"one_group"}


def test_a_bay_is_free_for_others_when_its_boxes_are_loaded(case: Case) -> None:
    # LATE's gate opens on the 6th at 08:00, TWO leaves at 00:00.
    assert check(case, plan_of(case, *changed(4, block="B", bay=3))).feasible


def test_overlap(case: Case) -> None:
    # Bay 4 is bays 3 and 5; bay 2 is bays 1 and 3.
    assert rules(check(case, plan_of(case, *changed(0, bay=5)))) == {"overlap"}
    assert check(case, plan_of(case, *changed(0, bay=7))).feasible
    assert rules(check(case, plan_of(case, *changed(2, block="A", bay=3)))) == {"overlap"}
    # LATE comes when ONE is gone.
    assert check(case, plan_of(case, *changed(4, bay=3))).feasible
    two = yard_case_of_forties(case)
    both = (kept("ONE", FORTY, "A", 2, 3), kept("ONE", FORTY, "A", 4, 1))
    assert rules(check(two, plan_of(two, *both))) == {"overlap"}
    beside = (kept("ONE", FORTY, "A", 2, 3), kept("ONE", FORTY, "A", 6, 1))
    assert check(two, plan_of(two, *beside)).feasible


def yard_case_of_forties(case: Case) -> Case:
    return yard_case(case, {"ONE": ("05 08:00", "05 18:00", {FORTY: 4})})


def test_standing(small_case: Case) -> None:
    # A box of ONE stands in bay 3 of A until ONE is loaded on the 5th at 18:00.
    calls = {"ONE": CALLS["ONE"], "TWO": CALLS["TWO"], "LATE": CALLS["LATE"]}
    case = yard_case(small_case, calls, places=[("ONE", HEAVY, "A-03-1-1")])
    verdict = check(case, plan_of(case, *GOOD))
    assert rules(verdict) == {"standing"}
    assert verdict.broken[0].calls == ("ONE",)
    assert check(case, plan_of(case, *changed(1, bay=6))).feasible
    # Nor is there anything to reserve for the box itself.
    more = (*changed(1, bay=6), kept("ONE", HEAVY, "B", 5, 1))
    assert rules(check(case, plan_of(case, *more))) == {"groups"}
    # LATE's gate opens when it is gone.
    assert check(case, plan_of(case, *changed(1, bay=6)[:-1], kept("LATE", LIGHT, "A", 3, 3))).feasible


def test_import_room(case: Case) -> None:
    # Three of the four bays of A are kept while ONE's boxes are there.
    assert check(case, plan_of(case, *GOOD, import_share=0.25)).feasible
    verdict = check(case, plan_of(case, *GOOD, import_share=0.26))
    assert rules(verdict) == {"import_room"}
    assert "3 of the 4 bays of block A" in verdict.broken[0].text


def test_haul_is_what_boxes_are_driven_along_the_quay(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3})}, costs={"haul_per_km": 100})
    # The middles of A and B are at a quarter and three quarters of 270 m, that of the ship at 20 + 75 m.
    there = (ExpectedCall(call="ONE", position_m=20, start=at("05 08:00"), end=at("05 18:00")),)
    for block, metres in (("A", 95 - 67.5), ("B", 202.5 - 95)):
        verdict = check(case, plan_of(case, kept("ONE", LIGHT, block, 1, 3), calls=there))
        assert verdict.terms["haul"] == pytest.approx(3 * metres / 1000 * 100)


def test_peaks_are_the_hours_that_cranes_fall_behind(small_case: Case) -> None:
    groups = {LIGHT: 6}
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 12:00", groups)}, move_s=3_600)
    # Three hours of work without mooring and unmooring, all of it loading: two boxes an hour, and a crane moves one.
    alone = check(case, plan_of(case, kept("ONE", LIGHT, "A", 1, 3), kept("ONE", LIGHT, "A", 3, 3), **_stay(case)))
    assert alone.terms["peaks"] == pytest.approx(3 * (2 - 1) / 1 * 600)
    assert "block A is asked for 2 boxes an hour" in alone.notes[0]
    both = check(case, plan_of(case, kept("ONE", LIGHT, "A", 1, 3), kept("ONE", LIGHT, "B", 1, 3), **_stay(case)))
    assert both.terms["peaks"] == pytest.approx(0)
    assert both.notes == ()


def _stay(case: Case) -> dict[str, Any]:
    """Reservations above have the times of CALLS; this ship leaves earlier."""
    (call,) = case.calls
    return {"calls": (ExpectedCall(call=call.id, position_m=None, start=call.eta, end=call.etd),)}


def test_ships_that_load_at_once_ask_a_block_together(small_case: Case) -> None:
    calls = {"ONE": ("05 08:00", "05 12:00", {LIGHT: 3}), "TWO": ("05 10:00", "05 14:00", {LIGHT: 3})}
    case = yard_case(small_case, calls, move_s=3_600)
    rows = [kept(name, LIGHT, "A", bay, 3) for name, bay in (("ONE", 1), ("TWO", 3))]
    rows[1] = rows[1].model_copy(update={"start": at("04 10:00"), "end": at("05 14:00")})
    verdict = check(case, plan_of(case, *rows))
    assert verdict.broken == ()
    # Each asks for a box an hour, from 08:30 to 11:30 and from 10:30 to 13:30: an hour of two a crane.
    assert verdict.terms["peaks"] == pytest.approx(1 * 600)


def test_a_bay_of_one_tier_needs_no_rehandles(small_case: Case) -> None:
    flat = (YardBlock(id="A", bays=4, rows=4, tiers=1),)
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 1, FAR: 1})}, blocks=flat)
    rows = [kept("ONE", group, "A", 1, 1, mixed=True) for group in (LIGHT, FAR)]
    verdict = check(case, plan_of(case, *rows))
    assert verdict.broken == ()
    assert verdict.terms["rehandles"] == 0
    assert verdict.terms["bays"] == pytest.approx(50)


def test_any_plan_gets_a_verdict(case: Case) -> None:
    strange = [kept("ONE", LIGHT, "Z", 1, 3), kept("ONE", FORTY, "A", 998, 2), GOOD[0].model_copy(update={"call": "X"})]
    start, end = week(case)
    verdict = check(case, plan_of(case, *strange).model_copy(update={"start": end, "end": start}))
    assert {"bay", "calls", "call_unknown"} <= rules(verdict)
    assert verdict.cost >= 0
