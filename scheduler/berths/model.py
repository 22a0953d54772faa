"""The berth problem as a CP-SAT model: variables, one function a family of constraints, the objective.

Families carry the names of the checker's rules. What a variable's domain says already (arrival, quay ends, crane
limits, work) needs no constraint.
"""

from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python.cp_model import CpModel, CpSolverSolutionCallback, Domain, IntervalVar, IntVar, LinearExpr

from scheduler.berths.problem import Berth, BerthProblem, Ship, cost_of


@dataclass(frozen=True)
class ShipVariables:
    """The decisions for one ship. `first` and `cranes` are those of the chosen mode, `rail_end` is their sum."""

    position: IntVar
    start: IntVar
    end: IntVar
    modes: tuple[IntVar, ...]
    first: IntVar
    cranes: IntVar
    rail_end: IntVar
    stay: IntervalVar
    work: IntervalVar
    rail: IntervalVar
    work_start: LinearExpr
    work_end: LinearExpr
    late: IntVar
    away: IntVar | None


@dataclass(frozen=True)
class BerthModel:
    """The model and its variables by call id."""

    model: CpModel
    ships: dict[str, ShipVariables]


def build(problem: BerthProblem, most: int) -> BerthModel:
    """The model of all plans that cost at most `most`, in the problem's money."""
    model = CpModel()
    ships = {ship.call.id: add_ship(model, problem, ship, most) for ship in problem.ships}
    built = BerthModel(model, ships)
    for ship in problem.ships:
        add_crane_reach(model, ships[ship.call.id], ship)
        add_tide(model, ships[ship.call.id], ship)
    add_mooring_gap(model, ships, problem)
    add_crane_at_two_ships(model, ships, problem)
    for one, other in combinations(problem.ships, 2):
        if one.decided and other.decided:
            continue
        add_order(model, ships[one.call.id], ships[other.call.id], one, other, problem)
    model.minimize(objective(built, problem))
    return built


def add_ship(model: CpModel, problem: BerthProblem, ship: Ship, most: int) -> ShipVariables:
    """The variables of a ship; waiting so long that it alone costs more than `most` is left out."""
    shortest = min(mode.minutes for mode in ship.modes)
    latest = problem.horizon - shortest if ship.latest is None else ship.latest
    if ship.waiting_cost + ship.lateness_cost > 0:
        latest = min(latest, _latest_start(ship, shortest, most))
    start = model.new_int_var(ship.arrival, latest, "start")
    position = model.new_int_var(problem.low, problem.high - ship.length, "position")
    modes = tuple(model.new_bool_var("mode") for _ in ship.modes)
    model.add_exactly_one(modes)
    first = model.new_int_var(0, problem.cranes - 1, "first")
    cranes = model.new_int_var(1, problem.cranes, "cranes")
    minutes = model.new_int_var_from_domain(Domain.from_values([mode.minutes for mode in ship.modes]), "minutes")
    chosen = list(zip(modes, ship.modes, strict=True))
    model.add(first == sum(mode.first * picked for picked, mode in chosen))
    model.add(cranes == sum(mode.cranes * picked for picked, mode in chosen))
    model.add(minutes == sum(mode.minutes * picked for picked, mode in chosen))
    # Ready to leave: the least minutes of the mode are over; the ship stays on only for the tide.
    ready = model.new_int_var(ship.arrival + shortest, problem.horizon, "ready")
    end = ready
    stay = model.new_interval_var(start, minutes, ready, "stay")
    if any(water.leaving is not None for water in ship.waters):
        end = model.new_int_var(ship.arrival + shortest, problem.horizon, "end")
        model.add(end >= ready)
        model.add(ready == start + minutes)
        stay = model.new_interval_var(start, model.new_int_var(shortest, problem.horizon, "alongside"), end, "stay")
    moorings = problem.mooring + problem.unmooring
    work_start, work_end = start + problem.mooring, ready - problem.unmooring
    work = model.new_interval_var(work_start, minutes - moorings, work_end, "work")
    rail_end = model.new_int_var(1, problem.cranes, "rail_end")
    rail = model.new_interval_var(first, cranes, rail_end, "rail")
    latest_end = max(0, problem.horizon - ship.due)
    late = model.new_int_var(0, _affordable(ship.lateness_cost, most, latest_end), "late")
    model.add(late >= end - ship.due)
    away = None
    if ship.preferred is not None:
        farthest = problem.high - problem.low + abs(ship.preferred)
        away = model.new_int_var(0, _affordable(problem.position_cost, most, farthest), "away")
        model.add_abs_equality(away, position - ship.preferred)
    return ShipVariables(
        position=position,
        start=start,
        end=end,
        modes=modes,
        first=first,
        cranes=cranes,
        rail_end=rail_end,
        stay=stay,
        work=work,
        rail=rail,
        work_start=work_start,
        work_end=work_end,
        late=late,
        away=away,
    )


def _affordable(cost: int, most: int, limit: int) -> int:
    """How many of something that costs so much each `most` money can buy, up to a limit."""
    return limit if cost == 0 else min(limit, most // cost)


def _latest_start(ship: Ship, shortest: int, most: int) -> int:
    """The last minute at which a ship can start for `most` money, waiting and lateness together."""
    low, high = ship.arrival, ship.arrival + 10**7
    while low < high:
        middle = (low + high + 1) // 2
        late = max(0, middle + shortest - ship.due)
        if ship.waiting_cost * (middle - ship.arrival) + ship.lateness_cost * late <= most:
            low = middle
        else:
            high = middle - 1
    return low


def add_crane_reach(model: CpModel, variables: ShipVariables, ship: Ship) -> None:
    """Every crane of the chosen mode reaches the ship."""
    widest = (min(mode.lowest for mode in ship.modes), max(mode.highest for mode in ship.modes))
    for picked, mode in zip(variables.modes, ship.modes, strict=True):
        if (mode.lowest, mode.highest) != widest:
            model.add_linear_constraint(variables.position, mode.lowest, mode.highest).only_enforce_if(picked)
    model.add_linear_constraint(variables.position, *widest)


def add_tide(model: CpModel, variables: ShipVariables, ship: Ship) -> None:
    """The ship lies where and moves when the water under its keel suffices."""
    over = [model.new_bool_var("over") for _ in ship.waters]
    model.add_exactly_one(over)
    for chosen, water in zip(over, ship.waters, strict=True):
        for variable, ranges in (
            (variables.position, water.positions),
            (variables.start, water.berthing),
            (variables.end, water.leaving),
        ):
            if ranges is not None:
                domain = Domain.from_intervals([list(each) for each in ranges])
                model.add_linear_expression_in_domain(variable, domain).only_enforce_if(chosen)


def add_mooring_gap(model: CpModel, ships: dict[str, ShipVariables], problem: BerthProblem) -> None:
    """Ships alongside together keep the mooring gap; the quay holds no more of them than its length."""
    places = [
        model.new_fixed_size_interval_var(ships[ship.call.id].position, ship.length + problem.gap, "place")
        for ship in problem.ships
    ]
    stays = [ships[ship.call.id].stay for ship in problem.ships]
    model.add_no_overlap_2d(stays, places)
    lengths = [ship.length + problem.gap for ship in problem.ships]
    model.add_cumulative(stays, lengths, problem.high - problem.low + problem.gap)


def add_crane_at_two_ships(model: CpModel, ships: dict[str, ShipVariables], problem: BerthProblem) -> None:
    """A crane works one ship at a time; all of them together are no more than there are."""
    variables = [ships[ship.call.id] for ship in problem.ships]
    model.add_no_overlap_2d([each.work for each in variables], [each.rail for each in variables])
    model.add_cumulative([each.work for each in variables], [each.cranes for each in variables], problem.cranes)


def add_order(
    model: CpModel, one: ShipVariables, other: ShipVariables, ship: Ship, second: Ship, problem: BerthProblem
) -> None:
    """Two ships lie one after the other in time or along the quay, and cranes that work together never pass."""
    pairs = ((one, other, ship), (other, one, second))
    before = [model.new_bool_var("before") for _ in pairs]
    below = [model.new_bool_var("below") for _ in pairs]
    works_before = [model.new_bool_var("works_before") for _ in pairs]
    cranes_below = [model.new_bool_var("cranes_below") for _ in pairs]
    model.add_bool_or(*before, *below)
    model.add_bool_or(*works_before, *cranes_below)
    for place, (low, high, low_ship) in enumerate(pairs):
        model.add(low.end <= high.start).only_enforce_if(before[place])
        model.add(low.position + low_ship.length + problem.gap <= high.position).only_enforce_if(below[place])
        model.add(low.work_end <= high.work_start).only_enforce_if(works_before[place])
        model.add(low.rail_end <= high.first).only_enforce_if(cranes_below[place])
        model.add_implication(before[place], works_before[place])
        model.add_bool_or(~below[place], cranes_below[place], *works_before)


def objective(built: BerthModel, problem: BerthProblem) -> LinearExpr:
    """Waiting, lateness and position, in the problem's money."""
    terms: list[LinearExpr] = []
    for ship in problem.ships:
        variables = built.ships[ship.call.id]
        terms.append(ship.waiting_cost * (variables.start - ship.arrival))
        terms.append(ship.lateness_cost * variables.late)
        if variables.away is not None:
            terms.append(problem.position_cost * variables.away)
    return LinearExpr.sum(terms)


def hint(built: BerthModel, problem: BerthProblem, berths: dict[str, Berth]) -> None:
    """Tell the solver a plan to start from."""
    model = built.model
    for ship in problem.ships:
        variables, berth = built.ships[ship.call.id], berths[ship.call.id]
        model.add_hint(variables.position, berth.position)
        model.add_hint(variables.start, berth.start)
        model.add_hint(variables.end, berth.end)
        model.add_hint(variables.first, berth.mode.first)
        model.add_hint(variables.cranes, berth.mode.cranes)
        for picked, mode in zip(variables.modes, ship.modes, strict=True):
            model.add_hint(picked, mode[:3] == berth.mode[:3])


def chosen(built: BerthModel, problem: BerthProblem, solution: CpSolverSolutionCallback) -> dict[str, Berth]:
    """The berths of a solution by call id, those of obstacles left out."""
    berths = {}
    for ship in problem.ships:
        if ship.decided:
            continue
        variables = built.ships[ship.call.id]
        mode = next(
            mode for picked, mode in zip(variables.modes, ship.modes, strict=True) if solution.boolean_value(picked)
        )
        position, start = solution.value(variables.position), solution.value(variables.start)
        water = next(water for water in ship.waters if any(begin <= position <= end for begin, end in water.positions))
        # The model lets a ship that waits for the tide stay longer where that costs nothing.
        end = water.leaves(start + mode.minutes)
        assert end is not None
        berths[ship.call.id] = Berth(position, start, end, mode)
    return berths


def total_cost(problem: BerthProblem, berths: dict[str, Berth]) -> int:
    """What a plan costs, without its unserved calls, in the problem's money."""
    return sum(cost_of(problem, ship, berths[ship.call.id]) for ship in problem.ships)
