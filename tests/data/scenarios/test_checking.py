import pytest

from data.case import Case
from data.scenarios import CHANGES
from data.scenarios.checking import scenario_faults_of
from data.scenarios.describing import change_kinds


def _faults(case: Case, *changes: object) -> list[tuple[int | None, str | None]]:
    found = scenario_faults_of(case, [{"name": "one", "description": "what if", "changes": list(changes)}])
    return [(fault.change, fault.field) for fault in found]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"change": "longer_quay", "metres": 0}, "metres"),
        ({"change": "longer_quay"}, "metres"),
        ({"change": "longer_quay", "metres": 1, "meters": 2}, "meters"),
        ({"change": "longer_key", "metres": 1}, None),
        ({"change": "demand"}, None),
        ({"change": "remove_quay_cranes", "cranes": "QC9"}, "cranes"),
        ({"change": "set", "field": "gate.lanes", "value": 0}, "value"),
        ({"change": "set", "field": "gate.lames", "value": 1}, "field"),
        ({}, None),
        (3, None),
    ],
)
def test_a_fault_stands_at_the_field_of_its_change(small_case: Case, change: object, field: str | None) -> None:
    right = {"change": "mooring_gap", "metres": 12}
    assert _faults(small_case, right, change) == [(1, field)]
    assert _faults(small_case, right) == []


def test_changes_are_made_one_after_the_other(small_case: Case) -> None:
    more = {"change": "add_quay_cranes", "count": 1}
    new = f"QC{len(small_case.quay_cranes) + 1}"
    gone = {"change": "remove_quay_cranes", "cranes": new}
    assert _faults(small_case, more, gone) == []
    assert _faults(small_case, gone, more) == [(0, "cranes")]


def test_names_and_texts_are_checked_too(small_case: Case) -> None:
    found = scenario_faults_of(
        small_case,
        [{"name": "a", "description": "x"}, {"name": "a", "description": "x"}, {"name": "b c", "changes": "none"}],
    )
    assert [(fault.scenario, fault.field) for fault in found] == [
        (1, "name"), (2, "name"), (2, "description"), (2, "changes")
    ]  # fmt: skip


def test_every_field_of_every_change_is_described() -> None:
    kinds = change_kinds()
    assert [kind.change for kind in kinds] == [change.model_fields["change"].default for change in CHANGES]
    for kind, change in zip(kinds, CHANGES, strict=True):
        assert [field.name for field in kind.fields] == [name for name in change.model_fields if name != "change"]
        assert all(field.about for field in kind.fields)
        assert all(field.required == change.model_fields[field.name].is_required() for field in kind.fields)
        assert all(field.choices for field in kind.fields if field.holds == "choice")
