"""The content of a file that somebody gives: only of a file that ends, and of no more than is sensible."""

from pathlib import Path
from stat import S_ISDIR, S_ISREG

from data.errors import BadInput, Fault


def content_of(path: Path, name: str, most: int, remedy: str = "drop what nobody needs") -> bytes:
    """The content of a file of at most so many bytes; faults call it by the given name.

    Raises BadInput where it can't be read, is larger (the remedy says what to do then), or is a folder, a pipe or a
    device, which would be waited for, or has no end.
    """
    try:
        mode = path.stat().st_mode
        if not S_ISREG(mode):
            what = "a folder" if S_ISDIR(mode) else "a pipe, a socket or a device"
            raise BadInput([Fault(name, f"it is {what}", "give a file")])
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        fault = Fault(name, f"it can't be read ({error.strerror})", "give a file that can be read")
        raise BadInput([fault]) from error
    if len(content) > most:
        raise BadInput([Fault(name, f"it is larger than {most // 2**20} MB", remedy)])
    return content
