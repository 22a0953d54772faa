"""Whatever a file holds, it is understood or told with faults; nothing breaks, and nothing half-right is taken."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.errors import BadInput
from data.formats.schedules import preview, propose
from tests.data.formats.schedules.conftest import DEFAULTS, mapped
from tests.data.formats.schedules.test_dcsa import CALLS, leg, routing, vessel_schedules
from tests.data.formats.schedules.test_mapped import LEGS, PORTS

SETTINGS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
CELLS = st.sampled_from(
    ["", "-", '"', "=1+1", "12", "SPIL", "KM Satu", "IDSUB", "Surabaya", "2026-01-07 09:00", "2026-01-09 09:00",
     "05/01/2026 08:00", "7 Jan 2026", "1e999", "é", "\0", "#", "99999999999999999999999", "x" * 300]
)  # fmt: skip
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@given(rows=st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=5), by_ports=st.booleans())
@SETTINGS
def test_lists(rows: list[list[str]], by_ports: bool, trade: Case, tmp_path: Path) -> None:
    path = tmp_path / "agent.csv"
    names = "Nama Kapal;Voy No;POL;Tujuan;Closing;ETD;ETA"
    if by_ports:
        names = ";;;\nVOY;KAPAL;CLOSING;KARIANGAU;;SURABAYA;;JAKARTA\n;;;ETA;ETD;ETA;ETD;ETA"
    path.write_text("\n".join([names, *(";".join(row) for row in rows)]), encoding="utf-8")
    found = preview(trade, [path], mapped((PORTS if by_ports else LEGS) + DEFAULTS))
    assert (found.merged.case is None) == bool(found.faults)
    for fault in found.faults:
        assert fault.file
        assert fault.problem
        assert fault.remedy
    with suppress(BadInput):
        propose(path, trade)


def _places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


ROUTINGS = [routing(leg("IDKRG", "IDSUB", "2026-01-05T20:00:00+08:00", "2026-01-07T09:00:00+07:00", "12"))]


@pytest.mark.parametrize("whole", [vessel_schedules(*CALLS), ROUTINGS])
@given(data=st.data())
@SETTINGS
def test_json(whole: list[object], data: st.DataObject, trade: Case, tmp_path: Path) -> None:
    content = json.loads(json.dumps(whole))
    *way, last = data.draw(st.sampled_from([place for place in _places(content) if place]))
    part = content
    for key in way:
        part = part[key]
    part[last] = data.draw(ODD)
    path = tmp_path / "s.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = preview(trade, [path], mapped(DEFAULTS))
    assert (found.merged.case is None) == bool(found.faults)


@given(content=st.binary(max_size=200), name=st.sampled_from(["a.csv", "a.xlsx", "a.json"]), layout=st.booleans())
@SETTINGS
def test_bytes(content: bytes, name: str, layout: bool, trade: Case, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = preview(trade, [path], mapped(LEGS if layout else DEFAULTS))
    assert (found.merged.case is None) == bool(found.faults)


@given(text=st.text(max_size=100))
@SETTINGS
def test_mappings(text: str) -> None:
    with suppress(BadInput):
        mapped(text.encode("utf-8", "replace").decode())
