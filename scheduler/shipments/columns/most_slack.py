"""Of ways that cost the same, the one with the most slack; of those with the same slack, always the same one."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from math import isfinite

from scheduler.shipments.columns.pricing import Pricing
from scheduler.shipments.columns.room import Room
from scheduler.shipments.columns.sharing import Column, column
from scheduler.shipments.option import Option
from scheduler.shipments.options import cheapest

# Routes that are looked at for each box.
_MOST = 40
# Share by which costs that are the same may differ.
_SAME = 1e-9


def with_slack(pricing: Pricing, columns: Sequence[Column], ended: Callable[[], bool]) -> list[Column]:
    """The plan in which each shipment, or box of several, has as much slack as its cost and the others' room allow.

    Slack falls alike with every way when the goods are late, and ways that have the same are told apart by their ships
    alone: so a shipment keeps its ships as long as it can, and no other way becomes cheaper. One after the other in the
    order of their ids, so that the same plan comes of the same columns. Where `ended` says so, the rest stays as it is.
    """
    room = Room(pricing.case)
    for taken in columns:
        room.take(taken)
    found = []
    for taken in sorted(columns, key=lambda taken: taken.ids):
        best = taken
        if not ended():
            room.take(taken, -1)
            same = [way for way in _ways(pricing, taken) if way.cost <= taken.cost * (1 + _SAME) and room.has(way)]
            best = min([taken, *same], key=_rank)
            room.take(best)
        found.append(best)
    return found


def _rank(way: Column) -> tuple[object, ...]:
    """What is less of the better way: most slack, then the earliest arrival, then most time where ships are changed.

    Of a shared box it is the slack of all together: which way has the most of the least does depend on who is late.
    """
    slack_h = sum(option.slack_h for option in way.options)
    seconds = round(slack_h * 3_600) if isfinite(slack_h) else slack_h
    route, boxes = way.first.key
    return -seconds, route.arrival, route.departure, route.key, tuple(row or "" for row in boxes)


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
