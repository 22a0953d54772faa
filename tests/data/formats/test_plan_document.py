"""The tables of plan.json in docs/loading-plans.md are what their generator makes of the types."""

import json

import pytest

from data.formats.plan_document import PAGE, section, with_section
from data.plans import Carried, CraneUse, LeftAshore, Lift, LoadingPlan, YardMove
from data.record import Record


def test_the_section_is_made_from_the_types() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == with_section(text), "run python -m data.formats.plan_document"


@pytest.mark.parametrize("row_type", [LoadingPlan, CraneUse, Lift, Carried, YardMove, LeftAshore])
def test_every_field_is_told_with_its_meaning(row_type: type[Record]) -> None:
    text = section()
    for name, field in row_type.model_fields.items():
        assert field.description
        assert f"| `{field.alias or name}` |" in text
        assert field.description in text


def test_what_fields_hold_is_told_in_words() -> None:
    lines = section().splitlines()
    assert "| the plan | holds | if left out | meaning |" in lines
    assert "| lifts, boxes, each | holds | if left out | meaning |" in lines
    bay = next(line for line in lines if line.startswith("| `bay` |"))
    assert bay.startswith("| `bay` | whole number from 1 to 999 | refused | The ship's bay ")
    assert any(line.startswith("| `cover` | whole number from 1 to 20 | none | ") for line in lines)
    assert any(line.startswith("| `dual` | true or false | false | ") for line in lines)
    assert any(line.startswith("| `kind` | `loading` | loading | ") for line in lines)


def test_the_example_of_a_lift_is_one() -> None:
    """The JSON in the page is read by the model."""
    text = PAGE.read_text(encoding="utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    read = Lift.model_validate(json.loads(example))
    assert read.boxes[0].target == "tractor"
