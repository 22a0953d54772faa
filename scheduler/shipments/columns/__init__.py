"""Boxes on routes as columns of a linear program: their prices, sharing, and the room that they take."""
