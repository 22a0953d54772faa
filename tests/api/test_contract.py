"""A short run of what `python -m benchmarks.contract` does at length."""

from pathlib import Path

from benchmarks.contract import hold
from tests.api.conftest import Running


def test_answers_are_as_the_document_says(running: Running, tmp_path: Path) -> None:
    options = ("--phases", "examples,fuzzing", "--max-examples", "2")
    told = hold(running.url, tmp_path, {"cases": ["small"]}, *options, seed=1)
    assert told["failures"] == []
    assert told["passed"]
    assert told["requests"] >= 40
