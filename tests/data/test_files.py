"""Files that are given: whatever has no end, or is no file, is refused at once."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import BadInput
from data.files import content_of
from data.formats import read_case
from data.formats.benchmarks.lines import text_of
from data.formats.edifact.reading import read_edi
from data.formats.lists import read_list
from data.formats.moved import read_moments
from data.plans import read_plan


def problem(path: Path, most: int = 10) -> str:
    with pytest.raises(BadInput) as refused:
        content_of(path, "it", most)
    (fault,) = refused.value.faults
    assert fault.file == "it"
    return f"{fault.problem}; {fault.remedy}"


def test_the_content_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ten"
    path.write_bytes(b"0123456789")
    assert content_of(path, "ten", 10) == b"0123456789"
    link = tmp_path / "link"
    link.symlink_to(path)
    assert content_of(link, "link", 10) == b"0123456789"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "more"
    path.write_bytes(bytes(2**20 + 1))
    assert problem(path, 2**20) == "it is larger than 1 MB; drop what nobody needs"


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert problem(tmp_path / "pipe") == "it is a pipe, a socket or a device; give a file"
    assert problem(Path("/dev/zero")) == "it is a pipe, a socket or a device; give a file"
    assert problem(tmp_path) == "it is a folder; give a file"
    assert problem(tmp_path / "none") == "it can't be read (No such file or directory); give a file that can be read"


@pytest.mark.parametrize(
    "read",
    [
        read_edi,
        read_plan,
        read_case,
        text_of,
        lambda path: read_list(path, "ARU-1"),
        lambda path: read_moments(path, None, lambda _: None),
    ],
)
def test_no_reader_waits_for_a_pipe(tmp_path: Path, read: Callable[[Path], object]) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    with pytest.raises(BadInput, match="it is a pipe, a socket or a device"):
        read(pipe)
