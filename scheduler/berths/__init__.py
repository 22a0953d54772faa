"""Berth plans: where and when each ship lies, and which quay cranes work it.

The problem is continuous berth allocation with quay crane assignment (BACAP; Meisel and Bierwirth, OR Spectrum 31,
2009) with specific cranes (BACASP; Correcher, Alvarez-Valdes and Tamarit, EJOR 275, 2019): a ship is worked by
neighbouring cranes, the same ones from the end of its mooring until its last lift. `solve` proposes a plan with a
proven lower bound; `first_come_first_served` is what planners would do by hand, and the baseline.
"""

from scheduler.berths.baseline import first_come_first_served
from scheduler.berths.search import solve

__all__ = ["first_come_first_served", "solve"]
