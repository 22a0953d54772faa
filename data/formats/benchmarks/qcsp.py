"""The set qcsp: quay crane scheduling with groups of containers as tasks, and the shortest makespan.

Kim and Park, EJOR 156, 2004; Meisel and Bierwirth, Computers and Operations Research 38, 2011. JSON: n tasks, b bays, q
cranes; t, the time units from a bay to the next; s, the free bays between two cranes; for each task p (time units) and
l (bay); for each crane r (ready from) and l0 (bay at first); Phi, pairs of tasks of which the first is done before the
second begins. Numbers count from 1; cranes from the low bays.

What it means is told in `benchmarks.cranes`, which poses it: an instance is one ship's cranes and no case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.formats.benchmarks.fields import Fields
from data.formats.benchmarks.setting import table_text

_LONGEST = 100_000


@dataclass(frozen=True)
class Instance:
    """A file of the set, as it counts: bays, tasks and cranes from 1."""

    bays: int
    travel: int
    margin: int
    processing: tuple[int, ...]
    bay: tuple[int, ...]
    ready: tuple[int, ...]
    start_bay: tuple[int, ...]
    before: tuple[tuple[int, int], ...]


def read(path: Path) -> Instance:
    """The instance of a file of the set. Raises BadInput where it is none."""
    fields = Fields(path)
    tasks = fields.number("n", 1, 1_000)
    bays = fields.number("b", 1, 1_000)
    cranes = fields.number("q", 1, 50)
    return Instance(
        bays=bays,
        travel=fields.number("t", 0, _LONGEST),
        margin=fields.number("s", 0, bays),
        processing=tuple(fields.numbers("p", tasks, 1, _LONGEST)),
        bay=tuple(fields.numbers("l", tasks, 1, bays)),
        ready=tuple(fields.numbers("r", cranes, 0, _LONGEST)),
        # A crane may begin beside the ship.
        start_bay=tuple(fields.numbers("l0", cranes, -1_000, 2_000)),
        before=tuple(fields.pairs("Phi", 1, tasks)),
    )


def answer(rows: Iterable[tuple[int, int, int]]) -> str:
    """The crane of each task, its start and its end, in the order of the tasks, all as the set counts."""
    return table_text(("task", "crane", "start", "end"), ((task, *row) for task, row in enumerate(rows, start=1)))
