"""The compiler of the loops of the berth search: they call each other, and are kept until one of them changes."""

from pathlib import Path

from scheduler.compiled import compiler

_HERE = Path(__file__).parent
cached = compiler(*(_HERE / name for name in ("kernel.py", "queues.py", "relaxation.py")))
