"""What servers and workers can be told: where they listen and keep their data, and how much they take on.

Options of the command come first, then variables of the environment (DERMAGA_MOST_QUEUED=50), then the file that
--config or DERMAGA_CONFIG names (TOML: most_queued = 50). A variable with _FILE at its end names a file that holds the
value: for secrets, which containers and systemd hand over as files.
"""

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from api.jobs.leases import LEASE_S
from api.observing.logs import LogFormat
from data.errors import BadInput, DermagaError, Fault
from data.formats.sizes import Sizes
from data.validation import fault_of

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DATABASE = "dermaga.sqlite"  # the file in the folder of the data, unless another database is named
_PREFIX = "DERMAGA_"
_ORIGIN = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:]+\])(:\d{1,5})?")


def _listed(value: Any) -> Any:
    """A list, also as one text with commas, which is all that a variable of the environment can hold."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)


def _origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin} is no origin: give each whole and without a path, as https://plans.example.com")
    return origins


Names = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_lower)]
Origins = Annotated[Names, AfterValidator(_origins)]


class Settings(BaseModel):
    """Address, places and limits of one server or worker. Every limit has its own refusal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(8400, ge=0, le=65_535)
    tokens: bool = Field(False, description="Whether tokens are asked for also on an address of this machine alone")
    hosts: Names = Field((), description="With tokens: names under which the server is reached; none for any")
    origins: Origins = Field((), description="With tokens: origins of other servers whose pages may ask (CORS)")
    data: Path | None = Field(
        None, description="Folder of the data; where there is neither this nor a database, nothing is kept"
    )
    database: str | None = Field(None, repr=False, description="A file for SQLite, or postgresql://...")
    worker: bool = Field(True, description="Whether a server does jobs itself too")
    cores: int | None = Field(None, ge=1, le=1_024, description="Cores that all jobs of a worker share; else all")
    dask: str | None = Field(None, description="Dask scheduler on whose cluster replications run, as tcp://host:8786")
    lease_s: float = Field(
        LEASE_S, ge=0.5, le=3_600, description="Seconds after which a worker not heard of has lost a job"
    )
    most_queued: int = Field(100, ge=0, description="Jobs that wait for cores")
    most_queued_each: int = Field(20, ge=0, description="Of these, jobs of one user")
    most_finished: int = Field(1_000, ge=0, description="Finished jobs that are remembered, the newest")
    most_cases: int = Field(100, ge=0, description="Uploaded cases")
    most_versions: int = Field(10_000, ge=1, le=2**31 - 2, description="Versions of one case, and of one plan")
    most_marks: int = Field(500, ge=1, description="Steps of one case that one party marks or unmarks in a day")
    most_days: int = Field(
        300_000, ge=1, description="Days that one request simulates: of all its scenarios and replications together"
    )
    most_bytes: int = Field(20_000_000, ge=1, description="Body of a request")
    most_seconds: float = Field(3_600, gt=0, le=86_400, description="Seconds, or effort, that one plan may take")
    most_replications: int = Field(10_000, ge=1, description="Runs of one simulation")
    most_scenarios: int = Field(20, ge=0, description="Scenarios of one simulation")
    most_unpacked: int = Field(200_000_000, ge=1, description="Bytes of an uploaded archive or workbook, unpacked")
    most_files: int = Field(200, ge=1, description="Files of an uploaded archive or workbook")
    most_rows: int = Field(200_000, ge=1, description="Rows of a table of an uploaded case")
    most_cells: int = Field(1_000_000, ge=1, description="Cells of an uploaded workbook")
    most_depth: int = Field(32, ge=4, le=200, description="Lists and objects inside of each other, in JSON")
    read_s: float = Field(60, gt=0, le=3_600, description="Seconds in which a request must have come in whole")
    most_streams_each: int = Field(200, ge=1, description="Streams of events that one user reads of one server")
    most_connections: int = Field(1_000, ge=1, description="Connections at once")
    least_free_bytes: int = Field(
        100_000_000, ge=0, description="Free on the disk of SQLite's file, or the server says that it is not ready"
    )
    log_format: LogFormat = Field("text", description="Of lines of the log: text, or json")
    metrics_host: str = Field("127.0.0.1", description="Address for the metrics of a worker, where there is a port")
    metrics_port: int | None = Field(None, ge=0, le=65_535, description="Port for the metrics of a worker; else none")
    most_audit: int = Field(100_000, ge=100, description="Rows of the audit log")
    board: Path = Path(__file__).parent / "board"

    @property
    def sizes(self) -> Sizes:
        """How large an uploaded case may be."""
        return Sizes(
            unpacked=self.most_unpacked,
            files=self.most_files,
            rows=self.most_rows,
            cells=self.most_cells,
            depth=self.most_depth,
        )

    @property
    def asks_tokens(self) -> bool:
        """Whether every request needs a token: always where others can reach the address."""
        return self.tokens or self.host not in LOOPBACK


def read_settings(
    options: Mapping[str, Any], *, config: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """The settings of a command: its options that are not None, the environment, the file, and the usual folder.

    Raises BadInput with every value that can't be, and where it stands.
    """
    given: dict[str, Any] = {}
    places: dict[str, str] = {}
    if config is None and environment.get(f"{_PREFIX}CONFIG"):
        config = Path(environment[f"{_PREFIX}CONFIG"])
    sources = [(str(config), _of_file(config) if config else {}), ("environment", _of(environment))]
    for place, values in (*sources, ("options", {name: value for name, value in options.items() if value is not None})):
        given |= values
        places |= dict.fromkeys(values, place)
    if given.get("data") is None and given.get("database") is None:
        given["data"] = usual_folder(environment)
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise BadInput(
            [fault_of(each, places.get(str(each["loc"][0]), ""), [*each["loc"]]) for each in error.errors()]
        ) from error


def _of(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Settings.model_fields:
        variable = f"{_PREFIX}{name.upper()}"
        if value := environment.get(variable):
            found[name] = value
        elif path := environment.get(f"{variable}_FILE"):
            found[name] = _content(Path(path), f"{variable}_FILE")
    return found


def _content(path: Path, variable: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = os.strerror(error.errno or 0) if isinstance(error, OSError) else "it is no text"
        raise DermagaError(f"{path}, which {variable} names, can't be read ({reason})") from error


def _of_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise DermagaError(f"the settings {path} can't be read ({reason}); correct --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            [Fault(str(path), f"it is no TOML ({error})", "write lines such as most_queued = 50")]
        ) from error


def usual_folder(environment: Mapping[str, str]) -> Path:
    """Where data lie unless something else is said: systemd's folder of the service, or the user's own for data."""
    if state := environment.get("STATE_DIRECTORY"):
        return Path(state.partition(":")[0])
    if home := environment.get("XDG_DATA_HOME"):
        return Path(home) / "dermaga"
    own = Path("Library/Application Support") if sys.platform == "darwin" else Path(".local/share")
    return Path.home() / own / "dermaga"
