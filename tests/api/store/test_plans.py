from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select

from api.jobs.job import News, State, Work, packed
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.problems import Refusal
from api.security.roles import Caller, Role
from api.settings import Settings
from api.store.database import reading
from api.store.plans import Decision, PlanStore
from api.store.tables import contents, plan_versions
from api.work.requests import PlanRequest
from data.case import Case
from data.errors import NotFound
from data.plans import BerthPlan

AYU, BUDI = Caller("ayu", Role.PLANNER), Caller("budi", Role.PLANNER)
ADMIN = Caller("root", Role.ADMIN)


@pytest.fixture
def end(engine: Engine, small_case: Case) -> Callable[[], str]:
    """Make a job that has ended with a plan: its id. Of those that have ended, two are remembered."""
    jobs, queue = JobTable(engine, Settings(most_finished=2)), Queue(engine, "one")

    def ended() -> str:
        job = jobs.submit(Work(PlanRequest(case="small", workers=1), small_case), owner="ayu")
        attempt = queue.claim(1, 1)
        assert attempt is not None
        assert queue.write(attempt, News([{"cost": 1.0}], packed({"plan": {}})), State.DONE)
        return job.id

    return ended


@pytest.fixture
def plans(engine: Engine) -> PlanStore:
    return PlanStore(engine)


@pytest.fixture
def plan(small_case: Case) -> BerthPlan:
    """A plan that berths nobody."""
    return BerthPlan(
        case="small",
        case_hash=small_case.hash,
        start=datetime(2026, 1, 5, tzinfo=UTC),
        end=datetime(2026, 1, 8, tzinfo=UTC),
        calls=(),
    )


def save(plans: PlanStore, job: str, plan: BerthPlan, by: Caller = AYU, broken: int = 0, tag: str = "*") -> int:
    return plans.save(job, plan, cost=1.5, broken=broken, by=by, note="why", if_match=tag)[0]


def refused(kind: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda error: error.kind == kind)


def test_a_plan_that_nobody_has_changed(plans: PlanStore, end: Callable[[], str]) -> None:
    job = end()
    standing = plans.standing(job)
    assert (standing.etag, standing.newest, standing.current, standing.ready) == ('"2-0"', 1, 1, True)
    assert standing.accepted is standing.changed_by is None
    assert plans.versions(job, 10) == []
    with pytest.raises(NotFound, match="no version 2; its newest is 1"):
        plans.plan(job, 2)
    with pytest.raises(NotFound, match="no job none"):
        plans.standing("none")


def test_versions_are_kept_with_who_made_them_when_and_why(
    plans: PlanStore, end: Callable[[], str], plan: BerthPlan
) -> None:
    job = end()
    before = datetime.now(UTC)
    assert save(plans, job, plan, tag=plans.standing(job).etag) == 2
    other = plan.model_copy(update={"end": datetime(2026, 1, 9, tzinfo=UTC)})
    assert save(plans, job, other, by=BUDI, tag=plans.standing(job).etag) == 3
    newest, older = plans.versions(job, 10)
    assert (newest.version, newest.made_by, newest.note, newest.cost, newest.broken) == (3, "budi", "why", 1.5, 0)
    assert (older.version, older.made_by) == (2, "ayu")
    assert before <= older.made <= newest.made
    assert (plans.plan(job, 2), plans.plan(job, 3)) == (plan, other)
    assert [version.version for version in plans.versions(job, 1)] == [3]
    assert [version.version for version in plans.versions(job, 10, before=3)] == [2]
    standing = plans.standing(job)
    assert (standing.newest, standing.revision, standing.changed_by) == (3, 2, "budi")
    assert plans.standings([job, "none"]) == {job: standing}


def test_what_was_changed_meanwhile_is_not_overwritten(
    plans: PlanStore, end: Callable[[], str], plan: BerthPlan
) -> None:
    job = end()
    seen = plans.standing(job).etag
    save(plans, job, plan, by=BUDI, tag=seen)
    for change in (
        lambda: save(plans, job, plan, tag=seen),
        lambda: plans.decide(job, Decision(accepted=1), by=AYU, if_match=seen),
    ):
        with pytest.raises(Refusal, match=r"by budi at \d{4}-\d\d-\d\d") as error:
            change()
        assert (error.value.status, error.value.kind) == (412, "changed-meanwhile")
        assert error.value.headers == {"ETag": plans.standing(job).etag}
    assert plans.standing(job).newest == 2


def test_of_planners_at_the_same_moment_one_saves(plans: PlanStore, end: Callable[[], str], plan: BerthPlan) -> None:
    job = end()
    seen = plans.standing(job).etag

    def attempt(number: int) -> int | str:
        try:
            return save(plans, job, plan, by=Caller(f"planner-{number}", Role.PLANNER), tag=seen)
        except Refusal as refusal:
            return refusal.kind

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(attempt, range(6)))
    assert sorted(map(str, found)) == ["2", *["changed-meanwhile"] * 5]
    assert plans.standing(job).newest == 2


def test_a_draft_that_breaks_rules_does_not_stand(plans: PlanStore, end: Callable[[], str], plan: BerthPlan) -> None:
    job = end()
    save(plans, job, plan)
    save(plans, job, plan, broken=3)
    standing = plans.standing(job)
    assert (standing.newest, standing.sound, standing.current) == (3, 2, 2)


def test_accepting_and_taking_back(plans: PlanStore, end: Callable[[], str], plan: BerthPlan) -> None:
    job = end()
    save(plans, job, plan)
    standing = plans.decide(job, Decision(accepted=1), by=BUDI, if_match="*")
    assert (standing.accepted, standing.accepted_by, standing.current) == (1, "budi", 1)
    assert standing.accepted_at == standing.changed
    again = plans.decide(job, Decision(accepted=1), by=AYU, if_match="*")
    assert (again.accepted_by, again.accepted_at) == ("budi", standing.accepted_at)
    back = plans.decide(job, Decision(accepted=0), by=AYU, if_match=again.etag)
    assert (back.accepted, back.accepted_by, back.accepted_at, back.current) == (None, None, None, 2)
    assert (back.changed_by, back.revision) == ("ayu", 4)


def test_a_locked_plan_waits_for_whoever_locked_it(plans: PlanStore, end: Callable[[], str], plan: BerthPlan) -> None:
    job = end()
    standing = plans.decide(job, Decision(accepted=1, locked=True), by=AYU, if_match="*")
    assert (standing.locked_by, standing.accepted) == ("ayu", 1)
    for by, decision in ((BUDI, Decision(locked=False)), (AYU, Decision(accepted=0)), (ADMIN, Decision(accepted=0))):
        with pytest.raises(Refusal, match=r"locked by ayu since \d{4}-"):
            plans.decide(job, decision, by=by, if_match="*")
    for by in (AYU, BUDI, ADMIN):
        with refused("locked"):
            save(plans, job, plan, by=by)
    assert plans.standing(job) == standing
    open_again = plans.decide(job, Decision(accepted=0, locked=False), by=AYU, if_match=standing.etag)
    assert (open_again.locked_by, open_again.locked_at, open_again.accepted) == (None, None, None)
    plans.decide(job, Decision(locked=True), by=AYU, if_match="*")
    assert plans.decide(job, Decision(locked=False), by=ADMIN, if_match="*").locked_by is None
    assert save(plans, job, plan, by=BUDI) == 2


def test_plans_with_a_standing_are_not_forgotten(
    plans: PlanStore, end: Callable[[], str], plan: BerthPlan, engine: Engine
) -> None:
    saved, locked, plain = end(), end(), end()
    save(plans, saved, plan)
    plans.decide(locked, Decision(locked=True), by=AYU, if_match="*")
    others = [end() for _ in range(3)]
    end()
    known = plans.standings([saved, locked, plain, *others])
    assert set(known) == {saved, locked, others[1], others[2]}
    assert plans.plan(saved, 2) == plan
    with reading(engine) as connection:
        kept = connection.execute(select(func.count()).select_from(plan_versions)).scalar_one()
        assert (kept, connection.execute(select(func.count()).select_from(contents)).scalar_one()) == (1, 2)


def test_jobs_are_found_by_whether_a_version_is_accepted(
    plans: PlanStore, end: Callable[[], str], engine: Engine
) -> None:
    jobs, accepted, locked = JobTable(engine, Settings()), end(), end()
    plans.decide(accepted, Decision(accepted=1), by=AYU, if_match="*")
    plans.decide(locked, Decision(locked=True), by=AYU, if_match="*")
    assert [job.id for _, job in jobs.jobs(10, accepted=True)] == [accepted]
    assert [job.id for _, job in jobs.jobs(10, accepted=False)] == [locked]
    assert len(jobs.jobs(10)) == 2


def test_a_plan_is_saved_while_jobs_are_forgotten(
    plans: PlanStore, end: Callable[[], str], plan: BerthPlan
) -> None:  # fmt: skip
    """Whoever comes first: either the plan is forgotten and can't be saved, or it is saved and stays."""
    for _ in range(4):
        job = end()
        end()
        end()  # the next one that is submitted makes the server forget the first

        def save_it(name: str = job) -> bool:
            try:
                save(plans, name, plan)
            except NotFound:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            saved, _ = threads.submit(save_it), threads.submit(end)
        assert (job in plans.standings([job])) == saved.result()


def test_a_plan_has_so_many_versions(engine: Engine, end: Callable[[], str], plan: BerthPlan) -> None:
    few, job = PlanStore(engine, most_versions=3), end()
    assert [save(few, job, plan), save(few, job, plan)] == [2, 3]
    with pytest.raises(Refusal, match="has 3 versions, and no more are kept") as refused:
        save(few, job, plan)
    assert refused.value.kind == "versions-full"
    assert few.standing(job).newest == 3


def test_no_page_begins_behind_a_number_that_no_version_has(
    plans: PlanStore, end: Callable[[], str], plan: BerthPlan
) -> None:
    job = end()
    save(plans, job, plan)
    assert [version.version for version in plans.versions(job, 10, 10**18 - 1)] == [2]
