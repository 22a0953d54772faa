"""What the model of the line's slots is asked, and boxes that it need not tell apart."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.cargo import Container, Instruction
from data.codes import is_forty_five_foot
from scheduler.loading.matching import Group, group_of
from scheduler.loading.ship import box_mm


@dataclass(frozen=True)
class Sort:
    """Boxes that the model does not tell apart. `wanted` are the instructions that take them, by what they say, and
    `back` the slot to which a restowed box comes back."""

    port: int
    long: bool
    kg: int
    mm: int
    plug: bool
    only_deck: bool
    hazards: tuple[str, ...]
    gauge: tuple[int, int, int]
    wanted: frozenset[int]
    back: str | None


@dataclass(frozen=True)
class Wanted:
    """What is to be stowed: the line's instructions, boxes to load, restowed ones, and slots for any of each.

    `around` are slots without an instruction in which boxes to load may stand below those of the line; `back` are the
    slots in which restowed boxes may stand.
    """

    rows: Sequence[Instruction]
    going: Sequence[Container]
    restows: Sequence[Container]
    around: Collection[str]
    back: Mapping[str, Collection[str]]

    def without(self, fixed: Mapping[str, Container], free: Callable[[str], bool]) -> "Wanted":
        """What is left to stow in slots that are free, where some boxes have theirs already."""
        gone = {box.id for box in fixed.values()}
        return Wanted(
            [row for row in self.rows if free(row.slot)],
            [box for box in self.going if box.id not in gone],
            [box for box in self.restows if box.id not in gone],
            [slot for slot in self.around if free(slot)],
            {box: [slot for slot in slots if free(slot)] for box, slots in self.back.items() if box not in gone},
        )


def label(row: Instruction) -> tuple[object, ...]:
    """What an instruction says, but for its slot."""
    return *group_of(row), row.status, row.min_kg, row.max_kg, row.box


def taking(
    rows: Iterable[Instruction], label_of: Mapping[str, int], going: Sequence[Container]
) -> dict[str, frozenset[int]]:
    """For each box the labels of the instructions that take it."""
    by_group: defaultdict[Group, dict[int, Instruction]] = defaultdict(dict)
    for row in rows:
        by_group[group_of(row)].setdefault(label_of[row.slot], row)
    return {
        box.id: frozenset(
            its for its, row in by_group[box.port, box.long, box.plug].items() if row.takes(box)
        )
        for box in going
    }  # fmt: skip


def sorts_of(
    order: Mapping[str, int], wanted: Wanted, takes: Mapping[str, frozenset[int]], grain: int
) -> dict[Sort, list[Container]]:
    """Boxes by sort, masses rounded up to so many kilograms; `order` are the ports, `takes` is what `taking` says."""
    found: defaultdict[Sort, list[Container]] = defaultdict(list)
    back = {box.id for box in wanted.restows}
    for box in (*wanted.restows, *wanted.going):
        found[
            Sort(
                order[box.port], box.long, -(-box.mass_kg // grain) * grain, box_mm(box), box.plug,
                is_forty_five_foot(box.box_type), box.hazards,
                (box.over_height_cm, box.over_width_cm, box.over_length_cm),
                takes.get(box.id, frozenset()), box.slot if box.id in back else None,
            )
        ].append(box)  # fmt: skip
    return dict(found)
