"""The vessel profiles that are shipped: whole, consistent, and in a case at one step."""

from pathlib import Path

import pytest

from data.case import Case, broken_references
from data.cases.ready_profiles import read_profile, ready_profile, ready_profiles, with_profile, write_profile
from data.errors import BadInput, DermagaError, NotFound
from data.ship_layouts import Layout
from data.terminal import Terminal

NAMES = ["representative-large", "representative-medium", "representative-small"]


@pytest.fixture(params=NAMES, scope="module")
def shipped(request: pytest.FixtureRequest) -> Layout:
    return ready_profile(request.param)


def test_those_of_larsen_and_pacino_are_shipped() -> None:
    assert ready_profiles() == NAMES
    # Cells, bays with stacks, tanks and sections as the vessels' files have them.
    assert [
        (sum(stack.tiers for stack in its.stacks), len(its.bays), len(its.tanks), len(its.sections))
        for its in map(ready_profile, NAMES)
    ] == [(7_686, 22, 27, 24), (5_132, 22, 32, 24), (3_516, 19, 18, 21)]
    with pytest.raises(NotFound, match="did you mean representative-small"):
        ready_profile("representative-smal")


def test_a_shipped_profile_breaks_no_rule(shipped: Layout) -> None:
    assert list(broken_references(Terminal.model_construct(), shipped.tables, {"terminal"})) == []
    assert "CC0" in (shipped.profile.note or "")


def test_its_sections_are_lifted_by_the_displacement(shipped: Layout) -> None:
    for row in shipped.hydrostatics:
        assert sum(shipped.buoyancy_at(row.displacement_t)) == pytest.approx(row.displacement_t, rel=1e-4)


def test_every_tank_and_stack_lies_within_her(shipped: Layout) -> None:
    ends = shipped.sections[0].from_bow_m, shipped.sections[-1].from_bow_m
    half_beam = max(abs(shipped.across_m(stack)) for stack in shipped.stacks) + 1.5
    assert all(ends[0] < tank.from_bow_m < ends[1] and abs(tank.across_m) < half_beam + 1 for tank in shipped.tanks)
    for stack in shipped.stacks:
        other = shipped.stack_by_key.get((stack.bay, stack.row, "deck" if stack.level == "hold" else "hold"))
        assert other is None or other.cover == stack.cover or None in (other.cover, stack.cover)


def test_a_profile_is_written_and_read(shipped: Layout, tmp_path: Path) -> None:
    write_profile(shipped, tmp_path / "profile")
    assert read_profile(tmp_path / "profile") == shipped


def test_a_folder_that_holds_no_profile(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="it has no profile"):
        read_profile(tmp_path)
    (tmp_path / "ship_profiles.csv").write_text("id,light_t\nP,heavy\n", encoding="utf-8")
    with pytest.raises(BadInput, match="light_t"):
        read_profile(tmp_path)


@pytest.fixture
def long_case(small_case: Case) -> Case:
    """The small case with a ship as long as the small profile."""
    aru, *others = small_case.vessels
    return small_case.changed(vessels=(aru.model_copy(update={"loa_m": 310.0}), *others))


def test_a_case_with_a_profile_more(long_case: Case) -> None:
    small = ready_profile("representative-small")
    aru, *others = long_case.vessels
    made = with_profile(long_case, small, aru.id)
    assert made.layout_by_profile["representative-small"] == small
    assert made.vessels == (aru.model_copy(update={"profile": "representative-small"}), *others)
    assert with_profile(long_case, small).vessels == long_case.vessels
    with pytest.raises(DermagaError, match="has a profile representative-small already"):
        with_profile(made, small)


def test_a_ship_that_is_too_short_or_not_there(small_case: Case) -> None:
    small = ready_profile("representative-small")
    aru = small_case.vessels[0]
    with pytest.raises(BadInput, match=f"{aru.name}, which has this profile, is {aru.loa_m:g} m long"):
        with_profile(small_case, small, aru.id)
    with pytest.raises(DermagaError, match=f"has no ship '{aru.id}X' in its table vessels; did you mean {aru.id}"):
        with_profile(small_case, small, f"{aru.id}X")
    call = small_case.calls[0]
    for shown, meant in ((call.id, call.vessel), (aru.name, aru.id)):
        with pytest.raises(DermagaError, match=f"has no ship '{shown}' in its table vessels; did you mean {meant}"):
            with_profile(small_case, small, shown)
