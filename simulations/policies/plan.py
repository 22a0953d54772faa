"""A berth plan, followed as far as reality lets it be."""

from dataclasses import dataclass
from math import inf

from data.case import Case
from data.plans import BerthPlan
from simulations.clock import Clock
from simulations.parts.crane import Crane
from simulations.parts.quay import Berthing, Quay
from simulations.policies.fcfs import first_that_fits, next_tide
from simulations.policies.rule import Rule
from simulations.visit import Visit


@dataclass(frozen=True)
class FollowPlan:
    """Ships berth as a berth plan says, and reality is met by a simple rule of repair.

    A ship lies at its planned place and is worked by its planned cranes. Two planned ships are in each other's way if
    their places overlap (mooring gap included) or they share a crane. Then:

    - A ship never goes before one that was planned earlier, is in its way, and is waiting at anchor.
    - Before its planned start it berths only if every ship that was planned earlier and is in its way has left, and all
      its planned cranes are free, and every shift has gangs for them too: coming early must disturb nobody.
    - From its planned start on it berths as soon as its place is free. A ship that has not even arrived then holds up
      nobody, and has lost its turn.
    - A planned crane that is busy elsewhere joins as soon as it is free and need not pass another; of ships alongside
      that wait for the same crane, the one planned first gets it. A crane stays with its ship until the last lift.
    - A ship whose planned cranes are all closed takes any other that comes free.
    - Calls that the plan does not know, or puts where nothing can lie, are served first come first served, while no
      planned ship waits.

    No ship waits for ever. Ships alongside leave in the end: while one of them has a crane it is worked, and when none
    has, all cranes are free and the first of those ships gets hers. Of the planned ships at anchor the one that was
    planned first yields to none; so when the others have left her place, her planned start has come and the tide
    serves, she berths. A place without water at any tide, or that no planned crane reaches, is no planned place.
    """

    plan: BerthPlan
    name: str = "plan"

    def begin(self, case: Case, clock: Clock) -> Rule:
        """The rule of a new run."""
        return PlanFollower(case, clock, self.plan)


class PlanFollower(Rule):
    """A berth plan in the minutes of a run."""

    def __init__(self, case: Case, clock: Clock, plan: BerthPlan) -> None:
        places = {crane.id: place for place, crane in enumerate(case.quay_cranes)}
        self._start = {entry.call: clock.minutes(entry.start) for entry in plan.calls}
        self._cranes = {
            entry.call: {places[use.crane] for use in entry.cranes if use.crane in places} for entry in plan.calls
        }
        loa = {call.id: case.ship_of(call).loa_m for call in case.calls}
        entries = [entry for entry in plan.calls if entry.call in loa]
        entries.sort(key=lambda entry: (self._start[entry.call], entry.call))
        self._turn = {entry.call: turn for turn, entry in enumerate(entries)}
        self._position = {entry.call: entry.position_m for entry in entries}
        self._stay = {entry.call: (entry.end - entry.start).total_seconds() / 60 for entry in entries}
        # For each call: those planned earlier that are in its way.
        gap = case.terminal.quay.mooring_gap_m
        self._before = {
            entry.call: {
                earlier.call
                for earlier in entries[:turn]
                if (
                    earlier.position_m < entry.position_m + loa[entry.call] + gap
                    and entry.position_m < earlier.position_m + loa[earlier.call] + gap
                )
                or self._cranes[earlier.call] & self._cranes[entry.call]
            }
            for turn, entry in enumerate(entries)
        }
        self._lies: dict[str, bool] = {}

    def next_berthing(self, quay: Quay, minute: float) -> Berthing | None:
        """The first of the planned ships at anchor, in the plan's order, that may berth; then the others."""
        planned = self._planned(quay)
        for visit in planned:
            berthing = self._berthing(visit, quay, minute, planned)
            if berthing is not None:
                return berthing
        return None if planned else first_that_fits(quay.anchorage, quay, minute)

    def next_ship_for(self, crane: Crane, quay: Quay) -> Visit | None:
        """Of the ships alongside that planned with the crane and lack it, the one that was planned first.

        If there is none, a ship whose planned cranes are all closed.
        """
        lacking = [
            visit
            for visit in quay.alongside
            if visit.unmoved
            and crane.place in self._cranes.get(visit.call.id, ())
            and crane not in visit.cranes
            and quay.can_join(crane, visit)
        ]
        if lacking:
            return min(lacking, key=self._turn_of)
        return next((visit for visit in quay.lacking(crane) if self._is_stranded(visit, quay)), None)

    def next_review(self, quay: Quay, minute: float) -> float:
        """The next planned start of a waiting ship, or the next tide that lets one in."""
        planned = self._planned(quay)
        others = [visit for visit in quay.anchorage if visit not in planned]
        moments = [next_tide(others, quay, minute)]
        for visit in planned:
            moments.append(self._start[visit.call.id])
            moments.append(
                quay.water.next_reached(
                    quay.water.tide_to_berth(visit.call, self._position[visit.call.id], visit.loa_m), minute
                )
            )
        return min((moment for moment in moments if moment > minute), default=inf)

    def _berthing(self, visit: Visit, quay: Quay, minute: float, waiting: list[Visit]) -> Berthing | None:
        call = visit.call.id
        position = self._position[call]
        before = self._before[call]
        if any(other.call.id in before for other in waiting) or not (
            quay.is_clear(position, visit.loa_m)
            and quay.tide_serves(visit, position, minute)
            and quay.is_open(position, visit.loa_m, minute, self._stay[call])
        ):
            return None
        cranes = []
        for crane in quay.usable_cranes(position, visit.loa_m):
            if crane.place in self._cranes[call]:
                rival = self.next_ship_for(crane, quay)
                if rival is None or self._turn_of(rival) > self._turn[call]:
                    cranes.append(crane)
        early = minute < self._start[call]
        if early and (
            len(cranes) < len(self._cranes[call]) or not before <= quay.departed or not quay.always_manned(len(cranes))
        ):
            return None
        return Berthing(visit, position, tuple(cranes))

    def _planned(self, quay: Quay) -> list[Visit]:
        return sorted((visit for visit in quay.anchorage if self._can_lie(visit, quay)), key=self._turn_of)

    def _can_lie(self, visit: Visit, quay: Quay) -> bool:
        """Whether the plan has the ship, at a place where it can lie and with a crane that reaches it."""
        call = visit.call.id
        if call not in self._turn:
            return False
        if call not in self._lies:
            position = self._position[call]
            self._lies[call] = (
                quay.is_within(position, visit.loa_m)
                and quay.has_water(visit, position)
                and any(quay.cranes[place].reaches(position, visit.loa_m) for place in self._cranes[call])
            )
        return self._lies[call]

    def _is_stranded(self, visit: Visit, quay: Quay) -> bool:
        """Whether all the cranes that a ship planned with are closed."""
        return all(quay.cranes[place].closures for place in self._cranes.get(visit.call.id, ()))

    def _turn_of(self, visit: Visit) -> int:
        return self._turn[visit.call.id]
