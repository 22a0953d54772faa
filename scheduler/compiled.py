"""Where Numba keeps what it compiled: in a folder of the user's cache that goes by what was compiled.

Numba looks only at the file of a compiled function to see whether it is still the same, not at those that it calls, and
would keep its results beside the code, where not every user may write. `cached` is `numba.njit` with that.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import numba

_SOURCES = ("berths/kernel.py", "berths/queues.py", "berths/relaxation.py", "loading/anneal.py")


def _folder() -> Path:
    here = Path(__file__).parent
    content = b"".join((here / name).read_bytes() for name in _SOURCES if (here / name).exists())
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


# Read by Numba when a function is decorated.
numba.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]
cached = numba.njit(cache=True, nogil=True)
