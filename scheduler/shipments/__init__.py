"""Shipment plans: the voyages, boxes and dated steps that bring each shipment to its destination.

All shipments are routed at once over the legs of the voyages, each unsplit, within the room of every leg and the empty
boxes there are: an integer multi-commodity flow (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 17), over
routes.
"""

from scheduler.shipments.option import Option
from scheduler.shipments.options import options
from scheduler.shipments.search import solve
from scheduler.shipments.timetable import timetable, timetable_changes

__all__ = ["Option", "options", "solve", "timetable", "timetable_changes"]
