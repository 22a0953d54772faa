"""Hold the simulation against theory and write the table: python -m simulations.validation

The queues take some ten minutes of two cores. Stopped early, by Ctrl-C, it writes what it has.
"""

import argparse
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

from simulations.validation import hand, queues, rehandles, tractors
from simulations.validation.bare import bare, ship
from simulations.validation.document import Row, as_markdown
from simulations.validation.theory import exact_wait

SEEDS = (1, 2, 3)


def main() -> None:
    """Simulate what is in the table, and write it."""
    parser = argparse.ArgumentParser(prog="python -m simulations.validation", description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("docs/validation.md"))
    arguments = parser.parse_args()
    bay = bare(1).changed(calls=(ship("A", 1),))
    context = get_context("spawn")
    pool = ProcessPoolExecutor(arguments.workers, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))
    loops = [[pool.submit(tractors.simulate, count, seed=seed) for seed in SEEDS] for count in tractors.COUNTS]
    bays = [pool.submit(rehandles.measure, bay, seed=seed) for seed in SEEDS]
    wanted = list(queues.table_queues())
    waits = [
        [pool.submit(queues.until_close, queue, exact_wait(queue), seed=seed) for seed in SEEDS] for queue in wanted
    ]
    rates = []
    for count, futures in zip(tractors.COUNTS, loops, strict=True):
        rates.append(Row(f"{count} tractors", tractors.exact(count), tuple(each.result() for each in futures)))
        print(rates[-1].as_line(3), flush=True)
    moved = [future.result() for future in bays]
    rows: list[Row] = []
    with suppress(KeyboardInterrupt):
        for queue, futures in zip(wanted, waits, strict=True):
            what = f"{queue.name}, load {queue.load:g}"
            rows.append(Row(what, exact_wait(queue), tuple(each.result() for each in futures)))
            print(rows[-1].as_line(4), flush=True)
    pool.shutdown(wait=False, cancel_futures=True)
    missing = [f"{queue.name} at {queue.load:g}" for queue in wanted[len(rows) :]]
    arguments.out.write_text(as_markdown(rows, rates, moved, hand.cases(), missing), encoding="utf-8")
    failed = [row.what for row in (*rows, *rates) if not row.agrees]
    if failed:
        raise SystemExit(f"theory and simulation differ: {', '.join(failed)}")


if __name__ == "__main__":
    main()
