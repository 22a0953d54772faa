"""Backups of both databases, also of jobs that run, and what comes of a file that is not whole."""

import json
import secrets
import stat
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select

from api.jobs.job import News, State, Work, packed, unpacked
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.settings import Settings
from api.store.archive import open_archive
from api.store.backup import backup, restore
from api.store.database import connect, reading, writing
from api.store.opening import newest_revision, open_database, revision_of, upgrade
from api.store.tables import job_parts, jobs, tokens, workers
from benchmarks.postgresql import OwnServer
from data.case import Case
from data.errors import DermagaError
from tests.api.store.first_version import FIRST, fill_first_version

Table = Callable[..., JobTable]
Asked = Callable[..., Work]


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Another database of each kind, without any table."""
    if request.param == "sqlite":
        opened = connect(str(tmp_path / "other.sqlite"))
        yield opened
        opened.dispose()
        return
    server: OwnServer = request.getfixturevalue("postgresql")
    with server.database(f"other_{secrets.token_hex(6)}") as url:
        opened = connect(url)
        yield opened
        opened.dispose()


@pytest.fixture
def full(engine: Engine, table: Table, queue: Queue, work: Asked) -> dict[str, str]:
    """A job that is done, one that runs with an answer and a part, one that is to be cancelled, and one that waits."""
    store = table()
    names = {name: store.submit(work(seconds=seconds), owner="ayu", key=name).id for name, seconds in _JOBS.items()}
    done, running, cancelled = (queue.claim(1, 1) for _ in range(3))
    assert done is not None
    assert running is not None
    assert cancelled is not None
    assert [done.job, running.job, cancelled.job] == [names["done"], names["running"], names["cancelled"]]
    queue.write(done, News(progress=[{"cost": 1}], result=packed({"plan": "é"})), State.DONE)
    queue.write(running, News(progress=[{"cost": 2}], result=packed({"plan": 2}), parts=[b"\0part"]))
    store.cancel(cancelled.job)
    queue.gone()
    with writing(engine) as connection:
        made = {"made": jobs_created(connection), "made_by": "ayu"}
        connection.execute(insert(tokens).values(id="t", hash="h", name="ayu", role="admin", **made))
    return names


_JOBS = {"done": 1, "running": 2, "cancelled": 3, "waiting": 4}


def jobs_created(connection: Any) -> Any:
    return connection.execute(select(func.min(jobs.c.created))).scalar_one()


def test_everything_comes_back_in_any_database(
    engine: Engine, other: Engine, full: dict[str, str], tmp_path: Path, work: Asked
) -> None:
    file = tmp_path / "dermaga.backup"
    made = backup(engine, file)
    assert made.tables["jobs"].rows == 4
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert restore(other, file) == made
    assert revision_of(other) == newest_revision()
    before, after = JobTable(engine, Settings()), JobTable(other, Settings())
    for name in ("done", "waiting"):
        assert after.job(full[name]) == before.job(full[name])
    assert after.events(full["done"]) == before.events(full["done"])
    assert after.case_of(full["done"]).hash == before.case_of(full["done"]).hash
    with reading(other) as connection:
        assert connection.execute(select(tokens.c.made)).scalar_one() == jobs_created(connection)
    # Rows are numbered on, and a key is still the one of its job.
    assert after.submit(work(seconds=1), owner="ayu", key="done").id == full["done"]
    assert after.submit(work(seconds=9), owner="ayu").id == after.jobs(10)[0][1].id


def test_what_ran_goes_on_and_no_worker_of_before_may_write(
    engine: Engine, other: Engine, full: dict[str, str], tmp_path: Path
) -> None:
    backup(engine, tmp_path / "backup")
    restore(other, tmp_path / "backup")
    table = JobTable(other, Settings())
    assert table.job(full["cancelled"]).state is State.CANCELLED
    left = table.job(full["running"])
    assert (left.state, left.result) == (State.QUEUED, {"plan": 2})
    assert table.events(left.id)[-1].data == {"state": "queued"}
    # A client that has seen more events than were backed up still gets those that come.
    assert table.events(left.id)[-1].number > 1_000
    with reading(engine) as connection:
        old = connection.execute(select(jobs.c.attempt).where(jobs.c.id == left.id)).scalar_one()
    again = Queue(other, "two").claim(1, 1)
    assert again is not None
    assert again.job == left.id
    assert again.number > old + 1_000
    assert again.best is not None
    assert unpacked(again.best) == {"plan": 2}
    assert again.parts == (b"\0part",)


@pytest.mark.usefixtures("full")
def test_a_backup_is_of_one_moment_and_holds_up_nobody(
    engine: Engine, table: Table, work: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.store import backup as module

    rows = module._rows

    def with_a_job_meanwhile(connection: Any, of: Any) -> Any:
        if of.name == "jobs":
            table().submit(work(seconds=8))
        return rows(connection, of)

    monkeypatch.setattr(module, "_rows", with_a_job_meanwhile)
    assert backup(engine, tmp_path / "backup").tables["jobs"].rows == 4
    assert len(table().jobs(10)) == 5


@pytest.mark.usefixtures("full")
def test_what_is_there_is_replaced_only_where_that_is_asked_for(
    engine: Engine, tmp_path: Path, table: Table, work: Asked
) -> None:
    backup(engine, tmp_path / "backup")
    later = table().submit(work(seconds=8)).id
    with pytest.raises(DermagaError, match=r"not empty \(contents, .*jobs.*--replace"):
        restore(engine, tmp_path / "backup")
    assert table().job(later)
    restore(engine, tmp_path / "backup", replace=True)
    with pytest.raises(DermagaError, match="there is no job"):
        table().job(later)


def test_nobody_may_be_at_work(engine: Engine, tmp_path: Path) -> None:
    backup(engine, tmp_path / "backup")
    Queue(engine, "one").here("host", 1, 1)
    with pytest.raises(DermagaError, match="stop all servers and workers"):
        restore(engine, tmp_path / "backup", replace=True)
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(workers)).scalar_one() == 1


@pytest.mark.usefixtures("full")
def test_a_restore_that_fails_leaves_everything_as_it_was(
    engine: Engine, table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(engine, tmp_path / "backup")
    before = table().jobs(10)
    monkeypatch.setattr("api.store.backup.put_back_all", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        restore(engine, tmp_path / "backup", replace=True)
    assert table().jobs(10) == before
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(job_parts)).scalar_one() == 1


def test_a_backup_of_the_first_version_is_migrated(
    engine: Engine, other: Engine, small_case: Case, tmp_path: Path
) -> None:
    with writing(other) as connection:
        upgrade(connection, FIRST)
        fill_first_version(connection, small_case)
    assert backup(other, tmp_path / "backup").revision == FIRST
    restore(engine, tmp_path / "backup")
    assert revision_of(engine) == newest_revision()
    assert {job.owner for _, job in JobTable(engine, Settings()).jobs(10)} == {"local", "ayu"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Engine, Path]]:
    """A backup of a database with tables alone."""
    opened = open_database(str(tmp_path / "small.sqlite"))
    backup(opened, tmp_path / "backup")
    yield opened, tmp_path / "backup"
    opened.dispose()


def test_a_file_that_is_not_whole_or_not_ours_is_refused(small: tuple[Engine, Path]) -> None:
    engine, file = small
    whole = file.read_bytes()
    for content in (b"", b"notes", whole[:-1], whole[: len(whole) // 2]):
        file.write_bytes(content)
        with pytest.raises(DermagaError, match="is no backup of Dermaga"):
            restore(engine, file)
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("notes.txt", "no backup")
    with pytest.raises(DermagaError, match="is no backup of Dermaga"):
        restore(engine, file)
    with pytest.raises(DermagaError, match="can't be read"):
        restore(engine, file.parent / "nothing")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": "dermaga-backup-9"}, "a backup of another kind"),
        ({"revision": "9999"}, "a later version of Dermaga"),
        ({"tables": {}}, "has other tables"),
    ],
)
def test_a_manifest_of_another_version_is_refused(
    small: tuple[Engine, Path], changes: dict[str, Any], says: str
) -> None:
    engine, file = small
    _rewrite(file, "manifest.json", lambda text: json.dumps(json.loads(text) | changes))
    with pytest.raises(DermagaError, match=says):
        restore(engine, file)


def test_a_changed_table_is_refused(small: tuple[Engine, Path]) -> None:
    engine, file = small
    _rewrite(file, "tables/contents.jsonl", lambda text: text + '["a","Yg=="]\n')
    with pytest.raises(DermagaError, match="is damaged in its table contents"):
        restore(engine, file)


@pytest.mark.parametrize("line", ["{{", "5", '["a"]', "[" * 100_000, '["a", 5]', '["a", null]', '[["a"], "Yg=="]'])
def test_rows_that_no_backup_has_are_refused(small: tuple[Engine, Path], line: str) -> None:
    engine, file = small
    content = line + "\n"

    def known(text: str) -> str:
        manifest = json.loads(text)
        manifest["tables"]["contents"] |= {"rows": 1, "sha256": sha256(content.encode()).hexdigest()}
        return json.dumps(manifest)

    _rewrite(file, "tables/contents.jsonl", lambda _: content)
    _rewrite(file, "manifest.json", known)
    with pytest.raises(DermagaError, match="rows in its table contents that can't be"):
        restore(engine, file)


def _rewrite(file: Path, member: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(file) as old:
        contents = {name: old.read(name).decode() for name in old.namelist()}
    with zipfile.ZipFile(file, "w") as new:
        for name, text in contents.items():
            new.writestr(name, change(text) if name == member else text)


def test_a_backup_that_cannot_be_written_leaves_the_one_before(
    small: tuple[Engine, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, file = small
    before = file.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DermagaError, match="can't be written: No space left on device"):
        backup(engine, file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if "part" in path.name] == []
    monkeypatch.undo()
    with pytest.raises(DermagaError, match="No such file or directory"):
        backup(engine, file.parent / "nowhere" / "backup")


def test_an_empty_database_has_nothing_to_back_up(tmp_path: Path) -> None:
    engine = connect(str(tmp_path / "empty.sqlite"))
    with pytest.raises(DermagaError, match="nothing to back up"):
        backup(engine, tmp_path / "backup")
    engine.dispose()


def test_the_checksums_are_of_the_lines(small: tuple[Engine, Path]) -> None:
    assert {entry.rows for entry in open_archive(small[1]).manifest.tables.values()} == {0}
