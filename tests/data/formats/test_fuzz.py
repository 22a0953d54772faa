"""Whatever is sent: a case, or a refusal with its faults; never another error, and never without end."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.errors import BadInput
from data.formats import read_upload, write_folder, write_workbook

MOST_S = 10.0
fuzzed = settings(
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Where the bytes of a change go, as a share of the whole; what is done there; and with which bytes.
CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["flip", "cut", "put", "take", "swap"]), st.binary(min_size=1, max_size=9)
    ),
    min_size=1,
    max_size=6,
)


def changed(content: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    """Content with some of its bytes changed."""
    for share, how, by in changes:
        at = int(share * len(content))
        if how == "flip" and at < len(content):
            content = content[:at] + bytes([content[at] ^ (by[0] or 1)]) + content[at + 1 :]
        elif how == "cut":
            content = content[:at]
        elif how == "put":
            content = content[:at] + by + content[at:]
        elif how == "take":
            content = content[:at] + content[at + 10 * len(by) :]
        elif how == "swap":
            content = content[at:] + content[:at]
    return content


def rezipped(content: bytes, change: Callable[[int, bytes], bytes], names: list[int]) -> bytes:
    """A zip with the contents of its entries changed, under their names in another order: the sums are right."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        entries = archive.namelist()
        for number, name in enumerate(entries):
            source = entries[names[number % len(names)] % len(entries)] if names else name
            new.writestr(name, change(number, archive.read(source)))
    return held.getvalue()


def refused_or_read(content: bytes) -> None:
    began = time.process_time()
    faults = None
    try:
        read_upload(content, "sent")
    except BadInput as error:
        faults = error.faults
    assert faults is None or (faults and all(fault.problem and fault.remedy for fault in faults))
    assert time.process_time() - began < MOST_S


@pytest.fixture(scope="module")
def sent(small_case: Case, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The small case in each form in which it can be sent."""
    place = tmp_path_factory.mktemp("sent")
    write_folder(small_case, place / "folder")
    write_workbook(small_case, place / "case.xlsx")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((place / "folder").iterdir()):
            archive.write(path, path.name)
    return {
        "zip": held.getvalue(),
        "xlsx": (place / "case.xlsx").read_bytes(),
        "json": small_case.model_dump_json().encode(),
    }


@fuzzed
@given(
    st.sampled_from([b"", b"PK", b"PK\x03\x04", b"{", b"[", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
    st.binary(max_size=400),
)
def test_any_bytes(begin: bytes, rest: bytes) -> None:
    refused_or_read(begin + rest)


@pytest.mark.parametrize("form", ["zip", "xlsx", "json"])
@fuzzed
@given(changes=CHANGES)
def test_files_with_bytes_changed(sent: dict[str, bytes], form: str, changes: list[tuple[float, str, bytes]]) -> None:
    refused_or_read(changed(sent[form], changes))


@pytest.mark.parametrize("form", ["zip", "xlsx"])
@settings(fuzzed, max_examples=12)
@given(entry=st.integers(0, 60), changes=CHANGES, names=st.lists(st.integers(0, 60), max_size=3))
def test_archives_with_entries_changed(
    sent: dict[str, bytes], form: str, entry: int, changes: list[tuple[float, str, bytes]], names: list[int]
) -> None:
    def change(number: int, content: bytes) -> bytes:
        return changed(content, changes) if number == entry % 20 else content

    refused_or_read(rezipped(sent[form], change, names))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@fuzzed
@given(data=st.data(), value=JSON)
def test_json_with_a_value_replaced(small_case: Case, data: st.DataObject, value: Any) -> None:
    content: Any = json.loads(small_case.model_dump_json())
    inside, where = None, content
    while isinstance(where, dict | list) and where:
        key: Any = data.draw(st.sampled_from(sorted(where) if isinstance(where, dict) else range(len(where))))
        inside, where = where, where[key]
        if data.draw(st.booleans()):
            break
    if inside is not None:
        inside[key] = value
    refused_or_read(json.dumps(content).encode())
