"""A schedule into a case: known voyages get new times, new ones are added, and every difference is told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from data.case import Case, broken_references
from data.errors import Fault
from data.formats.cells import shown
from data.formats.schedules.calls import calls_of
from data.formats.schedules.cutoffs import merge_cutoffs
from data.formats.schedules.differences import Change, Slip
from data.formats.schedules.gathering import Understood
from data.formats.schedules.legs import Place, ScheduledLeg
from data.formats.schedules.mapping import ColumnMapping
from data.formats.schedules.remarks import remarks
from data.formats.schedules.wording import some
from data.formats.wording import faults_of
from data.sailings import Cutoff, Sailing
from data.terminal import Terminal

# Without these a leg is none, and what they are must come from somebody.
_NEEDED = ("flag", "capacity_teu", "freight_per_teu")
_TOLD = (
    "line",
    "flag",
    "ship",
    "service",
    "capacity_teu",
    "capacity_plugs",
    "capacity_kg",
    "freight_per_teu",
    "cutoff_h",
)


@dataclass
class Merged:
    """A case with schedules in it, and what came of it; with faults there is no case.

    `slips` are moments of known legs and cut-offs that are others now, `changes` other differences of known legs.
    """

    case: Case | None = None
    new: list[Sailing] = field(default_factory=list)
    unchanged: int = 0
    slips: list[Slip] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    dropped: list[Sailing] = field(default_factory=list)
    new_cutoffs: int = 0
    notices: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def merge(case: Case, schedules: Sequence[Understood], mapping: ColumnMapping, *, keep_at: bool = False) -> Merged:
    """The case with the legs and cut-offs of schedules, as far as all of it fits.

    A known leg is one of the same id, or else of the same voyage from and to the same ports; of its columns those stay
    that the schedule does not give. Legs of a known voyage that a scheduled one takes the place of, as it leaves the
    same port or reaches the same, are dropped. Cut-offs become hours before the departure, and so move with the ship;
    with `keep_at` they stay moments.
    """
    merged = Merged(faults=[fault for schedule in schedules for fault in schedule.faults])
    legs = _once([_on_clock(leg, case.terminal) for schedule in schedules for leg in schedule.legs], merged)
    _unknown_ports(case, legs, merged)
    sailings = {row.id: row for row in case.sailings}
    where: dict[str, Place] = {}
    placed: list[tuple[ScheduledLeg, Sailing]] = []
    of_voyage: defaultdict[str, list[Sailing]] = defaultdict(list)
    for row in sorted(case.sailings, key=lambda row: row.departure):
        of_voyage[row.voyage].append(row)
    by_voyage: defaultdict[str, list[ScheduledLeg]] = defaultdict(list)
    for leg in sorted(legs, key=lambda leg: leg.departure):
        by_voyage[leg.voyage].append(leg)
    for voyage, scheduled in by_voyage.items():
        _voyage(voyage, scheduled, of_voyage[voyage], mapping, sailings, where, placed, merged)
    _link(case, sailings, merged)
    rows = [pair for schedule in schedules for pair in schedule.cutoffs]
    gone = {leg.id for leg in merged.dropped}
    cutoffs = merge_cutoffs(case.cutoffs, placed, rows, gone, merged, where, keep_at=keep_at)
    merged.notices += remarks(case, placed, merged.new, merged.slips, cutoffs)
    _finish(case, sailings, cutoffs, where, merged)
    return merged


def _on_clock(leg: ScheduledLeg, terminal: Terminal) -> ScheduledLeg:
    """The leg with its moments on the terminal's clock, as a case has them."""
    cutoffs = {code: terminal.local(at) for code, at in leg.cutoffs.items()}
    departure, arrival = terminal.local(leg.departure), terminal.local(leg.arrival)
    return replace(leg, departure=departure, arrival=arrival, cutoffs=cutoffs)


def _once(legs: Iterable[ScheduledLeg], merged: Merged) -> list[ScheduledLeg]:
    """The legs, each once: several files may say the same."""
    found: dict[tuple[object, ...], ScheduledLeg] = {}
    for leg in legs:
        key = leg.voyage, leg.origin, leg.destination, leg.departure, leg.arrival
        if key in found and (found[key].facts, found[key].cutoffs) != (leg.facts, leg.cutoffs):
            problem = f"the leg of {leg.voyage} from {leg.origin} stands in an earlier place too, with other values"
            merged.faults.append(leg.place.fault(problem, "drop one of the two"))
        found.setdefault(key, leg)
    return list(found.values())


def _unknown_ports(case: Case, legs: Iterable[ScheduledLeg], merged: Merged) -> None:
    for leg in legs:
        for column in ("origin", "destination"):
            port = getattr(leg, column)
            if port not in case.port_by_code:
                problem = "there is no such row in the table ports"
                merged.faults.append(leg.place.fault(problem, f"add {port} to ports, or drop the row", port, column))


def _voyage(
    voyage: str,
    scheduled: list[ScheduledLeg],
    known: list[Sailing],
    mapping: ColumnMapping,
    sailings: dict[str, Sailing],
    where: dict[str, Place],
    placed: list[tuple[ScheduledLeg, Sailing]],
    merged: Merged,
) -> None:
    matched: dict[int, Sailing] = {}
    for number, leg in enumerate(scheduled):
        same = next((row for row in known if row.id == leg.id), None) or next(
            (row for row in known if leg.id is None and (row.origin, row.destination) == (leg.origin, leg.destination)),
            None,
        )
        if same is not None:
            known.remove(same)
            matched[number] = same
    origins, destinations = ({getattr(leg, end) for leg in scheduled} for end in ("origin", "destination"))
    for row in known:
        if row.origin in origins or row.destination in destinations:
            merged.dropped.append(sailings.pop(row.id))
    numbers = iter(range(1, len(scheduled) + len(sailings) + 2))
    for number, leg in enumerate(scheduled):
        before = matched.get(number)
        name = before.id if before is not None else leg.id
        while name is None:
            candidate = f"{voyage}-{next(numbers)}"
            name = candidate if candidate not in sailings else None
        if before is None and name in sailings:
            problem = f"the case has a leg of this name, of the voyage {sailings[name].voyage}"
            merged.faults.append(leg.place.fault(problem, "give it another id, or leave id empty", name, "id"))
            continue
        row_now = _sailing(name, leg, before, mapping, merged)
        if row_now is None:
            continue
        sailings[name], where[name] = row_now, leg.place
        placed.append((leg, row_now))
        if before is None:
            merged.new.append(row_now)
        else:
            _tell(before, row_now, merged)


def _sailing(
    name: str, leg: ScheduledLeg, before: Sailing | None, mapping: ColumnMapping, merged: Merged
) -> Sailing | None:
    stays: dict[str, Any] = {} if before is None else before.model_dump(exclude_none=True)
    said: dict[str, object] = {"line": leg.line}
    said |= {key: stays[key] for key in ("service", "ship") if key in stays} | dict(leg.facts)
    usual = {key: value for key, value in mapping.default(said).items() if key in Sailing.model_fields}
    values: dict[str, Any] = {**usual, **stays, **leg.facts, "id": name, "voyage": leg.voyage, "line": leg.line}
    values |= {column: getattr(leg, column) for column in ("origin", "destination", "departure", "arrival")}
    missing = [column for column in _NEEDED if values.get(column) is None]
    for column in missing:
        example = {"flag": "ID", "capacity_teu": "20", "freight_per_teu": "4000000"}[column]
        problem = f"neither the schedule nor a default says the {column} of {leg.line}'s new legs"
        remedy = f'give it in [[defaults]] of a mapping, or as --default "line={leg.line},{column}={example}"'
        fault = leg.place.fault(problem, remedy, None, column)
        if not any((known.file, known.problem) == (fault.file, fault.problem) for known in merged.faults):
            merged.faults.append(fault)
    if missing:
        return None
    try:
        return Sailing(**values)
    except ValidationError as error:
        merged.faults += faults_of(error, Sailing, leg.place.file, values, leg.place.row, f"leg {name}")
        return None


def _tell(before: Sailing, now: Sailing, merged: Merged) -> None:
    count = len(merged.slips) + len(merged.changes)
    for what, port in (("departure", now.origin), ("arrival", now.destination)):
        old, new = getattr(before, what), getattr(now, what)
        if old != new:
            merged.slips.append(Slip(now.voyage, now.id, port, what, old, new))
    for column in _TOLD:
        old, new = getattr(before, column), getattr(now, column)
        if old != new:
            merged.changes.append(Change(now.voyage, now.id, column, _shown(old), _shown(new)))
    merged.unchanged += count == len(merged.slips) + len(merged.changes)


def _link(case: Case, sailings: dict[str, Sailing], merged: Merged) -> None:
    """Say of new legs which call of the berth plan they leave from, where their ship has one then."""
    taken = {row.call for row in sailings.values() if row.call is not None}
    found = calls_of(case, merged.new, taken)
    merged.new = [row.model_copy(update={"call": found.get(row.id, row.call)}) for row in merged.new]
    sailings.update({row.id: row for row in merged.new})
    if found:
        which = some([f"{leg} from {call}" for leg, call in found.items()])
        merged.notices.append(f"new legs leave from calls of their ships: {which}")


def _shown(value: object) -> str:
    return "" if value is None else shown(value)


def _finish(
    case: Case, sailings: dict[str, Sailing], cutoffs: Sequence[Cutoff], where: dict[str, Place], merged: Merged
) -> None:
    """The case, if nothing is wrong with it; faults between rows stand where the schedule has them."""
    if merged.faults:
        return
    # Known legs stay where they stand; new ones come after them, in order of time.
    rows = [sailings.pop(row.id) for row in case.sailings if row.id in sailings]
    rows += sorted(sailings.values(), key=lambda row: (row.departure, row.id))
    tables = {**case.tables, "sailings": tuple(rows), "cutoffs": tuple(cutoffs)}
    for fault in broken_references(case.terminal, tables):
        named = (
            tables[fault.file][fault.row - 1]
            if fault.row is not None and fault.file in ("sailings", "cutoffs")
            else None
        )
        place = where.get(getattr(named, "id", ""))
        merged.faults.append(
            fault if place is None else place.fault(
                f"leg {getattr(named, 'id')}: {fault.problem}", fault.remedy, fault.value, fault.column  # noqa: B009
            )
        )  # fmt: skip
    if not merged.faults:
        merged.case = case.changed(sailings=tuple(rows), cutoffs=tuple(cutoffs))
