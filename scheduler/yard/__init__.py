"""The yard: where boxes stand, which stand in another's way, and what is moved before and while a ship is worked.

`piles` are the yard as it stands, `bay` is one bay by itself, as the engines `retrieval` and `premarshalling` take it,
and `areas` leads from the one to the other and back. `relocating` says where boxes go that are in the way of a ship's,
and `preparing` what is moved before she comes: single boxes (`single_moves`), or bays as a whole; `night` does so in
some idle hours. `plan` says where boxes should stand before they come.
"""
