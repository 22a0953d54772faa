"""A case in a folder: terminal.toml, and one CSV file for each table."""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from data.case import TABLES, Case
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.assemble import Fields, Reading, assemble, name_of
from data.formats.delimited import LARGEST_FILE, read_delimited
from data.formats.fields import REQUIRED_TABLES, did_you_mean
from data.formats.frames import csv_text, frames, terminal_values
from data.formats.sizes import USUAL, Faults, Sizes
from data.formats.tables import Table
from data.formats.terminal_toml import FILE, read_terminal, terminal_toml
from data.formats.writing import write_whole_folder

# Files of other kinds beside a case (notes, sources) are nobody's mistake; these may be tables under a wrong name.
_TABLE_LIKE = (".csv", ".tsv", ".toml", ".xls", ".xlsx", ".ods")
_FILES = {f"{name}.csv": name for name in TABLES}


def read_folder(folder: Path) -> Reading:
    """The case in a folder, named as the folder. Raises BadInput with every fault that was found."""
    files = {path.name: partial(_content, path) for path in sorted(folder.iterdir()) if not path.is_dir()}
    return read_files(name_of(folder.resolve().name), files)


def _content(path: Path) -> bytes:
    return content_of(path, path.name, LARGEST_FILE, "drop what the case does not need")


def read_files(name: str, files: Mapping[str, Callable[[], bytes]], sizes: Sizes = USUAL) -> Reading:
    """The case of this name in the folder form, given as the content of each file by its name.

    Raises BadInput with every fault that was found.
    """
    faults: list[Fault] = Faults()
    content = {file: _read(files[file], faults) for file in (FILE, *_FILES) if file in files}
    toml = content.get(FILE)
    fields: Fields | None = None
    if FILE not in files:
        faults.append(Fault(FILE, "the file is missing", "take the one that `dermaga case template` writes"))
    elif toml is not None:
        fields = read_terminal(toml, faults)
    tables: dict[str, Table | None] = {}
    for file, table in _FILES.items():
        if file in files:
            held = content[file]
            tables[table] = None if held is None else read_delimited(table, file, held, faults, most_rows=sizes.rows)
        elif table in REQUIRED_TABLES:
            tables[table] = None
            faults.append(
                Fault(file, "the file is missing", f"add it: {', '.join(sorted(REQUIRED_TABLES))} must be there")
            )
    return assemble(name, fields, tables, faults, [_unknown(file) for file in files if _looks_like_a_table(file)])


def _read(read: Callable[[], bytes], faults: list[Fault]) -> bytes | None:
    try:
        return read()
    except BadInput as error:
        faults += error.faults
        return None


def _looks_like_a_table(file: str) -> bool:
    return (
        file.lower().endswith(_TABLE_LIKE) and file not in _FILES and file != FILE and not file.startswith((".", "~"))
    )


def _unknown(file: str) -> str:
    near = did_you_mean(file, [FILE, *_FILES])
    return f"{file} is no table of a case and was not read" + (f"; did you mean {near}?" if near else "")


def write_folder(case: Case, folder: Path) -> None:
    """Write a case into a new or empty folder, whole or not at all. Read back from there, it is the same case.

    The reader names a case by its folder. Raises data.formats.Occupied where the folder holds something already.
    """
    write_whole_folder(folder, _texts(case))


def zip_of(case: Case) -> bytes:
    """The folder form of a case as a zip archive, the same bytes for the same case. Uploaded, it is the same case."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _texts(case).items():
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _texts(case: Case) -> dict[str, str]:
    files = {FILE: terminal_toml(terminal_values(case.terminal), {})}
    return files | {f"{name}.csv": csv_text(frame, case.terminal.zone) for name, frame in frames(case).items()}
