"""Which calls of the terminal's own berth plan the new legs leave from, by the names of the ships."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta

from data.case import Case
from data.formats.schedules.wording import plain
from data.sailings import Sailing
from data.vessels import VesselCall

# A ship that leaves so long after her call was to end is more likely to come again.
_LATEST = timedelta(days=3)
_PREFIX = re.compile(r"(k\.?m|m\.?v|mv|km)\.?\s+")


def calls_of(case: Case, legs: Iterable[Sailing], taken: Collection[str]) -> dict[str, str]:
    """The call that each leg leaves from, by the leg's id, where there is no doubt.

    It is the only call of a ship of this name from which she can leave then, and no other leg has it: none of those
    that are `taken`.
    """
    of_ship: defaultdict[str, list[VesselCall]] = defaultdict(list)
    for call in case.calls:
        if call.id not in taken:
            of_ship[_bare(case.ship_of(call).name)].append(call)
    found: dict[str, str] = {}
    for leg in legs:
        if leg.origin == case.terminal.unlocode and leg.call is None and leg.ship is not None:
            calls = [call for call in of_ship[_bare(leg.ship)] if call.eta < leg.departure <= call.etd + _LATEST]
            if len(calls) == 1:
                found[leg.id] = calls[0].id
    once = list(found.values())
    return {leg: call for leg, call in found.items() if once.count(call) == 1}


def _bare(ship: str) -> str:
    """A ship's name without KM or MV before it, which lists write or leave out."""
    return _PREFIX.sub("", plain(ship), count=1) if _PREFIX.match(plain(ship)) else plain(ship)
