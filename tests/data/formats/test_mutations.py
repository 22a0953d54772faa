"""Whatever is done to a file, the reader reads the case or refuses it with faults; it never breaks."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.errors import BadInput
from data.formats.folder import read_files
from data.formats.frames import csv_text, frames, terminal_values
from data.formats.terminal_toml import terminal_toml

# Cells and marks that spreadsheets, editors and mistakes put anywhere.
ODD = [
    "",
    ",",
    ";",
    "\t",
    '"',
    "\n",
    "\r",
    "#",
    "=1+1",
    "-",
    "1e999",
    "05/01/2026 08:00",
    "é",
    "\0",
    "NULL",
    "[",
    "'",
    "  ",
    "٣",
]


@pytest.fixture(scope="module")
def texts(small_case: Case) -> dict[str, str]:
    """The files of the small case."""
    files = {"terminal.toml": terminal_toml(terminal_values(small_case.terminal), {})}
    return files | {
        f"{name}.csv": csv_text(frame, small_case.terminal.zone) for name, frame in frames(small_case).items()
    }


def holding(content: bytes) -> Callable[[], bytes]:
    return lambda: content


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_odd_marks_anywhere(texts: dict[str, str], data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(texts)))
    text = texts[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 12, len(text))))
    odd = text[:start] + data.draw(st.sampled_from(ODD)) + text[end:]
    content = odd.encode("latin-1", "replace") if data.draw(st.booleans()) else odd.encode()
    files = {name: holding(content if name == file else held.encode()) for name, held in texts.items()}
    faults = []
    try:
        assert read_files("small", files).case.calls
    except BadInput as refusal:
        faults = refusal.faults
    assert all(fault.problem and fault.remedy and str(fault).encode() for fault in faults)
