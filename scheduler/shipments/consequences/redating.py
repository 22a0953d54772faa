"""The dates of a plan's routes as they are in a case, which may have changed since the plan was made."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.export_chain import ANCHORS, ChainStep, StepState, begins
from data.sailings import CutoffCode, Sailing
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.shipments.dating.chain import chain_dates
from scheduler.shipments.dating.clock import SAME, ChainClock, Minutes
from scheduler.shipments.dating.dates import ChainDates, Ships

_NEVER = datetime.max.replace(tzinfo=UTC)
# Members of a shared box wait for each other; after so many rounds they do no longer move.
_MOST_ROUNDS = 50


def legs_of(case: Case, routed: Routed) -> list[Sailing] | None:
    """The legs of a route in a case; None where it has one of them no more."""
    legs = [case.sailing_by_id.get(leg) for leg in routed.sailings]
    found = [leg for leg in legs if leg is not None]
    return found if len(found) == len(legs) else None


def changes_of(legs: Sequence[Sailing]) -> list[tuple[Sailing, Sailing]]:
    """The legs before and after each change of ships."""
    return [(before, after) for before, after in pairwise(legs) if before.voyage != after.voyage]


def ships_of(clock: ChainClock, case: Case, routed: Routed, legs: Sequence[Sailing]) -> Ships:
    """The ships of one route, as an option of one."""
    changes = changes_of(legs)
    hub = changes[0] if changes else None
    row = case.empties_by_id.get(routed.empties) if routed.empties is not None else None
    boxes_from = -np.inf
    if row is not None:
        begun = begins(case.shipment_by_id[routed.shipment])
        boxes_from = clock.minute(max(row.available, begun + timedelta(hours=row.lead_h)))
    return Ships(
        departure=_one(clock, legs[0].departure),
        arrival=_one(clock, legs[-1].arrival),
        hub_arrival=_one(clock, hub[0].arrival if hub else None),
        hub_departure=_one(clock, hub[1].departure if hub else None),
        cutoffs=_cutoffs(clock, case, legs[0]),
        hub_cutoffs=_cutoffs(clock, case, hub[1]) if hub else {},
        boxes_from=np.array([boxes_from]),
    )


def route_dates(clock: ChainClock, case: Case, plan: ShipmentPlan) -> dict[str, ChainDates]:
    """The dates of every shipment whose legs the case still has, by its id, on the ships of the plan.

    What is done to a shared box waits for all who share it; it is late where any of them would be, while none is.
    """
    found: dict[str, ChainDates] = {}
    for box in plan.together:
        there = [routed for routed in box if routed.shipment in case.shipment_by_id and legs_of(case, routed)]
        found |= _dates_of_box(clock, case, there)
    return found


def _dates_of_box(clock: ChainClock, case: Case, members: Sequence[Routed]) -> dict[str, ChainDates]:
    not_after: dict[str, Minutes] = {}
    dates = _waiting(clock, case, members, not_after)
    for _ in range(_MOST_ROUNDS):
        # Who misses something does not make the others miss it: what they do about it is theirs.
        if len(members) == 1 or not all(bool(of_member.feasible[0]) for of_member in dates.values()):
            break
        ends: dict[str, Minutes] = {}
        for of_member in dates.values():
            for step in of_member.steps:
                if step.step.of_box:
                    name = step.step.step
                    ends[name] = np.minimum(ends.get(name, step.latest_end), step.latest_end)
        if _same(ends, not_after):
            break
        not_after = ends
        dates = _waiting(clock, case, members, not_after)
    return dates


def _waiting(
    clock: ChainClock, case: Case, members: Sequence[Routed], not_after: Mapping[str, Minutes]
) -> dict[str, ChainDates]:
    """The dates of members of a box who wait for each other."""
    not_before: dict[str, Minutes] = {}
    dates: dict[str, ChainDates] = {}
    for _ in range(_MOST_ROUNDS):
        dates = {routed.shipment: _dates(clock, case, routed, not_before, not_after) for routed in members}
        starts: dict[str, Minutes] = {}
        for of_member in dates.values():
            for step in of_member.steps:
                if step.step.of_box:
                    name = step.step.step
                    starts[name] = np.maximum(starts.get(name, step.start), step.start)
        if len(members) == 1 or _same(starts, not_before):
            break
        not_before = starts
    return dates


def _same(some: Mapping[str, Minutes], others: Mapping[str, Minutes]) -> bool:
    """Whether moments by name are the same."""
    return some.keys() == others.keys() and all(
        np.allclose(moment, others[name], rtol=0.0, atol=SAME) for name, moment in some.items()
    )


def _dates(
    clock: ChainClock,
    case: Case,
    routed: Routed,
    not_before: Mapping[str, Minutes],
    not_after: Mapping[str, Minutes],
) -> ChainDates:
    legs = [case.sailing_by_id[leg] for leg in routed.sailings]
    return chain_dates(
        clock,
        case,
        case.shipment_by_id[routed.shipment],
        ships_of(clock, case, routed, legs),
        transhipped=bool(changes_of(legs)),
        restuffed=routed.restuffed_at is not None,
        not_before=not_before,
        not_after=not_after,
    )


def _one(clock: ChainClock, moment: datetime | None) -> Minutes:
    return np.array([np.nan if moment is None else clock.minute(moment)])


def _cutoffs(clock: ChainClock, case: Case, leg: Sailing) -> dict[CutoffCode, Minutes]:
    return {code: _one(clock, moment) for code, moment in case.cutoffs_by_sailing[leg.id].items()}


def known_by(case: Case, plan: ShipmentPlan, now: datetime, late: Mapping[str, frozenset[str]] | None = None) -> Case:
    """The case with what has been done by `now` if all went by the plan, besides what it knows itself.

    A step did not go by the plan if it is one of the shipment's `late` ones, if the case knows better, or if what it
    waits for had not happened by its planned start.
    """
    told = [state for state in case.step_states if state.state != "needed"]
    found: dict[tuple[str, str], StepState] = {(state.shipment, state.step): state for state in told}
    for routed in plan.shipments:
        shipment = case.shipment_by_id.get(routed.shipment)
        chain = None if shipment is None else case.chain_by_shipment.get(shipment.id)
        if shipment is None or chain is None:
            continue
        moments = _anchors(case, shipment, routed)
        ends: dict[str, datetime] = {}
        by_name = {step.step: step for step in case.steps_by_chain[chain.id]}
        planned = {step.step for step in routed.steps}
        states = case.states_by_shipment.get(shipment.id, {})
        for step in sorted(routed.steps, key=lambda step: (step.start, step.end)):
            known = found.get((shipment.id, step.step))
            if known is not None:
                if known.state == "not_needed":
                    planned.discard(step.step)
                if known.done is not None and known.done <= now:
                    ends[step.step] = known.done
                continue
            rule = by_name.get(step.step)
            on_time = rule is not None and _waited(rule, step.start, moments, ends, planned)
            if not on_time or step.start > now or step.step in (late or {}).get(shipment.id, ()):
                continue
            needed = states.get(step.step)
            number = None if needed is None else needed.number
            done = step.end if step.end <= now else None
            found[shipment.id, step.step] = StepState(
                shipment=shipment.id,
                step=step.step,
                state="begun" if done is None else "done",
                begun=step.start,
                done=done,
                number=number,
            )
            if done is not None:
                ends[step.step] = done
    needed_still = [state for state in case.step_states if (state.shipment, state.step) not in found]
    return case.changed(step_states=(*found.values(), *needed_still))


def _anchors(case: Case, shipment: Shipment, routed: Routed) -> dict[str, datetime]:
    """The moments that steps may follow; never, where the leg does not sail any more."""
    moments = {"booked": begins(shipment), "ready": shipment.ready, "departure": _NEVER, "arrival": _NEVER}
    first, legs = case.sailing_by_id.get(routed.sailings[0]), legs_of(case, routed)
    if first is not None:
        moments["departure"] = first.departure
    if legs is None:
        return moments | {"hub_arrival": _NEVER, "hub_departure": _NEVER}
    moments["arrival"] = legs[-1].arrival
    for arriving, leaving in changes_of(legs)[:1]:
        moments |= {"hub_arrival": arriving.arrival, "hub_departure": leaving.departure}
    return moments


def _waited(
    step: ChainStep, start: datetime, moments: Mapping[str, datetime], ends: Mapping[str, datetime], planned: set[str]
) -> bool:
    """Whether all that a step waits for had happened by its start."""
    for name in step.after or ("booked",):
        if name in ANCHORS:
            if name in moments and moments[name] > start:
                return False
        elif name in planned and (name not in ends or ends[name] > start):
            return False
    return True
