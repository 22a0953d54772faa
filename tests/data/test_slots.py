"""Slots and places as texts: what names one, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from data.slots import Cell, Place, Slot, YardPlace, cell_named, place_named

SLOT, PLACE = TypeAdapter(Slot), TypeAdapter(YardPlace)


def accepts(kind: TypeAdapter[str], text: str) -> bool:
    try:
        kind.validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("0180282", Cell(18, 2, 82)),
        ("0010002", Cell(1, 0, 2)),
        ("0000282", None),
        ("0180200", None),
        ("0180283", None),
        ("18 0282", None),
        ("180282", None),
        ("00180282", None),
        ("\u0661\u0660\u0660\u0660\u0660\u0660\u0662", None),
        ("0180282\n", None),
        ("quay", None),
    ],
)
def test_cell_named(text: str, cell: Cell | None) -> None:
    assert cell_named(text) == cell


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("B1-03-2-4", Place("B1", 3, 2, 4)),
        ("B1-3-2-4", Place("B1", 3, 2, 4)),
        ("N-1-03-2-4", Place("N-1", 3, 2, 4)),
        ("B1-00-2-4", None),
        ("B1-03-0-4", None),
        ("B1-03-2-0", None),
        ("-03-2-4", None),
        ("B1-03-2", None),
        ("B 1-03-2-4", None),
        ("B1-1000-2-4", None),
        ("tractor", None),
    ],
)
def test_place_named(text: str, place: Place | None) -> None:
    assert place_named(text) == place


@given(st.text("0129 -B", max_size=12))
def test_what_names_a_slot_or_a_place_is_what_tables_take(text: str) -> None:
    assert (cell_named(text) is not None) == accepts(SLOT, text)
    assert (place_named(text) is not None) == accepts(PLACE, text)


@given(st.builds(Cell, st.integers(1, 999), st.integers(0, 99), st.integers(1, 49).map(lambda half: 2 * half)))
def test_a_cell_is_the_one_that_it_names(cell: Cell) -> None:
    assert cell_named(cell.slot) == cell


@given(st.builds(Place, st.sampled_from(["A", "B-1"]), st.integers(1, 999), st.integers(1, 99), st.integers(1, 99)))
def test_a_place_is_the_one_that_it_names(place: Place) -> None:
    assert place_named(str(place)) == place
