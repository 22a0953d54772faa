"""The simulation held against theory: queues, closed networks and cases by hand, by the terminal model itself.

    python -m simulations.validation        writes docs/validation.md

No queue is simulated beside the terminal: each is a Case whose parameters make the terminal that queue.
"""
