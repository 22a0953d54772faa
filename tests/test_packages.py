"""The packages have plain names; they must be this project's."""

from importlib import import_module
from pathlib import Path

import pytest


@pytest.mark.parametrize("name", ["data", "scheduler", "simulations", "api"])
def test_the_package_is_ours(name: str) -> None:
    module = import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == Path(__file__).parents[1] / name
