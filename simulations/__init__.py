"""The terminal in motion: a SimPy model at box level, the policies that drive it, and experiments on it.

`terminal.simulate` runs one replication; `experiments.replications.run` runs many and gives the key figures with
their intervals. Inside, time is minutes from the start of the measured window, as a float.
"""
