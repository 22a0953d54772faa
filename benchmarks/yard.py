"""Public sets of the yard, instance by instance, against the best known values.

    python -m benchmarks.yard PATH... --set SET [--variant V] --seconds S [--workers 2] [--seed 1] [--every K]
                                      [--resume] --out OUT

caserta: all boxes of a bay are taken out, with the fewest put elsewhere; V is unrestricted (the usual one), or
restricted to boxes off the stack of the next one to leave. A stack holds up to two boxes more than the highest one of
the file. premarshalling_cvs and premarshalling_bf: a bay is brought into order with the fewest moves, so that no box
stands above one of a smaller group; how high stacks may be is told in `data.formats.benchmarks.premarshalling`. All
else is as `benchmarks.public_sets` says; no seed is used.
"""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Literal

from benchmarks.public_sets import Answer, Asked, PublicSet, answer_of
from benchmarks.public_sets import main as run_sets
from data.formats.benchmarks import caserta, premarshalling
from data.formats.benchmarks.stacks import answer
from scheduler.yard.bay import OUT, Bay, NoWay
from scheduler.yard.premarshalling import premarshal
from scheduler.yard.retrieval import retrieve
from scheduler.yard.validity import after, misplaced

# A stack may grow by so many boxes above the highest one of a file.
_ROOM = 2


def bay_of(file: Path) -> Bay:
    """The bay of a file of caserta. Raises BadInput where it is none."""
    stacks = caserta.read(file).stacks
    return Bay(stacks, max(map(len, stacks)) + _ROOM)


def _taken_out(bay: Bay, asked: Asked, *, restricted: bool) -> Answer:
    began = monotonic()
    try:
        result = retrieve(bay, restricted=restricted, stop=asked.stop, workers=asked.workers)
    except NoWay as none:
        # Nothing but the search says so.
        status: Literal["infeasible", "unknown"] = "infeasible" if none.proven else "unknown"
        return Answer("", None, 0, status, monotonic() - began, None, checked=False)
    try:
        right = after(bay, result.plan, restricted=restricted).boxes == 0
    except ValueError:
        right = False
    right = right and sum(target != OUT for _, target in result.plan) == result.cost
    return answer_of(result, answer(result.plan), checked=right)


def _bay_to_order(file: Path) -> Bay:
    instance = premarshalling.read(file)
    return Bay(instance.stacks, instance.height)


def _in_order(bay: Bay, asked: Asked) -> Answer:
    began = monotonic()
    try:
        result = premarshal(bay, stop=asked.stop, workers=asked.workers)
    except NoWay:
        return Answer("", None, 0, "unknown", monotonic() - began, None, checked=False)
    try:
        right = misplaced(after(bay, result.plan)) == 0
    except ValueError:
        right = False
    right = right and len(result.plan) == result.cost and all(target != OUT for _, target in result.plan)
    return answer_of(result, answer(result.plan), checked=right)


def _best(row: Mapping[str, str], variant: str) -> float:
    return float(row[f"{variant}_best"])


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    of_caserta = {
        variant: PublicSet(
            ".dat",
            bay_of,
            partial(_taken_out, restricted=variant == "restricted"),
            partial(_best, variant=variant),
        )
        for variant in ("unrestricted", "restricted")
    }
    to_order = {
        f"premarshalling_{name}": {"": PublicSet(suffix, _bay_to_order, _in_order)}
        for name, suffix in (("cvs", ".dat"), ("bf", ".bay"))
    }
    return run_sets(given, "yard", {"caserta": of_caserta, **to_order})


if __name__ == "__main__":
    sys.exit(main())
