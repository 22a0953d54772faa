"""A bay of stacks, of which only the top boxes can be moved: what the searches for moves are given and return."""

from dataclasses import dataclass

from data.errors import DermagaError

# The number of a box that leaves after all others, if ever; several may have it.
STAYS = 1_000_000
# The end of a move that takes a box out of the bay.
OUT = -1

# From which stack, and to which one or `OUT`; stacks are counted from 0.
Move = tuple[int, int]


@dataclass(frozen=True)
class Bay:
    """Stacks of numbers from the bottom to the top. A smaller number leaves earlier; equal ones in any order.

    `height` is the most boxes that a stack may hold. Raises ValueError where a stack holds more, or a number is none
    from 1 to `STAYS`.
    """

    stacks: tuple[tuple[int, ...], ...]
    height: int

    def __post_init__(self) -> None:
        for place, stack in enumerate(self.stacks):
            if len(stack) > self.height:
                raise ValueError(f"stack {place} holds {len(stack)} boxes, and {self.height} may stand there")
            for number in stack:
                if not 1 <= number <= STAYS:
                    raise ValueError(f"stack {place} holds {number}: numbers go from 1 to {STAYS}")

    @property
    def boxes(self) -> int:
        """How many boxes stand in it."""
        return sum(map(len, self.stacks))


class NoWay(DermagaError):
    """No moves do with a bay what was asked, or none were found; `proven` where there are none."""

    def __init__(self, message: str, *, proven: bool = False) -> None:
        super().__init__(message)
        self.proven = proven
