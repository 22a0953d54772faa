"""The process of one job: plans or simulates, tells its worker over a pipe, and ends when the worker does.

Messages to the worker are pairs: ("progress", data), ("keep", result), and last ("done" or "cancelled", result) or
("failed", problem). The worker sends one message, CANCEL; the end of file on the pipe means that it is gone.

A job is a process group: whatever processes it fans out to end with it, and Ctrl-C at the server's terminal does not
reach it, because the server ends its jobs in its own way.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Event, Lock, Thread
from typing import Any

from api.comparing import simulate as simulate_scenarios
from api.jobs.job import State, Work
from api.loading import plan_loading, refusal
from api.planning import explained, in_zone, plan_berths, stop_of
from api.problems import problem_of
from api.requests import PlanRequest, SimulationRequest
from api.shipments import explained as explained_shipments
from api.shipments import left_by, plan_shipments
from api.simulating import simulate
from api.yard import plan_yard
from data.errors import DermagaError
from data.plans import BerthPlan, LoadingPlan
from scheduler.result import Incumbent, Status, gap

CANCEL = "cancel"
CONTEXT = multiprocessing.get_context("forkserver")
Tell = Callable[[str, dict[str, Any]], None]


def main(pipe: Connection, work: Work) -> None:
    """Do the work of a job."""
    os.setpgid(0, 0)
    cancel = Event()
    Thread(target=_listen, args=(pipe, cancel), daemon=True).start()
    lock = Lock()

    def tell(name: str, data: dict[str, Any]) -> None:
        with lock:
            pipe.send((name, data))

    try:
        request = work.request
        if isinstance(request, PlanRequest):
            state, result = _plan(work, request, cancel, tell)
        else:
            state, result = _simulate(work, request, cancel, tell)
    except Exception as error:
        tell(State.FAILED, problem_of(error).model_dump(mode="json"))
    else:
        tell(state, result)


def _listen(pipe: Connection, cancel: Event) -> None:
    try:
        while pipe.recv() == CANCEL:
            cancel.set()
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)


def _plan(work: Work, request: PlanRequest, cancel: Event, tell: Tell) -> tuple[State, dict[str, Any]]:
    def report(found: Incumbent) -> None:
        share = gap(found.cost, found.bound)
        tell("progress", {"seconds": found.seconds, "cost": found.cost, "bound": found.bound, "gap": share})

    before = work.plan
    assert before is None or isinstance(before, BerthPlan)
    if request.kind == "shipment":
        shipments = plan_shipments(work.case, request, stop_of(request, cancel), report)
        summary, result = shipments.summary, shipments.result()
        if summary["checked"] and not cancel.is_set():
            tell("keep", result)
            result = explained_shipments(left_by(work.case, shipments.plan), shipments, cancel).result()
    elif request.kind == "loading":
        loading = plan_loading(
            work.case, request, stop_of(request, cancel), report, before,
            keep=lambda better: tell("keep", better.result(work.case)),
        )  # fmt: skip
        summary, result = loading.summary, loading.result(work.case)
    elif request.kind == "yard":
        yard = plan_yard(
            work.case, start=in_zone(work.case, request.start), days=request.days, berth_plan=before,
            import_share=request.import_share, stop=stop_of(request, cancel), seed=request.seed,
            workers=request.workers, report=report,
            keep=lambda better: tell("keep", better.result(work.case)),
        )  # fmt: skip
        summary, result = yard.summary, yard.result(work.case)
    else:
        berths = plan_berths(
            work.case, request, stop_of(request, cancel), report,
            keep=lambda first: tell("keep", first.result()), previous=before,
        )  # fmt: skip
        summary, result = berths.summary, berths.result()
        if summary["checked"] and not cancel.is_set():
            # A job that is cancelled meanwhile keeps its plan.
            tell("keep", result)
            result = explained(work.case, berths).result()
    if not summary["checked"] and request.kind == "loading":
        raise DermagaError(refusal(summary))
    if not summary["checked"]:
        raise DermagaError("the checker does not accept the plan that was found; please report it with the case")
    return State.CANCELLED if summary["status"] == Status.CANCELLED else State.DONE, result


def _simulate(work: Work, request: SimulationRequest, cancel: Event, tell: Tell) -> tuple[State, dict[str, Any]]:
    def report(done: int, total: int) -> None:
        tell("progress", {"done": done, "total": total})

    compared = (request.base or request.scenarios) and not isinstance(work.plan, LoadingPlan)
    run = simulate_scenarios if compared else simulate
    result = run(work.case, request, work.plan, cancel, report)
    return State.CANCELLED if cancel.is_set() else State.DONE, result
