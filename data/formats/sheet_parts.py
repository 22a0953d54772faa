"""Workbooks that are small and make their reader work without end: their parts are looked at before they are parsed.

A part is XML. Entities that stand for each other many times over are refused here by their declaration, and by
defusedxml in whatever encoding they come. What is left is sheer number: of cells, and of letters of one text.
"""

import zipfile

from data.errors import BadInput, Fault
from data.formats.archive import UNREADABLE

# Bytes that are read at once. Excel's cells hold 32,767 letters of up to four bytes: where no tag begins in so many, a
# text or a tag is longer than any cell's, and takes its reader time by the square.
_CHUNK = 2**17
# Tags of a cell: itself, its value or text, and the ends of these.
_TAGS_OF_CELL = 6
# Parts that list cells and texts. Of any other, each tag takes its reader long.
_LISTS = ("xl/worksheets/", "xl/sharedStrings")
_MOST_TAGS_ELSEWHERE = 200_000


def refuse_bombs(file: str, archive: zipfile.ZipFile, most_cells: int) -> None:
    """Raise BadInput for a workbook with more than so many cells, longer texts than cells hold, or entities."""
    tags = 0
    for member in archive.infolist():
        listed = member.filename.startswith(_LISTS)
        here = 0
        try:
            with archive.open(member) as part:
                end = b""
                while chunk := part.read(_CHUNK):
                    marks = chunk.count(b"<")
                    here += marks
                    text = end + chunk
                    end = chunk[-16:]
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        raise _refused(file, member, "it declares entities, as no spreadsheet does")
                    if not marks and len(chunk) == _CHUNK:
                        raise _refused(file, member, "a text of it is longer than a cell can hold")
                    if listed and tags + here > _TAGS_OF_CELL * most_cells:
                        raise too_many_cells(file, most_cells)
                    if not listed and here > _MOST_TAGS_ELSEWHERE:
                        raise _refused(file, member, "it has more styles or names than a reader can take")
        except UNREADABLE as error:
            raise _refused(file, member, "it is damaged and can't be unpacked") from error
        tags += here if listed else 0


def too_many_cells(file: str, most: int) -> BadInput:
    """The refusal of a workbook with more cells than that."""
    remedy = "delete empty rows and columns that were formatted, or send the tables as a zip of CSV files"
    return BadInput([Fault(file, f"its sheets have more than {most:,} cells", remedy)])


def _refused(file: str, member: zipfile.ZipInfo, problem: str) -> BadInput:
    return BadInput([Fault(file, problem, "save it anew from a spreadsheet", value=member.filename)])
