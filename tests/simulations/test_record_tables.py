from pathlib import Path

import pandas as pd
import pytest

from data.case import Case
from data.operations import Dwell
from simulations.clock import Clock
from simulations.policies import FirstComeFirstServed
from simulations.record_tables import (
    CALL_COLUMNS,
    EVENT_COLUMNS,
    FILES,
    as_markdown,
    calls,
    events,
    write_records,
    yard_by_hour,
)
from simulations.records import EVENTS
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, bare_case, call


def _recorded(case: Case, days: float = 7) -> SimulatedTerminal:
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, days), Streams(1, 0), recording=True)
    terminal.run()
    return terminal


def _names(table: pd.DataFrame, **where: object) -> list[str]:
    for column, value in where.items():
        table = table[table[column] == value]
    names: list[str] = table["event"].tolist()
    return names


def test_events_of_one_box_by_hand() -> None:
    case = bare_case([call("A", 2)], blocks=1, dwell=Dwell(import_h=24, import_spread=0, export_h=48, export_spread=0))
    table = events(_recorded(case))
    assert list(table.columns) == [name for name, _, _ in EVENT_COLUMNS]
    of_box = table[(table["call"] == "A") & (table["box"] == "0")]
    assert of_box["event"].tolist() == [
        "discharge_start", "discharge_end", "tractor_at_block", "stack_start", "stack_end", "gate_in_queue",
        "gate_in_start", "gate_in_end", "truck_at_block", "fetch_start", "fetch_end", "gate_out_queue",
        "gate_out_start", "gate_out_end",
    ]  # fmt: skip
    times = of_box.set_index("event")["time"]
    assert times["discharge_start"] == pd.Timestamp("2026-01-05T02:00+08:00")
    assert (times["discharge_end"] - times["discharge_start"]).total_seconds() == 180
    assert (times["stack_end"] - times["stack_start"]).total_seconds() == 60
    assert (times["gate_in_queue"] - times["stack_end"]).total_seconds() == 24 * 3600
    assert set(of_box["flow"]) == {"domestic_in"}
    assert set(of_box["teu"]) == {1}
    assert _names(table[table["box"].isna()], call="A") == [
        "expected", "arrived", "roads", "first_line", "crane_joined", "tractor_assigned", "first_lift", "crane_left",
        "last_lift", "last_line", "tractor_free", "expected_departure",
    ]  # fmt: skip


def test_every_event_of_a_run_is_documented_and_every_start_has_its_end(small_case: Case) -> None:
    terminal = _recorded(small_case, days=3)
    table = events(terminal)
    assert set(table["event"]) <= set(EVENTS)
    assert table["time"].is_monotonic_increasing
    measured = {visit.call.id for visit in terminal.measured}
    of_measured = table[table["call"].isin(measured)]
    counts = of_measured["event"].value_counts()
    moves = sum(visit.call.moves for visit in terminal.measured)
    assert counts["discharge_end"] + counts["load_end"] == moves
    assert counts["discharge_start"] == counts["discharge_end"]
    assert counts["crane_joined"] == counts["crane_left"]
    for name in ("expected", "arrived", "first_line", "first_lift", "last_lift", "last_line"):
        assert counts[name] == len(measured)


def test_recording_changes_nothing(small_case: Case) -> None:
    plain = SimulatedTerminal(small_case, FirstComeFirstServed(), Clock(START, 3), Streams(1, 0))
    plain.run()
    assert plain.recorder.events is None
    assert _recorded(small_case, days=3).figures() == pytest.approx(plain.figures(), nan_ok=True)


def test_the_yard_by_the_hour() -> None:
    terminal = _recorded(bare_case([call("A", 2, discharge_full=2, load_full=1)], blocks=1), days=3)
    table = yard_by_hour(terminal)
    boxes = table.pivot(index="hour", columns="flow", values="boxes")
    # Of the box to load the truck came before the run; discharged boxes are there for a day.
    assert boxes["domestic_out"].tolist()[:4] == [1, 1, 1, 0]
    assert boxes["domestic_in"].tolist()[:4] == [0, 0, 0, 2]
    assert boxes["domestic_in"].iloc[-1] == 0
    assert len(boxes) == 73
    assert table["teu"].tolist() == table["boxes"].tolist()


def test_calls_have_all_their_times(tmp_path: Path) -> None:
    terminal = _recorded(bare_case([call("A", 2, discharge_full=2), call("B", 2)], blocks=1))
    table = calls(terminal).set_index("call")
    assert ["call", *table.columns] == [name for name, _, _ in CALL_COLUMNS]
    assert table.loc["B", "first_line"] == table.loc["A", "last_line"] == pd.Timestamp("2026-01-05T02:06+08:00")
    assert table.loc["A", "crane_h"] == pytest.approx(0.1)
    write_records(terminal, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    assert len(pd.read_parquet(tmp_path / "calls.parquet")) == 2


def test_the_document_is_made_from_the_definitions() -> None:
    assert Path("docs/records.md").read_text(encoding="utf-8") == as_markdown()
