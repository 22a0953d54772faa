"""Taking boxes out of a bay in the order of their numbers, with the fewest boxes put elsewhere."""

from scheduler.yard.retrieval.search import retrieve

__all__ = ["retrieve"]
