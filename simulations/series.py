"""How a terminal goes through its run: its state by the hour, for those who ask when a start has been forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulations.kernel import HOUR, Step

if TYPE_CHECKING:
    from simulations.terminal import SimulatedTerminal

# What is sampled: TEU in the yard, ships at anchor, ships alongside, and quay cranes at ships.
SERIES = ("yard_teu", "ships_waiting", "ships_alongside", "cranes_at_ships")


class Sampler:
    """Looks at a terminal every so many hours, at the end of each, until the window ends. It changes nothing."""

    def __init__(self, terminal: SimulatedTerminal, every_h: float) -> None:
        self._terminal = terminal
        self._every = every_h * HOUR
        self._rows: list[tuple[int, int, int, int]] = []
        clock = terminal.clock
        self._left = int((clock.window - clock.begin) / self._every + 1e-9)
        if self._left:
            terminal.kernel.after(self._every, Step(), self._look)

    def series(self) -> NDArray[np.float64]:
        """The samples; shape (samples, len(SERIES))."""
        return np.array(self._rows, dtype=np.float64).reshape(-1, len(SERIES))

    def _look(self, step: Step) -> None:
        terminal = self._terminal
        quay = terminal.quay
        at_ships = sum(crane.visit is not None for crane in quay.cranes)
        self._rows.append((terminal.recorder.teu_in_yard, len(quay.anchorage), len(quay.alongside), at_ships))
        self._left -= 1
        if self._left:
            terminal.kernel.after(self._every, step, self._look)
