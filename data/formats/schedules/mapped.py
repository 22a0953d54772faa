"""An agent's own list, read by its column mapping: a row a leg, or a row a voyage with columns for each port."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn, cast

from data.case import Case
from data.codes import FORMULA_SIGNS
from data.errors import BadInput, Fault
from data.formats.cells import Cells, Spoilt
from data.formats.fields import columns
from data.formats.moments import Unreadable
from data.formats.schedules.gathering import Gathering, Understood
from data.formats.schedules.legs import Event, Place, Voyage, estimated_arrival
from data.formats.schedules.mapping import ColumnMapping
from data.formats.schedules.moments import Moments, What
from data.formats.schedules.sheets import Headed, cell, headed, sheets_in
from data.formats.schedules.wording import some, text_of
from data.sailings import CutoffCode, Sailing
from data.words import counted

_NUMBERS = ("capacity_teu", "capacity_plugs", "capacity_kg", "freight_per_teu")
_NOT_CUTOFFS = frozenset({"voyage", "line", "ship", "service", "flag", "origin", "destination", "departure", "arrival",
                          *_NUMBERS})  # fmt: skip


def read_mapped(path: Path, case: Case, mapping: ColumnMapping) -> Understood:
    """What a list says by its mapping. Raises BadInput where its sheet or columns are not there; other faults are told.

    A row without any moment is left out, as headings and remarks have none.
    """
    sheets = sheets_in(path)
    name = mapping.sheet if mapping.sheet is not None and path.suffix.lower() == ".xlsx" else next(iter(sheets))
    if name not in sheets:
        remedy = f"correct sheet of the mapping: {', '.join(sheets)}"
        raise BadInput([Fault(path.name, "it has no such sheet", remedy, column="sheet", value=name)])
    file = f"{path.name}, sheet {name}" if path.suffix.lower() == ".xlsx" else path.name
    return _List(case, mapping, headed(file, sheets[name], mapping.header)).read()


class _RowEnds(Exception):
    """A cell that the rest of its row needs is refused, and its fault told."""


class _List:
    """One list while it is read."""

    def __init__(self, case: Case, mapping: ColumnMapping, sheet: Headed) -> None:
        faults: list[Fault] = []
        self.mapping, self.sheet = mapping, sheet
        self.heads: dict[str, tuple[str, ...]] = {str(name): heads for name, heads in mapping.columns.items()}
        self.fixed: dict[str, str | int] = {str(name): value for name, value in mapping.fixed.items()}
        self.gathering = Gathering(case, mapping, sheet.file)
        self.moments = Moments(mapping, case.terminal.zone)
        self.cells = Cells(case.terminal.zone)
        self.places: dict[tuple[str, ...], list[int]] = {}
        for heads in (
            *mapping.columns.values(),
            *(heads for call in mapping.calls for heads in (call.arrival, call.departure, *call.cutoffs.values())),
        ):
            if heads is not None and heads not in self.places:
                found = [sheet.place(head, faults) for head in heads]
                self.places[heads] = [place for place in found if place is not None]
        if faults:
            raise BadInput(list(dict.fromkeys(faults)))
        self.last: dict[str, object] = {}

    def read(self) -> Understood:
        empty: list[int] = []
        taken = 0
        for row, cells in self.sheet.rows:
            if not self._has_moment(cells):
                empty.append(row)
                continue
            taken += 1
            try:
                self._row(row, cells)
            except _RowEnds:
                continue
        for notice in self.moments.notices + self.cells.notices:
            self.gathering.note(notice)
        form = f"list with a row a {'leg' if self.mapping.layout == 'legs' else 'voyage'}"
        if empty:
            which = some([str(row) for row in empty])
            self.gathering.note(f"{counted(len(empty), 'row')} without any moment left out: {which}")
        return self.gathering.understood(form, taken)

    def _has_moment(self, cells: Sequence[object]) -> bool:
        """Whether a row has anything in a column of moments; what is merged downward is remembered all the same."""
        for name in self.mapping.fill_down:
            value = self._cell(cells, name)
            if value is not None:
                self.last[name] = value
        heads = [self.heads[name] for name in ("departure", "arrival") if name in self.heads]
        heads += [heads for call in self.mapping.calls for heads in (call.arrival, call.departure) if heads is not None]
        return any(
            not self.moments.is_empty(cell(cells, place)) for names in heads for place in self.places[names]
        )  # fmt: skip

    def _cell(self, cells: Sequence[object], name: str) -> object:
        heads = self.heads.get(name)
        return None if heads is None else cell(cells, self.places[heads][0])

    def _value(self, cells: Sequence[object], name: str, place: Place) -> object:
        """What a row says of a thing: its own cell, that of a row above, or what is fixed; None where it is nothing."""
        value = self._cell(cells, name)
        if value is None or text_of(value) == "":
            value = self.last.get(name) if name in self.mapping.fill_down else None
        if value is None:
            value = self.fixed.get(name)
        if isinstance(value, Spoilt):
            self._refuse(place, name, value, value.problem, value.remedy)
        return value

    def _text(self, cells: Sequence[object], name: str, place: Place) -> str | None:
        value = self._value(cells, name, place)
        text = text_of(value)
        if text.startswith(FORMULA_SIGNS):
            self._refuse(place, name, value, "a spreadsheet would run this text as a formula", "correct the cell")
        return text or None

    def _refuse(self, place: Place, name: str, value: object, problem: str, remedy: str) -> NoReturn:
        """A fault in the row's cell of a thing, under the name that its column has there; the row ends here."""
        heads = self.heads.get(name)
        self.gathering.faults.append(place.fault(problem, remedy, text_of(value), heads[0] if heads else name))
        raise _RowEnds

    def _moment(
        self, cells: Sequence[object], heads: tuple[str, ...] | None, port: str, what: What, place: Place
    ) -> datetime | None:
        if heads is None:
            return None
        given = [cell(cells, at) for at in self.places[heads]]
        try:
            return self.moments.read(given, port, what)
        except Unreadable as error:
            shown = " ".join(text_of(value) for value in given)
            self.gathering.faults.append(place.fault(error.problem, error.remedy, shown, " + ".join(heads)))
            return None

    def _row(self, row: int, cells: Sequence[object]) -> None:
        place = Place(self.sheet.file, row)
        number = self._text(cells, "voyage", place)
        if number is None:
            self._refuse(place, "voyage", None, "the row has moments and no voyage", "give it, or name voyage in "
                         "fill_down of the mapping where it stands in a row above")  # fmt: skip
        line = self.gathering.line(self._text(cells, "line", place), place)
        flag = self._text(cells, "flag", place)
        ship, service = self._text(cells, "ship", place), self._text(cells, "service", place)
        if line is None:
            return
        voyage = self.gathering.voyage(line, number, place, ship=ship, service=service, flag=flag)
        if voyage is None:
            return
        facts = self._numbers(cells, place)
        if self.mapping.layout == "legs":
            self._leg(voyage, cells, place, facts)
        else:
            for call in self.mapping.calls:
                at = {
                    code: self._moment(cells, heads, call.port, "cutoff", place) for code, heads in call.cutoffs.items()
                }
                cutoffs = {code: moment for code, moment in at.items() if moment is not None}
                arrival = self._moment(cells, call.arrival, call.port, "arrival", place)
                departure = self._moment(cells, call.departure, call.port, "departure", place)
                self._events(voyage, call.port, arrival, departure, place, cutoffs, facts)

    def _leg(self, voyage: Voyage, cells: Sequence[object], place: Place, facts: Mapping[str, object]) -> None:
        ports = []
        for name in ("origin", "destination"):
            text = self._text(cells, name, place)
            if text is None:
                self._refuse(place, name, None, "the port is not said", "give it, or in fixed of the mapping")
            column = self.heads.get(name, (name,))[0]
            ports.append(self.gathering.port(text, Place(place.file, place.row, column)))
        origin, destination = ports
        if origin is None or destination is None:
            return
        cutoffs: dict[CutoffCode, datetime] = {}
        for name, heads in self.heads.items():
            moment = self._moment(cells, heads, origin, "cutoff", place) if name not in _NOT_CUTOFFS else None
            if moment is not None:
                cutoffs[cast(CutoffCode, name)] = moment
        departure = self._moment(cells, self.heads.get("departure"), origin, "departure", place)
        arrival = self._moment(cells, self.heads.get("arrival"), destination, "arrival", place)
        if departure is None or (arrival is None and not self._is_empty(cells, "arrival")):
            if departure is None and self._is_empty(cells, "departure"):
                self._refuse(place, "departure", None, "the departure is not said", "give it")
            return
        if arrival is None:
            arrival = self._estimated(voyage, origin, destination, departure, place)
        if arrival is None:
            return
        self._events(voyage, origin, None, departure, place, cutoffs, facts)
        self._events(voyage, destination, arrival, None, place, {}, {})

    def _is_empty(self, cells: Sequence[object], name: str) -> bool:
        heads = self.heads.get(name)
        return heads is None or all(self.moments.is_empty(cell(cells, at)) for at in self.places[heads])

    def _estimated(
        self, voyage: Voyage, origin: str, destination: str, departure: datetime, place: Place
    ) -> datetime | None:
        ports = self.gathering.case.port_by_code
        if not {origin, destination} <= ports.keys():
            return None  # the port is passed over anyway
        pace = self.mapping.pace({"line": voyage.line, **voyage.facts})
        arrival, lacks = estimated_arrival(ports[origin], ports[destination], departure, pace)
        if arrival is None:
            problem = f"the arrival at {destination} is not given"
            self.gathering.faults.append(place.fault(problem, f"give it, or {lacks} to have it estimated"))
        else:
            self.gathering.note("arrivals that are not given are estimated by distance and speed_kn of the defaults")
        return arrival

    def _events(
        self,
        voyage: Voyage,
        port: str,
        arrival: datetime | None,
        departure: datetime | None,
        place: Place,
        cutoffs: Mapping[CutoffCode, datetime],
        facts: Mapping[str, object],
    ) -> None:
        """The arrival and the departure, as far as they are known; the later one has what belongs to boarding there."""
        if arrival is not None:
            boarding = (cutoffs, facts) if departure is None else ({}, {})
            voyage.events.append(Event(port, False, arrival, place, *boarding))
        if departure is not None:
            voyage.events.append(Event(port, True, departure, place, cutoffs, facts))

    def _numbers(self, cells: Sequence[object], place: Place) -> dict[str, object]:
        found: dict[str, object] = {}
        for name in _NUMBERS:
            value = self._value(cells, name, place)
            try:
                number = self.cells.value(value, columns(Sailing)[name], points=False)
            except Unreadable as error:
                self._refuse(place, name, value, error.problem, error.remedy)
            if number is not None:
                found[name] = number
        return found
