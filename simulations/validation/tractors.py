"""Tractors between one crane and one yard crane: the terminal as a closed network of two servers and a delay.

One ship has all the work that there is; crane and yard crane have exponential times, the ways take theirs.
"""

from data.operations import CraneWork, Dwell, Tractors, YardWork
from simulations.clock import Clock
from simulations.experiments.statistics import mean_and_half_width
from simulations.kernel import HOUR
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from simulations.validation.bare import START, bare, ship
from simulations.validation.queues import Estimate
from simulations.validation.theory import closed_loop_rate

CRANE_MIN, YARD_CRANE_MIN, WAY_MIN = 2.2, 1.8, 7.0
COUNTS = (2, 4, 6, 8)
_SPEED_KM_H = 20.0


def exact(tractors: int) -> float:
    """Boxes an hour of the crane, by mean value analysis."""
    return HOUR * closed_loop_rate(tractors, (CRANE_MIN, YARD_CRANE_MIN), WAY_MIN)


def simulate(tractors: int, *, seed: int, boxes: int = 4_000, replications: int = 10) -> Estimate:
    """Boxes an hour of the crane, from so many ships of so many boxes."""
    case = bare(
        berths=1,
        blocks=1,
        crane_work=CraneWork(gross_moves_per_hour=60 / CRANE_MIN, cycle_s=60 * CRANE_MIN, cycle_spread=1),
        yard_work=YardWork(move_s=60 * YARD_CRANE_MIN, move_spread=1),
        tractors=Tractors(count=tractors, speed_km_h=_SPEED_KM_H, quay_to_yard_m=WAY_MIN / 2 * _SPEED_KM_H * 1000 / 60),
        # Trucks do not come for the boxes: the yard crane would serve them too.
        dwell=Dwell(import_h=8_760, import_spread=0, export_h=48, export_spread=0),
    ).changed(calls=(ship("A", boxes),))
    # Longer than the slowest loop takes for the boxes.
    days = boxes / exact(2) / 24 * 1.5
    rates = []
    for number in range(replications):
        terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, days), Streams(seed, number))
        terminal.run()
        visit = terminal.visits[0]
        rates.append(boxes / (visit.last_line - visit.first_line) * HOUR)
    return Estimate(*mean_and_half_width(rates), boxes * replications)
