"""Berth plans: where and when each ship lies, and which quay cranes work it.

The problem is berth allocation with quay crane assignment (BACAP; Meisel and Bierwirth, OR Spectrum 31, 2009) on a
continuous, discrete or hybrid quay, with specific cranes (BACASP; Correcher, Alvarez-Valdes and Tamarit, EJOR 275,
2019) that stay at a ship or change by the hour. `solve` proposes a plan with a proven lower bound;
`first_come_first_served` is what planners would do by hand, and the baseline. With a `Replan` both make a new plan from
one of before.
"""

from scheduler.berths.baseline import first_come_first_served
from scheduler.berths.problem import USUAL_DAYS
from scheduler.berths.replan import Replan
from scheduler.berths.search import solve

__all__ = ["USUAL_DAYS", "Replan", "first_come_first_served", "solve"]
