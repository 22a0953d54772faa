"""A table of the bays that were searched in vain, compiled: by a bay's mark, for how many moves.

So a bay that comes again in another way, or with its stacks in another order, is searched once. A mark has 64 bits, and
the table keeps 56 of them and where it looked: that two bays are taken for one is not impossible, but less likely than
a fault of the machine. Threads may share a table.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler

SOURCE = Path(__file__)
Table = NDArray[np.int64]
compiled = compiler(SOURCE)

# Entries among which a bay's own is looked for, as a power of 2.
_WAYS_BITS = 2
_WAYS = 1 << _WAYS_BITS
# The moves that an entry holds take so many bits, and are at most so many.
_BITS = 8
_MOST = (1 << _BITS) - 1
# Spreads marks over the table.
_SPREAD = -4417276706812531889


def table_of(bits: int) -> Table:
    """An empty table of 2 ** bits entries, of 8 bytes each; at least as many as are looked at together."""
    return np.zeros(1 << max(bits, _WAYS_BITS), np.int64)


@compiled
def fails(table: Table, mark: int, moves: int) -> bool:
    """Whether a bay was searched in vain for so many moves or more."""
    place = (((mark * _SPREAD) >> 20) & (len(table) - 1)) & ~(_WAYS - 1)
    for way in range(place, place + _WAYS):
        entry = table[way]
        if (entry ^ mark) >> _BITS == 0:
            return entry & _MOST >= moves
    return False


@compiled
def keep(table: Table, mark: int, moves: int) -> None:
    """Note that a bay was searched in vain for so many moves. Out goes what was searched for the fewest."""
    moves = min(moves, _MOST)
    place = (((mark * _SPREAD) >> 20) & (len(table) - 1)) & ~(_WAYS - 1)
    worst, least = place, _MOST + 1
    for way in range(place, place + _WAYS):
        entry = table[way]
        held = entry & _MOST
        if (entry ^ mark) >> _BITS == 0:
            if held >= moves:
                return
            worst = way
            break
        if held < least:
            worst, least = way, held
    table[worst] = ((mark >> _BITS) << _BITS) | moves
