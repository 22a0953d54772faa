"""`dermaga backup` and `dermaga restore`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, print_json, say
from api.cli.serving import Config, Data, Database, where_of
from api.settings import read_settings
from api.store.archive import Manifest
from api.store.backup import backup, restore
from api.store.database import connect
from api.store.opening import place_of

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, as dermaga.backup")]


def back_up(
    file: File, data: Data = None, database: Database = None, config: Config = None, as_json: AsJson = False
) -> None:
    """Write all jobs, cases, plans and tokens to a file, while servers and workers go on."""
    settings = read_settings({"data": data, "database": database}, config=config)
    engine = connect(place_of(settings))
    try:
        _tell(f"Backed up {where_of(settings)} to {file}", backup(engine, file), as_json)
    finally:
        engine.dispose()


def restore_from(
    file: File,
    data: Data = None,
    database: Database = None,
    config: Config = None,
    replace: Annotated[bool, typer.Option("--replace", help="Lose what is in the database now")] = False,
    as_json: AsJson = False,
) -> None:
    """Fill an empty database from a backup, also of the other kind; while no server or worker is at work on it."""
    settings = read_settings({"data": data, "database": database}, config=config)
    engine = connect(place_of(settings))
    try:
        _tell(f"Restored {file} into {where_of(settings)}", restore(engine, file, replace=replace), as_json)
    finally:
        engine.dispose()


def _tell(what: str, manifest: Manifest, as_json: bool) -> None:
    rows = {name: entry.rows for name, entry in manifest.tables.items()}
    if as_json:
        print_json({"made": manifest.made.isoformat(), "revision": manifest.revision, "rows": rows})
    else:
        of = ", ".join(f"{count:,} {name}" for name, count in rows.items() if count)
        say(f"{what}, as of {manifest.made:%Y-%m-%d %H:%M:%S} UTC: {of or 'nothing was there'}.")
