"""How a Case is read and written: a folder of tables, one Excel workbook, or JSON.

`fields` says what each column is, from the types; `cells` and `moments` understand single cells; `rows` turns
tables into typed rows, and `wording` turns what the types refuse into sentences; `folder`, `workbook` and `upload`
are the forms in which a case comes, and `assemble` makes the Case of any of them.
"""

from pathlib import Path

from data.errors import BadInput, Fault
from data.formats.assemble import Reading
from data.formats.folder import read_folder, write_folder, zip_of
from data.formats.frames import frames
from data.formats.notation import case_from_json
from data.formats.template import write_template
from data.formats.upload import read_upload
from data.formats.workbook import read_workbook, workbook_of, write_workbook
from data.formats.writing import Occupied

__all__ = [
    "Occupied",
    "Reading",
    "case_from_json",
    "frames",
    "read_case",
    "read_upload",
    "workbook_of",
    "write_folder",
    "write_template",
    "write_workbook",
    "zip_of",
]


def read_case(path: Path) -> Reading:
    """The case in a folder (terminal.toml and CSV tables) or in an Excel workbook (.xlsx), and what was understood.

    Its name is that of the folder or file. Nothing is written. Raises BadInput with every fault that was found.
    """
    if path.is_dir():
        return read_folder(path)
    if path.suffix.lower() == ".xlsx" and path.exists():
        return read_workbook(path)
    problem = "it is neither a folder nor an Excel workbook" if path.exists() else "there is no such file or folder"
    raise BadInput([Fault(str(path), problem, "give a folder with terminal.toml and its tables, or an .xlsx file")])
