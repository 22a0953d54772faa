"""Size and type of a box: ISO 6346 of 1995, and the four digits of its edition of 1984, which many still send."""

from pydantic import TypeAdapter, ValidationError

from data.codes import BoxType

_BOX_TYPE: TypeAdapter[str] = TypeAdapter(BoxType)

# The edition of 1984: a digit for the length, one for the height (each with and without a gooseneck tunnel), and two
# for the type, of which the first says the kind.
_LENGTHS = {"2": "2", "4": "4", "9": "L"}
_HEIGHTS = {"0": "0", "1": "0", "2": "2", "3": "2", "4": "5", "5": "5"}
_KINDS = {"0": "G0", "1": "V0", "2": "B0", "3": "R1", "4": "R1", "5": "U1", "6": "P1", "7": "T0", "8": "B0"}
_WITH_VENTS = ("10", "11", "12")


def box_type(code: str) -> str | None:
    """The code of 1995 that a code of either edition stands for; None where it is neither.

    Of a code of 1984 the length, the height and the kind are kept: 2200 is 22G0, 4510 is 45G1, 4332 is 42R1. Every
    height above 8 feet 6 inches is taken for 9 feet 6 inches, which nearly all such boxes have.
    """
    if len(code) == 4 and code.isascii() and code.isdigit():
        length, height = _LENGTHS.get(code[0]), _HEIGHTS.get(code[1])
        kind = "G1" if code[2:] in _WITH_VENTS else _KINDS.get(code[2])
        return None if length is None or height is None or kind is None else length + height + kind
    try:
        return _BOX_TYPE.validate_python(code)
    except ValidationError:
        return None
