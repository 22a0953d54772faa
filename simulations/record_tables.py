"""The tables of a recorded run: its events, the yard by the hour, and its calls.

    python -m simulations.record_tables        writes docs/records.md from the definitions here and in records.py

Minutes of the run become moments on the terminal's clock.
"""

from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.spreadsheets import csv_of
from simulations.kernel import HOUR
from simulations.parts.flows import Flow
from simulations.records import EVENTS, FETCH_END, IN_YARD, STACK_END
from simulations.terminal import SimulatedTerminal
from simulations.visit import Box

# Column, what it holds, and what it means.
_Columns = tuple[tuple[str, str, str], ...]

EVENT_COLUMNS: _Columns = (
    ("time", "moment", "When it happens"),
    ("event", "text", "What happens: one of the events below"),
    ("call", "text", "The ship's call, by id; /before at its end marks boxes from before the run"),
    ("box", "text", "The box: its number in the call, or its container number"),
    ("equipment", "text", "Quay crane, tractor or yard crane, by id"),
    ("place", "text", "Yard block by id, or metres of the quay"),
    (
        "flow",
        "text",
        "Of the box, how it comes and goes: foreign_in, domestic_in, empty_in, foreign_out, domestic_out, empty_out "
        "or transhipment",
    ),
    ("status", "text", "Of the box: full or empty"),
    ("teu", "whole number", "Of the box: 1, or 2 where it is longer than 20 feet"),
)
YARD_COLUMNS: _Columns = (
    ("hour", "moment", "Each full hour of the window, from its start to its end"),
    ("block", "text", "Yard block, by id"),
    ("flow", "text", "Which boxes are counted, as in the events"),
    ("boxes", "whole number", "Boxes that stand in the block at that moment"),
    ("teu", "whole number", "The same in TEU"),
)
CALL_COLUMNS: _Columns = (
    ("call", "text", "The call, by id"),
    ("vessel", "text", "The ship, by id"),
    ("service", "text", "Her service, by id, where the case has one"),
    ("measured", "yes or no", "Whether the key figures count it: its ETA lies in the window"),
    ("loa_m", "m", "Length over all"),
    ("position_m", "m", "Place of her low end; empty before she berths, as all that has not happened"),
    ("eta", "moment", "When she was expected to be ready for a berth"),
    ("etd", "moment", "When she was expected to leave"),
    ("arrived", "moment", "When she could be alongside"),
    ("pilot_on", "moment", "Pilot on board, where pilots are part of the case"),
    ("first_line", "moment", "First line ashore"),
    ("first_lift", "moment", "A crane takes hold of her first box"),
    ("last_lift", "moment", "Her last lift ends"),
    ("last_line", "moment", "Last line off"),
    ("discharge", "boxes", "To be discharged"),
    ("load", "boxes", "To be loaded"),
    ("boxes", "boxes", "Discharged and loaded by the end of the run"),
    ("empties", "boxes", "Those of them that are empty"),
    ("teu", "TEU", "The same boxes in TEU"),
    ("moves", "moves", "Cycles of quay cranes, those with hatch covers included"),
    ("restows", "moves", "Lifts of boxes that stay on board"),
    ("crane_h", "h", "Crane hours at the ship"),
    ("lifting_h", "h", "Those of them in which cranes lifted"),
)
_MOMENTS = {"eta", "etd", "arrived", "pilot_on", "first_line", "first_lift", "last_lift", "last_line"}

FILES = ("events.parquet", "yard.parquet", "calls.parquet", "calls.csv")


def moments(terminal: SimulatedTerminal, minutes: Any) -> "pd.Series[Any]":
    """Minutes of the run as moments on the terminal's clock, to the microsecond; not a number is no moment."""
    start = pd.Timestamp(terminal.clock.start.astimezone(UTC))
    seconds = pd.to_timedelta(pd.Series(minutes, dtype=float) * 60, unit="s").dt.round("us")
    return (start + seconds).dt.tz_convert(terminal.case.terminal.zone)


def flow_of(box: Box) -> str:
    """How a box comes and goes."""
    return Flow(box.flow).name.lower()


def events(terminal: SimulatedTerminal) -> pd.DataFrame:
    """Every event of a recorded run in the order of time, with the columns EVENT_COLUMNS."""
    names = ["minute", "event", "call", "box", "equipment", "place"]
    table = pd.DataFrame(terminal.recorder.events or [], columns=names).sort_values("minute", kind="stable")
    boxes = pd.DataFrame(
        [
            (box.visit.call.id, box.number, flow_of(box), "full" if box.laden else "empty", box.teu)
            for box in terminal.recorder.recorded_boxes or []
        ],
        columns=["call", "box", "flow", "status", "teu"],
    )
    table = table.merge(boxes, how="left", on=["call", "box"])
    table["time"] = moments(terminal, table["minute"])
    table["teu"] = table["teu"].astype("Int64")
    known = table["box"] >= 0
    table["box"] = table["box"].astype(str).where(known)
    for name in ("call", "equipment", "place"):
        table[name] = table[name].replace("", None)
    return table[[name for name, _, _ in EVENT_COLUMNS]]


def yard_by_hour(terminal: SimulatedTerminal) -> pd.DataFrame:
    """What stands in each block at each full hour of the window, by flow, with the columns YARD_COLUMNS."""
    happened = terminal.recorder.events or []
    signs = {IN_YARD: 1, STACK_END: 1, FETCH_END: -1}
    kinds = {(box.visit.call.id, box.number): (flow_of(box), box.teu) for box in terminal.recorder.recorded_boxes or []}
    changes: dict[tuple[str, str], list[tuple[float, int, int]]] = {}
    for minute, name, call, number, _, block in happened:
        if (sign := signs.get(name)) is not None:
            flow, teu = kinds[call, number]
            changes.setdefault((block, flow), []).append((minute, sign, sign * teu))
    hours = np.arange(0, terminal.clock.window + 1e-6, HOUR)
    labels = moments(terminal, hours)
    tables = []
    for (block, flow), listed in sorted(changes.items()):
        change = np.array(sorted(listed))
        places = np.searchsorted(change[:, 0], hours, side="right")
        stock = [np.concatenate(([0], np.cumsum(change[:, place])))[places].astype(int) for place in (1, 2)]
        tables.append(pd.DataFrame({"hour": labels, "block": block, "flow": flow, "boxes": stock[0], "teu": stock[1]}))
    names = [name for name, _, _ in YARD_COLUMNS]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=names)


def calls(terminal: SimulatedTerminal) -> pd.DataFrame:
    """The calls of a run with all their times, by ETA, with the columns CALL_COLUMNS."""
    rows = []
    for visit in sorted(terminal.visits, key=lambda each: (each.eta, each.call.id)):
        call, record = visit.call, visit.port_call()
        row = {
            "call": call.id,
            "vessel": call.vessel,
            "service": call.service,
            "measured": terminal.clock.measures(visit.eta),
            "loa_m": visit.loa_m,
            "position_m": record.position_m,
            "eta": record.eta,
            "etd": record.etd,
            "arrived": record.arrival,
            "pilot_on": record.pilot,
            "first_line": record.first_line,
            "first_lift": record.first_lift,
            "last_lift": record.last_lift,
            "last_line": record.last_line,
            "discharge": call.discharge,
            "load": call.load,
            "boxes": record.boxes,
            "empties": record.empties,
            "teu": record.teu,
            "moves": record.moves,
            "restows": record.restow_lifts,
            # Of a ship that is still worked when the run ends, they are not counted yet.
            "crane_h": record.crane_minutes / HOUR if record.last_lift == record.last_lift else None,
            "lifting_h": record.lift_minutes / HOUR,
        }
        rows.append(row)
    table = pd.DataFrame(rows, columns=[name for name, _, _ in CALL_COLUMNS])
    for name in _MOMENTS:
        table[name] = moments(terminal, table[name])
    return table


def write_records(terminal: SimulatedTerminal, folder: Path) -> None:
    """Write the tables of a recorded run into a folder: FILES."""
    folder.mkdir(parents=True, exist_ok=True)
    events(terminal).to_parquet(folder / "events.parquet", index=False)
    yard_by_hour(terminal).to_parquet(folder / "yard.parquet", index=False)
    table = calls(terminal)
    table.to_parquet(folder / "calls.parquet", index=False)
    (folder / "calls.csv").write_text(csv_of(table), encoding="utf-8", newline="\n")


def as_markdown() -> str:
    """The definitions as the document docs/records.md."""
    lines = [
        "# Records of a run",
        "",
        "Made from `simulations/records.py` and `simulations/record_tables.py` by",
        "`python -m simulations.record_tables`.",
        "",
        "`dermaga simulate CASE --records --out DIR` also writes what happened in the first replication into DIR, and",
        "`--all-records` what happened in each, into DIR/records/0, 1, ... Recording does not change a run. A file of",
        "the same events from the terminal itself is what `dermaga fit`, `dermaga replay` and `dermaga kpis --actuals`",
        "read: docs/calibration.md.",
    ]
    for file, what, columns in (
        ("events.parquet", "every event in the order of time", EVENT_COLUMNS),
        ("yard.parquet", "the yard's state by the hour", YARD_COLUMNS),
        ("calls.parquet, calls.csv", "a row a call, with all its times", CALL_COLUMNS),
    ):
        lines += ["", f"## {file}: {what}", "", "| column | holds | meaning |", "|---|---|---|"]
        lines += [f"| `{name}` | {holds} | {meaning} |" for name, holds, meaning in columns]
    lines += ["", "## Events", "", "| event | what happens; which columns it fills |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in EVENTS.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path("docs/records.md").write_text(as_markdown(), encoding="utf-8")
