"""The simulation's time: minutes from the start of the simulated window, as a float."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from simulations.kernel import DAY


@dataclass(frozen=True)
class Clock:
    """The simulated window: it starts at `start` and is `days` long. Key figures are measured in it."""

    start: datetime
    days: float

    def __post_init__(self) -> None:
        # In a zone whose clocks change, Python adds and subtracts by the clock on the wall. Minutes here all pass.
        object.__setattr__(self, "start", self.start.astimezone(UTC))

    @property
    def window(self) -> float:
        """Length of the window in minutes."""
        return self.days * DAY

    @property
    def horizon(self) -> float:
        """When a run ends at the latest, in minutes: a demand that the terminal cannot take never drains.

        Four weeks after the window, or its length again where that is longer.
        """
        return self.window + max(28 * DAY, self.window)

    @property
    def end_of_arrivals(self) -> datetime:
        """Calls with an ETA before this moment are part of the run: those after the window keep the terminal busy."""
        return self.moment(self.horizon)

    def minutes(self, moment: datetime) -> float:
        """A moment as minutes from the start."""
        return (moment - self.start).total_seconds() / 60

    def moment(self, minutes: float) -> datetime:
        """The moment so many minutes from the start."""
        return self.start + timedelta(minutes=minutes)
