"""A yard by hand: blocks with stacks, and boxes for it."""

from typing import Any

from data.operations import Cargo, YardWork
from data.terminal import YardBlock, YardCrane
from simulations.kernel import Kernel
from simulations.parts.flows import Flow, Kind
from simulations.parts.yard import Yard
from simulations.recorder import Recorder
from simulations.streams import Streams
from simulations.visit import Box, Visit
from tests.simulations.conftest import bare_case, call

WINDOW = 10_000.0


def visit(name: str = "A", eta: float = 0) -> Visit:
    """A call of a ship, its ETA in minutes."""
    return Visit(Kernel(), call(name), 100, eta, eta + 60, eta)


def box(
    ship: Visit | None = None, flow: Flow = Flow.DOMESTIC_IN, kind: Kind = Kind.FULL, teu: int = 1, number: int = 0
) -> Box:
    """A box whose handlings take a minute each."""
    loads = flow > Flow.TRANSHIPMENT
    return Box(ship or visit(), number, loads, kind is not Kind.EMPTY, flow, kind, teu, 1, 1, 1, 1, 1, 1)


def yard_of(
    *blocks: YardBlock,
    cranes: tuple[str, ...] = (),
    forty_foot_share: float = 0,
    rules: dict[str, Any] | None = None,
    **work: Any,
) -> tuple[Kernel, Yard, Recorder]:
    """A yard of blocks with stacks, with yard cranes in these blocks; moves take the box's minute."""
    case = bare_case(
        [call("A")],
        yard_work=YardWork.model_validate({"move_s": 60, "stacks": True} | work),
        cargo=Cargo(forty_foot_share=forty_foot_share),
    ).changed(
        yard_blocks=blocks,
        yard_cranes=tuple(YardCrane(id=f"R{number}", block=name) for number, name in enumerate(cranes)),
    )
    kernel, recorder = Kernel(), Recorder(WINDOW)
    yard = Yard(kernel, case, recorder, Streams(1, 0))
    for place, rule in (rules or {}).items():
        setattr(yard, place, rule)
    return kernel, yard, recorder
