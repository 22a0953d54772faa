"""The trade's codes: box numbers (ISO 6346), ship numbers (IMO), places (UN/LOCODE), goods (HS)."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

# ISO 6346: letters count from 10 and skip the multiples of 11.
_LETTER_VALUE = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [n for n in range(10, 39) if n % 11 != 0], strict=True))


def box_check_digit(number: str) -> int:
    """Check digit (0-9) of the first ten characters of a box number, by ISO 6346 annex A."""
    values = (_LETTER_VALUE[c] if c.isalpha() else int(c) for c in number[:10])
    return sum(value << place for place, value in enumerate(values)) % 11 % 10


def imo_check_digit(number: str) -> int:
    """Check digit (0-9) of the first six digits of an IMO ship number: weights 7 down to 2, last digit."""
    return sum(int(digit) * weight for digit, weight in zip(number[:6], range(7, 1, -1), strict=True)) % 10


def _box_number(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{7}", value):
        raise ValueError("a box number is three letters, U, J or Z, and seven digits, as CSQU3054383")
    if int(value[10]) != box_check_digit(value):
        raise ValueError(f"the check digit of {value[:10]} is {box_check_digit(value)}, not {value[10]}")
    return value


def _imo_number(value: str) -> str:
    if not re.fullmatch(r"[0-9]{7}", value):
        raise ValueError("an IMO number is seven digits, as 9074729")
    if int(value[6]) != imo_check_digit(value):
        raise ValueError(f"the check digit of {value[:6]} is {imo_check_digit(value)}, not {value[6]}")
    return value


def _unlocode(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", value):
        raise ValueError("a UN/LOCODE is two letters for the country and three for the place, as IDKRG")
    return value


def _hs_code(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(\.?[0-9]{2}){1,2}", value):
        raise ValueError("an HS code is six or eight digits, as 1301.90 or 1301.90.90")
    return value


def _box_type(value: str) -> str:
    if not re.fullmatch(r"[1234ABCDEFGHKLMNP][0-9CDEFLMNP][A-Z][0-9A-Z]", value):
        raise ValueError("a box type is an ISO 6346 size and type code, as 22G1 (20-foot) or 45G1 (40-foot high)")
    return value


def _hazard_class(value: str) -> str:
    if not re.fullmatch(r"1\.[1-6][A-HJ-LNS]?|2\.[1-3]|3|4\.[1-3]|5\.[12]|6\.[12]|[789]", value):
        raise ValueError("a class of dangerous goods is one of the IMDG code, as 3, 2.1 or 1.4S")
    return value


def _un_number(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}", value):
        raise ValueError("a UN number is four digits, as 1263 or 0012")
    return value


# What a spreadsheet takes for the beginning of a formula; the wide forms too, as some spreadsheets convert them.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _plain_text(value: str) -> str:
    if value[:1] in FORMULA_SIGNS:
        raise ValueError("a spreadsheet would run this text as a formula: begin it with a letter or a digit")
    if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\ufffe\uffff" for c in value):
        raise ValueError("the text holds a control character: write it on one line, without tabs")
    return value


COUNTRY, ID = r"^[A-Z]{2}$", r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
# What texts of a pattern are, in words.
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
PATTERNS = {
    MONTH: "a month, as 2026-01",
    COUNTRY: "two capital letters of ISO 3166, as ID",
    ID: "a name of at most 64 letters, digits, dots, dashes or underscores",
}

BoxNumber = Annotated[str, AfterValidator(_box_number)]
BoxType = Annotated[str, AfterValidator(_box_type)]
ImoNumber = Annotated[str, AfterValidator(_imo_number)]
UnLocode = Annotated[str, AfterValidator(_unlocode)]
HsCode = Annotated[str, AfterValidator(_hs_code)]
HazardClass = Annotated[str, AfterValidator(_hazard_class)]
UnNumber = Annotated[str, AfterValidator(_un_number)]
Country = Annotated[str, StringConstraints(pattern=COUNTRY)]
# A pattern of texts without line ends and what else is not to be seen, NUL above all, which PostgreSQL does not take.
ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain_text)]
# As long as messages hold them: a carrier's code, and the number of a booking or another paper.
LineCode = Annotated[str, Field(min_length=1, max_length=17), AfterValidator(_plain_text)]
Reference = Annotated[str, Field(min_length=1, max_length=35), AfterValidator(_plain_text)]
Id = Annotated[str, StringConstraints(pattern=ID)]


def is_forty_foot(box_type: str) -> bool:
    """Whether a box type counts as two TEU: length codes 4 (40 foot) and L to P (45 foot and longer)."""
    return box_type[0] in "4LMNP"


def is_forty_five_foot(box_type: str) -> bool:
    """Whether a box is longer than 40 feet: length codes L to P."""
    return box_type[0] in "LMNP"


# Heights by the second character of a box type (ISO 6346 annex D), in metres. The letters are those of wider boxes.
# "6" and "F" stand for all that is higher than 9 feet 6 inches: 10 feet is the usual one.
_HEIGHT_M = {
    "0": 2.438, "2": 2.591, "4": 2.743, "5": 2.896, "6": 3.048, "8": 1.295, "9": 1.219,
    "C": 2.591, "D": 2.743, "E": 2.896, "F": 3.048, "L": 2.591, "M": 2.743, "N": 2.896, "P": 3.048,
}  # fmt: skip


def height_m(box_type: str) -> float:
    """Outer height of a box in metres; of a code that the standard does not assign, the usual high cube's."""
    return _HEIGHT_M.get(box_type[1], 2.896)
