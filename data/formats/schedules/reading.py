"""The front door: schedules of any form, by what their files are, and what of them fits a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.case import Case
from data.errors import BadInput, Fault
from data.formats.schedules.dcsa import read_dcsa
from data.formats.schedules.gathering import Understood
from data.formats.schedules.mapped import read_mapped
from data.formats.schedules.mapping import ColumnMapping
from data.formats.schedules.merging import Merged, merge
from data.formats.schedules.tabled import read_tabled

LISTS = (".csv", ".tsv", ".txt", ".xlsx")


@dataclass(frozen=True)
class Preview:
    """What was understood of each file, and what would come of it in the case. Nothing is written."""

    understood: tuple[Understood, ...]
    merged: Merged

    @property
    def faults(self) -> list[Fault]:
        """All that is wrong, each once."""
        return list(dict.fromkeys(self.merged.faults))


def read_list(path: Path, case: Case, mapping: ColumnMapping) -> Understood:
    """What a list says: an agent's own where the mapping has a layout, else one in the columns of the case's tables.

    Raises BadInput where the file can't be read at all; faults of its parts are told in what is returned.
    """
    if path.suffix.lower() not in LISTS:
        raise BadInput([Fault(path.name, "it is no kind of a schedule", "give a .csv, .xlsx or .json file")])
    return read_tabled(path, case) if mapping.layout is None else read_mapped(path, case, mapping)


def preview(case: Case, files: Sequence[Path], mapping: ColumnMapping, *, keep_at: bool = False) -> Preview:
    """What comes of schedules in a case. With faults there is no case in it; all of them are told at once."""
    found = []
    for path in files:
        if path.suffix.lower() == ".json":
            continue  # these are read together
        try:
            found.append(read_list(path, case, mapping))
        except BadInput as error:
            found.append(Understood(path.name, "not understood", 0, (), faults=tuple(error.faults)))
    answers = [path for path in files if path.suffix.lower() == ".json"]
    if answers:
        found.append(read_dcsa(answers, case, mapping))
    return Preview(tuple(found), merge(case, found, mapping, keep_at=keep_at))
