"""Hold the simulation against theory and write the table: python -m simulations.validation"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from simulations.validation import hand, queues, tractors
from simulations.validation.document import Row, as_markdown
from simulations.validation.theory import exact_wait

SEEDS = (1, 2, 3)


def main() -> None:
    """Simulate what is in the table, and write it."""
    parser = argparse.ArgumentParser(prog="python -m simulations.validation", description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("docs/validation.md"))
    arguments = parser.parse_args()
    rows: list[Row] = []
    with ProcessPoolExecutor(arguments.workers, get_context("spawn")) as pool:
        waits = [
            (queue, [pool.submit(queues.until_close, queue, exact_wait(queue), seed=seed) for seed in SEEDS])
            for queue in queues.table_queues()
        ]
        loops = [
            (count, [pool.submit(tractors.simulate, count, seed=seed) for seed in SEEDS]) for count in tractors.COUNTS
        ]
        for queue, estimates in waits:
            what = f"{queue.name}, load {queue.load:g}"
            rows.append(Row(what, exact_wait(queue), tuple(each.result() for each in estimates)))
            print(rows[-1].as_line(4), flush=True)
        rates = []
        for count, estimates in loops:
            rates.append(Row(f"{count} tractors", tractors.exact(count), tuple(each.result() for each in estimates)))
            print(rates[-1].as_line(3), flush=True)
    arguments.out.write_text(as_markdown(rows, rates, hand.cases()), encoding="utf-8")
    failed = [row.what for row in (*rows, *rates) if not row.agrees]
    if failed:
        raise SystemExit(f"theory and simulation differ: {', '.join(failed)}")


if __name__ == "__main__":
    main()
