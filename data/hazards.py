"""Segregation of dangerous goods: how far two classes must stand from each other on a ship.

The general table of the IMDG code, 7.2.4, as from amendment 38-16 on. It goes by class alone; what the dangerous goods
list asks of single substances is not known here, and remains with the planner.
"""

from functools import cache

# Levels: 0 none, 1 away from, 2 separated from, 3 separated by a complete compartment or hold from, 4 separated
# longitudinally by an intervening complete compartment or hold from. Explosives among themselves follow 7.2.7 (by
# compatibility group), which allows most of them together: counted as none.
_COLUMNS = (
    "1.1", "1.3", "1.4", "2.1", "2.2", "2.3", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "6.2", "7", "8", "9",
)  # fmt: skip
_ROWS: dict[str, str] = {
    "1.1": "00042244444424240",
    "1.3": "00042243344424220",
    "1.4": "00021122222204220",
    "2.1": "44200021222204210",
    "2.2": "22100010100102100",
    "2.3": "22100020200202100",
    "3": "44221200222203200",
    "4.1": "43210000101203210",
    "4.2": "43221221012213210",
    "4.3": "44220020102202210",
    "5.1": "44220021220213120",
    "5.2": "44221222222013220",
    "6.1": "22000000101101000",
    "6.2": "44442233323310330",
    "7": "22221122221203020",
    "8": "42210001112203200",
    "9": "00000000000000000",
}
# Columns that a class shares: 1.2 and 1.5 are as 1.1, 1.6 as 1.3; a letter of a compatibility group is left out.
_AS = {"1.2": "1.1", "1.5": "1.1", "1.6": "1.3"}


@cache
def segregation(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """The strictest level, 0 to 4, that the classes of two boxes ask for."""
    return max((_level(a, b) for a in one for b in other), default=0)


def _level(one: str, other: str) -> int:
    return int(_ROWS[_column(one)][_COLUMNS.index(_column(other))])


def _column(hazard: str) -> str:
    division = hazard.rstrip("ABCDEFGHJKLNS")
    return _AS.get(division, division)
