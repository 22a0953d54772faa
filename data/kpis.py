"""The key figures of a terminal, each defined once for plans, simulations and records alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kpi:
    """One key figure: its name in tables, its unit, what it says, and where the definition comes from."""

    name: str
    unit: str
    definition: str
    source: str
