from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings, read_settings, usual_folder
from data.errors import BadInput, DermagaError


def test_options_go_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    config = tmp_path / "dermaga.toml"
    config.write_text('port = 1\nmost_queued = 2\nmost_cases = 3\ndata = "kept"\n')
    environment = {"DERMAGA_PORT": "4", "DERMAGA_MOST_QUEUED": "5", "DERMAGA_CONFIG": str(config), "DERMAGA_DASK": ""}
    found = read_settings({"port": 6, "most_queued": None}, environment=environment)
    assert found == Settings(port=6, most_queued=5, most_cases=3, data=Path("kept"))
    assert read_settings({}, config=config, environment={}).port == 1


def test_every_wrong_setting_is_told_with_its_place(tmp_path: Path) -> None:
    config = tmp_path / "dermaga.toml"
    config.write_text("most_queued = -1\nmost_qeued = 2\n")
    with pytest.raises(BadInput) as refused:
        read_settings({"lease_s": 0}, config=config, environment={"DERMAGA_CORES": "many"})
    assert {(fault.file, fault.column) for fault in refused.value.faults} == {
        (str(config), "most_queued"),
        (str(config), "most_qeued"),
        ("environment", "cores"),
        ("options", "lease_s"),
    }


def test_lists_are_written_with_commas_where_they_must(tmp_path: Path) -> None:
    config = tmp_path / "dermaga.toml"
    config.write_text('hosts = ["Dermaga.Example", "10.0.0.5"]\n')
    found = read_settings({}, config=config, environment={"DERMAGA_ORIGINS": "https://a.example, http://b:8080"})
    assert found.hosts == ("dermaga.example", "10.0.0.5")
    assert found.origins == ("https://a.example", "http://b:8080")


@pytest.mark.parametrize("origin", ["*", "a.example", "https://a.example/", "https://*.example", "null"])
def test_an_origin_is_whole(origin: str) -> None:
    with pytest.raises(BadInput, match="is no origin"):
        read_settings({}, environment={"DERMAGA_ORIGINS": origin})


@pytest.mark.parametrize(
    ("settings", "asks"),
    [({}, False), ({"tokens": True}, True), ({"host": "::1"}, False), ({"host": "0.0.0.0"}, True)],
)
def test_tokens_are_asked_for_wherever_others_come(settings: dict[str, Any], asks: bool) -> None:
    assert Settings(**settings).asks_tokens is asks


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DermagaError, match="can't be read"):
        read_settings({}, config=tmp_path / "none.toml", environment={})
    (tmp_path / "bad.toml").write_text("port 5")
    with pytest.raises(BadInput, match="no TOML"):
        read_settings({}, config=tmp_path / "bad.toml", environment={})


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"STATE_DIRECTORY": "/var/lib/dermaga:/var/lib/other", "XDG_DATA_HOME": "/x"}, "/var/lib/dermaga"),
        ({"XDG_DATA_HOME": "/x"}, "/x/dermaga"),
    ],
)
def test_the_usual_folder(environment: dict[str, str], folder: str) -> None:
    assert usual_folder(environment) == Path(folder)
    assert read_settings({}, environment=environment).data == Path(folder)
    assert read_settings({"database": "x"}, environment=environment).data is None


def test_the_usual_folder_of_a_user() -> None:
    assert usual_folder({}).parent.parent.is_relative_to(Path.home())
    assert usual_folder({}).name == "dermaga"


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://ayu:secret@host/name\n")
    found = read_settings({}, environment={"DERMAGA_DATABASE_FILE": str(file)})
    assert found.database == "postgresql://ayu:secret@host/name"
    both = {"DERMAGA_DATABASE_FILE": str(file), "DERMAGA_DATABASE": "x.sqlite"}
    assert read_settings({}, environment=both).database == "x.sqlite"
    with pytest.raises(DermagaError, match=r"nothing, which DERMAGA_DATABASE_FILE names, can't be read \(No such file"):
        read_settings({}, environment={"DERMAGA_DATABASE_FILE": str(tmp_path / "nothing")})
