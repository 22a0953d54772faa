from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from api.jobs.job import Work
from api.jobs.table import JobTable
from api.problems import Refusal
from api.settings import Settings
from api.store.cases import CaseStore
from api.store.contents import Content
from api.store.database import reading, writing
from api.store.tables import case_versions, contents
from api.work.requests import PlanRequest
from data.case import Case
from data.cases import embedded
from data.errors import DermagaError, NotFound
from data.formats import case_from_json
from data.formats.as_read import as_read


@pytest.fixture
def store(engine: Engine) -> CaseStore:
    return CaseStore(engine, most=3)


def named(case: Case, name: str, title: str | None = None) -> Case:
    terminal = case.terminal if title is None else case.terminal.model_copy(update={"name": title})
    return as_read(case.changed(name=name, terminal=terminal))


def refused(kind: str, ask: Callable[[], Any]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        ask()
    assert caught.value.kind == kind
    return caught.value


def test_a_change_makes_a_version_and_overwrites_none(store: CaseStore, engine: Engine, small_case: Case) -> None:
    first = store.add(named(small_case, "july"), "ayu", "from the line")
    second = store.replace(named(small_case, "july", "Other"), "budi", "renamed", first.etag)
    assert (first.version, second.version) == (1, 2)
    assert [(row.version, row.made_by, row.note) for row in store.versions("july", 10)] == [
        (2, "budi", "renamed"),
        (1, "ayu", "from the line"),
    ]
    for known in (store, CaseStore(engine, most=3)):  # also one that has nothing at hand
        assert known.get("july").case == named(small_case, "july", "Other")
        assert known.get("july", 1).case == named(small_case, "july")
        assert known.get("july", 1).version == first
    assert first.etag == f'"1-{small_case.hash[:12]}"'
    assert first.made is not None
    assert first.made.tzinfo is not None


def test_the_same_content_is_no_new_version(store: CaseStore, small_case: Case) -> None:
    first = store.add(named(small_case, "july"), "ayu")
    assert store.replace(named(small_case, "july"), "budi", "again", first.etag) == first
    assert len(store.versions("july", 10)) == 1


def test_an_old_state_is_not_changed(store: CaseStore, small_case: Case) -> None:
    first = store.add(named(small_case, "july"), "ayu")
    second = store.replace(named(small_case, "july", "Two"), "budi", "", first.etag)
    for ask in (
        lambda: store.check_change("july", first.etag),
        lambda: store.replace(named(small_case, "july", "Three"), "ayu", "", first.etag),
        lambda: store.remove("july", "ayu", "", f"W/{second.etag}"),
    ):
        refusal = refused("changed-meanwhile", ask)
        assert refusal.status == 412
        assert "by budi at" in str(refusal)
        assert refusal.headers["ETag"] == second.etag
    refused("if-match-missing", lambda: store.remove("july", "ayu", "", None))
    assert store.version("july") == second
    assert store.remove("july", "ayu", "", f'"x", {second.etag}').removed


def test_of_two_at_once_one_wins(engine: Engine, small_case: Case) -> None:
    """Each by a server of its own, five times."""
    servers = [CaseStore(engine, most=3) for _ in range(4)]
    seen = servers[0].add(named(small_case, "july"), "ayu")
    for turn in range(5):
        together = Barrier(len(servers))

        def change(place: int, etag: str = seen.etag, turn: int = turn, together: Barrier = together) -> int | str:
            after = named(small_case, "july", f"{turn} {place}")
            together.wait()
            try:
                return servers[place].replace(after, f"user {place}", "", etag).version
            except Refusal as refusal:
                return refusal.kind

        with ThreadPoolExecutor(len(servers)) as threads:
            made = [*threads.map(change, range(len(servers)))]
        assert sorted(made, key=str) == [turn + 2, *["changed-meanwhile"] * 3]
        seen = servers[0].version("july")
        assert seen.title == f"{turn} {made.index(turn + 2)}"


def test_of_two_with_one_name_one_wins(engine: Engine, small_case: Case) -> None:
    servers = [CaseStore(engine, most=1) for _ in range(4)]

    def add(place: int) -> str:
        try:
            servers[place].add(named(small_case, "july" if place < 2 else "june"), "ayu")
        except Refusal as refusal:
            return refusal.kind
        return "stored"

    with ThreadPoolExecutor(len(servers)) as threads:
        said = [*threads.map(add, range(len(servers)))]
    assert said.count("stored") == 1
    assert set(said) <= {"stored", "name-taken", "store-full"}


def test_a_small_change_is_made_to_whatever_is_newest(engine: Engine, small_case: Case) -> None:
    servers = [CaseStore(engine, most=3) for _ in range(3)]
    servers[0].add(named(small_case, "july"), "ayu")

    def mark(place: int) -> None:
        def change(case: Case) -> Case:
            port = case.ports[0].model_copy(update={"unlocode": f"IDA{'ABCDEF'[place]}B"})
            return case.changed(ports=(*case.ports, port))

        servers[place % 3].update("july", change, f"user {place}", "a port more")

    with ThreadPoolExecutor(6) as threads:
        [*threads.map(mark, range(6))]
    assert servers[0].version("july").version == 7
    assert len(servers[0].get("july").case.ports) == len(small_case.ports) + 6


def test_a_small_change_keeps_moments_on_the_terminals_clock(store: CaseStore, small_case: Case) -> None:
    store.add(named(small_case, "july"), "ayu")

    def later(case: Case) -> Case:
        call = case.calls[0]
        moved = call.model_copy(update={"etd": call.etd.astimezone(UTC) + timedelta(hours=1)})
        return case.changed(calls=(moved, *case.calls[1:]))

    made = store.update("july", later, "ayu")
    case = store.get("july").case
    assert made.hash == case_from_json(case.model_dump(mode="json")).case.hash
    assert case.calls[0].etd.utcoffset() == timedelta(hours=8)


def test_a_removed_case_has_its_history(store: CaseStore, small_case: Case) -> None:
    first = store.add(named(small_case, "july"), "ayu")
    removed = store.remove("july", "budi", "not needed", first.etag)
    assert (removed.version, removed.removed, removed.hash) == (2, True, None)
    with pytest.raises(NotFound, match="was removed as version 2, by budi"):
        store.get("july")
    with pytest.raises(NotFound, match="was removed as version 2, by budi"):
        store.update("july", lambda case: case, "ayu")
    assert store.get("july", 1).case == named(small_case, "july")
    assert "july" not in [version.name for version in store.entries(99)]
    for etag in (first.etag, removed.etag, "*"):
        refused("changed-meanwhile", lambda etag=etag: store.replace(named(small_case, "july"), "ayu", "", etag))
    again = store.add(named(small_case, "july"), "ayu")
    assert again.version == 3
    assert [version.removed for version in store.versions("july", 10)] == [False, True, False]
    assert store.before("july", 3).version == 1


def test_embedded_cases_never_change(store: CaseStore, small_case: Case) -> None:
    assert [version.name for version in store.entries(99)] == embedded()
    [only] = store.versions("kariangau", 10)
    assert (only.version, only.embedded) == (1, True)
    assert store.get("kariangau", 1) == store.get("kariangau")
    mine = named(small_case, "kariangau")
    refused("name-taken", lambda: store.add(mine, "ayu"))
    for ask in (
        lambda: store.replace(mine, "ayu", "", only.etag),
        lambda: store.remove("kariangau", "ayu", "", "*"),
        lambda: store.update("kariangau", lambda case: case, "ayu"),
    ):
        assert "under another name" in str(refused("embedded", ask))


def test_what_is_not_there_is_not_found(store: CaseStore, small_case: Case) -> None:
    store.add(named(small_case, "july"), "ayu")
    for ask in (
        lambda: store.get("june"),
        lambda: store.get("ju\x00ne"),
        lambda: store.get("july", 2),
        lambda: store.versions("june", 10),
        lambda: store.before("july", 1),
        lambda: store.before("kariangau", 1),
        lambda: store.remove("june", "ayu", "", "*"),
        lambda: store.replace(named(small_case, "june"), "ayu", "", "*"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_cases_that_are_there_are_limited(store: CaseStore, small_case: Case) -> None:
    for name in "abc":
        store.add(named(small_case, name), "ayu")
    refused("store-full", lambda: store.check_new("d"))
    refused("store-full", lambda: store.add(named(small_case, "d"), "ayu"))
    store.remove("b", "ayu", "", "*")
    store.add(named(small_case, "d"), "ayu")


def test_long_histories_come_in_parts(store: CaseStore, small_case: Case) -> None:
    version = store.add(named(small_case, "july"), "ayu")
    for number in range(4):
        version = store.replace(named(small_case, "july", str(number)), "ayu", "", version.etag)
    assert [row.version for row in store.versions("july", 2)] == [5, 4]
    assert [row.version for row in store.versions("july", 2, before=4)] == [3, 2]
    assert store.versions("july", 2, before=1) == []
    assert store.versions("kariangau", 2, before=1) == []


def test_lists_of_cases_come_in_parts_by_name(store: CaseStore, small_case: Case) -> None:
    for name in ("august", "July", "m"):
        store.add(named(small_case, name), "ayu")
    wanted = sorted(["august", "July", "m", *embedded()])
    pages, after = [], ""
    while page := store.entries(2, after):
        pages.append([version.name for version in page])
        after = pages[-1][-1]
    assert [name for page in pages for name in page] == wanted
    assert {len(page) for page in pages} == {2}
    assert store.entries(1, "kariangau")[0].title == store.get("kariangau-2025").case.terminal.name


def test_jobs_and_versions_share_contents_and_drop_none_of_each_other(
    store: CaseStore, engine: Engine, small_case: Case
) -> None:
    jobs = JobTable(engine, Settings(most_finished=0))
    july, other = named(small_case, "july"), named(small_case, "other")
    first = store.add(july, "ayu")
    for case in (july, other):
        jobs.cancel(jobs.submit(Work(PlanRequest(case=case.name, workers=1), case)).id)
    store.replace(named(small_case, "july", "Two"), "ayu", "", first.etag)
    jobs.submit(Work(PlanRequest(case="july", workers=1), july))
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(contents)).scalar_one() == 2
    assert CaseStore(engine, most=3).get("july", 1).case == july


def test_a_content_that_cannot_be_read_any_more_is_said(store: CaseStore, engine: Engine, small_case: Case) -> None:
    key = store.add(named(small_case, "july"), "ayu").key
    with writing(engine) as connection:
        old = Content('{"name": "july", "quay": {}}').packed
        connection.execute(update(contents).where(contents.c.key == key).values(content=old))
    with pytest.raises(DermagaError, match="version 1 of july is of another Dermaga"):
        CaseStore(engine, most=3).get("july")


def test_only_so_much_is_kept_at_hand(
    store: CaseStore, engine: Engine, small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(named(small_case, "a").model_dump_json())
    monkeypatch.setattr("api.store.cases._AT_HAND", 2 * size + 10)
    for name in "abc":
        store.add(named(small_case, name), "ayu")
    fresh = CaseStore(engine, most=3)
    held = {name: fresh.get(name).case for name in "abc"}
    assert fresh.get("c").case is held["c"]
    assert fresh.get("a").case is not held["a"]
    with writing(engine) as connection:
        assert connection.execute(select(func.count()).select_from(case_versions)).scalar_one() == 3


def test_a_case_has_so_many_versions(engine: Engine, small_case: Case) -> None:
    few = CaseStore(engine, most=3, most_versions=2)
    few.add(named(small_case, "july"), "ayu")
    few.replace(named(small_case, "july", "Other"), "ayu", "", "*")
    refused("versions-full", lambda: few.replace(named(small_case, "july", "Third"), "ayu", "", "*"))
    assert few.remove("july", "ayu", "", "*").version == 3
