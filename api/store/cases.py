"""The cases that the server knows: the embedded ones, and uploaded ones in its memory."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from api.problems import Refusal
from data import cases
from data.case import Case
from data.errors import NotFound


@dataclass(frozen=True)
class StoredCase:
    """A case and whether it came with Dermaga."""

    case: Case
    embedded: bool


class CaseStore:
    """Cases by name. Names are unique, and a case never changes once it is stored."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._cases: dict[str, StoredCase] = {}
        self._lock = Lock()

    def all(self) -> list[StoredCase]:
        """Every case: the embedded ones first, then the uploaded ones in the order in which they came."""
        embedded = [self.get(name) for name in cases.embedded()]
        with self._lock:
            return embedded + [stored for stored in self._cases.values() if not stored.embedded]

    def get(self, name: str) -> StoredCase:
        """The case with a name. Raises NotFound. An embedded one is read from its files the first time."""
        with self._lock:
            if name not in self._cases and name in cases.embedded():
                self._cases[name] = StoredCase(cases.load(name).case, embedded=True)
            if name not in self._cases:
                known = ", ".join(sorted({*cases.embedded(), *self._cases}))
                raise NotFound(f"there is no case {name}; the server has {known}")
            return self._cases[name]

    def check_name(self, name: str) -> None:
        """Raise Refusal where the name is taken, or there is no room for another case."""
        with self._lock:
            self._check_name(name)

    def add(self, case: Case) -> None:
        """Store an uploaded case under its name. Raises Refusal as `check_name` does."""
        with self._lock:
            self._check_name(case.name)
            self._cases[case.name] = StoredCase(case, embedded=False)

    def update(self, name: str, change: Callable[[Case], Case], by: str, note: str) -> StoredCase:
        """Store what `change` makes of the newest version of an uploaded case. Raises NotFound, and Refusal."""
        del by, note
        stored = self.get(name)
        if stored.embedded:
            raise Refusal(
                HTTPStatus.CONFLICT,
                "embedded-case",
                f"{name} came with Dermaga and stays as it is; upload a copy of it under another name, and plan that",
            )
        with self._lock:
            self._cases[name] = StoredCase(change(self._cases[name].case), embedded=False)
            return self._cases[name]

    def _check_name(self, name: str) -> None:
        if name in self._cases or name in cases.embedded():
            raise Refusal(
                HTTPStatus.CONFLICT, "name-taken", f"there is a case {name} already; upload it under another name"
            )
        if sum(not stored.embedded for stored in self._cases.values()) >= self._most:
            raise Refusal(
                HTTPStatus.INSUFFICIENT_STORAGE, "store-full", f"the server holds {self._most} uploaded cases already"
            )
