"""When a solve ends: by the clock, by effort, at a gap, or because somebody asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

# Whether a solve is over.
Ended = Callable[[], bool]


class OutOfTime(Exception):
    """A solve is over before its search could begin."""


def never() -> bool:
    """What is not to end."""
    return False


def unless(ended: Ended) -> None:
    """Raises OutOfTime where it is over."""
    if ended():
        raise OutOfTime


@dataclass(frozen=True)
class Stop:
    """The conditions under which a solve stops and returns its best answer so far; whichever comes first.

    `effort` is deterministic time, a unit of which is some tenths of a second to some seconds of one core: with it
    instead of `seconds`, the same seed and number of workers give the same plan on any machine. `gap` is
    (cost - bound) / cost. `cancel` may be set from another thread at any moment.
    """

    seconds: float | None = 30.0
    effort: float | None = None
    gap: float = 0.0
    cancel: Event = field(default_factory=Event)

    @property
    def clock(self) -> float | None:
        """The seconds, where the clock counts and not the effort."""
        return self.seconds if self.effort is None else None

    def ended(self, began: float, more: float = 0.0) -> bool:
        """Whether the clock, given so many seconds more, or somebody ends what began then (by `monotonic`)."""
        clock = self.clock
        return self.cancel.is_set() or (clock is not None and monotonic() - began >= clock + more)
