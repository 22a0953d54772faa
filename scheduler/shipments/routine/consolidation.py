"""Consolidation for a wished direct call: which shipments go in which week, so that it reaches the line's minimum.

The weeks that reach the minimum are as many as can be; then the boxes that the others lack as few as can be; then
shipments are moved as little as can be. An assignment problem with thresholds, solved by CP-SAT.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from ortools.sat.python.cp_model import CpModel, CpSolverSolutionCallback, IntVar, LinearExpr

from data.case import Case
from data.checker import check
from data.shipment_plans import ShipmentPlan
from scheduler import cp_sat
from scheduler.result import Report, Status, no_report
from scheduler.shipments.routine.direct_call import Candidate, WishedCall, with_call
from scheduler.shipments.search import solve
from scheduler.stopping import Stop

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Goes:
    """A shipment's boxes in a week of the call, and where it would be of its own; weeks count from 0.

    `declared_here` it would be anew where its export is declared, and counted, at another port today.
    """

    shipment: str
    exporter: str
    boxes: float
    wish: int
    week: int
    earlier_days: int
    declared_here: bool


@dataclass(frozen=True)
class CallWeek:
    """A week of the call: boxes that would come of themselves, boxes after moving, and what is missing still.

    `moved_in` are the shipments moved here to fill it; `could_fill` those that go in another week and could go in this.
    """

    departure: datetime
    wished: float
    filled: float
    shortfall: float
    reached: bool
    moved_in: tuple[Goes, ...]
    could_fill: tuple[Goes, ...]


@dataclass(frozen=True)
class Consolidation:
    """The weeks of a wished call as they are filled best; no way fills more than `most_reached` of them."""

    weeks: tuple[CallWeek, ...]
    goes: tuple[Goes, ...]
    reached: int
    most_reached: int
    reached_unmoved: int
    status: Status


def consolidate(
    wished: WishedCall, shipments: Sequence[Candidate], *, stop: Stop, seed: int = 1, workers: int = 2
) -> Consolidation:
    """Fill the weeks of the call with the candidates, as the module says. Each goes whole, in one of its weeks."""
    began = monotonic()
    # Whole boxes where all are; else thousandths of a box.
    unit = 1 if all(each.shipment.share == round(each.shipment.share) for each in shipments) else 1_000
    boxes = [round(each.shipment.share * unit) for each in shipments]
    minimum = wished.minimum * unit
    model = CpModel()
    goes = [{week: model.new_bool_var("goes") for week in each.earlier} for each in shipments]
    reached = [model.new_bool_var("reached") for _ in range(wished.weeks)]
    lacks = [model.new_int_var(0, minimum, "lacks") for _ in range(wished.weeks)]
    moves: list[LinearExpr | int] = []
    for each, size, taken in zip(shipments, boxes, goes, strict=True):
        model.add_at_most_one(taken.values())
        furthest = max(abs(week - each.wish) for week in each.earlier) + 1
        moves += [
            size * (furthest + sum((abs(week - each.wish) - furthest) * picked for week, picked in taken.items()))
        ]
    for week in range(wished.weeks):
        here = [(taken[week], place) for place, taken in enumerate(goes) if week in taken]
        filled = sum(boxes[place] * picked for picked, place in here)
        model.add(filled >= minimum * reached[week])
        model.add(lacks[week] >= minimum - filled)
        if here:
            model.add(sum(shipments[place].shipment.teu * picked for picked, place in here) <= wished.capacity_teu)
    most_moves = sum(size * (wished.weeks + 1) for size in boxes) + 1
    a_week = most_moves * (minimum * wished.weeks + 1)
    missed = wished.weeks - sum(reached)
    model.minimize(a_week * missed + most_moves * sum(lacks) + sum(moves))
    chosen: dict[int, int] = {}

    def keep(seconds: float, solution: CpSolverSolutionCallback) -> None:
        del seconds
        chosen.clear()
        chosen.update(_read(goes, solution))

    solver, status = cp_sat.run(model, stop=stop, began=began, seed=seed, workers=workers, on_solution=keep)
    bound = max(0.0, solver.best_objective_bound)
    return _answer(wished, shipments, chosen, status, wished.weeks - int(bound // a_week))


def _read(goes: list[dict[int, IntVar]], solution: CpSolverSolutionCallback) -> dict[int, int]:
    return {
        place: week
        for place, taken in enumerate(goes)
        for week, picked in taken.items()
        if solution.boolean_value(picked)
    }


def _answer(
    wished: WishedCall, shipments: Sequence[Candidate], chosen: dict[int, int], status: Status, most: int
) -> Consolidation:
    def goes(place: int, week: int) -> Goes:
        each = shipments[place]
        shipment = each.shipment
        return Goes(
            shipment=shipment.id,
            exporter=shipment.exporter,
            boxes=shipment.share,
            wish=each.wish,
            week=week,
            earlier_days=each.earlier[week],
            declared_here=shipment.declared_elsewhere,
        )

    weeks = []
    for week in range(wished.weeks):
        own = sum(each.shipment.share for each in shipments if each.wish == week)
        here = [goes(place, there) for place, there in chosen.items() if there == week]
        filled = round(sum(each.boxes for each in here), 3)
        others = [
            goes(place, week)
            for place, there in chosen.items()
            if there != week and week in shipments[place].earlier and filled < wished.minimum
        ]
        weeks.append(
            CallWeek(
                departure=wished.departure(week),
                wished=round(own, 3),
                filled=filled,
                shortfall=round(max(0.0, wished.minimum - filled), 3),
                reached=filled >= wished.minimum,
                moved_in=tuple(each for each in here if each.wish != week),
                could_fill=tuple(others),
            )
        )
    return Consolidation(
        weeks=tuple(weeks),
        goes=tuple(goes(place, week) for place, week in sorted(chosen.items())),
        reached=sum(week.reached for week in weeks),
        most_reached=max(most, sum(week.reached for week in weeks)),
        reached_unmoved=sum(week.wished >= wished.minimum for week in weeks),
        status=status,
    )


@dataclass(frozen=True)
class Saving:
    """What the call saves: the case's best plans without and with its voyages of some `weeks`, in money and days.

    The true saving lies from `least` to `most`, by the bounds of both plans. `boxes` and `teu` go with the call in the
    plan, `boxes_by_week` of each week, `unserved_today` of them without a ship otherwise; days from ready to arrival
    are means of their boxes that both plans bring there. `most_freight_per_teu` is the freight at which the call would
    save nothing.
    """

    weeks: tuple[int, ...]
    terms_without: dict[str, float]
    terms_with: dict[str, float]
    least: float
    most: float
    boxes: float
    teu: int
    boxes_by_week: dict[int, float]
    unserved_today: float
    days_without: float | None
    days_with: float | None
    most_freight_per_teu: float | None
    checked: bool

    @property
    def saving(self) -> float:
        """Cost without the call less cost with it."""
        return sum(self.terms_without.values()) - sum(self.terms_with.values())


def saving(
    case: Case,
    wished: WishedCall,
    filled: Consolidation,
    *,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
) -> Saving:
    """What the call saves in the weeks that reach the minimum; where none does, what it would save in all of them.

    Shipments that the consolidation makes ready earlier are ready then, in the plan with the call, and those in it are
    declared here. Both plans are solved until `stop`, one after the other.
    """
    weeks = tuple(week for week, row in enumerate(filled.weeks) if row.reached) or tuple(range(wished.weeks))
    using = {each.shipment: each.earlier_days for each in filled.goes if each.week in weeks}
    called = with_call(case, wished, weeks, using)
    before = solve(case, stop=stop, seed=seed, workers=workers, report=report)
    after = solve(called, stop=stop, seed=seed, workers=workers, report=report)
    verdicts = check(case, before.plan), check(called, after.plan)
    by_voyage = {wished.voyage(week): week for week in weeks}
    aboard: dict[str, int] = {}
    for entry in after.plan.shipments:
        week = by_voyage.get(called.sailing_by_id[entry.sailings[0]].voyage)
        if week is not None:
            aboard[entry.shipment] = week
    boxes = {name: called.shipment_by_id[name].share for name in aboard}
    teu = sum(case.shipment_by_id[name].teu for name in aboard)
    terms = verdicts[0].terms, verdicts[1].terms
    saved = sum(terms[0].values()) - sum(terms[1].values())
    days = [_days(case, before.plan), _days(called, after.plan)]
    both = [name for name in aboard if name in days[0]]
    weight = sum(boxes[name] for name in both)
    means = [sum(found[name] * boxes[name] for name in both) / weight if both else None for found in days]
    return Saving(
        weeks=weeks,
        terms_without=terms[0],
        terms_with=terms[1],
        least=before.bound - after.cost,
        most=before.cost - after.bound,
        boxes=round(sum(boxes.values()), 3),
        teu=teu,
        boxes_by_week={
            week: round(sum(boxes[name] for name, there in aboard.items() if there == week), 3) for week in weeks
        },
        unserved_today=round(sum(size for name, size in boxes.items() if name not in days[0]), 3),
        days_without=means[0],
        days_with=means[1],
        most_freight_per_teu=wished.freight_per_teu + saved / teu if teu else None,
        checked=all(verdict.feasible for verdict in verdicts),
    )


def _days(case: Case, plan: ShipmentPlan) -> dict[str, float]:
    """Days from ready to arrival of the routed shipments."""
    return {
        entry.shipment: (case.sailing_by_id[entry.sailings[-1]].arrival - case.shipment_by_id[entry.shipment].ready)
        / _DAY
        for entry in plan.shipments
    }
