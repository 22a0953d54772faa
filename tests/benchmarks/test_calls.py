"""The benchmark of loading plans: each engine is off once, alone, and then all of them are."""

from dataclasses import fields

from benchmarks.calls import ENGINES
from scheduler.loading import Engines


def test_each_engine_is_off_once_alone() -> None:
    names = [field.name for field in fields(Engines)]
    off = [[name for name in names if getattr(part.engines, name) != getattr(Engines(), name)] for part in ENGINES]
    assert off[0] == []
    assert off[-1] == names
    # What is done before the ship comes can be off in two steps.
    assert sorted(name for one in off[1:-1] for name in one) == sorted([*names, "before"])
    assert all(len(one) == 1 for one in off[1:-1])
