from collections.abc import Iterator
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from api.presenting.aboard import told
from api.presenting.sheets import loading_sheets
from api.presenting.stowage_remarks import stowage_remarks
from data.case import Case
from data.checker import check_loading
from data.plans import Ballast
from tests.data.checker.loading.conftest import D1, D4, D5, L1, L2, L4, L5, R1, R2, case, plan_for, with_box

__all__ = ["case"]


def sheets_of(case: Case) -> tuple[Worksheet, Worksheet]:
    plan = plan_for(case)
    remarks = stowage_remarks(case, plan, check_loading(case, plan))
    book = load_workbook(BytesIO(loading_sheets(case, plan, remarks)))
    return book["bays arrival"], book["bays departure"]


def cells(sheet: Worksheet) -> Iterator[SheetCell]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and not isinstance(cell.value, float):
                yield cell  # type: ignore[misc]


def of_box(sheet: Worksheet, box: str) -> SheetCell:
    (found,) = [cell for cell in cells(sheet) if box[4:] in str(cell.value)]
    return found


def bay_of(sheet: Worksheet, cell: SheetCell) -> str:
    """The bay, row and tier that the labels around a cell say."""
    titles = [other for other in cells(sheet) if str(other.value).startswith("Bay 0") and other.row < cell.row]
    start = titles[-1].row
    end = next((other.row for other in cells(sheet) if str(other.value).startswith("Bay 0") and other.row > cell.row),
               sheet.max_row + 1)  # fmt: skip
    halves = [other for other in cells(sheet) if other.row == start + 1 and other.column <= cell.column]
    half = str(halves[-1].value) if str(halves[-1].value)[-3:] in ("ore", "aft") else str(titles[-1].value)[4:]
    column = [sheet.cell(row, cell.column).value for row in range(start, end)]
    rows = {value for value in column if isinstance(value, str) and len(value) == 2}
    (row,) = rows
    tiers = [sheet.cell(cell.row, column).value for column in range(1, cell.column)]
    tier = [each for each in tiers if isinstance(each, str) and len(each) == 2][-1]
    return half[:3] + row + tier


def test_every_box_stands_where_it_is(case: Case) -> None:
    """A 20-foot box in its own half; a longer one in the fore half, and crossed in the aft one."""
    arrival, departure = sheets_of(case)
    assert bay_of(arrival, of_box(arrival, D1)) == "0010182"
    assert bay_of(arrival, of_box(arrival, D4)) == "0010002"
    assert bay_of(arrival, of_box(arrival, R2)) == "0130282"
    assert bay_of(departure, of_box(departure, L1)) == "0010002"
    assert bay_of(departure, of_box(departure, L2)) == "0010102"
    fore = of_box(departure, L1)
    aft = [cell for cell in cells(departure) if cell.value == "×" and cell.row == fore.row]
    assert [bay_of(departure, cell) for cell in aft] == ["0030002"]
    assert aft[0].fill.fgColor.rgb == fore.fill.fgColor.rgb


def test_what_the_call_moves_is_marked(case: Case) -> None:
    arrival, departure = sheets_of(case)
    for sheet, box, sign in (
        (arrival, D1, "▼"), (departure, L1, "▲"), (arrival, R1, "↔"), (departure, R1, "↔"), (arrival, R2, ""),
        (departure, R2, ""),
    ):  # fmt: skip
        cell = of_box(sheet, box)
        assert str(cell.value).startswith(sign + box[4:])
        assert cell.border.left.style == ("medium" if sign else "thin")
    assert not [cell for cell in cells(departure) if D5[4:] in str(cell.value)]
    assert not [cell for cell in cells(arrival) if L1[4:] in str(cell.value)]


def test_a_colour_for_each_port_of_discharge_that_the_legend_tells(case: Case) -> None:
    arrival, departure = sheets_of(case)
    colours = {}
    for sheet in (arrival, departure):
        for cell in cells(sheet):
            if str(cell.value)[:5] in ("IDKRG", "IDBPN", "IDSUB", "LKCMB") and ":" in str(cell.value):
                chip = sheet.cell(cell.row, 1)
                assert chip.value == str(cell.value)[2:5]
                colours[str(cell.value)[:5]] = chip.fill.fgColor.rgb
    here = case.terminal.unlocode
    assert len(set(colours.values())) == len(colours) == 3
    assert of_box(arrival, D1).fill.fgColor.rgb == colours[here]
    assert of_box(departure, L1).fill.fgColor.rgb == colours["LKCMB"]
    assert of_box(departure, L4).fill.fgColor.rgb == colours["IDSUB"]


def test_the_deck_lies_above_the_hold_with_the_covers_between(case: Case) -> None:
    _, departure = sheets_of(case)
    deck, hold = of_box(departure, L5), of_box(departure, L1)
    covers = [
        cell for cell in cells(departure) if cell.fill.fgColor.rgb == "00404040" and deck.row < cell.row < hold.row
    ]
    assert {cell.value for cell in covers} == {1}
    assert len(covers) == 6  # three rows in both halves
    labels = [cell for cell in cells(departure) if cell.value == "hatch" and cell.row == covers[0].row]
    assert [cell.column for cell in labels] == [1, covers[3].column - 1]
    (legend,) = [cell for cell in cells(departure) if str(cell.value).startswith("hatch covers between deck and hold")]
    assert departure.cell(legend.row, 1).fill.fgColor.rgb == covers[0].fill.fgColor.rgb
    order = [str(departure.cell(deck.row - 3, column).value) for column in range(2, 5)]
    assert order == ["02", "00", "01"]


def test_the_tonnes_of_a_stack_are_told_below_it(case: Case) -> None:
    _, departure = sheets_of(case)
    cell = of_box(departure, L2)
    assert departure.cell(cell.row + 1, cell.column).value == 18.0  # and half of the longer box on it


def test_what_a_slot_says_of_its_box(case: Case) -> None:
    spoiled = with_box(case, L5, hazards=("3",), verified_kg=9_940, over_height_cm=20)
    box = next(each for each in spoiled.containers if each.id == L5)
    assert told(box, "▲", "LKCMB") == f"▲{L5[4:]}\nCMB 9.9\n42R1 R 3 OG"
    empty = box.model_copy(update={"status": "empty", "plug": False, "hazards": (), "over_height_cm": 0})
    assert told(empty, "", "LKCMB").splitlines()[2] == "42R1 E"


def test_overstows_are_red_at_departure(case: Case) -> None:
    """L5 is bound for a later port than L4 under the cover."""
    arrival, departure = sheets_of(case)
    assert of_box(departure, L5).font.color.rgb == "00C00000"
    for sheet, box in ((departure, L4), (departure, R1), (arrival, R1)):
        assert of_box(sheet, box).font.color is None
    assert "stands above a box that leaves the ship earlier" in {str(cell.value) for cell in cells(departure)}


def test_ballast_is_told_above_the_ship_at_departure(case: Case) -> None:
    plan = plan_for(case).model_copy(
        update={"ballast": (Ballast(tank="1P", tonnes=1_234.4), Ballast(tank="2S", tonnes=9))}
    )
    remarks = stowage_remarks(case, plan, check_loading(case, plan))
    book = load_workbook(BytesIO(loading_sheets(case, plan, remarks)))
    assert book["bays departure"]["A3"].value == "Ballast: 1P 1,234 t, 2S 9 t"
    assert book["bays arrival"]["A3"].value is None


def test_each_bay_is_a_page(case: Case) -> None:
    _, departure = sheets_of(case)
    titles = [cell.row for cell in cells(departure) if str(cell.value).startswith("Bay 0")]
    assert [brk.id + 1 for brk in departure.row_breaks.brk][:-1] == titles
    assert departure.page_setup.orientation == "landscape"
    assert departure.print_title_rows == "$1:$1"
