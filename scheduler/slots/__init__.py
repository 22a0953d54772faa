"""Slot planning: a place for each box that is to go into a bay section of a ship, with what stands there already.

Cells are filled from below; 20-foot boxes stand in halves of a cell, longer ones on top of them; reefers have plugs;
stacks keep their weights and heights. A good plan puts no box above one of an earlier port, few ports into each stack,
leaves stacks empty, and plugs free. This is the problem of Delgado, Jensen, Janstrup, Rose and Andersen (EJOR 220,
2012): NP-hard, and mostly solved to the optimum in a tenth of a second, as boxes differ in little but their masses.

- `problem` says it in whole numbers, and `validity` what a plan breaks and what it costs;
- `patterns` are all that a stack can hold, by counts of kinds, each with its least cost;
- `master` chooses patterns for all stacks at the least cost, with masses in sums only: the bound;
- `masses` shares single boxes out to these patterns, or chooses patterns and boxes together where they do not fit.

`search` brings these together in `solve`. That stacks, one by one, are the variables of a strong model is the idea of
Roberti and Pacino (Transportation Science 52, 2018), who generate them; here all patterns are there at once, as there
are few.
"""

from scheduler.slots.problem import AFT, BOTH, FORE, Box, Cell, Kind, Place, Rates, Section, SlotPlan, Stack, Standing
from scheduler.slots.search import NoPlan, solve
from scheduler.slots.validity import cost, faults

__all__ = [
    "AFT", "BOTH", "FORE", "Box", "Cell", "Kind", "NoPlan", "Place", "Rates", "Section", "SlotPlan", "Stack",
    "Standing", "cost", "faults", "solve",
]  # fmt: skip
