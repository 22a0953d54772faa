"""Where replications run: in this process, in a pool of processes, or on an executor that the caller brings.

    with place(workers=2, executor=None, cancel=Event()) as where:
        for job, outcome in where.done(Job(run, number) for number in range(20)):
            ...

Jobs may be without end: they are taken up as workers become free, a few ahead. Outcomes come in the order in which
they are finished. A worker that dies (killed, or out of memory) takes no finished replication with it: the jobs that
were at work are tried again, alone, so that the one that kills its worker is found; after its third death a job is
given up and stands in `lost`.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, Protocol

from simulations.experiments import runs
from simulations.experiments.cluster import Cluster
from simulations.experiments.runs import Job, Outcome, Repeated, packed
from simulations.experiments.workers import worker_context
from simulations.terminal import Cancelled

# How often, in seconds, the waiting process looks whether it shall stop.
_LOOK_EVERY_S = 0.1

# How long, in seconds, it waits at most for workers that it has told to stop.
_PATIENCE_S = 1.5

# How often a job is begun at most.
_MOST_TRIES = 3

# After so many deaths in a row without a job done between them, workers do not die of their jobs, and all are given up.
_MOST_DEATHS = 8

# Jobs that an executor of the caller's is given at a time, where nothing is known of its size.
_AHEAD = 64


class Place(Protocol):
    """Somewhere that jobs are done."""

    @property
    def lost(self) -> list[Job[Any]]:
        """The jobs that were given up, because their worker died each time."""

    def done(self, jobs: Iterable[Job[Outcome]]) -> Iterator[tuple[Job[Outcome], Outcome]]:
        """Each job with its outcome, as they finish. Ends early, without those at work, when cancelled."""


@contextmanager
def place(*, workers: int, executor: Executor | None, cancel: Event) -> Iterator[Place]:
    """The executor where there is one, this process for one worker, and else a pool of so many processes."""
    if isinstance(executor, Cluster):
        yield OnExecutor(executor, cancel, executor.ahead, executor.reachable, executor.died)
    elif executor is not None:
        yield OnExecutor(executor, cancel)
    elif workers == 1:
        yield Here(cancel)
    else:
        pool = Processes(workers, cancel)
        try:
            yield pool
        finally:
            pool.close()


def repeat(
    run: Repeated[Outcome], count: int, *, workers: int, executor: Executor | None, cancel: Event
) -> Iterator[Outcome]:
    """So many replications of one task as they finish. Those that are lost are not among them."""
    with place(workers=min(workers, count), executor=executor, cancel=cancel) as where:
        for _, outcome in where.done(Job(run, number) for number in range(count)):
            yield outcome


class Here:
    """One job after the other in this process."""

    def __init__(self, cancel: Event) -> None:
        self._cancel = cancel
        self.lost: list[Job[Any]] = []

    def done(self, jobs: Iterable[Job[Outcome]]) -> Iterator[tuple[Job[Outcome], Outcome]]:
        """Each job with its outcome. Ends early, without the one at work, when cancelled."""
        for job in jobs:
            try:
                outcome = job.run.replication(job.number, self._cancel.is_set)
            except Cancelled:
                return
            yield job, outcome


class OnExecutor:
    """Jobs on an executor of the caller's.

    When cancelled it ends at once; replications at work there end when they are done, and nobody waits for them.
    `reachable` is asked while nothing finishes: where it answers that there is nobody to wait for, what is not finished
    is lost. `died` are the errors of a job whose worker died, beside those of `concurrent.futures`.
    """

    def __init__(
        self,
        executor: Executor,
        cancel: Event,
        ahead: Callable[[], int] = lambda: _AHEAD,
        reachable: Callable[[], bool] = lambda: True,
        died: tuple[type[BaseException], ...] = (),
    ) -> None:
        self._executor = executor
        self._cancel = cancel
        self._ahead = ahead
        self._reachable = reachable
        # What a job raises whose worker died.
        self._died: tuple[type[BaseException], ...] = (BrokenExecutor, *died)
        # By the run, which is kept with its bytes: jobs of several may come in turns.
        self._packed: dict[int, tuple[Repeated[Any], bytes]] = {}
        self._at_work: dict[Future[Any], Job[Any]] = {}
        self.lost: list[Job[Any]] = []

    def done(self, jobs: Iterable[Job[Outcome]]) -> Iterator[tuple[Job[Outcome], Outcome]]:
        """Each job with its outcome, as they finish."""
        coming = iter(jobs)
        again: deque[Job[Outcome]] = deque()
        tries: Counter[tuple[int, int]] = Counter()
        at_work: dict[Future[Outcome], Job[Outcome]] = {}
        self._at_work = at_work
        broken, deaths = False, 0
        try:
            while not self._cancel.is_set():
                if broken and not at_work:
                    deaths += 1
                    if deaths > _MOST_DEATHS or not self._renewed():
                        self.lost += again
                        return
                    broken = False
                # A job whose worker died is tried alone, so that no other suffers for it.
                alone = bool(again) or any(tries[job.key] for job in at_work.values())
                room = 1 if alone else self._ahead()
                while not broken and len(at_work) < room:
                    job = again.popleft() if again else next(coming, None)
                    if job is None:
                        break
                    try:
                        at_work[self._submit(job)] = job
                    except BrokenExecutor:
                        broken = True
                        again.appendleft(job)
                if not at_work:
                    if broken:
                        continue
                    return
                finished, _ = wait(at_work, timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED)
                if not finished and not self._reachable():
                    self.lost += [*at_work.values(), *again]
                    return
                for future in finished:
                    job = at_work.pop(future)
                    try:
                        outcome = future.result()
                    except self._died as death:
                        broken = broken or isinstance(death, BrokenExecutor)
                        tries[job.key] += 1
                        (again if tries[job.key] < _MOST_TRIES else self.lost).append(job)
                    except Cancelled:
                        return
                    else:
                        deaths = 0
                        yield job, outcome
        finally:
            for future in at_work:
                future.cancel()

    def _submit(self, job: Job[Outcome]) -> Future[Outcome]:
        if id(job.run) not in self._packed:
            while len(self._packed) >= runs.MOST_AT_HAND:
                del self._packed[next(iter(self._packed))]
            self._packed[id(job.run)] = (job.run, packed(job.run))
        return self._executor.submit(runs.in_worker, self._packed[id(job.run)][1], job.number)

    def _renewed(self) -> bool:
        """Whether a broken executor has been replaced: the caller's never is."""
        return False


class Processes(OnExecutor):
    """Jobs in a pool of processes. Its workers end soon after `cancel` is set, and with this process."""

    def __init__(self, workers: int, cancel: Event) -> None:
        self._workers = workers
        self._context = worker_context()
        # One more than there are workers: none waits for the next one.
        super().__init__(self._new_pool(), cancel, ahead=lambda: workers + 1)

    def close(self) -> None:
        """End the workers. They end by themselves as soon as they look, which a loaded machine can delay."""
        self._stop.set()
        self._leave()
        wait([future for future in self._at_work if future.running()], timeout=_PATIENCE_S)

    def _leave(self) -> None:
        """Shut the pool down without waiting for it.

        The thread keeps pool and event until the last worker has ended: one that has only begun to start would not find
        the semaphores of an event that is gone, and say so at length on the error output.
        """
        Thread(target=self._executor.shutdown, kwargs={"cancel_futures": True}, daemon=True).start()

    def _new_pool(self) -> ProcessPoolExecutor:
        self._stop = self._context.Event()
        return ProcessPoolExecutor(self._workers, self._context, runs.begin_worker, (self._stop,))

    def _renewed(self) -> bool:
        self._leave()
        # Not the old event: a worker that was killed may have held its lock.
        self._executor = self._new_pool()
        return True
