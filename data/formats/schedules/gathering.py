"""What a schedule's reader gathers: voyages with their events, under names that a case can have."""

from collections import Counter
from dataclasses import dataclass, field

from data.case import Case
from data.errors import Fault
from data.formats.assemble import name_of
from data.formats.schedules.legs import Place, ScheduledLeg, Voyage, legs_of, off_the_map, speed_warnings
from data.formats.schedules.mapping import ColumnMapping
from data.formats.schedules.port_names import PortNames
from data.formats.schedules.wording import some
from data.sailings import Cutoff
from data.words import counted

_LONGEST_VOYAGE = 58  # characters, so that legs and their cut-offs can be named after it


@dataclass(frozen=True)
class Understood:
    """What was understood of one file, before anything comes of it.

    `rows` counts its rows, calls or routings, `cutoffs` are rows of that table as they stand there, with the row of
    each. With faults it is not whole.
    """

    file: str
    form: str
    rows: int
    legs: tuple[ScheduledLeg, ...]
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    cutoffs: tuple[tuple[Cutoff, Place], ...] = ()


@dataclass
class Gathering:
    """The voyages of one file so far, and what is to be told of it."""

    case: Case
    mapping: ColumnMapping
    file: str
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    voyages: dict[str, Voyage] = field(default_factory=dict)
    ports: PortNames = field(init=False)
    _renamed: dict[str, dict[str, str]] = field(default_factory=dict)

    def line(self, text: str | None, place: Place) -> str | None:
        """The line's id, by the mapping or as it stands there; None and a fault where there is none."""
        if not text:
            remedy = "give line in columns or fixed of the mapping"
            self.faults.append(place.fault("the line is not said", remedy))
            return None
        known = self.mapping.line_of(text)
        return known if known is not None else self._named(text, "lines of the mapping gives it another name")

    def __post_init__(self) -> None:
        self.ports = PortNames(self.case.ports)

    def port(self, text: str, place: Place) -> str | None:
        """The UN/LOCODE of a port by its name, or its code where the case has it; None and a fault where unknown."""
        known = self.mapping.port_of(text)
        if known is not None:
            return known
        if text in self.case.port_by_code:
            return text  # any other may be a name that looks like a code, as BATAM
        codes = self.ports.called(text)
        if len(codes) == 1:
            return codes[0]
        problem, like = "no port of this name is known", self.ports.like(text) or "IDSUB"
        if codes:
            problem, like = f"{' and '.join(codes)} have this name", codes[0]
        self.faults.append(place.fault(problem, f'say it in [ports] of the mapping, as "{text}" = "{like}"', text))
        return None

    def voyage(
        self, line: str, number: str, place: Place, *, ship: str | None, service: str | None, flag: object = None
    ) -> Voyage | None:
        """The voyage of this number, new or known; None and a fault where another ship has one of its name."""
        words = {"line": line, "voyage": number, "ship": ship or "", "service": service or ""}
        name = self._named(self.mapping.voyage_name.format(**words), "voyage_name of the mapping makes it another")
        if len(name) > _LONGEST_VOYAGE:
            problem = f"the voyage's name has more than {_LONGEST_VOYAGE} characters"
            self.faults.append(place.fault(problem, "give a shorter voyage_name in the mapping", name))
            return None
        given = {"ship": ship, "service": service, "flag": flag}
        facts = {column: value for column, value in given.items() if value}
        found = self.voyages.setdefault(name, Voyage(name, line, place))
        for column, value in facts.items():
            if found.facts.setdefault(column, value) != value:
                problem = f"the voyage {name} has the {column} {found.facts[column]} in an earlier place of the file"
                remedy = "correct it, or tell voyages apart in voyage_name of the mapping, as {line}-{ship}-{voyage}"
                self.faults.append(place.fault(problem, remedy, str(value)))
                return None
        return found

    def _named(self, text: str, else_: str) -> str:
        """The text as an id; that it is another than the text is told at the end."""
        name = name_of(" ".join(text.split()))
        if name != text:
            self._renamed.setdefault(else_, {})[text] = name
        return name

    def note(self, text: str) -> None:
        """Tell it, once."""
        if text not in self.notices:
            self.notices.append(text)

    def understood(self, form: str, rows: int) -> Understood:
        """All of it: the legs of the voyages, and what is to be told."""
        ports, passed = self.case.port_by_code, Counter[str]()
        for else_, names in self._renamed.items():
            self.note(f"names are made ids: {some([f'{text!r} is {name}' for text, name in names.items()])}; {else_}")
        legs: list[ScheduledLeg] = []
        alone: list[str] = []
        for voyage in self.voyages.values():
            before = len(self.faults)
            found = legs_of(
                voyage, ports, self.mapping.pace({"line": voyage.line, **voyage.facts}), self.faults, passed
            )
            legs += found
            if not found and len(self.faults) == before:
                alone.append(voyage.name)
        if alone:
            self.note(
                f"{counted(len(alone), 'voyage')} left out, as less than two ports of the case are called at: "
                f"{some(alone)}"
            )
        if passed:
            which = ", ".join(f"{port} ({count} x)" for port, count in sorted(passed.items()))
            self.note(f"ports that the case does not have are passed over: {which}; add them to ports to use them")
        for what in ("departure", "arrival"):
            count = sum(what in leg.estimated for leg in legs)
            if count:
                how = "arrival and stay_h" if what == "departure" else "distance and speed_kn"
                self.note(f"{count} of {len(legs)} {what}s are estimated by {how} of the defaults")
        unchecked = off_the_map(legs, ports)
        if unchecked is not None:
            self.note(unchecked)
        return Understood(
            self.file, form, rows, tuple(legs), tuple(self.notices), tuple(speed_warnings(legs, ports)),
            tuple(self.faults),
        )  # fmt: skip
