"""Berth plans in a database as if their jobs had just ended, for whoever has no time to wait for one."""

from typing import Any

from api.jobs.job import News, State, Work, packed
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.presenting.view import berth_view
from api.settings import Settings
from api.store.opening import open_database
from api.work.requests import PlanRequest
from data.case import Case
from data.checker import check
from data.plans import BerthPlan


def finish(database: str, case: Case, plan: BerthPlan, **asked: Any) -> str:
    """Put a plan of a case into a database (a file for SQLite, or postgresql://...); answers the id of its job.

    `asked` is what the request has beside the case. No worker may look into the database meanwhile. The plan is its
    own baseline.
    """
    verdict = check(case, plan)
    costs: dict[str, Any] = {"cost": verdict.cost, "terms": verdict.terms}
    shown = {"plan": plan.model_dump(mode="json", by_alias=True), "view": berth_view(case, plan, verdict)}
    summary = {**costs, "bound": 0, "gap": 1, "status": "feasible", "seconds": 1, "checked": True, "baseline": costs}
    result = {**shown, "summary": summary, "reasons": [], "baseline": {**shown, **costs}}
    engine = open_database(database)
    request = PlanRequest.model_validate({"case": case.name, "workers": 1} | asked)
    job = JobTable(engine, Settings()).submit(Work(request, case), owner="ayu")
    queue = Queue(engine, "finished")
    attempt = queue.claim(1, 1)
    assert attempt is not None
    assert queue.write(attempt, News([{"seconds": 1, **costs}], packed(result)), State.DONE)
    engine.dispose()
    return job.id
