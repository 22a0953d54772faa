"""Yard plans: the bays in which a terminal puts the boxes of its ships before these come.

Boxes of a call and a group (port, length, laden or empty, weight class, plug) get bays of their own, so that no box
stands above one that is wanted first, in several blocks, so that their cranes can feed the ship's at once.
"""

from scheduler.yard.plan.search import USUAL_DAYS, first_come_first_served, solve

__all__ = ["USUAL_DAYS", "first_come_first_served", "solve"]
