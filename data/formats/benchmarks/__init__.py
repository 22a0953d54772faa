"""Public benchmark sets of berth allocation: each set's own problem as a Case, and its answers in the set's numbers.

`correcher` (continuous quay, specific cranes, BACASP and BACASP-S), `dbap` (discrete berths, the sets lalla_ruiz and
kramer) and `santini` (hybrid berths, makespan) each have `read(path)`, a Case whose money is exactly the set's
objective, and `answer(case, plan)`, the CSV text of a plan in the numbers and the index base of the set. `lines` reads
whole numbers and refuses what is none; `setting` is what the sets share.

A time unit of a set is an hour, and its time 0 is Monday 2024-01-01 00:00 UTC.
"""
