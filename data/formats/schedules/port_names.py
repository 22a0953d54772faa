"""What the ports of a case are called: by their names, and by short forms of their codes."""

from collections import defaultdict
from collections.abc import Iterable

from data.formats.fields import did_you_mean
from data.formats.schedules.wording import plain
from data.formats.schedules.words import bare
from data.terminal import Port


class PortNames:
    """The ports of a case by what schedules call them."""

    def __init__(self, ports: Iterable[Port]) -> None:
        self._names: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._short: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for port in ports:
            for name in (*port.names, port.unlocode):
                self._names[plain(name)][port.unlocode] = None
                if bare(name):
                    self._short[bare(name)][port.unlocode] = None
            self._short[bare(port.unlocode[2:])][port.unlocode] = None

    def called(self, text: str) -> tuple[str, ...]:
        """The UN/LOCODEs of all ports of this name, in letters of any size."""
        return tuple(self._names.get(plain(text), ()))

    def probably(self, text: str) -> tuple[str, ...]:
        """The same, or of this name but for its signs, or of these last letters of their codes."""
        return self.called(text) or tuple(self._short.get(bare(text), ()))

    def like(self, text: str) -> str | None:
        """The UN/LOCODE of the port with the name most like this; None where none comes near."""
        near = did_you_mean(plain(text), list(self._names))
        return None if near is None else next(iter(self._names[near]))
