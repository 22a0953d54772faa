"""Quay crane schedules."""

from scheduler.cranes.problem import ALWAYS, FOREVER, Crane, CraneProblem, CraneSchedule, Task
from scheduler.cranes.search import NoSchedule, solve
from scheduler.cranes.validity import faults

__all__ = ["ALWAYS", "FOREVER", "Crane", "CraneProblem", "CraneSchedule", "NoSchedule", "Task", "faults", "solve"]
