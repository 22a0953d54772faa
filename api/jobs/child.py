"""The process of one job: plans or simulates, tells its worker over a pipe, and ends when the worker does.

Messages to the worker are pairs: ("progress", data), ("keep", result) for the best answer so far, ("part", content) for
what is done for good, and last ("done" or "cancelled", result) or ("failed", problem). Results and parts are packed.
The worker sends CANCEL, and with each renewal of the lease the moment (on the clock of `leases.now`) at which this
process must be dead unless there is another one. The end of file on the pipe means that the worker is gone.

That moment is a timer of the kernel's, which ends the process also where it was frozen or its interpreter is busy: a
process that is woken after its lease has run out does not take one more step.

A job is a process group: whatever processes it fans out to end with it, and Ctrl-C at the server's terminal does not
reach it, because the server ends its jobs in its own way.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import nullcontext
from multiprocessing.connection import Connection
from threading import Event, Lock, Thread
from typing import Any

from api.jobs import leases
from api.jobs.continuing import Best, Parts, rest_of
from api.jobs.job import Attempt, Phase, State, packed, plan_of_json, request_of, unpacked
from api.jobs.records import recorded
from api.observing.logs import LogFormat, set_up
from api.problems import problem_of
from api.work.comparing import simulate as simulate_scenarios
from api.work.loading import plan_loading, refusal
from api.work.planning import explained, in_zone, plan_berths, stop_of
from api.work.requests import PlanRequest, SimulationRequest
from api.work.shipments import explained as explained_shipments
from api.work.shipments import left_by, plan_shipments
from api.work.simulating import simulate
from api.work.varying import simulate as simulate_varied
from api.work.yard import plan_yard
from data.case import Case
from data.errors import DermagaError
from data.plans import AnyPlan, BerthPlan, LoadingPlan
from scheduler.result import Incumbent, Status, gap
from simulations.experiments.cluster import dask_cluster

CANCEL = "cancel"
CONTEXT = multiprocessing.get_context("forkserver")
# How far a job stands behind those who answer requests on the same cores: it takes all, but lets these go first.
_BEHIND = 5
# Kinds of plans for which reasons are looked for once there is one.
_EXPLAINED = ("berth", "shipment")


class Pipe:
    """The way to the worker, for any thread."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = Lock()

    def tell(self, name: str, data: Any) -> None:
        """Send a message."""
        with self._lock:
            self._pipe.send((name, data))


def main(
    pipe: Connection, attempt: Attempt, deadline: float, dask: str | None = None, log_format: LogFormat | None = None
) -> None:
    """Do the work of an attempt, on a Dask cluster by address where it can be done there."""
    os.setpgid(0, 0)
    os.nice(_BEHIND)
    end_by(deadline)
    if log_format is not None:
        set_up(log_format, job=attempt.job, attempt=attempt.number)
    cancel = Event()
    Thread(target=_listen, args=(pipe, cancel), daemon=True).start()
    worker = Pipe(pipe)
    with recorded(attempt.job, attempt.number):
        try:
            request = request_of(attempt.kind, attempt.request)
            case = Case.model_validate(unpacked(attempt.case))
            plan = None if attempt.plan is None else plan_of_json(unpacked(attempt.plan))
            if isinstance(request, PlanRequest):
                state, result = _plan(attempt, request, case, plan, cancel, worker)
            else:
                state, result = _simulate(attempt, request, case, plan, cancel, worker, dask)
            last: tuple[str, Any] = (state, packed(result))
        except Exception as error:
            last = (State.FAILED, problem_of(error).model_dump(mode="json"))
    # The record is closed before the last word: whoever reads it there finds the record whole.
    worker.tell(*last)


def nothing() -> None:
    """Do nothing, to see that processes can be started."""


def end_by(moment: float) -> None:
    """End this process at a moment, unless it is called again before."""
    signal.setitimer(signal.ITIMER_REAL, max(0.001, moment - leases.now()))


def _listen(pipe: Connection, cancel: Event) -> None:
    try:
        while True:
            message = pipe.recv()
            if message == CANCEL:
                cancel.set()
            else:
                end_by(message)
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)


def _plan(
    attempt: Attempt, request: PlanRequest, case: Case, plan: AnyPlan | None, cancel: Event, worker: Pipe
) -> tuple[State, dict[str, Any]]:
    best = Best(attempt, request)

    def report(found: Incumbent, phase: Phase = Phase.PLANNING) -> None:
        figures = {"cost": found.cost, "bound": found.bound, "gap": gap(found.cost, found.bound)}
        worker.tell("progress", {"seconds": found.seconds + best.spent, **figures, "phase": phase})

    def keep(result: dict[str, Any]) -> None:
        if best.take(result):
            worker.tell("keep", packed(result))

    def with_reasons(result: dict[str, Any], explain: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        summary = result["summary"]
        if not summary["checked"] or cancel.is_set():
            return result
        # A job that is cancelled meanwhile keeps its plan, and the reasons that are found by then.
        keep(result)
        report(Incumbent(summary["seconds"], summary["cost"], summary["bound"]), Phase.EXPLAINING)
        return explain()

    assert plan is None or isinstance(plan, BerthPlan)
    stop = stop_of(rest_of(request, attempt.spent), cancel)
    if request.kind == "shipment":
        shipments = plan_shipments(case, request, stop, report)
        result = with_reasons(
            shipments.result(),
            lambda: explained_shipments(left_by(case, shipments.plan), shipments, cancel).result(),
        )
    elif request.kind == "loading":
        loading = plan_loading(
            case, request, stop, report, plan,
            keep=lambda better: keep(better.result(case)),
        )  # fmt: skip
        result = loading.result(case)
    elif request.kind == "yard":
        yard = plan_yard(
            case, start=in_zone(case, request.start), days=request.days, berth_plan=plan,
            import_share=request.import_share, stop=stop, seed=request.seed, workers=request.workers, report=report,
            keep=lambda better: keep(better.result(case)),
        )  # fmt: skip
        result = yard.result(case)
    else:
        berths = plan_berths(
            case, request, stop, report, keep=lambda better: keep(better.result()), previous=plan, first=best.berth_plan
        )
        result = with_reasons(berths.result(), lambda: explained(case, berths, cancel).result())
    result = best.or_better(result)
    summary = result["summary"]
    if not summary["checked"] and request.kind == "loading":
        raise DermagaError(refusal(summary))
    if not summary["checked"]:
        raise DermagaError("the checker does not accept the plan that was found; please report it with the case")
    # Reasons that were cut short are found anew where the job is put back.
    is_cut = summary["status"] == Status.CANCELLED or (request.kind in _EXPLAINED and cancel.is_set())
    return State.CANCELLED if is_cut else State.DONE, result


def _simulate(
    attempt: Attempt,
    request: SimulationRequest,
    case: Case,
    plan: AnyPlan | None,
    cancel: Event,
    worker: Pipe,
    dask: str | None,
) -> tuple[State, dict[str, Any]]:
    run = simulate
    if not isinstance(plan, LoadingPlan):
        if request.sweep or request.search:
            run = simulate_varied
        elif request.base or request.scenarios:
            run = simulate_scenarios
    with Parts(attempt.parts, worker.tell) as parts, dask_cluster(dask) if dask else nullcontext() as executor:
        result = run(case, request, plan, cancel, parts.report, executor=executor, finished=parts)
    if executor is not None and request.precision is None and not cancel.is_set() and parts.missing:
        worker.tell("keep", packed(result))
        raise DermagaError(f"{parts.missing} replications were lost with the workers of the cluster; submit it again")
    return State.CANCELLED if cancel.is_set() else State.DONE, result
