"""Scenarios in files: what is read, what is refused and how, and those that are shipped."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.case import Case
from data.cases import load
from data.errors import BadInput, Fault, NotFound
from data.scenarios import CHANGES, Scenario, as_toml, find_scenarios, read_scenarios, shipped

TWO = """
[[scenario]]
name = "more-tractors"
description = "Twenty tractors"
[[scenario.changes]]
change = "tractors"
count = 20

[[scenario]]
name = "closed"
description = "No channel on a Monday"
policy = "fcfs"
[[scenario.changes]]
change = "close"
what = "channel"
start = 2026-01-12 06:00:00
days = 0.5
"""


def faults(tmp_path: Path, text: str, name: str = "what.toml") -> list[Fault]:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BadInput) as error:
        read_scenarios(path)
    assert all(fault.file.startswith(str(path)) and fault.problem and fault.remedy for fault in error.value.faults)
    return error.value.faults


def test_several_scenarios_in_a_file_and_one(tmp_path: Path) -> None:
    path = tmp_path / "two.toml"
    path.write_text(TWO)
    more, closed = read_scenarios(path)
    assert (more.name, closed.policy) == ("more-tractors", "fcfs")
    one = tmp_path / "one.json"
    one.write_text(json.dumps(more.model_dump(mode="json")))
    assert read_scenarios(one) == (more,)


def test_scenarios_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "all.toml"
    path.write_text(TWO)
    scenarios = (*read_scenarios(path), *(each.scenario for each in shipped()))
    path.write_text(as_toml(scenarios))
    assert read_scenarios(path) == scenarios
    path.write_text(as_toml(scenarios[:1]))
    assert read_scenarios(path) == scenarios[:1]
    as_json = tmp_path / "all.json"
    as_json.write_text(json.dumps({"scenario": [each.model_dump(mode="json") for each in scenarios]}))
    assert read_scenarios(as_json) == scenarios


def test_every_fault_of_a_file_names_scenario_change_and_field(tmp_path: Path) -> None:
    text = TWO.replace("count = 20", "count = 0").replace("what =", "wat =").replace('"channel"', '"chanel"')
    found = faults(tmp_path, text)
    told = [(fault.file.partition("what.toml")[2], fault.column, fault.value) for fault in found]
    assert told == [
        (", scenario more-tractors, change 1 (tractors)", "count", "0"),
        (", scenario closed, change 1 (close)", "what", None),
        (", scenario closed, change 1 (close)", "wat", "chanel"),
    ]
    assert found[0].remedy == "give at least 1"
    assert found[2].remedy == "did you mean what?"


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("name = 1", "name", "it is no text"),
        ('name = "a"\ndescription = "b"\nchange = []', "change", "did you mean changes?"),
        ('name = "a"\ndescription = "b"\n[[changes]]\nchange = "tractor"', "change", "did you mean tractors?"),
        ('name = "a"\ndescription = "b"\n[[changes]]\ncount = 1', "change", "it is missing"),
        ('name = "a"\ndescription = "b"\n[[changes]]\nchange = "tractors"', None, "one of count and factor"),
        ('name = "base"\ndescription = "b"', "name", "the unchanged case has this name"),
        ("name = ", None, "it is no TOML"),
        ("scenario = 1", None, "[[scenario]]"),
        ("[[scenario]]\nname = 'a'\n[more]", None, "more"),
        (TWO.replace('"closed"', '"more-tractors"'), "name", "two scenarios have this name"),
        (TWO.replace("2026-01-12 06:00:00", "12"), "start", "it is no moment"),
        (TWO.replace("2026-01-12 06:00:00", '"Monday"'), "start", "give it as 2026-01-12"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, column: str | None, says: str) -> None:
    found = faults(tmp_path, text)
    assert any(fault.column == column and says in str(fault) for fault in found), found


def test_what_is_no_file_of_scenarios(tmp_path: Path) -> None:
    assert "no JSON" in faults(tmp_path, "{", "what.json")[0].problem
    assert "no scenario" in faults(tmp_path, "[]", "what.json")[0].problem
    with pytest.raises(NotFound, match=r"did you mean one-crane-lost\?"):
        find_scenarios("one-crane-los")
    with pytest.raises(BadInput, match="a folder"):
        find_scenarios(str(tmp_path))


@pytest.mark.parametrize("each", shipped(), ids=lambda each: each.scenario.name)
def test_shipped_scenarios_apply_to_their_case(each: Any) -> None:
    case = load(each.case).case
    changed = each.scenario.apply(case)
    assert Case.model_validate(changed.model_dump()) == changed
    assert changed.hash != case.hash
    assert find_scenarios(each.scenario.name) == (each.scenario,)


def test_names_of_shipped_scenarios_are_unique() -> None:
    names = [each.scenario.name for each in shipped()]
    assert len(set(names)) == len(names)
    assert [each.case for each in shipped("kariangau")] == ["kariangau"] * len(shipped("kariangau"))
    assert shipped("hub") == ()


def test_every_change_is_one_of_the_union() -> None:
    schema = Scenario.model_json_schema()
    tags = schema["properties"]["changes"]["items"]["discriminator"]["mapping"]
    assert sorted(tags) == sorted(change.model_fields["change"].default for change in CHANGES)


@pytest.mark.parametrize("value", ["NaN", "1e999", "{}", "[[[1]]]", "[NaN]"])
def test_a_value_that_no_field_has_is_one_fault(tmp_path: Path, value: str) -> None:
    file = tmp_path / "set.json"
    change = f'{{"change": "set", "field": "gate.lanes", "value": {value}}}'
    file.write_text(f'{{"name": "a", "description": "b", "changes": [{change}]}}', encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        read_scenarios(file)

    (fault,) = refused.value.faults
    assert (fault.column, fault.problem) == ("value", "no field has such a value")
    assert "change 1 (set)" in fault.file
