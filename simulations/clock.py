"""The simulation's time: minutes from the start of the measured window, as a float; negative in the warm-up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from simulations.kernel import DAY


@dataclass(frozen=True)
class Clock:
    """The measured window: it starts at `start` and is `days` long. Key figures are measured in it alone.

    The run itself begins `warmup_days` before, so that the window meets a terminal at work.
    """

    start: datetime
    days: float
    warmup_days: float = 0

    def __post_init__(self) -> None:
        # In a zone whose clocks change, Python adds and subtracts by the clock on the wall. Minutes here all pass.
        object.__setattr__(self, "start", self.start.astimezone(UTC))

    @property
    def begin(self) -> float:
        """When the run begins, in minutes: 0, or before it where there is a warm-up."""
        return 0.0 - self.warmup_days * DAY

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

    def measures(self, minutes: float) -> bool:
        """Whether a call with this ETA, in minutes, is measured: whether it lies in the window."""
        return 0.0 <= minutes < self.window

    def minutes(self, moment: datetime) -> float:
        """A moment as minutes from the start."""
        return (moment - self.start).total_seconds() / 60

    def moment(self, minutes: float) -> datetime:
        """The moment so many minutes from the start."""
        return self.start + timedelta(minutes=minutes)
