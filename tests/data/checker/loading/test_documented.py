"""Every rule of the checker of loading plans is named in docs/loading-plans.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import data.checker.loading as checker
from data.checker.loading.berth import _RULES
from data.formats.plan_document import PAGE

# Calls that tell a broken rule, the name of which is their first argument.
_TELLING = ("Broken", "Wrong", "_tell")


def names() -> Iterator[str]:
    """The names of rules in the sources of the checker, and of the rules of berth plans that it takes over."""
    for source in Path(checker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in _TELLING:
                yield from (name.value for name in node.args[:1] if isinstance(name, ast.Constant))
    yield from (rule.__name__ for rule in _RULES)


def test_every_rule_is_named_in_the_documentation() -> None:
    found = set(names())
    assert {"bay", "times", "slot", "draft", "quay_ends", "tractors"} <= found
    text = PAGE.read_text(encoding="utf-8").split("## What a plan keeps")[1].split("\n## ")[0]
    assert sorted(name for name in found if f"`{name}`" not in text) == []
