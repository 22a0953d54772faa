"""Container flows as ConFlowGen exports them: a folder of CSV files, made the calls and boxes of a case.

ConFlowGen is a public generator of synthetic container flows (https://github.com/1kastner/conflowgen, MIT). Its
export has `containers.csv`, one file for each kind of scheduled vehicle (`deep_sea_vessels.csv`, `feeders.csv`,
`barges.csv`, `trains.csv`) and `trucks.csv`. `export` reads them and follows each box from vehicle to vehicle,
`traffic` makes calls and boxes of that.

The case gives the terminal, and what the flows do not know: docs/conflowgen.md says what is taken over and what is
assumed.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from data.case import Case
from data.errors import BadInput, Fault
from data.formats.assemble import Reading
from data.formats.cells import Cells
from data.formats.conflowgen.export import Export, read_export
from data.formats.conflowgen.traffic import case_of
from data.words import counted


def read_flows(folder: Path, case: Case, name: str) -> Reading:
    """The terminal of a case with the calls and boxes of an export of ConFlowGen, under a name.

    Times without a zone are on the terminal's clock. Raises BadInput with every fault that was found.
    """
    cells = Cells(case.terminal.zone, case.terminal.date_order)
    export = read_export(folder, cells)
    try:
        made = case_of(case, name, export.journeys, export.ships)
    except ValidationError as error:
        faults = [
            Fault(folder.name, f"it makes a case that is refused: {line}", "correct the flow, or the case")
            for detail in error.errors(include_url=False)
            for line in str(detail.get("ctx", {}).get("error", detail["msg"])).splitlines()
        ]
        raise BadInput(faults) from error
    return Reading(made, (*cells.notices, *_notices(export)))


def _notices(export: Export) -> Iterator[str]:
    """What was left out, and what was taken for something else."""
    by_train = sum("train" in (each.box.delivered_by, each.box.picked_up_by) for each in export.journeys)
    if by_train:
        yield f"{counted(by_train, 'box')} of trains come and go by truck, at the time of the train"
    if left_out := export.boxes - len(export.journeys):
        yield f"{counted(left_out, 'box')} that no ship brings or takes {'is' if left_out == 1 else 'are'} left out"
    if odd := sum(each.box.length == -1 for each in export.journeys):
        yield f"{counted(odd, 'box')} of a length of their own are taken for 40-foot boxes"
