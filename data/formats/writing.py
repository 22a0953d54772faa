"""Writing is all or nothing: what is half-written never stands under the name that was asked for."""

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from data.errors import DermagaError


class Occupied(DermagaError):
    """Something stands already where a case was to be written."""


def write_whole_folder(folder: Path, files: dict[str, str]) -> None:
    """Write these texts by file name into a new or empty folder, all of them or none.

    Raises Occupied where the folder holds something already, and OSError where it can't be written.
    """
    there = folder.exists()
    if there and (not folder.is_dir() or any(folder.iterdir())):
        raise Occupied(f"{folder} holds something already; give a folder that is new or empty")
    workshop = _beside(folder / "case" if there else folder)
    workshop.mkdir(parents=True)
    try:
        for name, text in files.items():
            (workshop / name).write_text(text, encoding="utf-8", newline="\n")
        if there:  # the folder stays the same one, as somebody may stand in it
            _move_up(workshop, folder)
        else:
            workshop.rename(folder)
    except BaseException:
        shutil.rmtree(workshop, ignore_errors=True)
        raise


def _move_up(workshop: Path, folder: Path) -> None:
    moved: list[Path] = []
    try:
        for path in sorted(workshop.iterdir()):
            moved.append(path.rename(folder / path.name))
        workshop.rmdir()
    except BaseException:
        for path in moved:
            path.unlink(missing_ok=True)
        raise


def write_whole_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file beside the wanted path and put it there once it is whole.

    Raises Occupied where there is such a file already, and OSError where it can't be written.
    """
    if path.exists():
        raise Occupied(f"{path} exists already; give a new name")
    path.parent.mkdir(parents=True, exist_ok=True)
    workshop = _beside(path)
    try:
        write(workshop)
        workshop.replace(path)
    except BaseException:
        workshop.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> Path:
    """A name that nothing has, in the same folder, so that a move there can't be half done; the suffix stays."""
    return path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}")
