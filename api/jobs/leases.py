"""Leases without clocks to agree on.

A worker renews the lease of what it does by counting up the job's `beat`. Whoever has watched a beat stand still for
the length of a lease, by its own clock, may put the job back. So no clock of another machine counts, and none that
somebody sets: neither the database's nor anybody's wall clock.

The other side is that of the process that does the job. It ends itself after three quarters of a lease from the moment
at which the worker began the last renewal that succeeded: before anybody can have watched for a whole lease.
"""

import time

# Seconds after which a job whose worker is not heard of is put back.
LEASE_S = 30.0
# Renewals in that time, and its share after which the process ends itself.
BEATS, OWN_SHARE = 10, 0.75

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> float:
    """Seconds since this machine was started, also those in which it slept."""
    return time.clock_gettime(_CLOCK)


class Watch:
    """Watches the beats of running jobs, and says which have stood still for a whole lease."""

    def __init__(self, lease_s: float) -> None:
        self._lease_s = lease_s
        self._since: dict[tuple[str, int, int], float] = {}

    def still(self, beats: list[tuple[str, int, int]], asked: float, answered: float) -> list[tuple[str, int, int]]:
        """Of the beats (job, attempt, beat) that somebody asked for and got at these moments: those that stand still.

        A beat counts from the answer in which it was seen first to the question that was answered with it again.
        """
        self._since = {beat: self._since.get(beat, answered) for beat in beats}
        return [beat for beat, since in self._since.items() if asked - since >= self._lease_s]
