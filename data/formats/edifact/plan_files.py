"""The files that a terminal sends of a loading plan: messages, and the same boxes as lists for people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.cargo import Container
from data.formats.edifact.containers import edi_box
from data.formats.edifact.outgoing import Sending, box_list, gate_report, stowage_plan, verified_masses, work_report
from data.formats.edifact.planned import Moved, PlannedCall
from data.formats.edifact.tabled import box_table
from data.formats.frames import csv_text
from data.formats.workbook import workbook_with

# What the number of a document has of the call's name, beside that of the file.
_CALL = 20


@dataclass(frozen=True)
class PlanFile:
    """A file: what makes it, giving None where there is nothing for it, and why that can be."""

    make: Callable[[PlannedCall, str], bytes | None]
    lacks: str = ""


def made(planned: PlannedCall, name: str) -> bytes | None:
    """The content of one of `FILES`; None where there is nothing for it, for the reason in its `lacks`.

    The same plan has the same messages. Raises BadInput for what a message cannot hold.
    """
    return FILES[name].make(planned, name)


def _preplan(planned: PlannedCall, name: str) -> bytes:
    return _stowage(planned, _sending(planned, name, planned.plan.start))


def _departure(planned: PlannedCall, name: str) -> bytes:
    return _stowage(planned, _sending(planned, name, planned.finished))


def _stowage(planned: PlannedCall, sending: Sending) -> bytes:
    return stowage_plan(
        planned.case, planned.call, planned.stowed, sending, version=planned.version, departure=planned.leaves
    )


def _discharge_list(planned: PlannedCall, name: str) -> bytes | None:
    boxes = [box for box, *_ in planned.to_discharge]
    sending = _sending(planned, name, planned.plan.start)
    return box_list(planned.case, planned.call, boxes, "discharge list", sending) if boxes else None


def _load_list(planned: PlannedCall, name: str) -> bytes | None:
    boxes = [box for box, *_ in planned.to_load]
    sending = _sending(planned, name, planned.plan.start)
    return box_list(planned.case, planned.call, boxes, "load list", sending) if boxes else None


def _masses(planned: PlannedCall, name: str) -> bytes | None:
    boxes = [box for box, *_ in planned.to_load if box.verified_kg is not None]
    sending = _sending(planned, name, planned.plan.start)
    return verified_masses(planned.case, planned.call, boxes, sending) if boxes else None


def _discharged(planned: PlannedCall, name: str) -> bytes | None:
    sending = _sending(planned, name, planned.finished)
    done = planned.discharged
    return work_report(planned.case, planned.call, done, "discharged", sending) if done else None


def _loaded(planned: PlannedCall, name: str) -> bytes | None:
    sending = _sending(planned, name, planned.finished)
    done = planned.loaded
    leaves = planned.leaves
    return work_report(planned.case, planned.call, done, "loaded", sending, departure=leaves) if done else None


def _gate(planned: PlannedCall, name: str) -> bytes | None:
    passed = planned.passed
    if not passed:
        return None
    return gate_report(planned.case, planned.call, passed, _sending(planned, name, passed[-1][1]))


def _sending(planned: PlannedCall, name: str, prepared: datetime) -> Sending:
    """How a file is sent: with a reference and a document's number that no other file of the plan has."""
    document = f"{planned.call.id[:_CALL]}-{name.removesuffix('.edi').upper()}"
    return Sending(prepared, reference=str(list(FILES).index(name) + 1), document=document)


def _as_csv(sheet: str) -> Callable[[PlannedCall, str], bytes | None]:
    def make(planned: PlannedCall, name: str) -> bytes | None:
        del name
        table = _tables(planned)[sheet]()
        return csv_text(table, planned.case.terminal.zone).encode() if len(table) else None

    return make


def _workbook(planned: PlannedCall, name: str) -> bytes:
    """A sheet for each list that has a row; of the stowage at departure also without."""
    del name
    tables = {sheet: table() for sheet, table in _tables(planned).items()}
    kept = {sheet: table for sheet, table in tables.items() if len(table) or sheet == "departure"}
    return workbook_with(kept, planned.case.terminal.zone)


def _tables(planned: PlannedCall) -> dict[str, Callable[[], pd.DataFrame]]:
    """The lists for people by name."""

    def moved(boxes: list[Moved]) -> pd.DataFrame:
        return _table(planned, boxes)

    def listed(boxes: list[Moved]) -> pd.DataFrame:
        return _table(planned, ((box, None, None) for box, *_ in boxes))

    return {
        "departure": lambda: _table(planned, ((box, slot, None) for box, slot in planned.stowed)),
        "discharge-list": lambda: listed(planned.to_discharge),
        "load-list": lambda: listed(planned.to_load),
        "discharged": lambda: moved(planned.discharged),
        "loaded": lambda: moved(planned.loaded),
        "gate": lambda: _table(planned, ((box, None, moment) for box, moment in planned.passed)),
        "ashore": lambda: pd.DataFrame(
            [(left.box, left.reason) for left in planned.plan.ashore],
            columns=["number", "reason"],
            dtype=object,
        ),
    }


def _table(planned: PlannedCall, boxes: Iterable[tuple[Container, str | None, datetime | None]]) -> pd.DataFrame:
    here = planned.case.terminal.unlocode
    return box_table(edi_box(box, here, slot, moment) for box, slot, moment in boxes)


_NO_DISCHARGE, _NO_LOAD = "the plan discharges no box", "the plan loads no box"

FILES = {
    "preplan.edi": PlanFile(_preplan),
    "departure.edi": PlanFile(_departure),
    "discharge-list.edi": PlanFile(_discharge_list, _NO_DISCHARGE),
    "load-list.edi": PlanFile(_load_list, _NO_LOAD),
    "vgm.edi": PlanFile(_masses, "the plan loads no box with a verified mass"),
    "discharged.edi": PlanFile(_discharged, "no box was discharged"),
    "loaded.edi": PlanFile(_loaded, "no box was loaded"),
    "gate.edi": PlanFile(_gate, "it needs boxes with the moments at which they passed the gate"),
    "departure.csv": PlanFile(_as_csv("departure"), "no box is on board"),
    "discharge-list.csv": PlanFile(_as_csv("discharge-list"), _NO_DISCHARGE),
    "load-list.csv": PlanFile(_as_csv("load-list"), _NO_LOAD),
    "lists.xlsx": PlanFile(_workbook),
}
