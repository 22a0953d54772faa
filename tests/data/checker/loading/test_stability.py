"""How the ship floats: the numbers are worked out by hand from ten boxes of 12 t on a ship of 3,000 t."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import LoadingPlan
from data.profiles import Hydrostatics
from tests.data.checker.loading.conftest import only, rules, with_profile
from tests.data.conftest import with_row


def test_metacentric_height(case: Case, plan: LoadingPlan) -> None:
    # Five boxes on the floor of the hold at 2.7955 m, one on another at 5.3865 m, four on deck at 11.2955 m; with the
    # ship at 5 m that is 5.056 m above the keel, and the metacentre is at 9 m.
    assert check(with_profile(case, min_metacentric_m=3.943), plan).feasible
    text = only(check(with_profile(case, min_metacentric_m=3.945), plan), "metacentric_height")
    assert "Aru (ARU-1) has a metacentric height of 3.94 m at departure and needs 3.945 m" in text


def test_list(case: Case, plan: LoadingPlan) -> None:
    # Four boxes at 2.5 m to starboard: 120 t m, 0.0385 m, over 3.944 m of metacentric height.
    assert check(with_profile(case, max_list_deg=0.56), plan).feasible
    text = only(check(with_profile(case, max_list_deg=0.55), plan), "list")
    assert "lists 0.56 degrees to starboard" in text
    assert "put more mass to port" in text


def test_trim(case: Case, plan: LoadingPlan) -> None:
    # Five boxes at 30 m, three at 60 m, two at 90 m: 2,280 t m before 70 m.
    assert check(with_profile(case, max_trim_m=0.381), plan).feasible
    text = only(check(with_profile(case, max_trim_m=0.379), plan), "trim")
    assert "trims 0.38 m by the bow at departure and may 0.379 m: put more mass to the stern" in text


@pytest.mark.parametrize(("light_m", "feasible"), [(7.88, True), (7.881, False)])
def test_draft(case: Case, plan: LoadingPlan, light_m: float, feasible: bool) -> None:
    """With 120 t on board she draws 12 cm more than without, and she may 8 m."""
    rows = tuple(
        row.model_copy(update={"draft_m": draft})
        for row, draft in zip(case.hydrostatics, (light_m, light_m + 1), strict=True)
    )
    verdict = check(case.changed(hydrostatics=rows), plan)
    assert rules(verdict) == (set() if feasible else {"draft"})
    if not feasible:
        assert "draws 8.00 m at departure and may 8 m" in only(verdict, "draft")
        assert verdict.broken[0].calls == ("ARU-1",)


def test_draft_outside_the_hydrostatics(case: Case, plan: LoadingPlan) -> None:
    light, heavy = case.hydrostatics
    for rows, known in (
        ((light, heavy.model_copy(update={"displacement_t": 3_100.0})), "3,000 t to 3,100 t"),
        ((light,), "3,000 t to 3,000 t"),
        ((), "nothing"),
    ):
        text = only(check(case.changed(hydrostatics=rows), plan), "draft")
        assert f"would displace 3,120 t at departure, and the hydrostatics of profile SMALL tell of {known}" in text
    edge = (light, heavy.model_copy(update={"displacement_t": 3_120.0}))
    assert check(case.changed(hydrostatics=edge), plan).feasible


def test_stability_between_rows_is_on_a_straight_line(case: Case, plan: LoadingPlan) -> None:
    rows = tuple(
        Hydrostatics(
            profile="SMALL", displacement_t=tonnes, draft_m=5, metacentre_m=metacentre, buoyancy_from_bow_m=70,
            trim_moment_tm=6_000,
        )
        for tonnes, metacentre in ((3_000, 9.0), (3_120, 5.0), (3_240, 9.0))
    )  # fmt: skip
    # At the middle row she has no stability left; then her list cannot be told.
    assert rules(check(case.changed(hydrostatics=rows), plan)) == {"metacentric_height"}
    assert check(case.changed(hydrostatics=(rows[0], rows[2])), plan).feasible


def test_stability_is_not_looked_at_without_a_limit(case: Case, plan: LoadingPlan) -> None:
    assert check(with_profile(case, min_metacentric_m=None, max_trim_m=0.01).changed(hydrostatics=()), plan).feasible


@pytest.mark.parametrize(("said_m", "noted"), [(5.01, True), (5.03, False), (6, False)])
def test_a_draft_deeper_than_the_call_says_is_noted(case: Case, plan: LoadingPlan, said_m: float, noted: bool) -> None:
    """At departure she draws 5.12 m; a tenth more than said is no matter."""
    verdict = check(with_row(case, "calls", 0, departure_draft_m=said_m), plan)
    assert verdict.feasible
    notes = [note for note in verdict.notes if "departure_draft_m of the call" in note]
    assert len(notes) == noted
    if noted:
        assert "she draws 5.12 m at departure, and departure_draft_m of the call says 5.01 m" in notes[0]
