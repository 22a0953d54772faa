"""Experiments: many replications, and what they say together."""
