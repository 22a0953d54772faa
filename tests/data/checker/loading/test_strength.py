"""Ballast, shear and bending: the numbers are worked out by hand from ten boxes of 12 t on a ship of 3,000 t.

Her hull has sections at 30, 60 and 90 m, where her bays are. At departure they bear 560 t, 1,036 t and 1,524 t, and the
water lifts them by 624 t, 1,040 t and 1,456 t: from the stern on, weight exceeds that by 68 t, then by 64 t, then by
nothing. The moments of that are 0, 2,040 and 3,960 t m; 66 t m a metre are left at the bow, and closed they are 0, 60
and 0.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.boxes import CallBoxes
from data.case import Case
from data.checker import check
from data.checker.loading.aboard import Stowage
from data.checker.loading.piles import Piles
from data.checker.loading.ship import Worked
from data.checker.loading.stowed import Stowed
from data.checker.loading.strength import forces
from data.plans import Ballast, LoadingPlan
from data.profiles import ShipProfile
from data.ship_layouts import Layout
from data.strength import SectionBuoyancy, ShipSection, ShipTank
from tests.data.checker.loading.conftest import CALL, only, rules, with_profile

LIGHT = (500, 1_000, 1_500)
SHARES = (0.2, 1 / 3, 7 / 15)


def hull(case: Case, tonnes: tuple[float, float] = (3_000, 3_600), **limits: dict[int, float]) -> Case:
    """The case with sections, which have the limits that are given by their number, and with two tanks."""
    sections = tuple(
        ShipSection.model_validate(
            {"profile": "SMALL", "section": number, "from_bow_m": 30 * number, "light_t": light}
            | {name: its[number] for name, its in limits.items() if number in its}
        )
        for number, light in enumerate(LIGHT, start=1)
    )
    tanks: tuple[dict[str, Any], ...] = (
        {"tank": "FORE", "capacity_t": 150, "from_bow_m": 45, "sections": (1, 2)},
        {"tank": "SIDE", "capacity_t": 80, "from_bow_m": 90, "across_m": -10, "sections": (3,)},
    )
    return case.changed(
        ship_sections=sections,
        ship_tanks=tuple(
            ShipTank.model_validate({"profile": "SMALL", "empty_above_keel_m": 1, "full_above_keel_m": 4} | tank)
            for tank in tanks
        ),
        ship_buoyancy=tuple(
            SectionBuoyancy(profile="SMALL", section=number, displacement_t=all_t, buoyancy_t=share * all_t)
            for number, share in enumerate(SHARES, start=1)
            for all_t in tonnes
        ),
    )


def with_ballast(plan: LoadingPlan, **tonnes: float) -> LoadingPlan:
    return plan.model_copy(update={"ballast": tuple(Ballast(tank=tank, tonnes=held) for tank, held in tonnes.items())})


def test_without_limits_nothing_is_refused(case: Case, plan: LoadingPlan) -> None:
    verdict = check(hull(case), plan)
    assert verdict.feasible
    assert not any("hull" in note for note in check(case, plan).notes)


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ({"max_shear_t": {3: 68}}, None),
        ({"max_shear_t": {3: 67}}, "68 t at section 3 (bay 013) at departure, where 67 t is the limit: put less mass or"
                                   " ballast behind it and more before it"),
        ({"max_shear_t": {2: 60, 3: 60}}, "68 t at section 3 (bay 013) at departure, where 60 t is the limit, and 1"
                                          " more of her sections is beyond theirs"),
        ({"min_shear_t": {2: 64}}, None),
        ({"min_shear_t": {2: 65}}, "64 t at section 2 (bay 006) at departure, where 65 t is the limit: put less mass or"
                                   " ballast before it and more behind it"),
    ],
)  # fmt: skip
def test_shear(case: Case, plan: LoadingPlan, limits: dict[str, dict[int, float]], text: str | None) -> None:
    verdict = check(hull(case, **limits), plan)
    assert rules(verdict) == ({"shear"} if text else set())
    assert text is None or text in only(verdict, "shear")


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ({"max_bending_tm": {1: 0, 2: 60, 3: 0}}, None),
        ({"max_bending_tm": {2: 59}}, "60 t m at section 2 (bay 006) at departure, where 59 t m is the limit: put mass"
                                      " or ballast less at her ends and more amidships"),
        ({"min_bending_tm": {2: 61}}, "put mass or ballast less amidships and more at her ends"),
    ],
)  # fmt: skip
def test_bending(case: Case, plan: LoadingPlan, limits: dict[str, dict[int, float]], text: str | None) -> None:
    verdict = check(hull(case, **limits), plan)
    assert rules(verdict) == ({"bending"} if text else set())
    assert text is None or text in only(verdict, "bending")


def test_ballast_weighs_on_the_sections_of_its_tank(case: Case, plan: LoadingPlan) -> None:
    """With 60 t in the fore tank, 30 t in each of its sections, shear is 40 t, 46 t and nothing from the stern on."""
    held = with_ballast(plan, FORE=60)
    assert check(hull(case, max_shear_t={2: 46.01, 3: 40.01}, min_shear_t={2: 45.99}), held).feasible
    assert "46 t at section 2" in only(check(hull(case, max_shear_t={2: 45.99}), held), "shear")


@pytest.mark.parametrize(
    ("tonnes", "text"),
    [
        ({"FORE": 150.0, "SIDE": 0.0}, None),
        ({"FORE": 151.0}, "tank FORE of Aru (ARU-1): it holds 150 t and is to have 151 t: put the rest in other tanks"),
        ({"AFT": 1.0}, "tank AFT of Aru (ARU-1): profile SMALL has no such tank: correct the name"),
    ],
)
def test_ballast(case: Case, plan: LoadingPlan, tonnes: dict[str, float], text: str | None) -> None:
    verdict = check(hull(case), with_ballast(plan, **tonnes))
    assert rules(verdict) == ({"ballast"} if text else set())
    assert text is None or text in only(verdict, "ballast")


def test_a_tank_is_named_once(case: Case, plan: LoadingPlan) -> None:
    twice = plan.model_copy(update={"ballast": (Ballast(tank="FORE", tonnes=1), Ballast(tank="FORE", tonnes=2))})
    assert "it is named twice" in only(check(hull(case), twice), "ballast")


def test_a_displacement_that_the_buoyancy_does_not_tell_of(case: Case, plan: LoadingPlan) -> None:
    text = only(check(hull(case, (3_000, 3_100)), plan), "shear")
    assert "would displace 3,120 t at departure, and ship_buoyancy of profile SMALL does not tell" in text
    # Bending has nothing to be judged by, and says nothing twice.
    assert rules(check(hull(case, (3_000, 3_100), max_bending_tm={2: 1}), plan)) == {"shear"}


def test_ballast_counts_for_stability(case: Case, plan: LoadingPlan) -> None:
    """80 t at 10 m to port, with the boxes' 120 t m to starboard: 680 t m to port of 3,200 t, at 4 m when full."""
    held = with_ballast(hull_plan := plan, SIDE=80)
    assert hull_plan.ballast == ()
    assert rules(check(hull(with_profile(case, max_list_deg=3.2)), held)) == set()
    assert "to port" in only(check(hull(with_profile(case, max_list_deg=3.0)), held), "list")
    # (3,120 t at 5.056 m + 80 t at 4 m) / 3,200 t: 5.030 m, and the metacentre is at 9 m.
    loose = {"max_list_deg": None}
    assert check(hull(with_profile(case, min_metacentric_m=3.969, **loose)), held).feasible
    assert rules(check(hull(with_profile(case, min_metacentric_m=3.972, **loose)), held)) == {"metacentric_height"}


def test_the_centre_of_gravity_stays_near_the_middle_line(case: Case, plan: LoadingPlan) -> None:
    """120 t m to starboard of 3,120 t: 0.0385 m."""
    assert check(with_profile(case, max_off_middle_m=0.0385), plan).feasible
    text = only(check(with_profile(case, max_off_middle_m=0.038), plan), "list")
    assert "lies 0.038 m to starboard at departure and may 0.038 m: put more mass or ballast to port" in text


@pytest.mark.parametrize(
    ("window", "text"),
    [
        ((69.2, 69.3), None),
        ((69.27, 69.3), "lies 69.269 m from the bow at departure and must lie at least 69.270 m: put more mass or"
                        " ballast to the stern"),
        ((69.2, 69.26), "must lie at most 69.260 m: put more mass or ballast to the bow"),
    ],
)  # fmt: skip
def test_the_centre_of_gravity_stays_in_its_window(
    case: Case, plan: LoadingPlan, window: tuple[float, float], text: str | None
) -> None:
    """2,280 t m before 70 m, of 3,120 t: 69.269 m from the bow. Draft and trim may be unknown then."""
    rows = tuple(
        row.model_copy(
            update={
                "draft_m": None, "buoyancy_from_bow_m": None, "trim_moment_tm": None,
                "min_centre_from_bow_m": window[0], "max_centre_from_bow_m": window[1],
            }
        )
        for row in case.hydrostatics
    )  # fmt: skip
    verdict = check(with_profile(case, max_trim_m=None).changed(hydrostatics=rows), plan)
    assert rules(verdict) == ({"trim"} if text else set())
    assert text is None or text in only(verdict, "trim")
    (note,) = (note for note in verdict.notes if "at departure she displaces" in note)
    assert "draws" not in note
    assert "trims" not in note


def test_what_she_bears_is_remarked(case: Case, plan: LoadingPlan) -> None:
    limits = {"max_shear_t": {2: 128.0, 3: 100.0}, "max_bending_tm": {2: 240.0}}
    verdict = check(hull(case, **limits), with_ballast(plan))
    most = "68.0% of the shear force at section 3 (bay 013) and 25.0% of the bending moment at section 2 (bay 006)"
    assert f"at departure her hull has {most}" in verdict.notes
    held = check(hull(case), with_ballast(plan, FORE=60, SIDE=12))
    assert any("with 72 t in her ballast tanks" in note for note in held.notes)


@settings(deadline=None)
@given(
    weights=st.lists(st.integers(1, 500), min_size=2, max_size=6),
    shares=st.lists(st.integers(1, 9), min_size=6, max_size=6),
    gaps=st.lists(st.integers(1, 40), min_size=5, max_size=5),
)
def test_forces_end_with_the_ship(case: Case, weights: list[int], shares: list[int], gaps: list[int]) -> None:
    """Whatever she bears where: shear and bending are nothing at the bow, bending is the same the other way round."""

    def turned(backwards: bool) -> list[tuple[float, float]]:
        places = [sum(gaps[:number]) + 20 for number in range(len(weights))]
        its = list(zip(places, weights, shares, strict=False))
        if backwards:
            its = [(300 - place, weight, share) for place, weight, share in reversed(its)]
        total, lifted = sum(weights), sum(share for _, _, share in its)
        layout = Layout(
            ShipProfile(id="P", light_t=total),
            (),
            (),
            (),
            (),
            tuple(
                ShipSection(profile="P", section=number, from_bow_m=place, light_t=weight)
                for number, (place, weight, _) in enumerate(its, start=1)
            ),
            tuple(
                SectionBuoyancy(
                    profile="P", section=number, displacement_t=float(total), buoyancy_t=total * share / lifted
                )
                for number, (_, _, share) in enumerate(its, start=1)
            ),
        )
        call = case.call_by_id[CALL]
        empty = Stowage(Piles(), {})
        stowed = Stowed(case, call, case.ship_of(call), layout, CallBoxes((), (), ()), "none", ())
        return [(each.shear_t, each.bending_tm) for each in forces(stowed, Worked(empty, empty, frozenset(), ()))]

    found, other = turned(False), turned(True)
    assert found[0] == pytest.approx((0, 0), abs=1e-6)
    assert found[-1][1] == 0
    assert [bending for _, bending in found] == pytest.approx([bending for _, bending in reversed(other)], abs=1e-6)
