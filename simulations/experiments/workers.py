"""How worker processes are started. This module imports nothing of the simulation: it may run before all else does."""

from multiprocessing import forkserver, get_all_start_methods, get_context
from multiprocessing.context import BaseContext

# What workers import.
_TASKS = "simulations.experiments.runs"


def worker_context() -> BaseContext:
    """The start of worker processes: not forked from this one, which may have threads."""
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if hasattr(context, "set_forkserver_preload"):
        # Imported once, there: what workers need, and the program itself, which they are made to import as well.
        context.set_forkserver_preload(["__main__", _TASKS])
    return context


def expect_workers(workers: int) -> None:
    """Let what worker processes import be imported while this process still does something else, as reading a case."""
    if workers > 1 and "forkserver" in get_all_start_methods():
        worker_context()
        forkserver.ensure_running()
