import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from data.case import Case
from data.formats import write_folder, write_workbook

CASES = "/api/v1/cases"


def zipped(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return packed.getvalue()


def upload(client: httpx.Client, name: str, content: bytes) -> httpx.Response:
    return client.post(CASES, params={"name": name}, content=content)


def names(client: httpx.Client) -> list[str]:
    return [item["name"] for item in client.get(CASES).json()["items"]]


def test_embedded_cases_are_there(client: httpx.Client) -> None:
    items = {item["name"]: item for item in client.get(CASES).json()["items"]}
    assert items["kariangau"]["embedded"]
    assert items["kariangau"]["title"] == "Kaltim Kariangau Terminal"
    assert items["kariangau"]["calls"] > 0
    assert not items["small"]["embedded"]


def test_a_case_comes_back_as_it_was_sent(client: httpx.Client, small_case: Case) -> None:
    answer = client.get(f"{CASES}/small")
    assert answer.status_code == 200
    assert Case.model_validate_json(answer.content) == small_case


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_every_form_is_stored(client: httpx.Client, small_case: Case, tmp_path: Path, form: str) -> None:
    if form == "zip":
        write_folder(small_case, tmp_path / "case")
        content = zipped(tmp_path / "case")
    else:
        write_workbook(small_case, tmp_path / "case.xlsx")
        content = (tmp_path / "case.xlsx").read_bytes()
    answer = upload(client, f"as-{form}", content)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{CASES}/as-{form}"
    assert answer.json()["hash"] == small_case.hash
    assert client.get(answer.headers["location"]).json()["name"] == f"as-{form}"


def test_a_bad_upload_lists_all_faults_and_stores_nothing(
    client: httpx.Client, small_case: Case, tmp_path: Path
) -> None:
    write_folder(small_case, tmp_path / "case")
    calls = tmp_path / "case" / "calls.csv"
    text = calls.read_text(encoding="utf-8")
    calls.write_text(text.replace("BURU-1,BURU,", "BURU-1,NOSHIP,").replace(",200,", ",1000000000,"), encoding="utf-8")
    quay = tmp_path / "case" / "quay_cranes.csv"
    quay.write_text(quay.read_text(encoding="utf-8").replace("270", "999"), encoding="utf-8")
    answer = upload(client, "bad", zipped(tmp_path / "case"))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:dermaga:problem:bad-input"
    faults = answer.json()["faults"]
    assert {"calls.csv", "quay_cranes.csv"} <= {Path(fault["file"]).name for fault in faults}
    assert {"NOSHIP", "1000000000"} <= {fault.get("value") for fault in faults}
    assert all(fault["problem"] and fault["remedy"] for fault in faults)
    assert "bad" not in names(client)
    assert client.get(f"{CASES}/bad").status_code == 404


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"{", b"id,vessel\n", b"\x00" * 1000])
def test_what_is_no_case_is_refused(client: httpx.Client, content: bytes) -> None:
    answer = upload(client, "none", content)
    assert answer.status_code == 422
    assert answer.json()["faults"]
    assert "none" not in names(client)


@pytest.mark.parametrize("name", ["small", "kariangau"])
def test_a_taken_name_is_refused(client: httpx.Client, small_case: Case, name: str) -> None:
    answer = upload(client, name, small_case.model_dump_json().encode())
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:dermaga:problem:name-taken"
    assert names(client).count(name) == 1


@pytest.mark.parametrize("name", ["", "../kariangau", "a/b", "a b", "x" * 65])
def test_a_name_is_a_plain_word(client: httpx.Client, small_case: Case, name: str) -> None:
    assert upload(client, name, small_case.model_dump_json().encode()).status_code == 422


def test_files_of_the_server_are_no_cases(client: httpx.Client) -> None:
    for name in ("..", "%2e%2e", "data%2Fcases%2Fkariangau", "%2Ftmp"):
        assert client.get(f"{CASES}/{name}").status_code == 404


def test_cases_are_limited(serve: Callable[[Settings], Any], small_case: Case) -> None:
    with serve(Settings(port=0, most_cases=1)) as running:
        content = small_case.model_dump_json().encode()
        assert upload(running.client, "one", content).status_code == 201
        answer = upload(running.client, "two", content)
        assert answer.status_code == 507
        assert answer.json()["type"] == "urn:dermaga:problem:store-full"
