"""Bay plans of a loading plan as ship planners know them: a sheet of the ship at arrival, one of her at departure.

A bay is drawn as one sees it looking forward: rows from port to starboard, tiers upwards, the deck above the hold and
the hatch covers between. A bay of 40 feet has its fore half to the left and its aft half to the right; a longer box is
told in the fore half and crossed in the aft one. All bays of a sheet have the middle line in the same column, and each
is printed on a page of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from openpyxl.cell import Cell as SheetCell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.pagebreak import Break  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from api.presenting.aboard import Aboard, State, boxes_and_tonnes, told, used
from data.boxes import at_departure, boxes_of
from data.cargo import Container
from data.case import Case
from data.plans import LoadingPlan
from data.profiles import ShipBay, ShipStack
from data.slots import Cell, Level

# Colours of ports in the order in which she comes to them, the terminal's own first; all further ports are grey.
_COLOURS = (
    "FFE699", "9DC3E6", "A9D18E", "F4B183", "C9A6E4", "8FD9D1", "F8A5B5", "D6C29A", "B4C7E7", "C5E0B4", "E2B8D8",
    "BFD84E",
)  # fmt: skip
_FURTHER = "D0CECE"

DISCHARGED, LOADED, RESTOWED, CROSSED, HATCH = "▼", "▲", "↔", "×", "hatch"

_TIER_WIDTH, _ROW_WIDTH = 5.0, 10.0  # characters
_BOX_HEIGHT, _HATCH_HEIGHT, _LINE_HEIGHT = 31.0, 9.0, 12.0  # points
# What a page has within its margins, in points, wide and high: A4 and A3 across, by Excel's numbers of paper.
_PAPERS = ((9, 785.0, 520.0), (8, 1135.0, 770.0))
_MARGIN_INCHES = 0.35
# A character of a column's width in points, and what a column has beside its characters.
_CHARACTER, _BESIDE = 5.25, 3.75

_THIN, _THICK = Side("thin", color="A6A6A6"), Side("medium", color="000000")
_FREE, _MOVED = Border(_THIN, _THIN, _THIN, _THIN), Border(_THICK, _THICK, _THICK, _THICK)
_MIDDLE = Alignment("center", "center", wrap_text=True)
_SMALL, _BOLD, _RED = Font(size=7), Font(size=7, bold=True), Font(size=7, bold=True, color="C00000")
_LABEL = Font(size=8, color="595959")
_HATCH_LABEL = Font(size=6, color="595959")
_COVER, _COVER_FONT = PatternFill("solid", fgColor="404040"), Font(size=6, color="FFFFFF")


def add_bay_plans(sheets: Mapping[State, Worksheet], case: Case, plan: LoadingPlan, red: Collection[str] = ()) -> None:
    """Draw the ship of a plan at arrival and at departure into these empty sheets.

    The numbers of the boxes in `red` are written in red at departure: those that stand above one that leaves earlier.
    """
    call = case.call_by_id[plan.call]
    layout, boxes = case.layout_of(call), boxes_of(case, call)
    if layout is None:
        return
    moved = {carried.box: lift.kind for lift in plan.lifts for carried in lift.boxes}
    restowed = {box: RESTOWED for box, kind in moved.items() if kind.startswith("restow")}
    came = [(box, box.slot) for box in (*boxes.discharge, *boxes.remain) if box.slot is not None]
    discharged = {box: DISCHARGED for box, kind in moved.items() if kind == "discharge"}
    loaded = {box: LOADED for box, kind in moved.items() if kind == "load"}
    colours = _colours(case, [box for box, _ in came] + list(boxes.load), case.ports_after(call))
    for state, stowed, signs in (
        ("arrival", came, discharged | restowed),
        ("departure", at_departure(case, plan), loaded | restowed),
    ):
        cells = {Cell.of(slot): box for box, slot in stowed}
        aboard = Aboard(case, layout, state, cells, signs, red if state == "departure" else ())  # type: ignore[arg-type]
        _Drawing(sheets[aboard.state], aboard, colours).draw(f"{case.ship_of(call).name}, call {call.id}")
    if plan.ballast:
        sheets["departure"]["A3"] = f"Ballast: {ballast_in_words(plan)}"
        sheets["departure"]["A3"].font = _LABEL


def ballast_in_words(plan: LoadingPlan) -> str:
    """What is in each tank at departure."""
    return ", ".join(f"{held.tank} {held.tonnes:,.0f} t" for held in plan.ballast)


def _colours(case: Case, boxes: Iterable[Container], order: Iterable[str]) -> dict[str, str]:
    """A colour for the terminal's port and every port that a box goes to, in the order of her way."""
    bound = {box.port for box in boxes if box.direction != "discharge"}
    way = [case.terminal.unlocode, *(port for port in order if port in bound)]
    return {port: _COLOURS[place] if place < len(_COLOURS) else _FURTHER for place, port in enumerate(way)}


class _Drawing:
    """A sheet that is drawn from its top to its bottom."""

    def __init__(self, sheet: Worksheet, aboard: Aboard, colours: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.aboard = aboard
        self.fills = {port: PatternFill("solid", fgColor=colour) for port, colour in colours.items()}
        self.line = 1
        self.tallest = 0.0

    def draw(self, whose: str) -> None:
        """The title, the legend, and all bays from the bow on."""
        self._title(whose)
        self._legend()
        self._end_page()
        for bay in self.aboard.layout.bays:
            self._bay(bay)
            self._end_page()
        self._lay_out()

    def _title(self, whose: str) -> None:
        terminal = self.aboard.case.terminal.name
        self.sheet["A1"] = f"Bay plan at {self.aboard.state}: {whose}, {terminal}"
        self.sheet["A1"].font = Font(bold=True, size=13)
        self.sheet["A2"] = "looking forward: port to the left, starboard to the right"
        self.line = 4

    def _legend(self) -> None:
        """A line for each port with its boxes on board, and what the signs mean."""
        by_port: defaultdict[str, list[Container]] = defaultdict(list)
        for box in self.aboard.cells.values():
            by_port[self.aboard.bound(box)].append(box)
        for port, fill in self.fills.items():
            if port in by_port:
                chip = self._write(1, port[2:], _BOLD)
                chip.fill, chip.border = fill, _FREE
                here = " (here)" if port == self.aboard.case.terminal.unlocode else ""
                self._tell(2, f"{port}{here}: {boxes_and_tonnes(by_port[port])}")
                self.line += 1
        arrives = self.aboard.state == "arrival"
        signs = [
            (DISCHARGED, "is discharged here") if arrives else (LOADED, "was loaded here"),
            (RESTOWED, "is taken off and put back" if arrives else "was taken off and put back"),
            (CROSSED, "aft half of a box of 40 feet or more, told in the fore half"),
            ("P", "free, with a plug for a reefer"),
        ]
        for sign, meaning in signs:
            self._write(1, sign, _BOLD)
            self._tell(2, meaning)
            self.line += 1
        if any(stack.cover is not None for stack in self.aboard.layout.stacks):
            self._write(1, HATCH, _COVER_FONT).fill = _COVER
            self._tell(2, "hatch covers between deck and hold, each with its number in every row that it covers")
            self.line += 1
        if self.aboard.red:
            self._write(1, "red", _RED)
            self._tell(2, "stands above a box that leaves the ship earlier")
            self.line += 1
        self._tell(
            1, "In a slot: box number without its letters; port and tonnes; type, E empty, R reefer, classes of IMDG, "
            "OG out of gauge. The line t has the tonnes of a stack in that half, of longer boxes one half.",
        )  # fmt: skip
        self.line += 1

    def _bay(self, bay: ShipBay) -> None:
        halves = Cell(bay.bay, 0, 2).twenties
        here = {
            box.id: box for cell, box in self.aboard.cells.items() if self.aboard.layout.bay_of.get(cell.bay) == bay.bay
        }
        moved = sum(box in self.aboard.signs for box in here)
        text = f"Bay {bay.bay:03d}: {boxes_and_tonnes(here.values())}, {moved} of them moved here"
        self._tell(1, text, Font(bold=True, size=10))
        self.line += 1
        if len(halves) == 2:
            for half, name, first in zip(halves, ("fore", "aft"), self._firsts(2), strict=True):
                self._tell(first, f"{half:03d} {name}", _LABEL)
            self.line += 1
        top = self.line
        for level in ("deck", "hold"):
            if level == "hold":
                self._covers(bay, halves)
            stacks = self.aboard.stacks.get((bay.bay, level), [])
            if stacks:
                self._level(bay, halves, stacks, level == "deck")
        self.tallest = max(self.tallest, (self.line - top) * _BOX_HEIGHT + 3 * _LINE_HEIGHT)

    def _firsts(self, halves: int) -> list[int]:
        """The columns in which the tiers of each half are named; its rows follow."""
        return [1 + half * (len(self.aboard.rows) + 1) for half in range(halves)]

    def _column(self, half: int, row: int) -> int:
        return self._firsts(half + 1)[half] + 1 + self.aboard.rows.index(row)

    def _level(self, bay: ShipBay, halves: tuple[int, ...], stacks: list[ShipStack], labels_first: bool) -> None:
        """A level of a bay: its tiers from the top, the tonnes of its stacks, and the numbers of its rows."""
        if labels_first:
            self._row_labels(halves, stacks)
        for tier in sorted({tier for stack in stacks for tier in stack.numbers}, reverse=True):
            self.sheet.row_dimensions[self.line].height = _BOX_HEIGHT
            for half, number in enumerate(halves):
                self._write(self._firsts(half + 1)[half], f"{tier:02d}", _LABEL)
                for stack in stacks:
                    if tier in stack.numbers and used(stack, number):
                        self._slot(self._column(half, stack.row), stack, number, tier)
            self.line += 1
        for half, number in enumerate(halves):
            self._write(self._firsts(half + 1)[half], "t", _LABEL)
            for stack in stacks:
                kg = 0.0
                for tier in stack.numbers:
                    box = self.aboard.box_in(number, stack.row, tier, bay.bay)
                    kg += 0 if box is None else box.mass_kg / 2 if box.long else box.mass_kg
                if kg:
                    self._write(self._column(half, stack.row), round(kg / 1000, 1), _LABEL).number_format = "0.0"
        self.line += 1
        if not labels_first:
            self._row_labels(halves, stacks)

    def _row_labels(self, halves: tuple[int, ...], stacks: list[ShipStack]) -> None:
        for half in range(len(halves)):
            for stack in stacks:
                self._write(self._column(half, stack.row), f"{stack.row:02d}", _LABEL)
        self.line += 1

    def _covers(self, bay: ShipBay, halves: tuple[int, ...]) -> None:
        """The line of the hatch covers, each with its number in every row that it covers."""
        levels: tuple[Level, ...] = ("hold", "deck")
        rows = {
            stack.row: stack.cover
            for level in levels
            for stack in self.aboard.stacks.get((bay.bay, level), [])
            if stack.cover is not None
        }
        self.sheet.row_dimensions[self.line].height = _HATCH_HEIGHT
        for half in range(len(halves) if rows else 0):
            self._write(self._firsts(half + 1)[half], HATCH, _HATCH_LABEL)
            for row, cover in rows.items():
                self._write(self._column(half, row), cover, _COVER_FONT).fill = _COVER
        self.line += 1

    def _slot(self, column: int, stack: ShipStack, half: int, tier: int) -> None:
        box = self.aboard.box_in(half, stack.row, tier, stack.bay)
        if box is None:
            self._write(column, "P" if tier in stack.plugs else None, _LABEL).border = _FREE
            return
        sign = self.aboard.signs.get(box.id, "")
        red = box.id in self.aboard.red
        aft = box.long and half > stack.bay
        text = CROSSED if aft else told(box, sign, self.aboard.bound(box))
        cell = self._write(column, text, _RED if red else _BOLD if sign else _SMALL)
        cell.fill, cell.border = self.fills[self.aboard.bound(box)], _MOVED if sign else _FREE

    def _write(self, column: int, value: str | float | None, font: Font) -> SheetCell:
        cell = self.sheet.cell(self.line, column, value)
        cell.font, cell.alignment = font, _MIDDLE
        return cell

    def _tell(self, column: int, text: str, font: Font = _LABEL) -> None:
        """A sentence that runs on over the columns beside it."""
        cell = self.sheet.cell(self.line, column, text)
        cell.font = font

    def _end_page(self) -> None:
        self.sheet.row_breaks.append(Break(id=self.line))
        self.line += 1

    def _lay_out(self) -> None:
        """Widths of the columns, and the paper and scale with which the widest and tallest bay fits a page."""
        firsts = self._firsts(2)
        columns = range(1, firsts[1] + 1 + len(self.aboard.rows))
        for column in columns:
            width = _TIER_WIDTH if column in firsts else _ROW_WIDTH
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        wide = len(columns) * (_ROW_WIDTH * _CHARACTER + _BESIDE)
        tall = self.tallest + 2 * _LINE_HEIGHT
        scales = [(paper, min(1.0, width / wide, height / tall)) for paper, width, height in _PAPERS]
        # The larger paper only where the smaller one is too small to read.
        paper, scale = scales[0] if scales[0][1] >= 0.6 else scales[1]
        page = self.sheet.page_setup
        page.orientation, page.paperSize, page.scale = "landscape", paper, max(10, int(scale * 100))
        margins = self.sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = _MARGIN_INCHES
        self.sheet.print_title_rows = "1:1"
        self.sheet.oddFooter.center.text = "&P / &N"
        self.sheet.sheet_view.showGridLines = False
