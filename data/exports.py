"""The boxes to load of a call by group, as the yard waits for them."""

from collections import Counter, OrderedDict
from collections.abc import Mapping
from threading import Lock

from data.boxes import boxes_of
from data.case import Case
from data.groups import Group, Length, Status
from data.invented_boxes.marks import NEXT_PORT, ports_of
from data.vessels import VesselCall
from data.weight_classes import WEIGHT_CLASSES

# Shares of the weight classes among laden boxes of calls whose ship has no profile; assumed, as for invented boxes.
_LADEN_SHARES = {20: (0.05, 0.41, 0.54), 40: (0.06, 0.55, 0.39)}

_MOST_KNOWN = 2_000
_KNOWN: OrderedDict[tuple[str, str], dict[Group, int]] = OrderedDict()
_LOCK = Lock()


def groups_of(case: Case, call: VesselCall) -> Mapping[Group, int]:
    """How many boxes of each group a call of the case loads, less those that the case has standing in the yard already.

    Boxes that the case does not list are those of `boxes_of` where the ship has a profile. Where she has none they are
    of the classes that are assumed, with the case's share of 40-foot boxes, bound for the ports of her service, each
    port with 0.6 times as many as the one before it. The last answers are kept. Raises DermagaError where the boxes of
    the call do not fit her ship, or have no port to go to.
    """
    key = case.hash, call.id
    with _LOCK:
        if key in _KNOWN:
            _KNOWN.move_to_end(key)
            return _KNOWN[key]
    known = boxes_of(case, call)
    counts = Counter(Group.of(box) for box in known.load if box.id in known.invented or box.place is None)
    if case.layout_of(call) is None:
        for status, stated in (("full", call.load_full), ("empty", call.load_empty)):
            missing = stated - sum(box.status == status for box in known.load)
            counts.update(_assumed(case, call, "full" if status == "full" else "empty", missing))
    found = {group: counts[group] for group in sorted(counts)}
    with _LOCK:
        _KNOWN[key] = found
        while len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.popitem(last=False)
    return found


def _assumed(case: Case, call: VesselCall, status: Status, count: int) -> dict[Group, int]:
    """So many boxes by the assumed shares of ports, lengths and classes."""
    if count <= 0:
        return {}
    shares: dict[Group, float] = {}
    forty = case.terminal.cargo.forty_foot_share
    lengths: tuple[tuple[Length, float], ...] = ((20, 1 - forty), (40, forty))
    for place, port in enumerate(ports_of(case, call)):
        for length, of_length in lengths:
            for name, of_class in zip(WEIGHT_CLASSES, _LADEN_SHARES[length], strict=True):
                share = NEXT_PORT**place * of_length * of_class
                group = Group(port, length, status, "light" if status == "empty" else name)
                shares[group] = shares.get(group, 0.0) + share
    return _apportioned(shares, count)


def _apportioned(shares: Mapping[Group, float], count: int) -> dict[Group, int]:
    """Whole numbers that add up to the count: rounded down, and one more for the largest rests."""
    whole = sum(shares.values())
    exact = {group: count * share / whole for group, share in shares.items()}
    numbers = {group: int(number) for group, number in exact.items()}
    rests = sorted(exact, key=lambda group: (numbers[group] - exact[group], group))
    for group in rests[: count - sum(numbers.values())]:
        numbers[group] += 1
    return {group: number for group, number in numbers.items() if number}
