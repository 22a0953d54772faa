import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.case import TABLES, Case, key_of
from data.case_changes import CaseChanges, FieldChange, Row, RowChange, TableChanges, changes_between, lines
from data.cases import load
from tests.data.formats.test_round_trip import cases

phases = [Phase.explicit, Phase.reuse, Phase.generate]
quietly = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
property_of_cases = settings(
    max_examples=8, derandomize=True, deadline=None, phases=phases, suppress_health_check=quietly
)


def with_changes(case: Case, changes: CaseChanges) -> Case:
    """The case after changes that were found from it: its own rows in their order, then those that were added.

    Raises ValidationError where they do not fit to the case.
    """
    terminal: dict[str, Any] = case.terminal.model_dump(mode="json")
    for change in changes.terminal:
        part, dot, inner = change.field.partition(".")
        if dot:
            terminal[part][inner] = change.after
        else:
            terminal[part] = change.after
    parts = case.model_dump(mode="json") | {"terminal": terminal}
    for table in changes.tables:
        parts[table.table] = [*_rows_after(parts[table.table], table)]
    return Case.model_validate(parts)


def _rows_after(rows: Iterable[Row], changes: TableChanges) -> Iterator[Row]:
    columns = key_of(TABLES[changes.table])
    removed = {_key_in(columns, row) for row in changes.removed}
    changed = {
        _key_in(columns, change.key): {field.field: field.after for field in change.fields}
        for change in changes.changed
    }
    for row in rows:
        key = _key_in(columns, row)
        if key not in removed:
            yield row | changed.get(key, {})
    yield from changes.added


def _key_in(columns: tuple[str, ...], row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def without_order(case: Case) -> dict[str, Any]:
    """Everything that two cases without differences share."""
    tables = {
        name: {tuple(getattr(row, column) for column in key_of(TABLES[name])): row for row in rows}
        for name, rows in case.tables.items()
    }
    return {"terminal": case.terminal, **tables}


@property_of_cases
@given(data=st.data())
def test_changes_make_the_later_case_of_the_earlier_one(small_case: Case, data: st.DataObject) -> None:
    before, after = data.draw(cases(small_case)), data.draw(cases(small_case))
    found = changes_between(before, after)
    assert without_order(with_changes(before, found)) == without_order(after)
    assert CaseChanges.model_validate_json(found.model_dump_json()) == found
    assert not changes_between(before, before).told


@property_of_cases
@given(seed=st.integers(0, 10**6))
def test_another_order_is_no_change_of_rows(small_case: Case, seed: int) -> None:
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in small_case.tables.items()}
    found = changes_between(small_case, small_case.model_copy(update={k: tuple(v) for k, v in shuffled.items()}))
    assert all(table.reordered for table in found.tables)
    assert not any(table.added or table.removed or table.changed for table in found.tables)
    assert not found.terminal


def test_from_one_embedded_case_to_another() -> None:
    before, after = load("kariangau").case, load("kariangau-2025").case
    found = changes_between(before, after)
    assert without_order(with_changes(before, found)) == without_order(after)
    assert found == changes_between(before, after)


@pytest.fixture
def moved(small_case: Case) -> Case:
    """The small case with other overhang at the quay, other numbers of a call, and one more port."""
    first, *others = small_case.calls
    terminal = small_case.terminal
    return small_case.changed(
        terminal=terminal.model_copy(update={"quay": terminal.quay.model_copy(update={"overhang_m": 1.5})}),
        calls=(first.model_copy(update={"discharge_full": first.discharge_full + 1, "priority": 2.5}), *others),
        ports=(*small_case.ports, small_case.ports[0].model_copy(update={"unlocode": "IDBTM", "name": "Batam"})),
    )


def test_fields_have_their_values_before_and_after(small_case: Case, moved: Case) -> None:
    found = changes_between(small_case, moved)
    assert found.terminal == (
        FieldChange(field="quay.overhang_m", before=small_case.terminal.quay.overhang_m, after=1.5),
    )
    calls, ports = sorted(found.tables, key=lambda table: table.table)
    first = small_case.calls[0]
    assert calls.changed == (
        RowChange(
            key={"id": first.id},
            fields=(
                FieldChange(field="discharge_full", before=first.discharge_full, after=first.discharge_full + 1),
                FieldChange(field="priority", before=first.priority, after=2.5),
            ),
        ),
    )
    assert [row["unlocode"] for row in ports.added] == ["IDBTM"]
    back = changes_between(moved, small_case)
    assert [row["unlocode"] for table in back.tables for row in table.removed] == ["IDBTM"]


def test_changes_are_lines_to_read(small_case: Case, moved: Case) -> None:
    first = small_case.calls[0]
    text = "\n".join(lines(changes_between(small_case, moved)))
    assert f"terminal\n  ~ quay.overhang_m {small_case.terminal.quay.overhang_m:g} -> 1.5\n" in text
    assert (
        f"  ~ {first.id}: discharge_full {first.discharge_full} -> {first.discharge_full + 1}, priority 1 -> 2.5"
        in text
    )
    assert "ports\n  + IDBTM: name Batam" in text
    assert "  - IDBTM" in "\n".join(lines(changes_between(moved, small_case)))


def test_rows_without_an_id_are_found_by_their_columns() -> None:
    case = load("kariangau").case
    steps = case.chain_steps
    changed = case.changed(chain_steps=(steps[0].model_copy(update={"duration_h": 99.0}), *steps[1:]))
    [table] = changes_between(case, changed).tables
    [row] = table.changed
    assert row.key == {"chain": steps[0].chain, "step": steps[0].step}
    assert "duration_h" in [field.field for field in row.fields]
