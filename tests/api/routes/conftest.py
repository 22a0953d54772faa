"""A berth plan that a server has made, and the words of its refusals."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.problems import Problem
from data.checker import Broken
from tests.api.board.said import provoked, speechless


@pytest.fixture(autouse=True)
def in_both_languages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every refusal that a test provokes has its words in Indonesian on the board."""
    with provoked(monkeypatch, {Broken: ("text",), Problem: ("detail",)}) as sentences:
        yield
    assert speechless(sentences) == []


@pytest.fixture(scope="module")
def berths(running: Any) -> dict[str, Any]:
    """The job of a berth plan of the small case, done."""
    return running.wait(running.submit("plans", case="small", kind="berth", days=3, start="2026-01-05"), "done")
