"""Rules between the tables of a vessel profile: each by rows that break it and nothing else."""

from collections.abc import Sequence

import pytest

from data.case import Case, broken_references
from data.errors import Fault
from data.record import Record


def of(case: Case, **tables: Sequence[Record]) -> list[Fault]:
    return list(broken_references(case.terminal, {**case.tables, **tables}))


def changed(row: Record, **fields: object) -> Record:
    return row.model_copy(update=fields)


def only(faults: list[Fault]) -> Fault:
    (fault,) = faults
    return fault


@pytest.mark.parametrize("column", ["draft_m", "buoyancy_from_bow_m", "trim_moment_tm"])
def test_a_row_of_hydrostatics_tells_less_than_others(full_case: Case, column: str) -> None:
    (row,) = full_case.hydrostatics
    less = changed(row, displacement_t=2_500.0, **{column: None})
    fault = only(of(full_case, hydrostatics=[row, less]))
    assert (fault.file, fault.row, fault.column, fault.value) == ("hydrostatics", 2, column, None)
    assert fault.problem == "the row has none, and others of profile P400 have one"
    more = changed(row, displacement_t=2_500.0, min_centre_from_bow_m=49.0)
    assert only(of(full_case, hydrostatics=[row, more])).problem == (
        "the row has one, and others of profile P400 have none"
    )


def test_a_limit_of_trim_needs_to_know_how_she_trims(full_case: Case) -> None:
    (row,), (profile,) = full_case.hydrostatics, full_case.ship_profiles
    blind = [changed(row, trim_moment_tm=None, buoyancy_from_bow_m=None)]
    fault = only(of(full_case, hydrostatics=blind))
    assert (fault.file, fault.row, fault.column, fault.value) == ("ship_profiles", 1, "max_trim_m", "1.5")
    assert "have no buoyancy_from_bow_m and no trim_moment_tm" in fault.problem
    assert of(full_case, hydrostatics=blind, ship_profiles=[changed(profile, max_trim_m=None)]) == []
    assert of(full_case, hydrostatics=blind, ship_profiles=[changed(profile, min_metacentric_m=None)]) == []


def test_a_draft_that_falls_while_she_is_loaded(full_case: Case) -> None:
    (row,) = full_case.hydrostatics
    assert row.draft_m is not None
    falls_m = row.draft_m - 0.5
    heavier = changed(row, displacement_t=2_500.0, draft_m=falls_m)
    # Told at the heavier row, wherever it stands.
    fault = only(of(full_case, hydrostatics=[heavier, row]))
    assert (fault.file, fault.row, fault.column, fault.value) == (
        "hydrostatics", 1, "draft_m", f"{falls_m:g}",
    )  # fmt: skip
    assert of(full_case, hydrostatics=[changed(heavier, draft_m=row.draft_m), row]) == []


def test_a_tank_lies_in_sections_that_there_are(full_case: Case) -> None:
    (tank,) = full_case.ship_tanks
    fault = only(of(full_case, ship_tanks=[changed(tank, sections=(2, 7))]))
    assert (fault.file, fault.row, fault.column) == ("ship_tanks", 1, "sections")
    assert fault.problem == "the profile P400 has no section 7"
    nowhere = [changed(tank, sections=())]
    assert "none of them bears the tank" in only(of(full_case, ship_tanks=nowhere)).problem
    assert of(full_case, ship_tanks=nowhere, ship_sections=[], ship_buoyancy=[]) == []


def test_sections_weigh_what_the_light_ship_weighs_where_it_does(full_case: Case) -> None:
    (profile,) = full_case.ship_profiles
    fore, aft = full_case.ship_sections
    fault = only(of(full_case, ship_sections=[fore, changed(aft, light_t=1_200.0)]))
    assert (fault.file, fault.row, fault.column, fault.value) == ("ship_profiles", 1, "light_t", "2000")
    assert fault.problem == "her sections weigh 2,100 t together"
    fault = only(of(full_case, ship_profiles=[changed(profile, light_from_bow_m=52.0)]))
    assert (fault.column, fault.problem) == (
        "light_from_bow_m", "her sections have their centre of gravity 50.0 m from the bow",
    )  # fmt: skip
    assert of(full_case, ship_sections=[fore, changed(aft, light_t=1_101.0)]) == []


def test_sections_are_lifted_by_what_the_ship_displaces(full_case: Case) -> None:
    rows = full_case.ship_buoyancy
    fault = only(of(full_case, ship_buoyancy=[*rows[:3], changed(rows[3], buoyancy_t=1_400.0)]))
    assert (fault.file, fault.row, fault.column, fault.value) == ("ship_buoyancy", 2, "displacement_t", "2500")
    assert fault.problem == "at 2,500 t the sections of profile P400 are lifted by 2,650 t together"
    # Where a section has no row of that displacement, nobody can add them up.
    assert of(full_case, ship_buoyancy=rows[:3]) == []


def test_every_section_is_lifted_by_something(full_case: Case) -> None:
    fault = only(of(full_case, ship_buoyancy=full_case.ship_buoyancy[:2]))
    assert (fault.file, fault.row, fault.column, fault.value) == ("ship_sections", 2, "section", "2")
    strange = [*full_case.ship_buoyancy, changed(full_case.ship_buoyancy[0], section=9)]
    fault = only(of(full_case, ship_buoyancy=strange))
    assert (fault.file, fault.row, fault.problem) == ("ship_buoyancy", 5, "the profile P400 has no such section")
