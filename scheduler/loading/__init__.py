"""Loading plans: what goes into which slot of a ship, by which crane, in which order and when.

Four steps follow each other. The stowage says which slot gets which kind of box (`blocks`, then `block_slots`), alone
or around the line's instructions (`instructed`). The work of each bay becomes tasks (`work`), which the crane schedule
gives to cranes (`scheduler.cranes`). The sequence chooses the boxes of each kind and the order of the lifts, so that
the yard gives them up easily (`assignment`). The timetable gives every move its time (`timetable`).
"""

from scheduler.loading.berth import Berth, planned_berth, usual_berth
from scheduler.loading.engines import Engines
from scheduler.loading.result import LoadingResult, Stage
from scheduler.loading.search import solve

__all__ = ["Berth", "Engines", "LoadingResult", "Stage", "planned_berth", "solve", "usual_berth"]
