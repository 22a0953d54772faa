"""Messages of UN/EDIFACT between carriers and terminals: stowage plans, instructions, lists, masses, reports of work.

`syntax` makes segments of bytes (cut by `splitting`) and checks the envelope, `grouping` puts segments together by a
grammar; a module a message (`baplie`, `movins`, `coprar`, `coparn`, `vermas`, `coarri`, `codeco`) reads or writes it by
way of `boxes`, which say the same for every kind and version. `equipment` and `writing` hold what the messages share.
`containers` turns boxes into rows of a case and back, `taking` brings messages into a case, `outgoing` writes messages
of rows, and `plan_files` those of a loading plan (`planned`). `tabled` makes tables of boxes for people.
"""

from data.formats.edifact.boxes import EdiBox, EdiMessage, Goods, Voyage
from data.formats.edifact.envelope import Envelope
from data.formats.edifact.reading import read_edi, read_messages

__all__ = ["EdiBox", "EdiMessage", "Envelope", "Goods", "Voyage", "read_edi", "read_messages"]
