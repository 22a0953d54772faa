"""Databases found by the settings, brought to the tables of this version, and opened."""

import atexit
import os
import stat
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from api.settings import DATABASE, Settings
from api.store.database import Away, connect, reading, shown, writing
from data.errors import DermagaError

_MIGRATIONS = Path(__file__).parent / "migrations"
# Of PostgreSQL, the number of the lock under which tables are migrated: one server at a time.
_MIGRATING = 0x4445524D


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def revision_of(engine: Engine) -> str | None:
    """The version of a database's tables, None where there are none. Raises Away."""
    with reading(engine) as look:
        return revision_at(look)


def revision_at(connection: Connection) -> str | None:
    """The same in a transaction that is open already."""
    return MigrationContext.configure(connection).get_current_revision()


def knows_revision(revision: str) -> bool:
    """Whether this version of Dermaga knows a version of the tables."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def newest_revision() -> str | None:
    """The version of the tables that this version of Dermaga works with."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def migrate(engine: Engine) -> None:
    """Bring the tables of a database to this version, one server at a time.

    Raises Away, and DermagaError where a later version of Dermaga has made the tables.
    """
    try:
        if revision_of(engine) == newest_revision():
            return
        with writing(engine) as connection:
            upgrade(connection)
    except CommandError as error:
        raise DermagaError(
            f"the database {shown(engine.url)} was made by a later version of Dermaga; start that one, or give another "
            "--database"
        ) from error


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring tables to a version that is not before theirs, in a transaction that writes. Raises CommandError."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def open_database(database: str) -> Engine:
    """A database with the tables of this version.

    Raises DermagaError where it is none or can't be reached: whoever starts a server shall see that at once.
    """
    engine = connect(database)
    try:
        migrate(engine)
    except (SQLAlchemyError, Away) as error:
        engine.dispose()
        cause = error.__cause__ if isinstance(error, Away) else error
        reason = str(getattr(cause, "orig", None) or cause or error).strip().splitlines()[0]
        raise DermagaError(f"the database {shown(engine.url)} can't be used: {reason}") from error
    return engine


def place_of(settings: Settings) -> str:
    """The database that settings name: by itself, or the file in their folder, which is made where there is none.

    Where they name neither, a file that goes with this process. Raises DermagaError.
    """
    if settings.database is not None:
        return settings.database
    if settings.data is not None:
        return str(own_folder(settings.data) / DATABASE)
    folder = mkdtemp(prefix="dermaga-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return str(Path(folder) / DATABASE)


def own_folder(folder: Path) -> Path:
    """A folder for data that nobody else may read: made where there is none. Raises DermagaError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & 0o022:
            raise DermagaError(
                f"others may write to {folder}; take that from them (chmod go-w), or give another --data"
            )
    except OSError as error:
        raise DermagaError(
            f"the folder {folder} for the data can't be made ({os.strerror(error.errno or 0)}); give another --data"
        ) from error
    return folder
