"""The vessels of the set representative_vessels: a file of our own, read as a profile, and bad files."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import broken_references
from data.errors import BadInput
from data.formats.benchmarks.vessel_file import read_vessel
from data.ship_layouts import Layout
from data.terminal import Terminal

DECK = "#### AboveDeck: identifier maxHeight maxWeight20 maxWeight40 vcg\n{} 5.22 40.5 60.48 26.1\n"
HOLD = "#### BelowDeck: identifier maxHeight maxWeight20 maxWeight40 vcg\n{} 5.83 48 57.6 0\n"
CELLS = "##### Cell: tier reefer\n"


def stack(number: int, across_m: float, deck: int | None = None, hold: int | None = None) -> str:
    """A stack with two tiers on deck (3 and 4), or two in the hold (0 and 1); the upper one on deck has plugs."""
    parts = [f"### Stack: index tcg\n{number} {across_m}\n"]
    if deck is not None:
        parts.append(DECK.format(deck) + CELLS + "4 2\n3 1\n")
    if hold is not None:
        parts.append(HOLD.format(hold) + CELLS + "1 0\n0 0\n")
    return "".join(parts)


def vessel(**changes: str) -> str:
    """Three bays of five stacks. Of the first none exists, and in the middle of the last one's hold there is none."""
    bay = "## Bay: index lcg minShear maxShear maxBending constWeight constWeighVcg\n"
    points = "### BuoyancyPoints: buojancy\n"
    given = {
        "ship": "# Ship: bays stacks tiers tcgTollerance\n3 5 5 0.1\n",
        "points": "## HydroPoints: displacement minLcg maxLcg metacenter\n1000 -2 -1 30\n2000 -3 -2 25\n",
        "tanks": "## Tanks: cap(ton) lcg tcg vcg_empty vcg_full\n200 30 -4 1 5\n"
        "### BayCoverage: bay_idx(zero based) coverage(ratio)\n0 0.5\n1 0.5\n"
        "## Tanks: cap(ton) lcg tcg vcg_empty vcg_full\n90 -20 0 0 2\n"
        "### BayCoverage: bay_idx(zero based) coverage(ratio)\n2 1.0\n",
        "bow": bay + "0 40 -50 60 700 100 12\n" + points + "200\n500\n" + "".join(stack(n, 0) for n in range(5)),
        "middle": bay + "1 20 -70 80 900 400 10\n" + points + "500\n900\n"
        + stack(0, -4.86, 1, 2) + stack(1, -2.43, 1, 2) + stack(2, 0, 3, 4) + stack(3, 2.43, 3, 4)
        + stack(4, 4.86, 3, 4),
        "stern": bay + "2 -10 -90 100 800 500 10\n" + points + "300\n600\n"
        + stack(0, -4.86, 1, 2) + stack(1, -2.43, 1) + stack(2, 0, 3) + stack(3, 2.43, 5) + stack(4, 4.86, 5, 6),
    }  # fmt: skip
    return "".join((given | changes).values())


def read(folder: Path, text: str) -> Layout:
    file = folder / "vessel.txt"
    file.write_text(text, encoding="utf-8")
    return read_vessel(file, "OWN", "made up")


def test_bays_and_sections(tmp_path: Path) -> None:
    """The bow is 10 m before the first bay, half the way to the second."""
    known = read(tmp_path, vessel())
    assert [(bay.bay, bay.from_bow_m) for bay in known.bays] == [(6, 30), (10, 60)]
    assert [
        (its.section, its.from_bow_m, its.light_t, its.min_shear_t, its.max_shear_t, its.max_bending_tm)
        for its in known.sections
    ] == [(1, 10, 100, -50, 60, 700), (2, 30, 400, -70, 80, 900), (3, 60, 500, -90, 100, 800)]
    assert all(its.min_bending_tm is None for its in known.sections)
    assert [(row.section, row.displacement_t, row.buoyancy_t) for row in known.buoyancy[2:4]] == [
        (2, 1_000, 500), (2, 2_000, 900),
    ]  # fmt: skip
    assert known.section_of == {6: 2, 10: 3}


def test_the_profile(tmp_path: Path) -> None:
    profile = read(tmp_path, vessel()).profile
    assert (profile.id, profile.note, profile.light_t) == ("OWN", "made up", 1_000)
    # 100 t at 10 m, 400 t at 30 m and 500 t at 60 m; 100 t at 12 m and 900 t at 10 m.
    assert (profile.light_from_bow_m, profile.light_above_keel_m) == (43, 10.2)
    assert (profile.max_off_middle_m, profile.row_m, profile.min_metacentric_m) == (0.1, 2.43, 0.15)


def test_hydrostatics_have_a_window_from_the_bow(tmp_path: Path) -> None:
    known = read(tmp_path, vessel())
    assert [
        (row.displacement_t, row.metacentre_m, row.min_centre_from_bow_m, row.max_centre_from_bow_m, row.draft_m)
        for row in known.hydrostatics
    ] == [(1_000, 30, 51, 52, None), (2_000, 25, 52, 53, None)]


def test_stacks_by_their_iso_numbers(tmp_path: Path) -> None:
    known = read(tmp_path, vessel())
    assert {(its.bay, its.row, its.level): its.cover for its in known.stacks} == {
        (6, row, level): cover for level in ("deck", "hold") for row, cover in ((4, 1), (2, 1), (0, 2), (1, 2), (3, 2))
    } | {
        (10, 4, "deck"): 1, (10, 4, "hold"): 1, (10, 2, "deck"): 1, (10, 1, "deck"): 3, (10, 3, "deck"): 3,
        (10, 3, "hold"): 3,
        # There is no hold below the block in the middle, so that no cover bears it.
        (10, 0, "deck"): None,
    }  # fmt: skip
    assert {(its.level, its.bottom_tier, its.tiers) for its in known.stacks} == {("deck", 82, 2), ("hold", 2, 2)}
    deck, hold = known.stack_by_key[6, 2, "deck"], known.stack_by_key[6, 2, "hold"]
    assert (deck.max_20_kg, deck.max_40_kg, deck.height_m, deck.above_keel_m) == (40_500, 60_480, 5.22, 26.1)
    assert (deck.plugs, deck.one_plug, hold.plugs) == ((82, 84), (82,), ())
    assert [known.across_m(known.stack_by_key[10, row, "hold"]) for row in (4, 3)] == [-4.86, 4.86]


def test_tanks(tmp_path: Path) -> None:
    known = read(tmp_path, vessel())
    assert [
        (tank.tank, tank.capacity_t, tank.from_bow_m, tank.across_m, tank.full_above_keel_m, tank.sections)
        for tank in known.tanks
    ] == [("T01P", 200, 20, -4, 5, (1, 2)), ("T02", 90, 70, 0, 2, (3,))]


def test_the_profile_is_consistent(tmp_path: Path) -> None:
    tables = read(tmp_path, vessel()).tables
    assert list(broken_references(Terminal.model_construct(), tables, {"terminal"})) == []


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        ({"ship": ""}, None, "it has no ship"),
        ({"ship": "# Boat: bays stacks\n3 5 5 0.1\n"}, 1, "there is no such heading"),
        ({"ship": "3 5 5 0.1\n"}, 1, "the numbers stand below no heading"),
        ({"ship": "# Ship: bays stacks tiers tcgTollerance\n3 5 5\n"}, 2, "below Ship a line has 4 numbers"),
        ({"ship": "# Ship: bays stacks tiers tcgTollerance\n3 5 5 0.1e3\n"}, 2, "the line is not understood"),
        ({"ship": "# Ship: bays stacks tiers tcgTollerance\n3 9 5 0.1\n"}, None, "no bay has all stacks"),
        ({"ship": "#### Cell: tier reefer\n1 0\n"}, 2, "Cell belongs to nothing before it"),
        (
            {"points": "## HydroPoints: displacement minLcg maxLcg metacenter\n1000 -2 -1 30\n"},
            None,
            "points of buoyancy",
        ),
    ],
)
def test_bad_files(tmp_path: Path, change: dict[str, str], row: int | None, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, vessel(**change))
    (fault,) = refused.value.faults
    assert fault.row == row
    assert words in str(fault)


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("200 30 -4 1 5", "200 30 -4 5 1", "its centre sinks while it is filled"),
        ("200 30 -4 1 5", "0 30 -4 1 5", "capacity_t: Input should be greater than 0"),
        ("0 0.5\n1 0.5", "0 0.5\n1 0.3", "not in equal shares"),
        ("0 0.5\n1 0.5", "0 0.5\n7 0.5", "in one that is not there"),
        ("0 0.5\n1 0.5", "0 0.5\n1.5 0.5", "a number is out of reach"),
        ("4 2\n", "-4 2\n", "a number is out of reach"),
        ("2000 -3 -2 25", "2000 -2 -3 25", "min_centre_from_bow_m is above max_centre_from_bow_m"),
        ("1 20 -70 80 900 400 10", "1 20 80 -70 900 400 10", "min_shear_t is above max_shear_t"),
    ],
)
def test_numbers_that_make_no_ship(tmp_path: Path, was: str, now: str, words: str) -> None:
    text = vessel()
    assert was in text
    with pytest.raises(BadInput, match=words):
        read(tmp_path, text.replace(was, now, 1))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, 200), line=st.sampled_from([None, "0 0", "-1 -1 -1 -1 -1", "#### Cell: x", "1e9", "9 9 9 9"])
)
def test_a_line_that_is_lost_or_another_is_refused_or_read(tmp_path: Path, place: int, line: str | None) -> None:
    lines = vessel().splitlines()
    at = place % len(lines)
    spoilt = lines[:at] + ([] if line is None else [line]) + lines[at + 1 :]
    with suppress(BadInput):
        assert read(tmp_path, "\n".join(spoilt)).sections


def test_stacks_that_are_not_evenly_spaced(tmp_path: Path) -> None:
    text = vessel()
    with pytest.raises(BadInput, match=r"stacks of bay 1 are not 2.43 m apart"):
        read(tmp_path, text.replace("3 2.43", "3 2.6", 1))


def test_cells_with_a_gap(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the cells of the stack are not one above the other"):
        read(tmp_path, vessel().replace("4 2\n", "5 2\n", 1))


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("tcgTollerance\n3 5", "tcgTollerance\n4 5", "it has 3 bays"),
        ("2000 -3 -2 25", "1000 -3 -2 25", "after that of 1000 t"),
        ("0 0.5\n1 0.5", "0 -0.5\n1 -0.5", "not in equal shares"),
        ("1 0.5", "0 0.5", "ShipTank: a section is named twice"),
    ],
)
def test_a_file_cut_off_or_against_itself_is_refused(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    text = vessel()
    assert right in text
    with pytest.raises(BadInput, match=told):
        read(tmp_path, text.replace(right, wrong))
