"""Classes of ships that cases are made from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShipClass:
    """A class of ships: how often services use it, how many boxes it exchanges against the mean, its dimensions.

    What stands behind the draft has values for ships that nothing more is known of.
    """

    capacity_teu: int
    weight: float
    exchange: float
    loa_m: tuple[int, int]
    beam_m: float
    draft_m: float
    ships: int = 2  # of each service, at least
    flag: str = "ID"
    min_cranes: int = 1
    max_cranes: int | None = None
    usual_cranes: float = 1.5  # that the pro-forma stay counts on
    hours_in_hand: float = 1  # of the pro-forma stay, beyond mooring and work
    priority: float = 1
    window_h: float | None = None  # of every other service
    clear_shares: tuple[float, float] = (0, 0)  # of the length, at bow and stern
    gear_moves_per_hour: float = 0  # of every third service
    other_side: bool = False  # every third service lies port side alongside
