"""Of ways that cost the same, the one with the most slack."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from scheduler.shipments.columns.pricing import Pricing
from scheduler.shipments.columns.room import Room
from scheduler.shipments.columns.sharing import Column, column
from scheduler.shipments.option import Option
from scheduler.shipments.options import cheapest

# Routes that are looked at for each box.
_MOST = 40
# Share by which costs that are the same may differ.
_SAME = 1e-9
_MINUTE = 1 / 60


def with_slack(pricing: Pricing, columns: Sequence[Column], ended: Callable[[], bool]) -> list[Column]:
    """The plan in which each shipment, or box of several, has as much slack as its cost and the others' room allow.

    Slack falls alike with every way when the goods are late, so that a shipment keeps its ship as long as it can. One
    after the other in the order of their ids, so that the same plan comes of the same columns. Where `ended` says so,
    the rest stays as it is.
    """
    room = Room(pricing.case)
    for taken in columns:
        room.take(taken)
    found = []
    for taken in sorted(columns, key=lambda taken: taken.ids):
        best = taken
        if not ended():
            room.take(taken, -1)
            for way in _ways(pricing, taken):
                same = way.cost <= taken.cost * (1 + _SAME)
                if same and _slack_h(way) > _slack_h(best) + _MINUTE and room.has(way):
                    best = way
            room.take(best)
        found.append(best)
    return found


def _slack_h(taken: Column) -> float:
    return min(option.slack_h for option in taken.options)


def _ways(pricing: Pricing, taken: Column) -> Iterator[Column]:
    """What the shipments of a column, together, can do on the cheapest routes."""
    routes = cheapest(pricing.offers[taken.ids[0]], _MOST, possible=True)
    together: defaultdict[tuple[object, ...], list[Option]] = defaultdict(list)
    for name in taken.ids:
        for option in pricing.options(pricing.offers[name].shipment, routes):
            together[option.key].append(option)
    for options in together.values():
        if len(options) == len(taken.ids):
            way = column(options, pricing.offers)
            if way is not None:
                yield way
