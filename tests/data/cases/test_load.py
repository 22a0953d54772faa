"""Cases by name and by path."""

from pathlib import Path

import pytest

import data.cases
from data.case import Case
from data.cases import embedded, load
from data.errors import BadInput, NotFound
from data.formats import write_folder, write_workbook


@pytest.fixture
def shelf(tmp_path: Path, small_case: Case, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of embedded cases in place of the real one."""
    for name in ("kariangau", "hub"):
        write_folder(small_case, tmp_path / "shelf" / name)
    (tmp_path / "shelf" / "__pycache__").mkdir()
    monkeypatch.setattr(data.cases, "_HERE", tmp_path / "shelf")
    return tmp_path / "shelf"


@pytest.mark.usefixtures("shelf")
def test_embedded_cases_by_name(small_case: Case) -> None:
    assert embedded() == ["hub", "kariangau"]
    assert load("hub").case.name == "hub"
    assert load("hub").case.hash == small_case.hash


@pytest.mark.usefixtures("shelf")
def test_cases_by_path(tmp_path: Path, small_case: Case) -> None:
    write_folder(small_case, tmp_path / "mine")
    write_workbook(small_case, tmp_path / "mine.xlsx")
    assert load(str(tmp_path / "mine")).case.name == "mine"
    assert load(str(tmp_path / "mine.xlsx")).case.hash == small_case.hash


@pytest.mark.usefixtures("shelf")
def test_an_embedded_case_goes_before_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load("hub").case.calls
    with pytest.raises(BadInput):
        load("./hub")


@pytest.mark.usefixtures("shelf")
def test_what_is_not_there() -> None:
    with pytest.raises(
        NotFound, match="there is no case 'kariangan', embedded or at that path; did you mean kariangau"
    ):
        load("kariangan")
    with pytest.raises(NotFound, match="embedded cases are hub, kariangau"):
        load("xyz")
