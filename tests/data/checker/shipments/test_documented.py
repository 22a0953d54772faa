"""Every rule of the checker of shipment plans is named in docs/shipments.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import data.checker.shipments as checker

PAGE = Path(checker.__file__).parents[3] / "docs" / "shipments.md"
# Calls that tell a broken rule, the name of which is their first argument, or their second.
_TELLING = ("Broken", "_broken", "_of", "_at_step", "_within")


def names() -> Iterator[str]:
    """The names of rules in the sources of the checker."""
    for source in Path(checker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in _TELLING:
                yield from (name.value for name in node.args[:2] if isinstance(name, ast.Constant))


def test_every_rule_is_named_in_the_documentation() -> None:
    found = set(names())
    assert {"way", "order", "capacity", "shared_box", "sharing_alike", "steps", "cutoff", "shipment_once"} <= found
    text = PAGE.read_text(encoding="utf-8").split("## What a plan keeps")[1].split("\n## ")[0]
    assert sorted(name for name in found if f"`{name}`" not in text) == []
