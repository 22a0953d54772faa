"""When a solve ends: by the clock, by effort, at a gap, or because somebody asks."""

from dataclasses import dataclass, field
from threading import Event


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
