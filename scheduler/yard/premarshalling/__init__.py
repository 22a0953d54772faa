"""Bringing a bay into the order in which its boxes leave, with the fewest moves and without any leaving."""

from scheduler.yard.premarshalling.search import premarshal

__all__ = ["premarshal"]
