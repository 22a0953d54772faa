"""The public sets of loading, instance by instance, against the best known values.

    python -m benchmarks.loading PATH... --set SET --seconds S [--workers 2] [--seed 1] [--every K] [--resume]
                                         --out OUT

slot_delgado: slots in a bay section. A smaller port comes earlier; containers that stand there count in all terms. An
answer has a row a container to load. A section that is proven to have no plan is `infeasible`, and its answer is empty.
representative_vessels: whole ships with stability, as `benchmarks.representative_vessels` says. All else is as `benchmarks.public_sets` says.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from benchmarks import representative_vessels
from benchmarks.public_sets import Answer, Asked, PublicSet, answer_of
from benchmarks.public_sets import main as run_sets
from data.errors import BadInput, Fault
from data.formats.benchmarks import slot_delgado
from scheduler.slots import (
    AFT,
    BOTH,
    FORE,
    Box,
    Cell,
    Kind,
    NoPlan,
    Section,
    SlotPlan,
    Stack,
    Standing,
    cost,
    faults,
    solve,
)

_HALVES = {0: BOTH, 1: (AFT,), -1: (FORE,)}
_POSITIONS = {halves: position for position, halves in _HALVES.items()}


def section_of(instance: slot_delgado.Instance) -> Section:
    """An instance as a problem. Raises ValueError where two containers stand in one place."""
    standing: dict[int, list[Standing]] = {number: [] for number in range(1, len(instance.stacks) + 1)}
    for held in instance.loaded:
        standing[held.stack].append(Standing(held.cell - 1, _HALVES[held.position], _box(held)))
    return Section(
        stacks=tuple(
            Stack(
                stack.kg,
                stack.height_mm,
                tuple(Cell(cell.twenty, cell.forty, cell.plugs) for cell in stack.cells),
                tuple(standing[number]),
            )
            for number, stack in enumerate(instance.stacks, start=1)
        ),
        boxes=tuple(_box(each) for each in instance.to_load),
    )


def _box(held: slot_delgado.Container) -> Box:
    return Box(Kind(held.port, held.length == 40, held.height_mm, held.reefer), held.kg)


def answer(plan: SlotPlan) -> str:
    """The plan as the set counts."""
    return slot_delgado.answer((place.stack + 1, place.tier + 1, _POSITIONS[place.halves]) for place in plan)


def _read(file: Path) -> Section:
    try:
        return section_of(slot_delgado.read(file))
    except ValueError as error:
        raise BadInput([Fault(str(file), str(error), "correct #CONTAINERS_LOADED")]) from error


def _solve(section: Section, asked: Asked) -> Answer:
    began = monotonic()
    try:
        result = solve(section, stop=asked.stop, seed=asked.seed, workers=asked.workers)
    except NoPlan as error:
        seconds, text = monotonic() - began, slot_delgado.answer(())
        return Answer(text, None, 0.0, "infeasible" if error.proven else "unknown", seconds, None, checked=False)
    right = not faults(section, result.plan) and cost(section, result.plan) == result.cost
    return answer_of(result, answer(result.plan), checked=right)


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    whole = PublicSet(".txt", representative_vessels.read, representative_vessels.solve)
    sections = PublicSet(".txt", _read, _solve)
    return run_sets(given, "loading", {"slot_delgado": {"": sections}, "representative_vessels": {"": whole}})


if __name__ == "__main__":
    sys.exit(main())
