"""Refused before anything else of a loading plan: names and moments that cannot be meant."""

from collections.abc import Iterator

from data.boxes import boxes_of
from data.case import Case
from data.errors import BadInput, Fault
from data.plans import LoadingPlan
from data.ship_layouts import Layout
from data.slots import cell_named, place_named
from data.vessels import VesselCall
from simulations.loading.planned import HATCHES, LOADING, fault


def refuse_unknown(case: Case, plan: LoadingPlan) -> tuple[VesselCall, Layout]:
    """The call of a plan and the layout of its ship.

    Raises BadInput for a call, crane, bay, slot, place or box that there is not, and for a lift before the plan's
    start or after its own end.
    """
    call = case.call_by_id.get(plan.call)
    if call is None:
        raise BadInput([Fault("plan", "the case has no such call", "correct call", column="call", value=plan.call)])
    layout = case.layout_of(call)
    if layout is None:
        ship = case.ship_of(call)
        raise BadInput(
            [Fault("vessels", f"the ship of call {call.id} has no profile", "give her one", None, "profile", ship.name)]
        )
    faults = [*_lifts(case, plan, call, layout), *_yard_moves(case, plan)]
    if not plan.lifts:
        faults.append(Fault("lifts", "the plan has no lift to execute", "give a plan with lifts"))
    if faults:
        raise BadInput(faults)
    return call, layout


def _lifts(case: Case, plan: LoadingPlan, call: VesselCall, layout: Layout) -> Iterator[Fault]:
    cranes = {crane.id for crane in case.quay_cranes}
    used = {use.crane for use in plan.cranes}
    boxes = boxes_of(case, call).by_number
    for number, lift in enumerate(plan.lifts):
        if lift.crane not in cranes:
            yield fault(plan, number, "the case has no such quay crane", "correct crane", "crane", lift.crane)
        elif lift.crane not in used:
            yield fault(plan, number, "the plan does not say when it works", "add it to cranes", "crane", lift.crane)
        if lift.bay not in layout.bay_by_number:
            yield fault(plan, number, "the ship's profile has no such bay", "correct bay", "bay", lift.bay)
        if lift.start < plan.start:
            text = "it begins before the plan does"
            yield fault(plan, number, text, "correct start, or that of the plan", "start", lift.start)
        if lift.end < lift.start:
            yield fault(plan, number, "it ends before it begins", "correct end", "end", lift.end)
        if (lift.cover is None) == (lift.kind in HATCHES) or bool(lift.boxes) == (lift.kind in HATCHES):
            text = "a hatch cover has a cover and no boxes, and other lifts have boxes and no cover"
            yield fault(plan, number, text, "correct kind, cover or boxes", "kind", lift.kind)
        for carried in lift.boxes:
            slot = carried.target if lift.kind in LOADING else carried.origin
            cell = cell_named(slot)
            if carried.box not in boxes:
                yield fault(plan, number, f"call {call.id} has no such box", "correct box", "box", carried.box)
            if cell is None or layout.stack_of(cell) is None:
                column = "to" if lift.kind in LOADING else "from"
                yield fault(plan, number, "the ship's profile has no such slot", f"correct {column}", column, slot)


def _yard_moves(case: Case, plan: LoadingPlan) -> Iterator[Fault]:
    cranes = {crane.id for crane in case.yard_cranes}
    for number, move in enumerate(plan.yard_moves, start=len(plan.lifts)):
        if move.crane not in cranes:
            yield fault(plan, number, "the case has no such yard crane", "correct crane", "crane", move.crane)
        if move.end < move.start:
            yield fault(plan, number, "it ends before it begins", "correct end", "end", move.end)
        for column, text, is_place in (
            ("from", move.origin, move.kind != "stack"),
            ("to", move.target, move.kind != "retrieve"),
        ):
            if is_place and place_named(text) is None:
                yield fault(plan, number, "it is no place of the yard", f"correct {column}", column, text)
