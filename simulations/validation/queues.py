"""Ships of one box as customers: the terminal as a queue with as many servers as berths.

Each berth is as long as the ship and has one crane; the crane's cycle is the service time, all else takes no time, and
ships come as the calls of a service with a random rhythm.

A mean wait converges slowly: to three per cent it takes a hundred thousand ships and more. So the waits are corrected
by control variates (Lavenberg and Welch, Management Science 27, 1981): what the run's own times between arrivals and
its own service times were by chance, against their known means. The controls are the mean of either, and means of how
much the services of some consecutive ships exceed the time in which the ships came, where they do; they are functions
of the run's input alone, their means are exact, and their weights are found by regression over the replications.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from data.case import Case
from data.operations import CraneWork, Dwell
from data.vessels import Service
from simulations.clock import Clock
from simulations.kernel import HOUR
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from simulations.validation.bare import START, bare
from simulations.validation.theory import ERLANG_2, Queue, excess

# Mean service time. A long one: what the terminal does in the weeks before and after the window is then few ships.
SERVICE_H = 10.0
# How many ships, for each berth, a control looks at.
_SPANS = (1, 4, 16, 64)
# What is less than so much of the largest is nothing, in a matrix of squares.
_SAME = 1e-12


@dataclass(frozen=True)
class Estimate:
    """A mean and half its 95 % interval, from so many ships."""

    mean: float
    half_width: float
    ships: int

    def agrees(self, exact: float) -> bool:
        """Whether the half-width is at most 3 % of the exact value, and the error at most three half-widths."""
        return self.half_width <= 0.03 * exact and abs(self.mean - exact) <= 3 * self.half_width


class _ShortTail(Clock):
    """A window after which ships come for a few days only: the last of it have berthed by then."""

    @property
    def horizon(self) -> float:
        """When a run ends at the latest, in minutes."""
        return self.window + 20 * SERVICE_H * HOUR


def terminal_of(queue: Queue) -> Case:
    """The case whose terminal is the queue."""
    return bare(
        berths=queue.berths,
        # No truck comes for a box.
        dwell=Dwell(import_h=8_760, import_spread=0, export_h=48, export_spread=0),
        crane_work=CraneWork(
            gross_moves_per_hour=1 / SERVICE_H, cycle_s=3600 * SERVICE_H, cycle_spread=queue.service_spread
        ),
    ).changed(
        services=(
            Service(
                id="S", line="L", vessels=("SHIP",), rotation=("IDKRG",), first_eta=START, stay_h=1, max_cranes=1,
                discharge_full=1, every_days=SERVICE_H * queue.gap / 24, rhythm="random",
                interarrival_spread=queue.arrival_spread,
            ),
        )
    )  # fmt: skip


def warm_up_of(queue: Queue) -> int:
    """Ships until an empty terminal is forgotten: eight relaxation times of M/M/n at least, and what controls see."""
    relaxation = 1 / (1 - sqrt(queue.load)) ** 2 / queue.gap / queue.berths
    return max(int(8 * relaxation), (_SPANS[-1] + 1) * queue.berths)


def replicate(queue: Queue, case: Case, ships: int, seed: int, number: int) -> NDArray[np.float64]:
    """Mean wait of so many ships of one run, and its controls less their means; in mean service times."""
    skipped = warm_up_of(queue)
    # A tenth more than the mean, so that there are enough.
    days = 1.1 * (skipped + ships + 20) * SERVICE_H * queue.gap / 24
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), _ShortTail(START, days), Streams(seed, number))
    terminal.run()
    visits = [visit for visit in terminal.visits if visit.left][: skipped + ships]
    table = np.array([(visit.arrival, visit.first_line, visit.lift_minutes) for visit in visits])
    arrivals, berthed, services = table.T / (SERVICE_H * HOUR)
    controls = _controls(queue, arrivals, services, skipped)
    return np.concatenate(([float(np.mean((berthed - arrivals)[skipped:]))], controls))


def _controls(
    queue: Queue, arrivals: NDArray[np.float64], services: NDArray[np.float64], skipped: int
) -> NDArray[np.float64]:
    berths, count = queue.berths, len(arrivals)
    worked = np.concatenate(([0.0], np.cumsum(services)))
    at, values = np.arange(skipped, count), []
    values.append(np.mean(arrivals[at] - arrivals[at - 1]) - queue.gap)
    values.append(np.mean(services[at - 1]) - 1)

    def gap(back: int) -> tuple[float, float]:
        return back * queue.gap, queue.arrival_spread / sqrt(back)

    # The ship that came as many ships before as there are berths may still be there.
    over = np.maximum(services[at - berths] - (arrivals[at] - arrivals[at - berths]), 0)
    values.append(np.mean(over) - excess((1.0, queue.service_spread), gap(berths)))
    for span in _SPANS:
        back = span * berths
        over = np.maximum((worked[at] - worked[at - back]) / berths - (arrivals[at] - arrivals[at - back]), 0)
        values.append(np.mean(over) - excess((float(span), queue.service_spread / sqrt(back)), gap(back)))
    return np.array(values)


def corrected(replications: NDArray[np.float64]) -> tuple[float, float]:
    """Mean and half its 95 % interval of the first column, the others being controls of mean 0: by regression."""
    count = len(replications)
    design = np.column_stack((np.ones(count), replications[:, 1:]))
    # With one berth two controls are the same, and with constant services one is always 0.
    inverse = np.linalg.pinv(design.T @ design, rcond=_SAME, hermitian=True)
    weights = inverse @ design.T @ replications[:, 0]
    freedom = count - int(np.linalg.matrix_rank(design, tol=sqrt(_SAME)))
    residual = replications[:, 0] - design @ weights
    error = sqrt(float(residual @ residual) / freedom * float(inverse[0, 0]))
    return float(weights[0]), float(stdtrit(freedom, 0.975)) * error


def simulate(queue: Queue, *, seed: int, ships: int, replications: int) -> Estimate:
    """The mean wait in mean service times, from so many replications of so many ships each."""
    case = terminal_of(queue)
    runs = np.array([replicate(queue, case, ships, seed, number) for number in range(replications)])
    return Estimate(*corrected(runs), ships * replications)


def until_close(queue: Queue, exact: float, *, seed: int) -> Estimate:
    """The mean wait, with replications until half the interval is at most 2.9 % of the exact value.

    Not fewer than 32, and eight more at a time.
    """
    case = terminal_of(queue)
    # As long as their warm-up takes a small part of them.
    ships = 6 * warm_up_of(queue)
    runs = [replicate(queue, case, ships, seed, number) for number in range(32)]
    while True:
        mean, half_width = corrected(np.array(runs))
        if half_width <= 0.029 * exact:
            return Estimate(mean, half_width, ships * len(runs))
        runs += [replicate(queue, case, ships, seed, len(runs) + more) for more in range(8)]


def table_queues() -> Iterator[Queue]:
    """The queues of the table, in its order."""
    for name, arrival in (("M/E2", 1.0), ("E2/E2", ERLANG_2)):
        for berths in (1, 2, 3, 4):
            for load in (0.5, 0.6, 0.7, 0.8):
                yield Queue(f"{name}/{berths}", arrival, ERLANG_2, berths, load)
    for berths in (1, 2, 3, 4):
        for load in (0.5, 0.6, 0.7, 0.8):
            yield Queue(f"M/M/{berths}", 1.0, 1.0, berths, load)
    for spread in (0.0, 0.4, 1.5):
        for load in (0.5, 0.7):
            yield Queue("M/D/1" if spread == 0 else f"M/G/1, spread {spread:g}", 1.0, spread, 1, load)
