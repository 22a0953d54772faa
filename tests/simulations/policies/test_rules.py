import pickle
import re
from pathlib import Path

import pytest

from data.errors import BadInput, DermagaError
from data.operations import Tractors
from simulations.policies import ByRules, FirstComeFirstServed, Rules
from tests.simulations.conftest import bare_case, call, run

DOCUMENT = Path(__file__).parents[3] / "docs" / "policies.md"


def rules(folder: Path, place: str, text: str, function: str = "choose") -> ByRules:
    (folder / "rules.py").write_text(text)
    return ByRules(FirstComeFirstServed(), Rules.of({place: f"{folder}/rules.py:{function}"}))


def test_the_example_of_the_document_serves_the_ship_with_the_least_work_first(tmp_path: Path) -> None:
    example = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    policy = rules(tmp_path, "berthing", example[1], "shortest_first")
    ships = [call("A", 0, discharge_full=60), call("LONG", 1, discharge_full=100), call("SHORT", 2, discharge_full=20)]
    assert {visit.call.id: visit.first_line / 60 for visit in run(bare_case(ships), policy).visits} == {
        "A": 0,
        "SHORT": 3,
        "LONG": 4,
    }
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert policy.name == f"fcfs berthing={tmp_path}/rules.py:shortest_first"


def test_a_rule_dispatches_tractors(tmp_path: Path) -> None:
    ships = [call("A", discharge_full=60, max_cranes=1), call("B", discharge_full=60, max_cranes=1)]
    case = bare_case(ships, berths=2, tractors=Tractors(count=1, quay_to_yard_m=0))
    policy = rules(tmp_path, "dispatching", "def choose(ships):\n    return max(ships, key=lambda s: s.call.id)\n")
    a, b = run(case, policy).visits
    assert b.last_line < a.last_line
    a, b = run(case).visits
    assert a.last_line <= b.last_line


def test_a_rule_stacks(tmp_path: Path) -> None:
    case = bare_case([call("A", discharge_full=60)], blocks=3)
    policy = rules(tmp_path, "stacking", "def choose(box, blocks):\n    return blocks[-1]\n")
    teu = [block.teu for block in run(case, policy, days=0.2).yard.blocks]
    assert teu[:2] == [0, 0]
    assert teu[2] == 60


@pytest.mark.parametrize(
    ("place", "name", "says"),
    [
        ("parking", "rules.py:choose", "no such place"),
        ("berthing", "choose", "names no function"),
        ("berthing", "nothing.py:choose", "no such file"),
        ("berthing", "no_such_module:choose", "No module named"),
        ("berthing", "rules.py:other", "has no function other"),
        ("berthing", "rules.py:NUMBER", "has no function NUMBER"),
        ("berthing", "rules.py:choose", "define it as choose(quay, minute)"),
        ("stacking", "broken.py:choose", "can't be read: SyntaxError"),
    ],
)
def test_names_without_a_function_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, name: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.py").write_text("NUMBER = 1\ndef choose(ships): ...\n")
    (tmp_path / "broken.py").write_text("def choose(")
    with pytest.raises(BadInput, match=re.escape(says)) as refused:
        Rules.of({place: name})
    assert refused.value.faults[0].column == place


@pytest.mark.parametrize(
    ("place", "text", "says"),
    [
        ("berthing", "def choose(quay, minute):\n    return 1 / 0\n", "failed: ZeroDivisionError"),
        ("berthing", "def choose(quay, minute):\n    return quay.anchorage[0]\n", "must answer a Berthing"),
        ("dispatching", "def choose(ships):\n    return None\n", "one of the ships"),
        ("stacking", "def choose(box, blocks):\n    return 'A'\n", "one of the blocks"),
    ],
)
def test_what_a_rule_does_wrong_is_told_with_its_name(tmp_path: Path, place: str, text: str, says: str) -> None:
    case = bare_case([call("A", discharge_full=5)], blocks=1)
    with pytest.raises(DermagaError, match=re.escape(says)) as told:
        run(case, rules(tmp_path, place, text))
    assert f"{place}={tmp_path}/rules.py:choose" in str(told.value)


def test_a_rule_must_not_berth_ships_on_top_of_each_other(tmp_path: Path) -> None:
    text = (
        "from simulations.parts.quay import Berthing\n"
        "def choose(quay, minute):\n"
        "    return Berthing(quay.anchorage[0], 0.0, ()) if quay.anchorage else None\n"
    )
    case = bare_case([call("A", 0, discharge_full=60), call("B", 1)])
    with pytest.raises(DermagaError, match="B at 0 m"):
        run(case, rules(tmp_path, "berthing", text))


def test_what_a_file_remembers_ends_with_the_run(tmp_path: Path) -> None:
    text = "seen = []\ndef choose(ships):\n    seen.append(1)\n    return ships[len(seen) % len(ships)]\n"
    case = bare_case([call("A", discharge_full=30, max_cranes=1), call("B", discharge_full=30, max_cranes=1)], berths=2)
    policy = rules(tmp_path, "dispatching", text)
    first, second = ([(visit.first_line, visit.last_line) for visit in run(case, policy).visits] for _ in range(2))
    assert first == second
