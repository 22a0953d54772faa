"""Cases that are sent: told apart by content, unpacked in memory, and safe from archives that mean harm."""

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data.case import Case
from data.errors import BadInput, Fault
from data.formats import read_upload, write_workbook
from data.formats.sizes import USUAL, Sizes

Pack = Callable[..., bytes]


@pytest.fixture
def pack(folder: Path) -> Pack:
    """A zip of the small case, in a folder of the archive, with more entries."""

    def packed(prefix: str = "", **more: bytes) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, prefix + path.name)
            for name, content in more.items():
                archive.writestr(name, content)
        return held.getvalue()

    return packed


def refused(content: bytes, name: str = "sent", sizes: Sizes = USUAL) -> list[Fault]:
    with pytest.raises(BadInput) as caught:
        read_upload(content, name, sizes)
    return caught.value.faults


def zipped(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return held.getvalue()


@pytest.mark.parametrize("prefix", ["", "my case/"])
def test_zip_of_a_folder(pack: Pack, small_case: Case, prefix: str) -> None:
    reading = read_upload(pack(prefix), "sent")
    assert reading.case.name == "sent"
    assert reading.case.hash == small_case.hash


def test_workbook(tmp_path: Path, small_case: Case) -> None:
    write_workbook(small_case, tmp_path / "x.xlsx")
    assert read_upload((tmp_path / "x.xlsx").read_bytes(), "sent").case.hash == small_case.hash


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b" \r\n"])
def test_json(small_case: Case, mark: bytes) -> None:
    assert read_upload(mark + small_case.model_dump_json().encode(), "sent").case.hash == small_case.hash


def test_faults_name_the_files_of_the_archive(pack: Pack, edit) -> None:
    edit("ports.csv", "IDSUB", "idsub")
    edit("quay_cranes.csv", "QC3,0,270", "QC3,0,280")
    assert {(fault.file, fault.row, fault.column) for fault in refused(pack())} >= {
        ("quay_cranes.csv", 4, "rail_to_m"),
        ("ports.csv", 3, "unlocode"),
    }


def test_what_an_apple_adds_is_left_alone(pack: Pack) -> None:
    assert read_upload(pack("case/", **{"__MACOSX/case/._calls.csv": b"x"}), "sent").notices == ()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../calls.csv", "the name leads out of the archive"),
        ("/etc/calls.csv", "the name leads out of the archive"),
        ("a/../../calls.csv", "the name leads out of the archive"),
        ("C:\\calls.csv", "the name leads out of the archive"),
        ("C:calls.csv", "the name leads out of the archive"),
        ("a/b/calls.csv", "it stands in a folder inside of a folder"),
    ],
)
def test_names_that_lead_elsewhere(name: str, problem: str) -> None:
    (fault,) = refused(zipped((name, b"id")))
    assert (fault.file, fault.problem, fault.value) == ("upload", problem, name)
    assert fault.remedy == "pack terminal.toml and the CSV files of one case, at the top or in one folder"


def test_files_in_two_folders(pack: Pack) -> None:
    (fault,) = refused(pack("a/", **{"b/notes.csv": b"x"}))
    assert (fault.problem, fault.value) == ("its files stand in more than one folder", "a, b")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_that_stand_twice() -> None:
    (fault,) = refused(zipped(("calls.csv", b"id"), ("calls.csv", b"id")))
    assert (fault.problem, fault.value) == ("two files of the archive have this name", "calls.csv")


def test_links() -> None:
    link = zipfile.ZipInfo("calls.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (fault,) = refused(zipped((link, b"/etc/passwd")))
    assert fault.problem == "it is a link or a device, not a file"


def test_bombs() -> None:
    (fault,) = refused(zipped(("calls.csv", b"0" * 5_000_000)))
    assert fault.problem == "unpacked it is more than 200 times as large"
    (fault,) = refused(zipped(("calls.csv", b"0" * 5_000_000)), sizes=Sizes(unpacked=2**20))
    assert fault.problem == "unpacked it is larger than 1 MB"


def test_an_archive_that_lies_about_its_sizes() -> None:
    content = bytearray(zipped(("calls.csv", b"0" * 500_000)))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert "damaged" in refused(bytes(content))[0].problem


def test_too_many_files() -> None:
    (fault,) = refused(zipped(*((f"{number}.csv", b"") for number in range(201))))
    assert fault.problem == "it holds more than 200 files"


def test_damaged_and_locked_archives(pack: Pack) -> None:
    content = bytearray(pack())
    assert refused(bytes(content[:-100]))[0].problem == "it is damaged or no zip archive"
    spoilt = bytearray(content)
    spoilt[200:260] = b"\xff" * 60
    assert "damaged" in refused(bytes(spoilt))[0].problem
    locked = bytearray(content)
    place = locked.index(b"PK\x01\x02")
    locked[place + 8] |= 1
    assert refused(bytes(locked))[0].problem == "it is locked with a password"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7", "it is neither a zip archive, nor an Excel workbook, nor JSON"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "it is a workbook with a password, or of the old kind (.xls)"),
        (b"[1, 2]", "it is no JSON object"),
        (b'{"calls": [' + b"{}," * 50, "it is no JSON (Expecting value: line 1 column 162 (char 161))"),
        (b'{"name": "x"', "it is no JSON (Expecting ',' delimiter: line 1 column 13 (char 12))"),
        (b'{"name": "\xff"}', "byte 11 is not UTF-8 text"),
        (b'{"name": "x", "name": "y"}', "an object says it twice"),
        (b"[" * 100_000, "its lists and objects stand more than 32 deep in each other"),
    ],
)
def test_what_is_no_case(content: bytes, problem: str) -> None:
    (fault,) = refused(content)
    assert fault.problem.startswith(problem)
    assert fault.remedy


@pytest.mark.parametrize("name", ["", "a b", "../x", ".x", "x" * 65, "naïve"])
def test_names_that_no_case_can_have(small_case: Case, name: str) -> None:
    (fault,) = refused(small_case.model_dump_json().encode(), name)
    assert (fault.column, fault.value, fault.problem) == ("name", name, "a case can't have this name")


def test_numbers_that_json_does_not_have(small_case: Case) -> None:
    data = json.loads(small_case.model_dump_json())
    data["vessels"][0]["loa_m"] = float("nan")
    data["calls"][1]["discharge_full"] = 10**30
    faults = refused(json.dumps(data).encode())
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in faults] == [
        ("case", None, "vessels.0.loa_m", "nan"),
        ("case", None, "calls.1.discharge_full", "1" + "0" * 30),
    ]
