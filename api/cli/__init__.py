"""The command line: `dermaga`."""

import os
import signal


def _end(number: int, frame: object) -> None:
    del number, frame
    os._exit(130)


def main() -> None:
    """Run the command line. The commands are imported here: worker processes import the program, and need none."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        # Until there is a command, there is nothing to say or to tidy up.
        signal.signal(signal.SIGINT, _end)
    from api.cli.main import main as run

    signal.signal(signal.SIGINT, before)
    run()
