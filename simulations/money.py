"""What a run costs: its resources by the hour and its ships' time, at the prices of the case.

Resources cost the same whether they work or not. Ships cost by the terms that berth plans are judged by: waiting,
lateness after the ETD, and the stay. So two runs differ by what a resource costs and what it saves its ships.
"""

from data.case import Case
from simulations.kernel import DAY, HOUR
from simulations.visit import Visit

_YEAR = 365.25 * DAY


def resource_cost(case: Case, window: float) -> float:
    """What quay, yard, cranes and tractors cost for so many minutes, in the case's money."""
    costs, hours, years = case.terminal.costs, window / HOUR, window / _YEAR
    by_hour = (
        len(case.quay_cranes) * costs.quay_crane_hour
        + len(case.yard_cranes) * costs.yard_crane_hour
        + case.terminal.tractors.count * costs.tractor_hour
    )
    by_year = (
        case.terminal.quay.length_m * costs.quay_metre_year
        + sum(block.capacity_teu for block in case.yard_blocks) * costs.yard_teu_year
    )
    return by_hour * hours + by_year * years


def ship_cost(case: Case, visits: list[Visit], unserved: int, end: float) -> float:
    """What the time of these ships costs, in the case's money; `unserved` others could not be berthed.

    A ship that has not berthed, or not left, when the run ends waits, or stays, until then.
    """
    costs = case.terminal.costs
    total = float(unserved * costs.unserved_per_call)
    for visit in visits:
        # A time that has not come yet is not a number, and not before the end.
        first_line = visit.first_line if visit.first_line < end else end
        last_line = visit.last_line if visit.left else end
        waiting = max(0.0, first_line - visit.arrival) * costs.waiting_per_hour
        lateness = max(0.0, last_line - visit.etd) * costs.lateness_per_hour
        stay = (last_line - first_line) * costs.stay_per_hour
        total += (waiting + lateness + stay) * visit.call.weight / HOUR
    return total
