import sqlite3
import stat
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from api.settings import DATABASE, Settings
from api.store.database import Away, answered, connect, reading, shown, writing
from api.store.opening import open_database, own_folder, place_of
from api.store.tables import contents, metadata
from data.errors import DermagaError


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(str(tmp_path / "jobs.sqlite"))
    yield opened
    opened.dispose()


def test_migrations_make_the_tables(engine: Engine) -> None:
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        connection.execute(contents.insert().values(key="a", content=b"b"))
    again = open_database(str(tmp_path / "jobs.sqlite"))
    with reading(again) as connection:
        assert connection.execute(select(contents.c.content)).scalar_one() == b"b"
    again.dispose()


def test_tables_of_a_later_version_are_left_alone(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DermagaError, match="made by a later version of Dermaga"):
        open_database(str(tmp_path / "jobs.sqlite"))


def test_sqlite_loses_nothing_and_is_nobody_elses(engine: Engine, tmp_path: Path) -> None:
    with reading(engine) as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as connection:
            connection.execute(contents.insert().values(key="a", content=b"b"))
            connection.execute(contents.insert().values(key="a", content=b"b"))

    with pytest.raises(IntegrityError):
        fail()
    with reading(engine) as connection:
        assert connection.execute(select(contents)).all() == []


@pytest.mark.parametrize(
    ("database", "says"),
    [
        ("mysql://host/name", "is no database for Dermaga"),
        ("sqlite://", "jobs in memory are lost"),
        ("sqlite:///:memory:", "jobs in memory are lost"),
        ("://", "can't be read"),
        ("/nowhere/at/all/jobs.sqlite", "there is no folder /nowhere/at/all"),
        (
            "postgresql://ayu:secret@127.0.0.1:1/name",
            r"psycopg://ayu:\*\*\*@127.0.0.1:1/name can't be used",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(database: str, says: str) -> None:
    with pytest.raises(DermagaError, match=says) as refused:
        open_database(database)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database\n" * 100)
    with pytest.raises(DermagaError, match="file is not a database"):
        open_database(str(tmp_path / "notes.txt"))


def test_a_password_is_not_shown() -> None:
    assert shown("postgresql://ayu:secret@host/name") == "postgresql://ayu:***@host/name"
    assert "secret" not in repr(Settings(database="postgresql://ayu:secret@host/name"))
    engine = connect("postgresql://ayu:secret@host/name")
    assert "secret" not in repr(engine.url)


def test_a_full_disk_is_told_as_that(engine: Engine) -> None:
    def fill() -> None:
        with writing(engine) as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            connection.execute(contents.insert().values(key="a", content=b"b" * 1_000_000))

    with pytest.raises(Away) as refused:
        fill()
    assert refused.value.status == HTTPStatus.INSUFFICIENT_STORAGE
    assert refused.value.kind == "disk-full"
    with reading(engine) as connection:
        assert connection.execute(select(contents)).all() == []


def test_a_locked_file_is_told_as_away() -> None:
    locked = sqlite3.OperationalError("database is locked")
    with pytest.raises(Away), answered():
        raise OperationalError("UPDATE", None, locked)
    wrong = sqlite3.OperationalError("no such table: jobs")
    with pytest.raises(OperationalError), answered():
        raise OperationalError("UPDATE", None, wrong)


def test_data_lie_in_a_folder_that_is_nobody_elses(tmp_path: Path) -> None:
    place = Path(place_of(Settings(data=tmp_path / "new" / "data")))
    assert place == tmp_path / "new" / "data" / DATABASE
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    place.parent.chmod(0o777)
    with pytest.raises(DermagaError, match="others may write"):
        own_folder(place.parent)
    (tmp_path / "file").touch()
    with pytest.raises(DermagaError, match="can't be made"):
        own_folder(tmp_path / "file" / "data")


def test_a_database_goes_before_a_folder(tmp_path: Path) -> None:
    assert place_of(Settings(data=tmp_path / "data", database="x.sqlite")) == "x.sqlite"
    assert not (tmp_path / "data").exists()
    assert Path(place_of(Settings())).parent.is_dir()
