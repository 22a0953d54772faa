"""A first column mapping for an agent's list, from its headings: to be read and edited, never used unseen."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tomlkit
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from data.case import Case
from data.codes import FORMULA_SIGNS
from data.errors import BadInput, Fault
from data.formats.schedules.mapping import NOTHING
from data.formats.schedules.port_names import PortNames
from data.formats.schedules.sheets import Headed, Row, cell, headed, sheets_in
from data.formats.schedules.wording import plain, text_of
from data.formats.schedules.words import WORDS, bare, meaning

_SEARCHED_ROWS = 25
_MOST_PORTS = 40
_MOMENTS = ("arrival", "departure")
_CUTOFFS = tuple(name for name in WORDS if name.isupper())
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}")
# Words beside a port's name above its columns, which are no part of it.
_FILLING = frozenset(
    {
        "at",
        "di",
        "ke",
        "dari",
        "est",
        "tgl",
        "tanggal",
        "date",
        "time",
        "jam",
        "pelabuhan",
        "port",
        "of",
        "actual",
        "plan",
    }
)


@dataclass
class _Guess:
    """What the columns of a sheet probably are, under one choice of the row of their names."""

    sheet: str
    header: tuple[int, ...]
    table: Headed
    columns: dict[str, int] = field(default_factory=dict)
    calls: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def by_ports(self) -> bool:
        return sum(1 for columns in self.calls.values() if set(columns) & set(_MOMENTS)) >= 2

    @property
    def score(self) -> int:
        calls = 2 * sum(len(columns) for columns in self.calls.values()) if self.by_ports else 0
        return 3 * len(self.columns) + calls - len(self.header)


def propose(path: Path, case: Case) -> str:
    """The text of a mapping (TOML) for a list: what its headings seem to mean, and comments where the user must say.

    Raises BadInput where no row of the list looks like headings of a schedule.
    """
    sheets, ports = sheets_in(path), PortNames(case.ports)
    best = max(_guesses(path, sheets, ports), key=lambda guess: guess.score, default=None)
    if best is None or best.score < 5:
        problem = f"no row of its first {_SEARCHED_ROWS} looks like the headings of a schedule"
        remedy = "name the columns (as Voyage, POL, POD, ETD, ETA), or write the mapping by hand: docs/schedules.md"
        raise BadInput([Fault(path.name, problem, remedy)])
    return "".join(line + "\n" for line in _Text(best, case, ports, path.suffix.lower() == ".xlsx").lines())


def _guesses(path: Path, sheets: dict[str, list[Row]], ports: PortNames) -> Iterator[_Guess]:
    for name, rows in sheets.items():
        numbers = [number for number, _ in rows[:_SEARCHED_ROWS]]
        pairs = [(one, other) for one, other in itertools.pairwise(numbers) if other == one + 1]
        for header in (*((number,) for number in numbers), *pairs):
            yield _guess(name, header, headed(path.name, rows, header), ports)


def _guess(sheet: str, header: tuple[int, ...], table: Headed, ports: PortNames) -> _Guess:
    guess = _Guess(sheet, header, table)
    for place, name in enumerate(table.names):
        if not name or name[:1] in FORMULA_SIGNS or len(name) > 60:
            continue
        found = meaning(name)
        of_port = _port_in(_without(name, found), ports) if found in (*_MOMENTS, *_CUTOFFS) else ""
        if found is None:
            guess.unknown.append(name)
        elif of_port:
            guess.calls.setdefault(of_port, {}).setdefault(found, place)
        elif found in guess.columns:
            guess.unknown.append(name)
        else:
            guess.columns[found] = place
    if not guess.by_ports:
        # Then the words beside ETA or ETD name no port: each is what its heading says.
        for columns in guess.calls.values():
            for found, place in columns.items():
                guess.columns.setdefault(found, place)
        guess.calls.clear()
    else:
        # Cut-offs without a port are those of the first one, where the list's ships are boarded.
        first = next(iter(guess.calls.values()))
        for found in (*_MOMENTS, *_CUTOFFS):
            if found in guess.columns:
                at = guess.columns.pop(found)
                if found in _CUTOFFS:
                    first.setdefault(found, at)
    return guess


def _port_in(words: Sequence[str], ports: PortNames) -> str:
    """The port that words of a heading name: its code where the case has one of this name, else the words; "" for none.

    Filling words may be part of its name, as in Port Klang.
    """
    for length in range(len(words), 0, -1):
        for place in range(len(words) - length + 1):
            codes = ports.probably(" ".join(words[place : place + length]))
            if len(codes) == 1 and _FILLING.issuperset((*words[:place], *words[place + length :])):
                return codes[0]
    return " ".join(word for word in words if word not in _FILLING)


def _without(name: str, found: str) -> list[str]:
    """The words of a heading that are none of its meaning."""
    words = bare(name).split()
    for phrase in sorted(WORDS[found], key=len, reverse=True):
        wanted = phrase.split()
        for place in range(len(words) - len(wanted) + 1):
            if words[place : place + len(wanted)] == wanted:
                return words[:place] + words[place + len(wanted) :]
    return []


class _Text:
    """The mapping of a guess as the lines of a file."""

    def __init__(self, guess: _Guess, case: Case, ports: PortNames, workbook: bool) -> None:
        self.guess, self.case, self.ports, self.workbook = guess, case, ports, workbook

    def lines(self) -> Iterator[str]:
        guess = self.guess
        yield "# Proposed from the headings of the list: read every line, correct it, and keep it for the next list."
        yield f'layout = "{"ports" if guess.by_ports else "legs"}"'
        if self.workbook:
            yield f"sheet = {_quoted(guess.sheet)}"
        header = guess.header[0] if len(guess.header) == 1 else list(guess.header)
        yield f"header = {header}  # the row of the column names in the spreadsheet; two where ports stand above"
        yield from self._dates()
        yield f'# time_zone = "{self.case.terminal.time_zone}"  # of all times; without it the terminal\'s'
        yield 'voyage_name = "{line}-{voyage}"'
        for name in guess.unknown[:_MOST_PORTS]:
            yield f"# not used: the column {_quoted(name)}"
        yield ""
        yield "[columns]"
        for found, place in guess.columns.items():
            yield f"{found} = {_quoted(self._head(place))}"
        if "voyage" not in guess.columns:
            yield '# voyage = ""  # which column has the number of the voyage?'
        yield ""
        yield "[fixed]"
        if "line" not in guess.columns:
            yield '# line = "SPIL"  # whose ships are these?'
        if not guess.by_ports and "origin" not in guess.columns:
            yield f'# origin = "{self.case.terminal.unlocode}"  # where do all of them leave from?'
        yield from self._calls() if guess.by_ports else self._ports()
        yield ""
        yield "# What the list does not say, for a line, a service or a ship; later rows count before earlier ones."
        yield "# [[defaults]]"
        yield '# line = "SPIL"'
        yield '# flag = "ID"'
        yield "# capacity_teu = 20  # room for the shipments of the case"
        yield "# freight_per_teu = 4000000"
        yield "# speed_kn = 12  # where arrivals are not given: to estimate them"

    def _head(self, place: int) -> str:
        """The name of the column at a place; its letter where another has the same name."""
        name = self.guess.table.names[place]
        alone = len(self.guess.table.places[plain(name)]) == 1
        return name if alone else f"col:{get_column_letter(place + 1)}"

    def _cells(self, places: Sequence[int]) -> Iterator[str]:
        for _, cells in self.guess.table.rows:
            for place in places:
                text = text_of(cell(cells, place))
                if text:
                    yield text

    def _dates(self) -> Iterator[str]:
        columns = [self.guess.columns, *self.guess.calls.values()]
        places = [place for found in columns for name, place in found.items() if name in (*_MOMENTS, *_CUTOFFS)]
        texts = [text for text in self._cells(places) if text.upper() not in NOTHING]
        pairs = [(int(match[1]), int(match[2])) for match in map(_YEAR_LAST.match, texts) if match]
        if any(one > 12 for one, _ in pairs):
            yield 'date_order = "day-first"'
        elif any(two > 12 for _, two in pairs):
            yield 'date_order = "month-first"'
        elif pairs:
            yield 'date_order = "day-first"  # GUESSED: the dates can be read both ways; or "month-first"'
        if any(":" not in text and not re.search(r"[0-9]\.[0-9]{2}$| [0-9]{4}$", text) for text in texts):
            yield '# hour = { departure = "18:00", arrival = "06:00", cutoff = "17:00" }  # for dates without an hour'

    def _calls(self) -> Iterator[str]:
        for text, columns in self.guess.calls.items():
            codes = self.ports.probably(text)
            mark = "" if len(codes) == 1 else "# "
            yield ""
            if mark:
                which = f": {' or '.join(codes)}" if codes else ""
                yield f"# Which port is {_quoted(text.title())}{which}? Say its UN/LOCODE, and take the signs away."
            yield f"{mark}[[calls]]"
            yield f'{mark}port = "{"" if mark else codes[0]}"'
            for name in _MOMENTS:
                if name in columns:
                    yield f"{mark}{name} = {_quoted(self._head(columns[name]))}"
            cutoffs = [f"{name} = {_quoted(self._head(place))}" for name, place in columns.items() if name in _CUTOFFS]
            if cutoffs:
                yield f"{mark}cutoffs = {{ {', '.join(cutoffs)} }}"

    def _ports(self) -> Iterator[str]:
        places = [place for name, place in self.guess.columns.items() if name in ("origin", "destination")]
        names = [text for text in dict.fromkeys(self._cells(places)) if text not in self.case.port_by_code]
        if names:
            yield ""
            yield "[ports]"
        for text in names[:_MOST_PORTS]:
            codes = self.ports.probably(text)
            which = f": {' or '.join(codes)}" if codes else ""
            one = len(codes) == 1
            yield f'{_quoted(text)} = "{codes[0]}"' if one else f'# {_quoted(text)} = ""  # say its UN/LOCODE{which}'


def _quoted(text: str) -> str:
    """A text as TOML has it; of one that a mapping may not hold, what it may."""
    return str(tomlkit.string("".join(sign if sign.isprintable() else " " for sign in text)).as_string())
