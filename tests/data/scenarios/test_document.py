"""docs/scenarios.md is what its generator makes of the types."""

from pathlib import Path

import pytest

from data.scenarios import CHANGES, Scenario, read_scenarios
from data.scenarios.change import Change
from data.scenarios.document import PAGE, page


def test_the_page_is_made_from_the_types() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m data.scenarios.document"


@pytest.mark.parametrize("change", CHANGES)
def test_every_field_of_a_change_is_told_with_its_meaning(change: type[Change]) -> None:
    text = page()
    assert f"### {change.model_fields['change'].default}\n" in text
    for name, field in change.model_fields.items():
        if name != "change":
            assert field.description
            assert f"| `{name}` |" in text
            assert field.description in text


def test_the_example_is_a_scenario(tmp_path: Path) -> None:
    example = PAGE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    path = tmp_path / "example.toml"
    path.write_text(example)
    (scenario,) = read_scenarios(path)
    assert isinstance(scenario, Scenario)
    assert len(scenario.changes) == 2
