"""A ship while a loading plan is carried out: how long each box stands in its cell, and how she floats meanwhile.

Times are seconds from the plan's start. Plans that break rules are told as far as they can be: a box that is taken from
where it does not stand, or put where the ship has no cell, stands nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data.checker.loading.aboard import Stowage, at_arrival, spot_of
from data.checker.loading.piles import Piles
from data.checker.loading.planned import LOADING, TAKING_OFF, Planned, events
from data.checker.loading.ship import Worked
from data.checker.loading.stability import Afloat, afloat, load_of
from data.checker.loading.strength import Force, forces
from data.slots import Cell, cell_named

# Boxes that are weighed for all states of a ship together: of a large one fewer states are worked out.
_WEIGHED = 60_000
_MOST_STATES, _FEWEST_STATES = 61, 9


@dataclass(frozen=True)
class Stay:
    """A box in a cell: since a lift put it there, None since before she came, until one takes it, None to the end."""

    box: str
    cell: Cell
    since: float | None
    until: float | None

    def at(self, seconds: float) -> bool:
        """Whether it stands there at a moment: until its crane takes hold, and once it is put down."""
        return (self.since is None or self.since <= seconds) and (self.until is None or seconds < self.until)


@dataclass(frozen=True)
class State:
    """The ship at one moment.

    `afloat` is None where her hydrostatics do not tell, and forces are none where the profile has no sections. What is
    in the tanks is what they hold at departure: plans do not say when it is pumped.
    """

    seconds: float
    tonnes: float
    afloat: Afloat | None
    forces: tuple[Force, ...]


def stays(planned: Planned) -> list[Stay]:
    """Every stay of a box on board, by the time at which it begins; a box that is restowed has two."""
    begun: dict[str, tuple[Cell, float | None]] = {box: (cell, None) for box, cell in at_arrival(planned).cells.items()}
    ended: list[Stay] = []
    for place, begins in events(planned.lifts):
        each = planned.lifts[place]
        for carried in each.lift.boxes:
            if each.lift.kind in TAKING_OFF and begins and carried.box in begun:
                cell, since = begun.pop(carried.box)
                ended.append(Stay(carried.box, cell, since, each.start))
            elif each.lift.kind in LOADING and not begins and carried.box in planned.box and carried.box not in begun:
                found = cell_named(carried.target)
                if found is not None and planned.layout.has(found):
                    begun[carried.box] = (found, each.end)
    ended += [Stay(box, cell, since, None) for box, (cell, since) in begun.items()]
    return sorted(ended, key=lambda stay: (stay.since is not None, stay.since or 0.0, stay.cell, stay.box))


def states(planned: Planned, its_stays: Sequence[Stay]) -> list[State]:
    """The ship at arrival, after some of the lifts, spread evenly, and at departure."""
    most = max(_FEWEST_STATES, min(_MOST_STATES, _WEIGHED // max(1, len(its_stays))))
    ends = sorted({each.end for each in planned.lifts})
    moments = ends if len(ends) < most else [ends[(len(ends) - 1) * step // (most - 2)] for step in range(most - 1)]
    arrival = at_arrival(planned)
    return [_state(planned, arrival, arrival, 0.0)] + [
        _state(planned, arrival, _stowage(planned, its_stays, moment), moment) for moment in moments if moment > 0
    ]


def _stowage(planned: Planned, its_stays: Sequence[Stay], seconds: float) -> Stowage:
    stowage = Stowage(Piles(), {})
    for stay in its_stays:
        spot = spot_of(planned, stay.cell) if stay.at(seconds) else None
        if spot is not None and not stowage.piles.standing(spot):
            stowage.put(stay.box, stay.cell, spot)
    return stowage


def _state(planned: Planned, arrival: Stowage, stowage: Stowage, seconds: float) -> State:
    ship = Worked(arrival, stowage, frozenset(), ())
    return State(seconds, load_of(planned, ship).tonnes, afloat(planned, ship), forces(planned, ship))
