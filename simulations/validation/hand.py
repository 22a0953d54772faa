"""Cases whose answer a hand can reckon."""

from dataclasses import dataclass

from data.case import Case
from data.operations import Tractors
from simulations.clock import Clock
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from simulations.validation.bare import START, bare, ship


@dataclass(frozen=True)
class ByHand:
    """What is simulated, the reckoning, its answer in minutes, and the simulation's."""

    what: str
    reckoning: str
    exact: float
    simulated: float


def cases() -> tuple[ByHand, ...]:
    """The cases, simulated."""
    one = bare(1).changed(calls=(ship("A", 100, 50),))
    two = bare(2, tractors=Tractors(count=3, speed_km_h=20, quay_to_yard_m=500)).changed(
        calls=(ship("A", 150), ship("B", 150))
    )
    return (
        ByHand("one ship of 150 boxes, a crane at 3 minutes a box", "150 x 3", 450, _last_line(one)),
        ByHand(
            "two ships of 150 boxes in turn, on two cranes; 3 tractors, 3 minutes under a crane and 3 on the way",
            "300 boxes x 6 minutes / 3 tractors, less the last ways",
            600,
            _last_line(two),
        ),
    )


def _last_line(case: Case) -> float:
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, 2), Streams(1, 0))
    terminal.run()
    return max(visit.last_line for visit in terminal.visits)
