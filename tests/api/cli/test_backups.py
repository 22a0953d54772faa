import json
import stat
from pathlib import Path

from api.jobs.table import JobTable
from api.settings import DATABASE, Settings
from api.store.opening import open_database
from tests.api.cli.conftest import Run


def test_a_backup_is_restored_into_a_new_place(dermaga: Run, tmp_path: Path) -> None:
    file = tmp_path / "dermaga.backup"
    (tmp_path / "here").mkdir(mode=0o700)
    engine = open_database(str(tmp_path / "here" / DATABASE))
    JobTable(engine, Settings()).close()
    made = dermaga(f"backup {file} --data {tmp_path}/here")
    assert made.status == 0, made.err
    assert made.out.startswith(f"Backed up {tmp_path}/here/{DATABASE} to {file}, as of ")
    assert "nothing was there" in made.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = dermaga(f"restore {file} --data {tmp_path}/there --json")
    assert json.loads(told.out)["rows"]["jobs"] == 0
    assert stat.S_IMODE((tmp_path / "there").stat().st_mode) == 0o700


def test_a_file_that_is_no_backup_is_refused(dermaga: Run, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no backup")
    ran = dermaga(f"restore {tmp_path}/notes --data {tmp_path}/there")
    assert ran.status == 1
    assert "is no backup of Dermaga" in ran.err
    assert ran.out == ""
