from pathlib import Path

import pytest

from data.errors import BadInput, DermagaError
from data.operations import YardWork
from simulations.policies import ByRules, FirstComeFirstServed, Rules
from tests.simulations.conftest import bare_case, call, run

CASE = bare_case(
    [call("A", discharge_full=12)], blocks=1, yard_work=YardWork(move_s=60, move_spread=0, stacks=True, rehandle_s=60)
)


def policy(folder: Path, body: str) -> ByRules:
    file = folder / "rules.py"
    file.write_text(f"def pile(box, stacks):\n    return {body}\n", encoding="utf-8")
    return ByRules(FirstComeFirstServed(), Rules.of({"slotting": f"{file}:pile"}))


def test_a_user_s_function_says_on_which_stack_a_box_stands(tmp_path: Path) -> None:
    # All on one stack, and fetched in the order in which they came: each time all that are left are moved.
    high = run(CASE, policy(tmp_path, "max(stacks, key=lambda stack: stack.height)"))
    flat = run(CASE)
    assert flat.figures()["rehandle_ratio"] == 0
    assert high.figures()["rehandle_ratio"] > 0.9
    assert high.recorder.yard_crane_minutes > flat.recorder.yard_crane_minutes


def test_a_function_that_names_no_stack_is_told(tmp_path: Path) -> None:
    with pytest.raises(DermagaError, match=r"slotting=.*answered None; it must answer one of the stacks"):
        run(CASE, policy(tmp_path, "None"))


def test_a_function_must_take_box_and_stacks(tmp_path: Path) -> None:
    file = tmp_path / "rules.py"
    file.write_text("def pile(box):\n    return None\n", encoding="utf-8")
    with pytest.raises(BadInput):
        Rules.of({"slotting": f"{file}:pile"})
