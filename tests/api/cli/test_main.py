"""How the command line begins and ends."""

import signal
import subprocess
import sys

_INTERRUPTED = """
import os, signal, sys
from importlib.abc import MetaPathFinder

class Interrupts(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "api.cli.main":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
from api.cli import main
main()
"""


def test_ctrl_c_while_it_is_loaded_ends_it_quietly() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED], capture_output=True, timeout=30, check=False, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
