"""A terminal's event log: read, its key figures, parameters of a case that fit it, and a month of it simulated again.

The log has the events of `simulations.records`: what a terminal writes and what a recorded run writes is one format.
"""
