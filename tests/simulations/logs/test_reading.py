import io
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import BadInput, Fault
from simulations.logs.reading import Log, parse_log
from tests.simulations.conftest import START, bare_case, call
from tests.simulations.logs.conftest import HEADER, csv, log

CASE = bare_case([call("A")])


def _faults(content: bytes) -> list[Fault]:
    with pytest.raises(BadInput) as error:
        parse_log("log.csv", content, CASE)
    return error.value.faults


def test_a_log_in_order_of_time_whatever_the_notation_of_its_times() -> None:
    for first, second in (
        ("2026-01-05T02:00+08:00", "2026-01-05T01:30:30+08:00"),
        ("2026-01-05 02:00", "2026-01-05 01:30:30"),
        ("2026-01-04T18:00Z", "2026-01-04T17:30:30Z"),
        ("120", "90.5"),
        ("05/01/2026 02:00", "2026-01-05 01:30:30"),
    ):
        case = bare_case([call("A")], date_order="day-first")
        found = parse_log("log.csv", csv(f"{first},first_line,A,,,100", f"{second},arrived,A"), case)
        assert found.start == START
        assert found.events["minute"].tolist() == [90.5, 120]
        assert found.events["event"].tolist() == ["arrived", "first_line"]
        assert found.events["row"].tolist() == [3, 2]
        assert found.events["place"].tolist() == ["", "100"]
        assert found.end == 120


def test_boxes_that_are_numbered_by_call_are_told_apart_by_both() -> None:
    found = log("0,stack_end,A,1,,Y0,import,full,2", "1,stack_end,,CSQU3054383,,Y0")
    assert found.events["box"].tolist() == ["A/1", "CSQU3054383"]
    assert found.events["teu"].iloc[0] == 2


def test_what_is_expected_does_not_make_the_log_longer() -> None:
    found = log("0,arrived,A", "9000,expected,B", "9500,expected_departure,B", "-300,expected,A")
    assert found.end == 0
    assert found.start == START


def test_the_same_log_as_workbook_and_as_parquet(tmp_path: Path) -> None:
    text = csv("0,arrived,A", "60.25,discharge_start,A,1,Q0,,import,full,1")
    frame = pd.read_csv(io.BytesIO(text))
    frame["time"] = pd.Timestamp("2026-01-05") + pd.to_timedelta(frame["time"], unit="min")
    with pd.ExcelWriter(tmp_path / "log.xlsx") as writer:
        frame.to_excel(writer, sheet_name="log", index=False)
    frame["time"] = frame["time"].dt.tz_localize("Asia/Makassar")
    frame.to_parquet(tmp_path / "log.parquet")
    plain = parse_log("log.csv", text, CASE)
    for name in ("log.xlsx", "log.parquet"):
        other = parse_log(name, (tmp_path / name).read_bytes(), CASE)
        pd.testing.assert_frame_equal(other.events, plain.events)


def test_every_fault_is_told_with_its_place_and_what_would_help() -> None:
    faults = _faults(
        csv(
            "yesterday,arrived,A",
            "10,arived,B",
            "2026-02-30 10:00,first_line,B",
            "11,stack_end,A,1,,,,half,3",
            ",last_line,A",
        )
    )
    told = {(fault.row, fault.column, fault.value) for fault in faults}
    assert told == {
        (2, "time", "yesterday"), (3, "event", "arived"), (4, "time", "2026-02-30 10:00"), (5, "status", "half"),
        (5, "teu", "3"), (6, "time", ""),
    }  # fmt: skip
    assert next(fault.remedy for fault in faults if fault.column == "event") == "did you mean arrived?"


def test_events_need_what_they_are_of() -> None:
    faults = _faults(csv("0,arrived", "1,discharge_start,A", "2,crane_down", "3,gate_in_queue"))
    assert [(fault.row, fault.column) for fault in faults] == [
        (2, "call"), (3, "box"), (5, "box"), (3, "equipment"), (4, "equipment"),
    ]  # fmt: skip


def test_what_happens_once_in_a_call_happens_once_and_in_order() -> None:
    assert [fault.row for fault in _faults(csv("0,arrived,A", "5,arrived,A"))] == [3]
    faults = _faults(csv("60,first_line,A", "70,arrived,A", "50,last_line,A", "0,arrived,B"))
    assert [(fault.row, fault.problem) for fault in faults] == [
        (4, "the call A has last_line before its first_line"),
        (2, "the call A has first_line before its arrived"),
    ]
    # A ship that waits for a pilot could have been alongside before it came.
    assert isinstance(log("0,anchored,A", "30,arrived,A", "60,pilot_on,A", "90,first_line,A"), Log)


def test_a_log_without_its_columns_or_rows_is_refused() -> None:
    assert {fault.column for fault in _faults(b"event,call\narrived,A\n")} == {"time"}
    assert [fault.problem for fault in _faults(HEADER.encode())] == ["it has no events"]
    assert "Parquet" in _faults(b"PAR1 and nothing else")[0].problem
    assert "sheet log" in _faults(_workbook_without_log())[0].problem


def _workbook_without_log() -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame({"time": [datetime(2026, 1, 5, 1)], "event": ["arrived"]}).to_excel(buffer, sheet_name="events")
    return buffer.getvalue()


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=60).map(lambda rest: (HEADER + "\n").encode() + rest)))
def test_any_bytes_are_a_log_or_are_refused_with_a_reason(content: bytes) -> None:
    _read_or_refused(content)


CELL = st.one_of(
    st.sampled_from(["", "0", "A", "B", "1e400", "nan", "-5", "2026-01-05 02:00", "2026-01-05T02:00+25:00", "1 234,5"]),
    st.sampled_from(["arrived", "first_line", "discharge_start", "crane_down", "stack_end", "gate_in_queue"]),
    st.text(st.characters(codec="utf-8", exclude_characters=',"\n\r\0'), max_size=8),
)


@settings(max_examples=40)
@given(st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=6))
def test_any_cells_are_a_log_or_are_refused_with_a_reason(rows: list[list[str]]) -> None:
    _read_or_refused("\n".join([HEADER, *(",".join(row) for row in rows)]).encode())


def _read_or_refused(content: bytes) -> None:
    faults: list[Fault] = []
    try:
        found = parse_log("log.csv", content, CASE)
    except BadInput as error:
        faults = error.faults
    else:
        assert found.events["minute"].notna().all()
        return
    assert faults
    assert all(fault.problem and fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("file", "content", "remedy"),
    [
        ("log.parquet", b"\0\1damaged", "write it anew, or give the log as CSV"),
        ("log.xlsx", b"\0\1damaged", "save it anew as .xlsx, or give the log as CSV"),
        ("log.csv.gz", b"\x1f\x8b\x08\0", "unpack it, and give the file that was in it"),
        ("log.csv", b"\0\1damaged", "save it as 'CSV UTF-8'"),
    ],
)
def test_the_advice_fits_the_kind_of_file(file: str, content: bytes, remedy: str) -> None:
    with pytest.raises(BadInput) as error:
        parse_log(file, content, CASE)
    assert [fault.remedy for fault in error.value.faults] == [remedy]


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("time", [True, False], "no date with an hour"),
        ("time", [float("inf"), 1.0], "a plain number is no date"),
        ("time", [[1, 2], [3]], "it is a list"),
        ("equipment", [["Q0"], ["Q1"]], "it is no text"),
    ],
)
def test_odd_cells_of_parquet_are_faults(column: str, values: list[object], says: str) -> None:
    frame = pd.DataFrame({"time": [0.0, 1.0], "event": ["arrived"] * 2, "call": ["A", "B"], "equipment": ["", ""]})
    content = frame.assign(**{column: pd.Series(values, dtype=object)}).to_parquet()
    with pytest.raises(BadInput) as error:
        parse_log("log.parquet", content, CASE)
    assert (error.value.faults[0].row, error.value.faults[0].column) == (2, column)
    assert says in error.value.faults[0].problem


def test_a_lift_that_stands_twice_is_a_fault() -> None:
    lift = "10,discharge_start,A,B1,Q0"
    (fault,) = _faults(csv(lift, "12,discharge_end,A,B1,Q0", lift))
    assert (fault.row, fault.remedy) == (4, "drop one of them")
    assert len(log(lift, "30,discharge_start,A,B1,Q0").events) == 2
