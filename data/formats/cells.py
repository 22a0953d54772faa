"""Single cells, as people and spreadsheets write them, made values of the types. Nothing is guessed in silence."""

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.codes import FORMULA_SIGNS
from data.formats.fields import Column, Kind, did_you_mean
from data.formats.moments import Unreadable, notices, read_moment, read_time

_YES_NO = {"yes": True, "true": True, "ya": True, "no": False, "false": False, "tidak": False}
_LONGEST_NUMBER = 40  # digits

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_GROUPS = re.compile(r"(?P<sign>[+-]?)(?P<groups>[1-9][0-9]{0,2}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})*)")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_GROUPS_AND_DECIMALS = re.compile(
    r"(?P<sign>[+-]?)(?P<groups>[1-9][0-9]{0,2}(?:(?P<mark>[.,])[0-9]{3})+)(?P<point>[.,])(?P<decimals>[0-9]+)"
)


@dataclass(frozen=True)
class Spoilt:
    """A cell that holds no value, such as a formula: how it looks, what is wrong with it, and what would be right."""

    text: str
    problem: str
    remedy: str


@dataclass
class Cells:
    """Reads the cells of one case and remembers what had to be understood.

    `zone` is the terminal's time zone and `date_order` its field of that name.
    """

    zone: ZoneInfo
    date_order: str = "iso"
    _numbers: set[str] = field(default_factory=set)
    _moments: set[str] = field(default_factory=set)

    @property
    def notices(self) -> list[str]:
        """What to say about it, once a case."""
        texts = notices(self._moments, self.zone, self.date_order)
        if "comma" in self._numbers:
            texts.append("decimal commas are understood: 12,5 is read as 12.5")
        if "groups" in self._numbers:
            texts.append("marks between thousands are understood: 1.234.567 is read as 1234567")
        return texts

    def value(self, cell: object, column: Column, *, points: bool) -> object:
        """The value in a cell of a column, or None where it is empty.

        `points` says that the file writes decimal points for sure, so that 1.234 is one and not a thousand. Raises
        Unreadable.
        """
        if isinstance(cell, str):
            cell = cell.strip()
        if cell is None or cell == "" or cell == []:
            return None
        if isinstance(cell, Spoilt):
            raise Unreadable(cell.problem, cell.remedy)
        numeric = column.kind in (Kind.NUMBER, Kind.WHOLE)
        if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) and not (numeric and cell[0] in "+-"):
            raise Unreadable("a spreadsheet would run this text as a formula", f"give {column.wanted}")
        match column.kind:
            case Kind.NUMBER | Kind.WHOLE:
                return self._number(cell, column, points)
            case Kind.YES_NO:
                return _yes_no(cell)
            case Kind.MOMENT:
                moment, understood = read_moment(cell, self.zone, self.date_order)
                self._moments |= understood
                return moment
            case Kind.TIME:
                return read_time(cell)
            case Kind.LIST if isinstance(cell, list | tuple):
                return [_text(item, column) for item in cell]
            case _:
                return _text(cell, column)

    def _number(self, cell: object, column: Column, points: bool) -> int | float:
        if isinstance(cell, bool) or not isinstance(cell, int | float | str):
            raise Unreadable("it is no number", f"give {column.wanted}")
        number = self._from_text(cell, column, points) if isinstance(cell, str) else cell
        if isinstance(number, int) and abs(number) >= 10**_LONGEST_NUMBER:
            raise Unreadable("it is too long for a number", f"give {column.wanted}")
        if not math.isfinite(number):
            raise Unreadable("it is no finite number", f"give {column.wanted}")
        if column.kind is Kind.WHOLE and isinstance(number, float):
            if not number.is_integer():
                raise Unreadable("it is no whole number", f"give {column.wanted}")
            return int(number)
        return number

    def _from_text(self, text: str, column: Column, points: bool) -> int | float:
        if len(text) > _LONGEST_NUMBER:
            raise Unreadable("it is too long for a number", f"give {column.wanted}")
        if match := _GROUPS.fullmatch(text):
            joined = match["sign"] + re.sub("[.,]", "", match["groups"])
            several = len(match["groups"]) > 7
            if several:
                self._numbers.add("groups")
                return int(joined)
            if match["mark"] == "," or not points or column.kind is Kind.WHOLE:
                decimal = text.replace(",", ".")
                remedy = f"write {joined}" if column.kind is Kind.WHOLE else f"write {joined} or {decimal}0"
                raise Unreadable(f"it can be read two ways, {joined} and {decimal}", remedy)
        if _PLAIN.fullmatch(text):
            return int(text) if text.lstrip("+-").isdecimal() else float(text)
        if _DECIMAL_COMMA.fullmatch(text):
            self._numbers.add("comma")
            return float(text.replace(",", "."))
        match = _GROUPS_AND_DECIMALS.fullmatch(text)
        if match and match["mark"] != match["point"]:
            self._numbers |= {"groups"} | ({"comma"} if match["point"] == "," else set())
            return float(match["sign"] + re.sub("[.,]", "", match["groups"]) + "." + match["decimals"])
        raise Unreadable("it is no number", f"give {column.wanted}, in digits and without its unit")


def _yes_no(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    answer = _YES_NO.get(cell.lower()) if isinstance(cell, str) else None
    if answer is None:
        raise Unreadable("it is neither yes nor no", "write yes or no")
    return answer


def _text(cell: object, column: Column) -> str:
    if isinstance(cell, date | time | timedelta):
        raise Unreadable("a date stands where text belongs", f"format the cell as text and give {column.wanted}")
    number = isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < 10**_LONGEST_NUMBER
    if not number and not isinstance(cell, str):
        raise Unreadable("it is no text", f"give {column.wanted}")
    text = shown(cell)
    if text.startswith(FORMULA_SIGNS) and isinstance(cell, str):
        raise Unreadable("a spreadsheet would run this text as a formula", f"give {column.wanted}")
    if column.choices and text not in column.choices:
        near = did_you_mean(text, list(column.choices))
        hint = f"; did you mean {near}?" if near else ""
        raise Unreadable("it is none of the words that are known here", f"write {column.wanted}{hint}")
    return text


def shown(cell: object) -> str:
    """A cell as it looks in its file: 7 for the number 7.0 of a workbook."""
    if isinstance(cell, Spoilt):
        return cell.text
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, int) and abs(cell) >= 10**_LONGEST_NUMBER:
        return f"a number of more than {_LONGEST_NUMBER} digits"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes" if not (cell.second or cell.microsecond) else "auto")
    if isinstance(cell, time):
        return cell.isoformat("auto" if cell.second or cell.microsecond else "minutes")
    if isinstance(cell, list | tuple):
        return " ".join(shown(item) for item in cell)
    return str(cell)
