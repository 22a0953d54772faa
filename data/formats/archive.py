"""Zip archives from anyone: their sizes, names and kinds are looked at before anything is unpacked."""

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from data.errors import BadInput, Fault
from data.formats.sizes import USUAL, Sizes

_HIGHEST_RATIO = 200  # tables of a year's calls pack 10 to 30 times
_JUNK = ("__MACOSX/",)
# What the unpacking of a damaged file raises.
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


def opened(file: str, content: bytes, sizes: Sizes = USUAL) -> zipfile.ZipFile:
    """The zip archive, if it is one that is safe to unpack in memory. Raises BadInput otherwise."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise BadInput([Fault(file, "it is damaged or no zip archive", "make it anew and send it whole")]) from error
    if len(members) > sizes.files:
        raise BadInput([Fault(file, f"it holds more than {sizes.files:,} files", "put the files of one case into it")])
    unpacked = sum(member.file_size for member in members)
    if unpacked > sizes.unpacked:
        problem = f"unpacked it is larger than {sizes.unpacked / 2**20:,.4g} MB"
        raise BadInput([Fault(file, problem, "drop what the case does not need")])
    if any(member.flag_bits & 1 for member in members):
        raise BadInput([Fault(file, "it is locked with a password", "save it without a password")])
    return archive


def case_files(file: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of a case in an archive by their name, which stand at its top or in one folder at its top.

    Raises BadInput for names that lead elsewhere, deeper folders, links, what is packed too well, what stands twice.
    """
    faults: list[Fault] = []
    found: dict[str, zipfile.ZipInfo] = {}
    folders: set[str] = set()
    for member in archive.infolist():
        if member.is_dir() or member.filename.startswith(_JUNK):
            continue
        path = PurePosixPath(member.filename)
        problem = _unsafe(member, path)
        if problem is None and path.name in found:
            problem = "two files of the archive have this name"
        if problem is not None:
            remedy = "pack terminal.toml and the CSV files of one case, at the top or in one folder"
            faults.append(Fault(file, problem, remedy, value=member.filename))
            continue
        found[path.name] = member
        folders.add(str(path.parent))
    if len(folders) > 1 and not faults:
        remedy = "pack the files of one case, at the top or in one folder"
        faults.append(Fault(file, "its files stand in more than one folder", remedy, value=", ".join(sorted(folders))))
    if faults:
        raise BadInput(faults)
    return found


def _unsafe(member: zipfile.ZipInfo, path: PurePosixPath) -> str | None:
    name = member.filename
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in member.orig_filename:
        return "the name leads out of the archive"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "it is a link or a device, not a file"
    if len(path.parts) > 2:
        return "it stands in a folder inside of a folder"
    if member.file_size > 2**20 and member.file_size > _HIGHEST_RATIO * max(member.compress_size, 1):
        return f"unpacked it is more than {_HIGHEST_RATIO} times as large"
    return None


def unpacked(file: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content of a file in the archive. Raises BadInput where it is damaged."""
    try:
        return archive.read(member)
    except UNREADABLE as error:
        fault = Fault(file, "it is damaged and can't be unpacked", "make the archive anew", value=member.filename)
        raise BadInput([fault]) from error
