"""Crane schedules: which quay crane does which work at a ship, and when, so that the last of it ends early.

A ship's work is cut into tasks, each at one bay: boxes off the deck, a hatch cover with what is beneath it, boxes onto
the deck. Tasks of a bay follow each other, as the boxes lie on each other. The cranes stand on one rail. They cannot
pass each other, and two neighbours keep their clearance, so that bays close together are worked one after the other,
and a crane that wants to go where another stands waits until that one has made way.

This is the quay crane scheduling problem of Kim and Park (EJOR 156, 2004) with the interference between cranes as
Bierwirth and Meisel put it (Journal of Scheduling 12, 2009), in metres of quay instead of bays, and with windows of
cranes and gangs. `problem` says it in whole numbers, and `validity` what a schedule breaks. Even with nothing in the
way it is the splitting of numbers into equal sums, which is hard. All the same, most ships are planned to within some
tenths of a percent of what no schedule can be below:

- `sweeps` are schedules at once: all cranes go along the ship in one direction, as planners do by hand;
- `beam` asks for a schedule that ends by a target, and builds many at once, in time, of which those that waste least go
  on;
- `laps` improves them by annealing: cranes go along the ship once or several times, and each task has its crane and its
  lap. `kernel` turns these into the starts of all tasks; `chains` says which run comes next;
- `model` is the whole problem for CP-SAT, which improves and proves where tasks are few;
- `bounds` are those of the work, of neighbouring bays and of chains.

`search` brings these together in `solve`.
"""

from scheduler.cranes.problem import ALWAYS, FOREVER, Crane, CraneProblem, CraneSchedule, Task
from scheduler.cranes.search import NoSchedule, solve
from scheduler.cranes.validity import faults

__all__ = ["ALWAYS", "FOREVER", "Crane", "CraneProblem", "CraneSchedule", "NoSchedule", "Task", "faults", "solve"]
