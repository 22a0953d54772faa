"""Shipment plans: the voyages that bring each shipment to its destination.

All shipments are routed at once through the time-expanded network of the sailings, each unsplit, within the room of
every leg: an integer multi-commodity flow (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 17).
"""

from scheduler.shipments.network import stretches, why_never
from scheduler.shipments.search import solve
from scheduler.shipments.timetable import timetable

__all__ = ["solve", "stretches", "timetable", "why_never"]
