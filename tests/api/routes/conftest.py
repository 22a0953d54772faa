"""A berth plan that a server has made."""

from typing import Any

import pytest


@pytest.fixture(scope="module")
def berths(running: Any) -> dict[str, Any]:
    """The job of a berth plan of the small case, done."""
    return running.wait(running.submit("plans", case="small", kind="berth", days=3, start="2026-01-05"), "done")
