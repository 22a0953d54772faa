"""Makes the embedded cases of Kaltim Kariangau Terminal from a seed.

    python -m data.cases.generate NAME [--seed K] --out DIR

`SOURCES.md` beside each case says which figure is which. Ships, names, days, boxes and shipments are invented.
"""

import argparse
from pathlib import Path

import numpy as np

from data.case import Case
from data.cases import kkt
from data.cases.kkt_trade import with_trade
from data.cases.maker import make_case


def make(name: str, seed: int = 1) -> Case:
    """The embedded case of KKT of a name ("kariangau" or "kariangau-2025") from a seed. Raises KeyError for another.

    The embedded case `hub` is `invent("hub", HUB)` of `data.cases.invented`.
    """
    random = np.random.default_rng(seed)
    return with_trade(make_case(kkt.profile(name, seed), random), kkt.DEMAND[name].shipments, random)


def main() -> None:
    """Write a case as a folder of tables."""
    from data.formats import write_folder

    parser = argparse.ArgumentParser(description="Make an embedded case from a seed.")
    parser.add_argument("name", choices=sorted(kkt.DEMAND))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    arguments = parser.parse_args()
    write_folder(make(arguments.name, arguments.seed), arguments.out)


if __name__ == "__main__":
    main()
