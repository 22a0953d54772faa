"""Cases by hand for the simulation: one ship, one crane, and nothing random unless a test makes it so."""

from datetime import datetime, timedelta
from typing import Any

from data.case import Case
from data.costs import Costs
from data.gate import Gate
from data.operations import Arrivals, Cargo, CraneWork, Dwell, Tractors, YardWork
from data.terminal import BerthSection, Channel, Port, Quay, QuayCrane, Terminal, Tide, YardBlock, YardCrane
from data.vessels import Vessel, VesselCall
from simulations.clock import Clock
from simulations.policies import FirstComeFirstServed, Policy
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal

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
    quay_m = 100 * berths
    terminal: dict[str, Any] = {
        "quay": Quay(length_m=quay_m, mooring_gap_m=0, mooring_min=0, unmooring_min=0),
        "channel": Channel(length_nm=0, depth_m=20),
        "tide": Tide(low_m=0, high_m=0, high_water=START),
        "crane_work": CraneWork(gross_moves_per_hour=20, cycle_s=180, cycle_spread=0),
        "yard_work": YardWork(move_s=60, move_spread=0),
        "tractors": Tractors(count=30, quay_to_yard_m=0),
        "gate": Gate(lanes=20, service_min=1, gate_to_yard_m=0, closes_hours_before=6),
        "dwell": Dwell(import_h=24, import_spread=0, export_h=48, export_spread=0),
        "cargo": Cargo(),
        "arrivals": Arrivals(),
        "costs": Costs(
            waiting_per_hour=1, lateness_per_hour=1, position_per_metre=1, unserved_per_call=1, shipment_unserved=1
        ),
    }
    return Case(
        name="bare",
        terminal=Terminal.model_validate(
            {"name": "Bare", "code": "BARE", "unlocode": "IDKRG", "time_zone": "Asia/Makassar", "currency": "USD"}
            | terminal
            | parts
        ),
        berths=(BerthSection(id="B", start_m=0, end_m=quay_m, depth_m=10),),
        quay_cranes=tuple(QuayCrane(id=f"Q{n}", rail_from_m=0, rail_to_m=quay_m) for n in range(berths)),
        yard_blocks=tuple(YardBlock(id=f"Y{n}", bays=200, rows=40, tiers=12) for n in range(blocks)),
        yard_cranes=tuple(YardCrane(id=f"R{n}", block=f"Y{n}") for n in range(blocks)),
        ports=(Port(unlocode="IDKRG", name="Kariangau"),),
        vessels=(
            Vessel(
                id="SHIP", name="Ship", line="L", flag="ID", loa_m=loa_m, beam_m=9, capacity_teu=25_000, max_draft_m=9
            ),
        ),
        calls=tuple(calls),
    )
