"""Bays as arrays."""

import numpy as np

from scheduler.yard.bay import Bay
from scheduler.yard.retrieval.state import MARK, leave, state_of


def test_an_empty_bay_has_a_mark_too() -> None:
    # 0 stands for none in the tables of marks: a beam would take it for a bay that it has seen.
    state = state_of(Bay(((2, 2, 1), (3,)), 3))
    leave(state, np.zeros(5, np.int64), 0)
    assert not state.high.any()
    assert state.now[MARK] != 0
