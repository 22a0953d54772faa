"""Makes a shipped profile of a vessel file: `python -m data.cases.ready_profiles.make FILE NAME --note TEXT`."""

import argparse
import shutil
from pathlib import Path

from data.cases.ready_profiles import write_profile
from data.formats.benchmarks.vessel_file import read_vessel

_HERE = Path(__file__).parent


def main() -> None:
    """Write the profile beside the others, in the place of the one of that name."""
    parser = argparse.ArgumentParser(description="Make a shipped vessel profile of a vessel file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("name")
    parser.add_argument("--note")
    arguments = parser.parse_args()
    layout = read_vessel(arguments.file, arguments.name, arguments.note)
    shutil.rmtree(_HERE / arguments.name, ignore_errors=True)
    write_profile(layout, _HERE / arguments.name)


if __name__ == "__main__":
    main()
