"""The fingerprint: parts that came later do not change that of a case which has none of them."""

import hashlib
from typing import Any

import pytest

from data.case import Case
from data.fingerprint import _LATER, fingerprint


def test_a_case_without_later_parts_has_the_fingerprint_of_before(full_case: Case) -> None:
    bare = full_case.changed(bollards=(), ship_tanks=(), ship_sections=(), ship_buoyancy=())
    text = bare.model_dump_json(
        exclude={
            "name": True,
            **{
                table: {"__all__": set(columns)} if columns else True  # type: ignore[dict-item]
                for table, columns in _LATER.items()
            },
        }
    )
    assert all(f'"{name}"' not in text for table, columns in _LATER.items() for name in (columns or {table}))
    assert bare.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("ship_profiles", {"max_off_middle_m": 0.0}),
        ("ship_profiles", {"row_m": 2.43}),
        ("hydrostatics", {"min_centre_from_bow_m": 49.0}),
        ("ship_stacks", {"plugs": (82,), "one_plug": (82,)}),
    ],
)
def test_each_later_column_counts_once_it_is_used(full_case: Case, table: str, change: dict[str, Any]) -> None:
    first, *others = getattr(full_case, table)
    changed = full_case.model_copy(update={table: (first.model_copy(update=change), *others)})
    assert fingerprint(changed) != fingerprint(full_case)


def test_each_later_table_counts_once_it_has_a_row(full_case: Case) -> None:
    tables = [table for table, columns in _LATER.items() if not columns]
    prints = {fingerprint(full_case.model_copy(update={table: ()})) for table in tables} | {fingerprint(full_case)}
    assert len(prints) == len(tables) + 1
    (tank,) = full_case.ship_tanks
    fuller = full_case.model_copy(update={"ship_tanks": (tank.model_copy(update={"capacity_t": 121}),)})
    assert fingerprint(fuller) not in prints
