"""The embedded cases, and a case by its name or its path."""

from difflib import get_close_matches
from pathlib import Path

from data.errors import NotFound
from data.formats import Reading, read_case

_HERE = Path(__file__).parent


def embedded() -> list[str]:
    """Names of the embedded cases."""
    return sorted(file.parent.name for file in _HERE.glob("*/terminal.toml"))


def load(name_or_path: str) -> Reading:
    """The embedded case of this name, or else the case at this path (a folder or an .xlsx file).

    Raises NotFound where there is neither, and BadInput with every fault of the case's files.
    """
    names = embedded()
    if name_or_path in names:
        return read_case(_HERE / name_or_path)
    path = Path(name_or_path)
    if path.exists():
        return read_case(path)
    near = get_close_matches(name_or_path, names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"embedded cases are {', '.join(names) or 'none'}"
    raise NotFound(f"there is no case {name_or_path!r}, embedded or at that path; {hint}")
