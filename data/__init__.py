"""What a container terminal is: its types, codes, files, embedded cases, and the checker of its plans.

Nothing here knows how to plan or to simulate.
"""
