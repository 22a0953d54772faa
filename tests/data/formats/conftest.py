"""Fixtures of the format tests: the small case in a folder, and what a reader refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.case import Case
from data.errors import BadInput, Fault
from data.formats import read_case, write_folder

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path, small_case: Case) -> Path:
    """The small case in a folder of its own, named as the case."""
    write_folder(small_case, tmp_path / "small")
    return tmp_path / "small"


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text, which must stand there once, in a file of the folder."""

    def replace(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def refused() -> Callable[[Path], list[Fault]]:
    """The faults for which a case is refused."""

    def faults(path: Path) -> list[Fault]:
        with pytest.raises(BadInput) as caught:
            read_case(path)
        return caught.value.faults

    return faults
