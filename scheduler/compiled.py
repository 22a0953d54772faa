"""Where Numba keeps what it compiled: in a folder of the user's cache that goes by what was compiled.

Numba looks only at the file of a compiled function to see whether it is still the same, not at those that it calls, and
would keep its results beside the code, where not every user may write.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])
# Seconds between two looks at whether somebody has cancelled.
_LOOK = 0.05


def compiler(*sources: Path) -> Callable[[Function], Function]:
    """`numba.njit` for the functions in these files, with their results kept until one of the files changes."""
    folder = str(_folder(sources))

    def cached(function: Function) -> Function:
        # Read by Numba when a function is decorated.
        before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, folder  # type: ignore[attr-defined]
        try:
            return cast(Function, numba.njit(cache=True, nogil=True)(function))
        finally:
            numba.config.CACHE_DIR = before  # type: ignore[attr-defined]

    return cached


def _folder(sources: tuple[Path, ...]) -> Path:
    content = b"".join(source.read_bytes() for source in sources if source.exists())
    mark = hashlib.sha256(content).hexdigest()[:12]
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for root in (base, Path(tempfile.gettempdir())):
        folder = root / "dermaga" / mark
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="dermaga-"))


def compiled_unless(cancel: Event, first: Callable[[], object]) -> bool:
    """Call a compiled function for the first time, which may compile it for many seconds; whether that was done.

    Once `cancel` is set, nobody waits for it any more: it goes on in a thread that ends with the process, so `first`
    must change nothing that anybody needs. Raises what the call raises.
    """
    ended = Event()
    raised: list[BaseException] = []

    def call() -> None:
        try:
            first()
        except BaseException as error:
            raised.append(error)
        finally:
            ended.set()

    Thread(target=call, daemon=True).start()
    while not ended.wait(_LOOK):
        if cancel.is_set():
            return False
    if raised:
        raise raised[0]
    return True
