"""What was read last, kept at hand: to read a case or a plan again takes a while."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

_Kept = TypeVar("_Kept")


class AtHand(Generic[_Kept]):
    """Values by the key of their content, those that were asked for last. May be used from any thread.

    `most` is the sum of their sizes: bytes, or how many where each counts as one.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[_Kept, int]] = OrderedDict()

    def get(self, key: str) -> _Kept | None:
        """The value of a key, where it is still at hand."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: str, value: _Kept, size: int = 1) -> None:
        """Keep a value, and let go of those that nobody has asked for the longest."""
        with self._lock:
            self._kept[key] = (value, size)
            self._kept.move_to_end(key)
            while sum(size for _, size in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
