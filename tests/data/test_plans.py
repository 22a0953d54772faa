"""Plans from files: every fault is named, none is a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.errors import BadInput
from data.plans import read_plan
from tests.data.formats.test_wording import PROGRAMMERS

PLAN = {
    "kind": "berth", "case": "small", "case_hash": "x", "start": "2026-01-05T00:00:00+08:00",
    "end": "2026-01-12T00:00:00+08:00",
    "calls": [{
        "call": "ARU-1", "position_m": 0, "side": "port", "start": "2026-01-05T08:00:00+08:00",
        "end": "2026-01-05T16:00:00+08:00", "cranes": [],
    }],
}  # fmt: skip


def _faults(path: Path, plan: dict[str, Any]) -> list[str]:
    path.write_text(json.dumps(plan), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_plan(path)
    return [str(fault) for fault in refused.value.faults]


def test_a_plan_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(PLAN), encoding="utf-8")
    assert read_plan(tmp_path / "plan.json").kind == "berth"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("end", "9999-12-31T23:59:59Z"),
        ("start", "0001-01-01T00:00:00Z"),
        ("position_m", 1e308),
        ("position_m", -1e300),
        ("cranes", [{"crane": "QC1", "from": "2026-01-05T08:00:00Z", "to": "2026-01-05T09:00:00Z"}] * 1_001),
    ],
)
def test_times_and_places_that_no_port_has_are_refused(tmp_path: Path, field: str, value: object) -> None:
    call = {**PLAN["calls"][0], field: value}  # type: ignore[dict-item]
    (fault,) = _faults(tmp_path / "plan.json", {**PLAN, "calls": [call]})
    assert f"calls.0.{field}" in fault
    assert len(fault) < 400


def test_a_plan_begins_in_these_years(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path / "plan.json", {**PLAN, "start": "0001-01-01T00:00:00Z"})
    assert "it is no moment between 1990 and 2200" in fault


def test_a_plan_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(PLAN).encode())
    assert read_plan(tmp_path / "plan.json").kind == "berth"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "weather"}, "kind = 'weather': there is no such choice; give 'berth', 'shipment', 'loading', 'yard'"),
        ({"kind": None}, "kind = 'null': there is no such choice; give 'berth', 'shipment', 'loading', 'yard'"),
        ({"case": "a b"}, "case = 'a b': it does not look as it should; give a name of at most 64 letters, digits, "),
        ({"case": 7}, "case = '7': it is no text; give a text"),
        ({"start": "soon"}, "start = 'soon': it is no moment; write date, time and offset, as 2026-01-05T08:00:00+"),
        ({"start": "2026-01-05T00:00:00"}, "start = '2026-01-05T00:00:00': the moment has no zone; write date, time"),
        ({"calls": {}}, "calls: it is no list; give a list"),
        ({"calls": [3]}, "calls.0 = '3': it is no JSON object; give one, in braces"),
        ({"sede": [1]}, "sede: there is no such field; drop it or correct its name"),
    ],
)
def test_what_is_wrong_is_told_in_plain_words(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    (fault,) = _faults(tmp_path / "plan.json", PLAN | changes)
    assert fault.startswith(f"{tmp_path / 'plan.json'}, {says}")


def test_what_is_missing_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    told = _faults(path, {name: value for name, value in PLAN.items() if name not in ("start", "calls")})
    assert told == [f"{path}, {name}: it is missing; give this field" for name in ("start", "calls")]
    assert _faults(path, {}) == [f"{path}, kind: it is missing; give this field"]


@pytest.mark.parametrize("value", [None, True, -1, 1.5, 10**30, "", "?", [], {}, [{}], "x" * 500])
@pytest.mark.parametrize("kind", ["berth", "shipment", "loading", "yard"])
def test_no_programmers_words(tmp_path: Path, kind: str, value: object) -> None:
    """Whatever stands in every field of every kind of plan, pydantic's own words are not told."""
    fields = {
        "case", "case_hash", "start", "end", "now", "calls", "unserved", "shipments", "call", "position_m", "side",
        "cranes", "tractors", "lifts", "yard_moves", "ashore", "import_share", "reservations", "unplaced", "more",
    }  # fmt: skip
    for fault in _faults(tmp_path / "plan.json", dict.fromkeys(fields, value) | {"kind": kind}):
        text = fault.removeprefix(str(tmp_path))
        assert not any(word in text for word in PROGRAMMERS), text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ", row 1: from character 1 on it is not JSON; give a plan.json as Dermaga writes it"),
        (b'{\n "kind": berth}', ", row 2: from character 10 on it is not JSON; give a plan.json as Dermaga writes it"),
        (b"[" + b"9" * 5_000 + b"]", ": a number in it has too many digits; give a plan.json"),
        ("{}".encode("utf-16"), ": it is not UTF-8 text; give a plan.json as Dermaga writes it"),
    ],
)
def test_what_is_not_json(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        read_plan(path)
    assert str(refused.value) == f"{path}{says}"


def test_json_too_deep_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(BadInput, match="too deep"):
        read_plan(tmp_path / "deep.json")


@pytest.mark.parametrize("value", [True, False])
def test_true_and_false_are_no_numbers(tmp_path: Path, value: bool) -> None:
    call = {**PLAN["calls"][0], "position_m": value}  # type: ignore[dict-item]
    (fault,) = _faults(tmp_path / "plan.json", {**PLAN, "calls": [call]})
    assert "calls.0.position_m" in fault
    assert "true and false are no numbers; give a number" in fault
