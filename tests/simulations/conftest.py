"""Cases by hand for the simulation: one ship, one crane, and nothing random unless a test makes it so."""

from datetime import datetime, timedelta
from typing import Any

from data.case import Case
from data.operations import Tractors
from data.terminal import Tide
from data.vessels import VesselCall
from simulations.clock import Clock
from simulations.policies import FirstComeFirstServed, Policy
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from simulations.validation.bare import bare

START = datetime.fromisoformat("2026-01-05T00:00+08:00")


def after(hours: float) -> datetime:
    """A moment so many hours from the start."""
    return START + timedelta(hours=hours)


def call(name: str, eta_h: float = 0, **changes: Any) -> VesselCall:
    """A call of the ship that `bare_case` knows, with one box to discharge and no wish for a place."""
    fields: dict[str, Any] = {
        "id": name,
        "vessel": "SHIP",
        "eta": after(eta_h),
        "etd": after(eta_h + 24),
        "arrival_draft_m": 5,
        "departure_draft_m": 5,
        "discharge_full": 1,
    }
    return VesselCall.model_validate(fields | changes)


def run(case: Case, policy: Policy | None = None, days: float = 7, seed: int = 1) -> SimulatedTerminal:
    """One replication, run to its end."""
    terminal = SimulatedTerminal(case, policy or FirstComeFirstServed(), Clock(START, days), Streams(seed, 0))
    terminal.run()
    return terminal


def bare_case(calls: list[VesselCall], berths: int = 1, loa_m: float = 100, blocks: int = 0, **parts: Any) -> Case:
    """A case where everything but the crane's cycle of 3 minutes takes no time and nothing is random.

    The quay has places of 100 m, and as many, and as many cranes, as `berths`. Parts of the terminal are given by name.
    """
    usual: dict[str, Any] = {
        "tide": Tide(low_m=0, high_m=0, high_water=START),
        "tractors": Tractors(count=30, quay_to_yard_m=0),
    }
    case = bare(berths, blocks, **usual | parts)
    ship = case.vessels[0].model_copy(update={"loa_m": loa_m, "max_draft_m": 9})
    return case.changed(vessels=(ship,), calls=tuple(calls))
