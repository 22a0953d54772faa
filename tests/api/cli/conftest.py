"""The command line, run in this process as a user would type it."""

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main
from data.case import Case
from data.formats import write_folder


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


Run = Callable[[str], Ran]


@pytest.fixture
def dermaga(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `dermaga` with the words of a line."""

    def run(line: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["dermaga", *shlex.split(line)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, said.out, said.err)

    return run


@pytest.fixture
def small_folder(small_case: Case, tmp_path: Path) -> Path:
    """The small case as a folder of tables."""
    folder = tmp_path / "small"
    write_folder(small_case, folder)
    return folder
