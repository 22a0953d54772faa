"""A share of things, told off evenly: every third, or nine of ten."""


class Turns:
    """Says yes to a share of what it is asked, as evenly as can be."""

    __slots__ = ("_owed", "_share")

    def __init__(self, share: float) -> None:
        self._share = share
        self._owed = 0.0

    def yes(self) -> bool:
        """Whether it is the turn of this one."""
        self._owed += self._share
        if self._owed < 1 - 1e-9:
            return False
        self._owed -= 1
        return True
