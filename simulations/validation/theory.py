"""What queueing theory says: mean waits of ships at berths, and the rate of a closed loop of tractors.

Waits are means over all ships, in mean service times. Erlang's formula and that of Pollaczek and Khinchine are exact;
what has no formula is solved as a Markov chain.
"""

from dataclasses import dataclass
from math import factorial, isclose, sqrt

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve
from scipy.special import betainc, gammainc

# A chain is cut where a longer queue is less likely than about so.
_NEXT_TO_NOTHING = 1e-12
# The spread of a time of two exponential stages.
ERLANG_2 = sqrt(0.5)


@dataclass(frozen=True)
class Queue:
    """A queue by the spreads (standard deviation / mean) of its gamma times; 0.7071 is Erlang-2, 1 exponential."""

    name: str
    arrival_spread: float
    service_spread: float
    berths: int
    load: float

    @property
    def gap(self) -> float:
        """Mean time between arrivals in mean service times."""
        return 1 / (self.load * self.berths)


def erlang_c(servers: int, load: float) -> float:
    """Wait in M/M/n, where each of the servers is busy for a share `load` of the time (Erlang 1917)."""
    offered = servers * load
    last = offered**servers / factorial(servers) / (1 - load)
    waits = last / (sum(offered**count / factorial(count) for count in range(servers)) + last)
    return waits / (servers * (1 - load))


def pollaczek_khinchine(load: float, spread: float) -> float:
    """Wait in M/G/1 with a spread (standard deviation / mean) of the service time."""
    return load * (1 + spread**2) / (2 * (1 - load))


def markov_chain(arrival_stages: int, service_stages: int, servers: int, load: float) -> float:
    """Wait in a queue with Erlang times between arrivals and Erlang services of one or two stages.

    A state is the stage of the next arrival, the ships inside, and those of them in the first stage of service. The
    chain's balance is solved; the queue is cut where what is cut off does not count.
    """
    longest = servers + int(np.log(_NEXT_TO_NOTHING) / np.log(load)) + 1
    arrival = arrival_stages * servers * load
    service = float(service_stages)
    states: dict[tuple[int, int, int], int] = {}
    for inside in range(longest + 1):
        busy = min(inside, servers)
        for first in range(busy + 1) if service_stages == 2 else (busy,):
            for stage in range(arrival_stages):
                states[stage, inside, first] = len(states)
    rows: list[int] = []
    columns: list[int] = []
    rates: list[float] = []

    def go(state: tuple[int, int, int], to: tuple[int, int, int], rate: float) -> None:
        if rate > 0 and to in states:
            rows.extend((states[to], states[state]))
            columns.extend((states[state], states[state]))
            rates.extend((rate, -rate))

    for stage, inside, first in states:
        state = stage, inside, first
        if stage + 1 < arrival_stages:
            go(state, (stage + 1, inside, first), arrival)
        else:
            go(state, (0, inside + 1, first + (inside < servers)), arrival)
        last = first if service_stages == 1 else min(inside, servers) - first
        if service_stages == 2:
            go(state, (stage, inside, first - 1), service * first)
        # The next in the queue begins with its first stage.
        left = first - (service_stages == 1)
        go(state, (stage, inside - 1, left + (inside > servers)), service * last)
    size = len(states)
    balance = coo_matrix((np.array(rates), (np.array(rows), np.array(columns))), shape=(size, size)).tolil()
    balance[size - 1, :] = 1.0
    wanted = np.zeros(size)
    wanted[size - 1] = 1.0
    shares = spsolve(balance.tocsc(), wanted)
    queue = sum(float(shares[number]) * max(0, inside - servers) for (_, inside, _), number in states.items())
    return queue / (servers * load)


def closed_loop_rate(customers: int, stations: tuple[float, ...], delay: float) -> float:
    """Customers a minute that pass a closed loop of single servers with exponential times, and a delay, in minutes.

    Mean value analysis (Reiser and Lavenberg, J. ACM 27, 1980).
    """
    queues = [0.0] * len(stations)
    rate = 0.0
    for count in range(1, customers + 1):
        stays = [mean * (1 + queue) for mean, queue in zip(stations, queues, strict=True)]
        rate = count / (delay + sum(stays))
        queues = [rate * stay for stay in stays]
    return rate


def excess(services: tuple[float, float], gaps: tuple[float, float]) -> float:
    """Mean of the excess of one gamma variate over another, where there is any; each by its mean and its spread."""
    (mean_s, spread_s), (mean_a, spread_a) = services, gaps
    shape_a, scale_a = 1 / spread_a**2, mean_a * spread_a**2
    if spread_s == 0:
        return float(mean_s * gammainc(shape_a, mean_s / scale_a) - mean_a * gammainc(shape_a + 1, mean_s / scale_a))
    shape_s, scale_s = 1 / spread_s**2, mean_s * spread_s**2
    share = scale_s / (scale_s + scale_a)
    return float(mean_s * betainc(shape_a, shape_s + 1, share) - mean_a * betainc(shape_a + 1, shape_s, share))


def exact_wait(queue: Queue) -> float:
    """The mean wait in a queue, in mean service times. Raises ValueError where no theory here has it."""
    exponential, erlang = isclose(queue.arrival_spread, 1), isclose(queue.arrival_spread, ERLANG_2)
    if exponential and isclose(queue.service_spread, 1):
        return erlang_c(queue.berths, queue.load)
    if exponential and queue.berths == 1:
        return pollaczek_khinchine(queue.load, queue.service_spread)
    if (exponential or erlang) and isclose(queue.service_spread, ERLANG_2):
        return markov_chain(1 if exponential else 2, 2, queue.berths, queue.load)
    raise ValueError(f"no theory here has the wait in {queue.name}")
