"""Tasks for workers. This module is imported by each of them, and imports little."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulations.terminal import never


@dataclass(frozen=True)
class Deadly:
    """Answers with its number, but the deadly one kills its worker as often as it may."""

    folder: Path
    deadly: int
    times: int

    def replication(self, number: int, cancelled: Callable[[], bool] = never) -> int:
        """The number. Leaves a file a try."""
        del cancelled
        if number == self.deadly:
            tries = len(list(self.folder.iterdir()))
            (self.folder / str(tries)).touch()
            if tries < self.times:
                os.kill(os.getpid(), signal.SIGKILL)
        return number


def die(*arguments: object) -> None:
    """End the worker that begins with this."""
    del arguments
    os.kill(os.getpid(), signal.SIGKILL)
