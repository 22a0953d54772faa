"""Waiting for a compiler."""

from threading import Event, Timer
from time import monotonic

import pytest

from scheduler.compiled import compiled_unless


def test_a_first_call_is_waited_for() -> None:
    done = Event()
    assert compiled_unless(Event(), done.set)
    assert done.is_set()


def test_a_cancelled_first_call_is_not_waited_for() -> None:
    cancel, release = Event(), Event()
    Timer(0.1, cancel.set).start()
    began = monotonic()
    assert not compiled_unless(cancel, lambda: release.wait(30))
    assert monotonic() - began < 2
    release.set()


def test_what_a_first_call_raises_is_raised() -> None:
    def fails() -> None:
        raise RuntimeError("no compiler")

    with pytest.raises(RuntimeError, match="no compiler"):
        compiled_unless(Event(), fails)
