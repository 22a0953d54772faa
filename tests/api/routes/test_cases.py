import io
import socket
import time as clock
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


def put(client: httpx.Client, name: str, content: bytes, etag: str | None, **params: str) -> httpx.Response:
    headers = {} if etag is None else {"If-Match": etag}
    return client.put(f"{CASES}/{name}", params=params, content=content, headers=headers)


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:dermaga:problem:")


@pytest.fixture
def longer(small_case: Case) -> Callable[[float], bytes]:
    """The JSON of the small case with other overhang at the quay."""

    def made(overhang_m: float) -> bytes:
        quay = small_case.terminal.quay.model_copy(update={"overhang_m": overhang_m})
        terminal = small_case.terminal.model_copy(update={"quay": quay})
        return small_case.changed(terminal=terminal).model_dump_json().encode()

    return made


def test_a_change_names_what_it_changes(client: httpx.Client, longer: Callable[[float], bytes]) -> None:
    first = upload(client, "put", longer(1))
    assert (first.json()["version"], first.headers["etag"]) == (1, f'"1-{first.json()["hash"][:12]}"')
    assert kind(put(client, "put", longer(2), None)) == (428, "if-match-missing")
    second = put(client, "put", longer(2), first.headers["etag"], note="two metres")
    assert (second.status_code, second.json()["version"]) == (200, 2)
    late = put(client, "put", longer(3), first.headers["etag"])
    assert kind(late) == (412, "changed-meanwhile")
    assert late.headers["etag"] == second.headers["etag"]
    assert "by local at" in late.json()["detail"]
    same = put(client, "put", longer(2), second.headers["etag"])
    assert (same.status_code, same.json()["version"], same.headers["etag"]) == (200, 2, second.headers["etag"])
    assert kind(put(client, "put", b"{", second.headers["etag"])) == (422, "bad-input")
    assert client.get(f"{CASES}/put").headers["etag"] == second.headers["etag"]
    assert client.get(f"{CASES}/put", params={"version": 1}).json()["terminal"]["quay"]["overhang_m"] == 1
    items = client.get(f"{CASES}/put/versions").json()["items"]
    assert [(item["version"], item["note"], item["made_by"]) for item in items] == [
        (2, "two metres", "local"),
        (1, "", "local"),
    ]
    assert kind(put(client, "nobody", longer(1), "*")) == (404, "not-found")


def test_what_is_known_is_not_sent_again(client: httpx.Client) -> None:
    etag = client.get(f"{CASES}/small").headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(f"{CASES}/small", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(f"{CASES}/small", headers={"If-None-Match": '"1-other"'}).status_code == 200


def test_a_removed_case_comes_back_with_its_history(client: httpx.Client, longer: Callable[[float], bytes]) -> None:
    first = upload(client, "gone", longer(1))
    assert kind(client.delete(f"{CASES}/gone")) == (428, "if-match-missing")
    assert kind(client.delete(f"{CASES}/gone", headers={"If-Match": '"9-0"'})) == (412, "changed-meanwhile")
    removed = client.delete(f"{CASES}/gone", headers={"If-Match": first.headers["etag"]}, params={"note": "old"})
    assert removed.status_code == 200
    assert (removed.json()["removed"], removed.json()["hash"], removed.json()["note"]) == (True, None, "old")
    assert "gone" not in names(client)
    assert client.get(f"{CASES}/gone").status_code == 404
    assert client.get(f"{CASES}/gone", params={"version": 1}).status_code == 200
    assert kind(put(client, "gone", longer(2), first.headers["etag"])) == (412, "changed-meanwhile")
    assert upload(client, "gone", longer(2)).json()["version"] == 3
    page = client.get(f"{CASES}/gone/versions", params={"limit": 2}).json()
    assert [item["version"] for item in page["items"]] == [3, 2]
    rest = client.get(f"{CASES}/gone/versions", params={"limit": 2, "after": page["next"]}).json()
    assert ([item["version"] for item in rest["items"]], rest["next"]) == ([1], None)


def test_embedded_cases_are_left_as_they_are(client: httpx.Client, longer: Callable[[float], bytes]) -> None:
    for answer in (put(client, "kariangau", longer(1), "*"), client.delete(f"{CASES}/kariangau")):
        assert kind(answer) == (409, "embedded")
        assert "under another name" in answer.json()["detail"]
    assert len(client.get(f"{CASES}/kariangau/versions").json()["items"]) == 1


def test_a_copy_is_the_same_case_under_another_name(client: httpx.Client, longer: Callable[[float], bytes]) -> None:
    answer = client.post(CASES, params={"name": "mine", "copy_of": "kariangau-2025"})
    assert answer.status_code == 201, answer.text
    mine, theirs = (client.get(f"{CASES}/{name}").json() for name in ("mine", "kariangau-2025"))
    assert mine == theirs | {"name": "mine"}
    assert client.get(f"{CASES}/mine/versions").json()["items"][0]["note"] == "copy of kariangau-2025, version 1"
    first = upload(client, "origin", longer(1))
    put(client, "origin", longer(2), "*")
    client.post(CASES, params={"name": "of-first", "copy_of": "origin", "version": 1})
    assert client.get(f"{CASES}/of-first").headers["etag"] == first.headers["etag"]
    assert kind(client.post(CASES, params={"name": "no", "copy_of": "none"})) == (404, "not-found")
    both = client.post(CASES, params={"name": "no", "copy_of": "small"}, content=longer(1))
    assert kind(both) == (422, "bad-input")


def test_a_diff_tells_what_was_changed(client: httpx.Client, longer: Callable[[float], bytes]) -> None:
    for metres in (1, 2, 3):
        (upload(client, "diff", longer(metres)) if metres == 1 else put(client, "diff", longer(metres), "*"))
    found = client.get(f"{CASES}/diff/diff").json()
    field = {"field": "quay.overhang_m", "before": 2, "after": 3}
    assert found == {"case": "diff", "before": 2, "after": 3, "terminal": [field], "tables": []}
    found = client.get(f"{CASES}/diff/diff", params={"from": 3, "to": 1}).json()
    assert found["terminal"] == [{"field": "quay.overhang_m", "before": 3, "after": 1}]
    assert client.get(f"{CASES}/diff/diff", params={"from": 2, "to": 2}).json()["terminal"] == []
    for params in ({"to": 1}, {"to": 9}, {"from": 9}):
        assert client.get(f"{CASES}/diff/diff", params=params).status_code == 404
    assert client.get(f"{CASES}/diff/diff", params={"from": 0}).status_code == 422


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_a_file_of_a_version_is_that_version_again(
    client: httpx.Client, longer: Callable[[float], bytes], form: str
) -> None:
    name = f"file-{form}"
    first = upload(client, name, longer(1.25))
    put(client, name, longer(2), "*")
    exported = client.get(f"{CASES}/{name}/case.{form}", params={"version": 1})
    assert exported.status_code == 200
    assert exported.headers["content-disposition"] == f'attachment; filename="{name}.{form}"'
    assert exported.headers["etag"] == first.headers["etag"]
    latest = client.get(f"{CASES}/{name}/case.{form}").headers["etag"]
    back = put(client, name, exported.content, latest)
    assert (back.json()["version"], back.json()["hash"]) == (3, first.json()["hash"])
    assert client.get(f"{CASES}/none/case.{form}").status_code == 404


@pytest.mark.parametrize("params", [{"note": "x" * 501}, {"note": "a\nb"}, {"note": "\x00"}])
def test_a_note_is_a_line(client: httpx.Client, longer: Callable[[float], bytes], params: dict[str, str]) -> None:
    answer = client.post(CASES, params={"name": "noted"} | params, content=longer(1))
    assert answer.status_code == 422
    assert "noted" not in names(client)


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_an_upload_that_is_cut_off_stores_nothing(
    client: httpx.Client, longer: Callable[[float], bytes], method: str
) -> None:
    name = f"cut-{method}".lower()
    if method == "PUT":
        upload(client, name, longer(1))
    content = longer(2)
    path = f"{CASES}?name={name}" if method == "POST" else f"{CASES}/{name}"
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nIf-Match: *\r\nContent-Length: {len(content)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", client.base_url.port)) as sender:
        sender.sendall(head.encode() + content[: len(content) // 2])
    clock.sleep(0.2)
    if method == "POST":
        assert client.get(f"{CASES}/{name}").status_code == 404
    else:
        assert client.get(f"{CASES}/{name}").headers["etag"].startswith('"1-')


def test_cases_outlive_their_server(
    serve: Callable[[Settings], Any], longer: Callable[[float], bytes], tmp_path: Path
) -> None:
    settings = Settings(port=0, data=tmp_path / "data", worker=False)
    with serve(settings) as one:
        etag = upload(one.client, "july", longer(1)).headers["etag"]
        with serve(settings) as other:
            assert other.client.get(f"{CASES}/july").headers["etag"] == etag
            assert put(other.client, "july", longer(2), etag).status_code == 200
        assert kind(put(one.client, "july", longer(3), etag)) == (412, "changed-meanwhile")
    with serve(settings) as again:
        assert again.client.get(f"{CASES}/july").json()["terminal"]["quay"]["overhang_m"] == 2


def test_jobs_tell_the_version_that_they_work_on(
    serve: Callable[[Settings], Any], longer: Callable[[float], bytes]
) -> None:
    with serve(Settings(port=0, worker=False)) as running:
        client = running.client
        upload(client, "july", longer(1))
        plan = running.submit("plans", case="july", seconds=1, workers=1)
        put(client, "july", longer(2), "*")
        simulation = running.submit("simulations", case="july", days=1, replications=1, workers=1)
        assert client.get(plan).json()["case_version"] == 1
        assert client.get(simulation).json()["case_version"] == 2
        [entry] = [item for item in client.get(CASES).json()["items"] if item["name"] == "july"]
        assert entry["version"] == 2
