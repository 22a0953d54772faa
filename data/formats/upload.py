"""A case as it is sent: the zip of a folder, an Excel workbook, or JSON, told apart by what is in it."""

from functools import partial

from data.errors import BadInput, Fault
from data.formats.archive import case_files, opened, unpacked
from data.formats.assemble import Reading
from data.formats.folder import read_files
from data.formats.notation import case_from_json, named, parsed
from data.formats.sizes import USUAL, Sizes
from data.formats.workbook import WORKBOOK_PART, parse_workbook, refuse_old_workbook

FILE = "upload"


def read_upload(content: bytes, name: str, sizes: Sizes = USUAL) -> Reading:
    """The case in the content that was sent, under the given name. Nothing is written, all is read in memory.

    Raises BadInput with every fault that was found.
    """
    name = named(name)
    if content.startswith(b"PK"):
        archive = opened(FILE, content, sizes)
        if WORKBOOK_PART in archive.namelist():
            return parse_workbook(name, FILE, content, sizes)
        members = case_files(FILE, archive)
        files = {file: partial(unpacked, FILE, archive, held) for file, held in members.items()}
        return read_files(name, files, sizes)
    refuse_old_workbook(FILE, content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return case_from_json(parsed(content, sizes), name, sizes)
    problem = "it is neither a zip archive, nor an Excel workbook, nor JSON" if content else "it is empty"
    raise BadInput([Fault(FILE, problem, "send a zip of a case's folder, an .xlsx file, or a case as JSON")])
