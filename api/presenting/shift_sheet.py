"""The shift sheet as a workbook, and as a PDF with a page for each shift that is signed."""

import io
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from typing import Literal
from xml.sax.saxutils import escape

import pandas as pd
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from data.case import Case
from data.formats.workbook import workbook_with
from data.plans import BerthPlan, CraneUse
from data.shift_sheets import ShiftSheet, ShipInShift, shift_sheets

Language = Literal["en", "id"]

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Shift sheet",
        "shift": "Shift",
        "ship": "Ship",
        "call": "Call",
        "place": "Low end, m, and bollards",
        "first": "First line",
        "last": "Last line",
        "cranes": "Quay cranes",
        "gangs": "Gangs",
        "hours": "Crane hours",
        "moves": "Moves",
        "yard": "Yard cranes",
        "tractors": "Tractors",
        "all": "All ships",
        "there": "gangs in the shift: {n}",
        "lacks.tractors": "{n} more tractors would keep up with the quay cranes",
        "lacks.yard_cranes": "{n} more yard cranes would keep up with the quay cranes",
        "lacks.gangs": "{n} more quay cranes work at once than the shift has gangs",
        "plan": "plan {plan}, version {version}; {terminal}, times of {zone}",
        "draft": "not accepted",
        "accepted": "accepted",
        "none": "The plan works no ship.",
        "signed": "Planner|Shift supervisor|Stevedores",
        "date": "name, signature, date and time",
        "page": "page",
    },
    "id": {
        "title": "Lembar gilir",
        "shift": "Gilir",
        "ship": "Kapal",
        "call": "Kunjungan",
        "place": "Ujung bawah, m, dan bolder",
        "first": "Tali pertama",
        "last": "Tali terakhir",
        "cranes": "QC",
        "gangs": "Regu",
        "hours": "Jam QC",
        "moves": "Move",
        "yard": "RTG",
        "tractors": "Head truck",
        "all": "Semua kapal",
        "there": "regu dalam gilir ini: {n}",
        "lacks.tractors": "kurang {n} head truck untuk mengimbangi QC",
        "lacks.yard_cranes": "kurang {n} RTG untuk mengimbangi QC",
        "lacks.gangs": "QC yang bekerja sekaligus {n} lebih banyak daripada regu dalam gilir ini",
        "plan": "rencana {plan}, versi {version}; {terminal}, waktu {zone}",
        "draft": "belum disetujui",
        "accepted": "disetujui",
        "none": "Rencana ini tidak mengerjakan kapal.",
        "signed": "Perencana|Pengawas gilir|Stevedore",
        "date": "nama, tanda tangan, tanggal dan jam",
        "page": "halaman",
    },
}
_COLUMNS = ("ship", "call", "place", "first", "last", "cranes", "gangs", "hours", "moves", "yard", "tractors")
_WIDTHS = (38, 34, 24, 17, 17, 42, 16, 16, 16, 34, 19)  # mm between the margins of an A4 page on its side


def shift_workbook(case: Case, plan: BerthPlan) -> bytes:
    """The workbook: a row for each ship of each shift, each crane's times on a sheet of their own, and what lacks."""
    sheets = shift_sheets(case, plan)
    rows = [[sheet.shift, sheet.start, sheet.end, *_facts(ship)] for sheet in sheets for ship in sheet.ships]
    columns = ["shift", "from", "to", "ship", "call", "low_end_m", "bollards", "first_line", "last_line"]
    columns += ["quay_cranes", "gangs", "crane_hours", "moves", "yard_cranes", "tractors"]
    uses = [
        [sheet.shift, sheet.start, use.crane, ship.ship, ship.call, use.start, use.end]
        for sheet in sheets
        for ship in sheet.ships
        for use in ship.cranes
    ]
    lacks = [[sheet.shift, sheet.start, lack.what, lack.more] for sheet in sheets for lack in sheet.lacks]
    frames = {
        "shifts": pd.DataFrame(rows, columns=columns, dtype=object),
        "cranes": pd.DataFrame(
            uses, columns=["shift", "shift_from", "crane", "ship", "call", "from", "to"], dtype=object
        ),
        "lacks": pd.DataFrame(lacks, columns=["shift", "shift_from", "what", "more"], dtype=object),
    }
    return workbook_with(frames, case.terminal.zone)


def _facts(ship: ShipInShift) -> list[object]:
    cranes = " ".join(dict.fromkeys(use.crane for use in ship.cranes))
    return [
        ship.ship, ship.call, ship.position_m, ship.bollards, ship.first_line, ship.last_line, cranes, ship.gangs,
        round(ship.crane_hours, 2), ship.moves, " ".join(ship.yard_cranes), ship.tractors,
    ]  # fmt: skip


_TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=8.5, leading=10.5)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName="Helvetica-Bold", fontSize=13, leading=17)
_LACKS = ParagraphStyle("lacks", parent=_TEXT, textColor=colors.HexColor("#8c1d18"))


def shift_pdf(
    case: Case, plan: BerthPlan, *, name: str, version: int, accepted: bool, language: Language = "en"
) -> bytes:
    """The PDF: a page of A4 on its side for each shift, with lines for the signatures. The bytes are always the same.

    `name` and `version` say which plan it is. Letters that the fonts of PDF itself do not have lose their marks (Hải is
    Hai), or are question marks.
    """
    words = _WORDS[language]
    terminal = case.terminal
    which = words["plan"].format(plan=name, version=version, terminal=terminal.name, zone=terminal.time_zone)
    which += f" ({words['accepted' if accepted else 'draft']})"
    story: list[Flowable] = []
    for sheet in shift_sheets(case, plan):
        if story:
            story.append(PageBreak())
        story += _page(sheet, which, words)
    story = story or [Paragraph(words["title"], _TITLE), _line(_safe(which)), _line(words["none"])]
    content = io.BytesIO()
    document = SimpleDocTemplate(
        content, pagesize=landscape(A4), leftMargin=9 * mm, rightMargin=9 * mm, topMargin=11 * mm, bottomMargin=12 * mm,
        title=f"{words['title']} {name}", author=_plain(terminal.name), invariant=1,
    )  # fmt: skip

    def number(canvas: object, page: object) -> None:
        canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
        canvas.drawRightString(288 * mm, 6 * mm, f"{words['page']} {page.page}")  # type: ignore[attr-defined]

    document.build(story, onFirstPage=number, onLaterPages=number)
    return content.getvalue()


def _page(sheet: ShiftSheet, which: str, words: dict[str, str]) -> list[Flowable]:
    title = (
        f"{words['title']}: {words['shift']} {sheet.shift}, {sheet.start:%Y-%m-%d %H:%M} - {sheet.end:%Y-%m-%d %H:%M}"
    )
    head: list[Flowable] = [Paragraph(_safe(title), _TITLE), _line(_safe(which))]
    if sheet.gangs_there is not None:
        head.append(_line(words["there"].format(n=sheet.gangs_there)))
    head += [Paragraph(words[f"lacks.{lack.what}"].format(n=lack.more), _LACKS) for lack in sheet.lacks]
    return [*head, Spacer(0, 4 * mm), _table(sheet, words), Spacer(0, 9 * mm), KeepTogether([_signatures(words)])]


def _table(sheet: ShiftSheet, words: dict[str, str]) -> Flowable:
    rows: list[Sequence[Flowable]] = [[_line(f"<b>{words[name]}</b>") for name in _COLUMNS]]
    for ship in sheet.ships:
        uses = [f"{_safe(use.crane)} {use.start:%H:%M}-{use.end:%H:%M}" for use in _local(sheet, ship)]
        first, last = ("" if moment is None else f"{moment:%H:%M}" for moment in (ship.first_line, ship.last_line))
        place = f"{ship.position_m:g}" + (f"<br/>{_safe(ship.bollards)}" if ship.bollards else "")
        cells = [
            _safe(ship.ship), _safe(ship.call), place, first, last, "<br/>".join(uses),
            str(ship.gangs), f"{ship.crane_hours:.1f}", str(ship.moves), _safe(" ".join(ship.yard_cranes)),
            str(ship.tractors),
        ]  # fmt: skip
        rows.append([_line(cell) for cell in cells])
    ships = sheet.ships
    totals = [f"<b>{words['all']}</b>", "", "", "", "", "", "", f"<b>{sum(ship.crane_hours for ship in ships):.1f}</b>"]
    totals += [f"<b>{sum(ship.moves for ship in ships)}</b>", "", ""]
    rows.append([_line(cell) for cell in totals])
    style = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#8496a5")),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e4edf3")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table(rows, colWidths=[width * mm for width in _WIDTHS], style=style, repeatRows=1, hAlign="LEFT")


def _local(sheet: ShiftSheet, ship: ShipInShift) -> list[CraneUse]:
    """Her cranes' times on the terminal's clock."""
    zone = sheet.start.tzinfo
    return [
        use.model_copy(update={"start": use.start.astimezone(zone), "end": use.end.astimezone(zone)})
        for use in ship.cranes
    ]


def _signatures(words: dict[str, str]) -> Flowable:
    who = words["signed"].split("|")
    rows = [[_line(f"<b>{name}</b>") for name in who], [""] * len(who), [_line(words["date"])] * len(who)]
    style = [("LINEBELOW", (0, 1), (-1, 1), 0.6, colors.black), ("RIGHTPADDING", (0, 0), (-1, -1), 14)]
    return Table(rows, colWidths=[88 * mm] * len(who), rowHeights=[None, 13 * mm, None], style=style, hAlign="LEFT")


def _line(text: str) -> Paragraph:
    return Paragraph(text, _TEXT)


def _plain(text: str) -> str:
    """A text in letters that the fonts of PDF itself have, without the marks that they lack."""
    return "".join(_plain_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _plain_letter(letter: str) -> str:
    with suppress(UnicodeEncodeError):
        return letter.encode("cp1252").decode("cp1252")
    return unicodedata.normalize("NFD", letter).encode("cp1252", "ignore").decode("cp1252") or "?"


def _safe(text: str) -> str:
    return escape(_plain(text))
