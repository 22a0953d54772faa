"""`dermaga token` and `dermaga audit`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy import Engine

from api.cli.console import AsJson, note, print_json, print_table, say
from api.cli.serving import Config, Data, Database
from api.resources.access import AuditEntry, MadeToken, TokenEntry, TokenRequest
from api.security.roles import LOCAL, Role
from api.settings import DATABASE, read_settings
from api.store.audit import AuditLog
from api.store.opening import open_database, place_of
from api.store.tokens import Token, TokenTable
from data.errors import BadInput, DermagaError, NotFound
from data.export_chain import PARTIES
from data.validation import fault_of

app = typer.Typer(help="Tokens: who may do what at a server that asks for them.", no_args_is_help=True)


@contextmanager
def _opened(data: Any, database: Any, config: Any, *, new: bool = False) -> Iterator[tuple[Engine, AuditLog]]:
    """The database of a server, and its audit log; also one that is only now made, where it may be `new`."""
    settings = read_settings({"data": data, "database": database}, config=config)
    file = settings.database or (settings.data / DATABASE if settings.data else "")
    if not new and "://" not in str(file) and not Path(file).exists():
        # A new one would have an empty log and no tokens to revoke, as if all were well.
        raise NotFound(f"there is no {file}; give the --data or --database of the server")
    engine = open_database(place_of(settings))
    try:
        yield engine, AuditLog(engine, settings.most_audit)
    finally:
        engine.dispose()


@app.command("add")
def add_token(
    name: Annotated[str, typer.Argument(help="The user: letters, digits and . _ - @ +")],
    role: Annotated[Role, typer.Option(help="What the user may do")],
    party: Annotated[str | None, typer.Option(metavar="PARTY", help=f"Of the role party: {', '.join(PARTIES)}")] = None,
    of: Annotated[str | None, typer.Option(metavar="NAME", help="Which exporter or line, as bookings name it")] = None,
    expires: Annotated[
        int | None, typer.Option(metavar="DAYS", min=1, max=3650, help="Days for which it is good (default: always)")
    ] = None,
    data: Data = None,
    database: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make a token. It is shown once: the database keeps its hash alone."""
    try:
        request = TokenRequest.model_validate(
            {"name": name, "role": role, "party": party, "of": of or None, "days": expires}
        )
    except ValidationError as error:
        if (told := error.errors()[0].get("ctx", {}).get("error")) is not None:
            raise DermagaError(str(told)) from error  # of options that don't go together
        raise BadInput([fault_of(each, "options", [*each["loc"]]) for each in error.errors()]) from error
    with _opened(data, database, config, new=True) as (engine, audit):
        token, secret = TokenTable(engine).add(request.holder, by=LOCAL.name)
        audit.write(LOCAL, "token add", f"/api/v1/tokens/{token.id}", 201)
    if as_json:
        print_json(MadeToken(**_fields(token), token=secret).model_dump(mode="json"))
        return
    note(f"Token {token.id} of {token.name} ({token.role}). Keep it now: it is not shown again.")
    say(secret)


@app.command("list")
def list_tokens(data: Data = None, database: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """List all tokens, those that are no longer good too."""
    with _opened(data, database, config) as (engine, _):
        table = TokenTable(engine)
        found = page = table.page(200)
        while len(page) == 200:
            page = table.page(200, page[-1].id)
            found = found + page
    if as_json:
        print_json([TokenEntry(**_fields(token)).model_dump(mode="json") for token in found])
        return
    print_table(
        "Tokens",
        ["id", "user", "role", "party", "made", "by", "expires", "state"],
        [
            [
                token.id,
                token.name,
                token.role,
                " ".join(part for part in (token.party, token.of) if part),
                f"{token.made:%Y-%m-%d}",
                token.made_by,
                "" if token.expires is None else f"{token.expires:%Y-%m-%d}",
                token.state,
            ]
            for token in found
        ],
    )


@app.command("revoke")
def revoke_token(
    token: Annotated[str, typer.Argument(metavar="ID|NAME", help="A token, or all of a user")],
    data: Data = None,
    database: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """End a token, or all of a user, with the sessions opened with them: on all servers within seconds."""
    with _opened(data, database, config) as (engine, audit):
        table = TokenTable(engine)
        found = [table.revoke(each.id) for each in table.named(token)]
        for each in found:
            audit.write(LOCAL, "token revoke", f"/api/v1/tokens/{each.id}", 200)
    if not found:
        raise NotFound(f"there is no valid token {token}, nor one of a user of that name; see dermaga token list")
    if as_json:
        print_json([TokenEntry(**_fields(each)).model_dump(mode="json") for each in found])
        return
    for each in found:
        say(f"The token {each.id} of {each.name} is revoked.")


def show_audit(
    who: Annotated[str | None, typer.Option(metavar="USER", help="Only what this user did")] = None,
    target: Annotated[
        str | None, typer.Option(metavar="PATH", help="Only what was done to paths that begin so, as /api/v1/cases")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=1_000_000, help="Rows at most, the newest")] = 50,
    data: Data = None,
    database: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Tell who changed what and when at the servers of a database, and what was refused."""
    with _opened(data, database, config) as (_, audit):
        found = audit.page(most, who=who, target=target)
    if as_json:
        print_json([AuditEntry(**asdict(entry)).model_dump(mode="json") for entry in found])
        return
    print_table(
        "Audit log",
        ["at (UTC)", "who", "role", "what", "of", "outcome"],
        [
            [f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.who, entry.role, entry.action, entry.target, str(entry.outcome)]
            for entry in found
        ],
        right=(5,),
    )


def _fields(token: Token) -> dict[str, Any]:
    return asdict(token) | {"state": token.state}
