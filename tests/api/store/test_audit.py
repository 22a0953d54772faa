import logging
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from api.security.roles import Caller, Role
from api.store import audit as module
from api.store.audit import NOBODY, AuditLog
from api.store.database import connect, reading
from api.store.tables import audit

AYU = Caller("ayu", Role.PLANNER, token="5d41402a")


def test_the_newest_come_first_and_are_found_by_who_and_what(engine: Engine) -> None:
    log = AuditLog(engine, 1_000)
    log.write(AYU, "make_plan", "/api/v1/plans/a", 202, {"token": "5d41402a"})
    log.write(Caller("budi", Role.ADMIN), "upload_case", "/api/v1/cases/july", 201)
    log.write(AYU, "cancel_plan", "/api/v1/plans/a", 200)
    found = log.page(10)
    assert [(entry.who, entry.action, entry.outcome) for entry in found] == [
        ("ayu", "cancel_plan", 200),
        ("budi", "upload_case", 201),
        ("ayu", "make_plan", 202),
    ]
    assert found[2].detail == {"token": "5d41402a"}
    assert log.page(10, who="ayu") == [found[0], found[2]]
    assert log.page(10, target="/api/v1/cases") == [found[1]]
    assert log.page(10, target="/api/v1/%") == []
    assert log.page(1, before=found[0].number) == [found[1]]


def test_strangers_push_nothing_out(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY", 1)
    monkeypatch.setattr(module, "MOST_OF_NOBODY", 5)
    log = AuditLog(engine, 8)
    for number in range(10):
        log.write(AYU, "make_plan", f"/api/v1/plans/{number}", 202)
    for _ in range(20):
        log.write(None, "POST", "/api/v1/plans", 401)
    found = log.page(100)
    assert [entry.target[-1] for entry in found if entry.who == "ayu"] == list("98765432")
    assert sum(entry.who == NOBODY for entry in found) == 5


def test_nobody_pushes_out_what_was_done(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY", 1)
    log = AuditLog(engine, 20)
    log.write(AYU, "decide_plan", "/api/v1/plans/a", 200)
    party = Caller("rimba", Role.PARTY, "exporter", "PT Rimba", token="1")
    log.write(party, "mark_step", "/api/v1/cases/july/shipments/1/steps/a", 200)
    for _ in range(30):
        log.write(party, "mark_step", "/api/v1/cases/july/shipments/2/steps/a", 403)
        log.write(party, "sign_in", "/api/v1/session", 200)
    found = log.page(100)
    assert len(found) == 20
    assert [(entry.action, entry.outcome) for entry in found[-2:]] == [("mark_step", 200), ("decide_plan", 200)]
    assert found[0].action == "sign_in"


def test_targets_are_kept_in_one_line(engine: Engine) -> None:
    log = AuditLog(engine, 1_000)
    log.write(None, "POST", "/api/v1/\0\nx", 401)
    assert log.page(1)[0].target == "/api/v1/\ufffd\ufffdx"


def test_strangers_are_written_down_so_often_a_minute(engine: Engine) -> None:
    log = AuditLog(engine, 1_000)
    for _ in range(2 * module.MOST_A_MINUTE + 5):
        log.write(None, "POST", "/api/v1/plans", 401)
    with reading(engine) as connection:
        rows = connection.execute(select(func.count()).select_from(audit)).scalar_one()
    # A minute may have ended meanwhile.
    assert module.MOST_A_MINUTE <= rows <= 2 * module.MOST_A_MINUTE


def test_a_secret_in_a_path_is_not_kept(engine: Engine) -> None:
    log = AuditLog(engine, 1_000)
    log.write(AYU, "get_case", "/api/v1/cases/dermaga_" + "A" * 43, 404)
    assert log.page(1)[0].target == "/api/v1/cases/dermaga_***"


def test_what_cannot_be_written_is_told_to_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = connect(str(tmp_path / "jobs.sqlite"))
    (tmp_path / "jobs.sqlite").mkdir()
    with caplog.at_level(logging.ERROR):
        AuditLog(engine, 1_000).write(AYU, "make_plan", "/api/v1/plans/a", 202)
    assert "not in the audit log" in caplog.text
    assert "make_plan" in caplog.text
    engine.dispose()
