"""Carriers' schedules, as files bring them, into the tables `sailings` and `cutoffs` of a case.

`tabled` reads the case's own columns, `mapped` an agent's list by a column `mapping` (which `proposing` makes from its
headings), `dcsa` the DCSA's commercial schedules in JSON. What they find goes through `gathering` and `legs`: events of
voyages become legs between ports of the case. `merging` and `cutoffs` put these into a case and tell what is another.
`reading` is the front door.
"""

from data.formats.schedules.differences import Change, Slip
from data.formats.schedules.gathering import Understood
from data.formats.schedules.legs import ScheduledLeg
from data.formats.schedules.mapping import ColumnMapping, parse_default, read_mapping
from data.formats.schedules.merging import Merged, merge
from data.formats.schedules.proposing import propose
from data.formats.schedules.reading import Preview, preview, read_list

__all__ = [
    "Change",
    "ColumnMapping",
    "Merged",
    "Preview",
    "ScheduledLeg",
    "Slip",
    "Understood",
    "merge",
    "parse_default",
    "preview",
    "propose",
    "read_list",
    "read_mapping",
]
