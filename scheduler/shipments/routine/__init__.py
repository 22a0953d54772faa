"""Exports as a routine: seasons of recurring bookings, and consolidation for a direct call."""
