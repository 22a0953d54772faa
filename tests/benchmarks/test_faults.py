"""The fault test itself, small: real processes, of which one is killed, on a lease of seconds."""

import json
from pathlib import Path

import pytest

from benchmarks import faults

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


@pytest.mark.parametrize(
    ("spans", "twice"),
    [([(0, 5), (5, 9)], 0), ([(0, 5), (4, 9)], 1), ([(0, 9), (2, 4), (3, 6)], 4), ([], 0)],
)
def test_the_time_that_spans_have_in_common(spans: list[tuple[int, int]], twice: int) -> None:
    assert faults._twice(spans) == twice


def test_frozen_times_do_not_count() -> None:
    assert faults._without(0, 10, [(2, 4), (8, 20)]) == [(0, 2), (4, 8)]
    assert faults._without(0, 10, []) == [(0, 10)]
    assert faults._without(5, 10, [(0, 7)]) == [(7, 10)]


def test_jobs_survive_a_kill(capsys: pytest.CaptureFixture[str]) -> None:
    options = "--jobs 4 --kills 1 --lease 2 --gap 1 --database sqlite --patience 60 --json"
    faults.main(options.split())
    [run] = json.loads(capsys.readouterr().out)["runs"]
    assert (run["done"], run["lost"], run["failed"]) == (4, 0, 0)
    assert (run["doubled"], run["stale_writes"]) == (0, 0)
    assert run["overlap_s"] <= 0.5
