"""Load lists as cases, on a ship of two bays made here."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import BadInput
from data.formats.benchmarks.representative_vessels import line_of, number_of, place_of, read, slot_of
from data.profiles import ShipBay, ShipProfile, ShipStack
from data.ship_layouts import Layout

LIST = """# Parameters: nPorts nContainers
3 4
# Transport type: id length weight type
0 20 9 DC
1 40 14 HR
# Container: startPort endPort typeId [bay stack tier slot]
0 1 0 0 0 0 1
0 2 0 0 0 0 2
0 2 1
1 2 0
"""


def ship() -> Layout:
    """Bays 0 and 1 of the set with two stacks each: one tier in the hold, two on deck."""
    stacks = [
        ShipStack(
            profile="P", bay=bay, row=row, level=level, cover=1, bottom_tier=bottom, tiers=tiers, plugs=(bottom,),
            max_20_kg=50_000, max_40_kg=60_000, height_m=5.83,
        )
        for bay in (2, 6)
        for row in (1, 2)
        for level, bottom, tiers in (("hold", 2, 1), ("deck", 82, 2))
    ]  # fmt: skip
    bays = tuple(ShipBay(profile="P", bay=bay, from_bow_m=at) for bay, at in ((2, 10), (6, 24)))
    return Layout(ShipProfile(id="P"), bays, tuple(stacks), ())


def written(folder: Path, text: str) -> Path:
    """A list in a file."""
    path = folder / "VSLow1.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_has_a_place_is_on_board_and_later_ports_are_none_of_the_call(tmp_path: Path) -> None:
    voyage = read(written(tmp_path, LIST), ship())
    by_line = {line_of(box.id): box for box in voyage.case.containers}
    assert by_line.keys() == {7, 8, 9}
    # Stack 0 lies most to port, which is row 02 here; slot 1 is the fore half.
    assert [by_line[line].slot for line in (7, 8, 9)] == ["0010202", "0030202", None]
    assert by_line[9].plug
    assert (by_line[9].box_type, by_line[9].mass_kg) == ("45R1", 14_000)
    assert voyage.call.load_full == 1


def test_places_are_slots_and_back(tmp_path: Path) -> None:
    layout = read(written(tmp_path, LIST), ship()).layout
    for place, feet in (((1, 1, 2, 1), 40), ((0, 0, 3, 2), 20), ((0, 1, 0, 1), 20)):
        slot = slot_of(layout, place, feet)
        assert slot is not None
        assert place_of(layout, slot) == place
    assert slot_of(layout, (0, 0, 1, 1), 40) is None


def test_two_high_boxes_of_the_set_are_too_high_where_two_by_iso_are_not(tmp_path: Path) -> None:
    # 2 x 2.90 m fit 5.83 m and 2 x 2.896 m do; of 5.795 m only the latter would.
    low = replace(ship(), stacks=tuple(stack.model_copy(update={"height_m": 5.795}) for stack in ship().stacks))
    assert all(stack.height_m >= 2 * 2.896 for stack in read(written(tmp_path, LIST), ship()).layout.stacks)
    assert all(stack.height_m < 2 * 2.896 for stack in read(written(tmp_path, LIST), low).layout.stacks)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("0 1 0 0 0 0 1", "0 1 0 9 0 0 1"), ("3 4", "3 5"), ("0 20 9 DC", "0 30 9 DC"), ("0 2 1\n", "0 2 7\n"),
        # Ids that are no digits of int(), or more than it takes.
        ("0 20 9 DC", "\N{SUPERSCRIPT TWO} 20 9 DC"), ("0 20 9 DC", f"{'9' * 5_000} 20 9 DC"),
        # A box of no kilogram, a type twice, a half that no cell has, and one that is on board before its port.
        ("0 20 9 DC", "0 20 0.0001 DC"), ("1 40 14 HR", "0 40 14 HR"), ("0 2 0 0 0 0 2", "0 2 0 0 0 0 7"),
        ("0 2 0 0 0 0 2", "1 2 0 0 0 0 2"),
        # A place twice: the same half, and a cell of which another has a half.
        ("0 2 0 0 0 0 2", "0 2 0 0 0 0 1"), ("0 2 0 0 0 0 2", "0 2 1 0 0 0 1"),
        # Nothing to load at port 0.
        ("0 2 1\n", "1 2 1\n"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_the_ship_is_refused(tmp_path: Path, wrong: str, right: str) -> None:
    assert wrong in LIST
    with pytest.raises(BadInput):
        read(written(tmp_path, LIST.replace(wrong, right)), ship())


def test_a_list_has_no_more_lines_than_box_numbers_tell(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="too many lines"):
        read(written(tmp_path, LIST.replace("0 2 1\n", "\n" * 1_000_000 + "0 2 1\n")), ship())


def test_numbers_of_lines_have_check_digits() -> None:
    assert line_of(number_of(42)) == 42
    assert len(number_of(42)) == 11
