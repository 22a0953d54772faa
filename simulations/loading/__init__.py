"""A loading plan executed: its lifts and yard moves in the plan's order, under times that vary.

`work` reads a plan as work in an order, `execution` does that work once; `simulations.experiments.loading` does it many
times and compares the finish with the planned one.
"""
