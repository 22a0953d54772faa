"""Fixtures of the schedules' tests: a case with places on the map, and files as agents and carriers send them."""

import itertools
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import strategies as st

from data.case import Case
from data.formats.schedules import ColumnMapping, Preview, preview
from data.formats.schedules.mapping import parse_mapping
from data.sailings import Sailing
from data.terminal import Port

Make = Callable[[str, Any], Path]
Look = Callable[..., Preview]


@pytest.fixture(scope="session")
def trade(small_case: Case) -> Case:
    """The small case with ports that have places, and Jakarta."""
    return small_case.changed(
        ports=(
            Port(unlocode="IDKRG", name="Kariangau", latitude=-1.162, longitude=116.779),
            Port(unlocode="IDSUB", name="Surabaya", latitude=-7.2, longitude=112.73),
            Port(unlocode="IDJKT", name="Jakarta", latitude=-6.1, longitude=106.88),
            Port(unlocode="LKCMB", name="Colombo", connection_h=36, latitude=6.95, longitude=79.85),
        )
    )


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a file: text as it is, rows as a workbook of one sheet, and anything else as JSON."""

    def write(name: str, content: Any) -> Path:
        path = tmp_path / name
        if name.endswith(".xlsx"):
            book = openpyxl.Workbook()
            book.active.title = "Jadwal"
            for row in content:
                book.active.append(row)
            book.save(path)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


@pytest.fixture
def look(trade: Case) -> Look:
    """What comes of files in the case, by the text of a mapping."""

    def run(*files: Path, mapping: str = "", keep_at: bool = False, case: Case = trade) -> Preview:
        return preview(case, files, mapped(mapping), keep_at=keep_at)

    return run


def mapped(text: str) -> ColumnMapping:
    """The mapping of a text."""
    return parse_mapping("map.toml", text.encode())


def at(text: str, offset: str = "+08:00") -> datetime:
    """A moment, written 2026-01-05 08:00."""
    return datetime.fromisoformat(text + offset)


DEFAULTS = '\n[[defaults]]\nflag = "ID"\ncapacity_teu = 20\nfreight_per_teu = 4000000\n'


_NAMES = st.from_regex(r"[A-Z][A-Z0-9-]{0,8}", fullmatch=True)
_START = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=8)))


@st.composite
def voyages(draw: st.DrawFn) -> list[Sailing]:
    """Legs of some voyages between the ports of the case, in order."""
    legs = []
    for name in draw(st.lists(_NAMES, max_size=4, unique=True)):
        ports = draw(st.permutations(["IDKRG", "IDSUB", "IDJKT", "LKCMB"]))[: draw(st.integers(2, 4))]
        clock = _START + timedelta(minutes=draw(st.integers(0, 10**5)))
        for number, (origin, destination) in enumerate(itertools.pairwise(ports), 1):
            arrival = clock + timedelta(minutes=draw(st.integers(1, 10**4)))
            legs.append(
                Sailing(
                    id=f"{name}.{number}", voyage=name, line=draw(_NAMES), flag="ID", origin=origin,
                    destination=destination, departure=clock, arrival=arrival, capacity_teu=draw(st.integers(0, 99)),
                    freight_per_teu=draw(st.integers(0, 10**9)), ship=draw(st.none() | _NAMES),
                    cutoff_h=draw(st.floats(0, 100)), capacity_kg=draw(st.none() | st.integers(0, 10**6)),
                )
            )  # fmt: skip
            clock = arrival + timedelta(minutes=draw(st.integers(0, 1000)))
    return legs
