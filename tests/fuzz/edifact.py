"""Coverage-guided fuzzing of the EDIFACT readers, run by hand: it finds inputs that random changes do not.

    pip install 'atheris>=3,<4'
    python tests/fuzz/edifact.py -max_total_time=300 CORPUS tests/data/formats/edifact/samples

CORPUS is a folder for what it finds worth keeping. An input that makes a reader raise anything but BadInput, lose a
slot or take longer than ten seconds ends it, and is written to crash-* or timeout-* in the working folder.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["data.formats.edifact", "pydifact"]):
    from data.errors import BadInput
    from data.formats.edifact import read_messages
    from data.formats.edifact.containers import containers_of, instructions_of
    from data.formats.edifact.syntax import read_interchange


def judge(content: bytes) -> None:
    """Read the content, and count what was read against what stands there."""
    try:
        messages = read_messages("fuzz.edi", content)
    except BadInput:
        return
    source = read_interchange("fuzz.edi", content)
    for message, raw in zip(messages, source.messages, strict=True):
        in_slots = message.purpose in ("stowage", "instructions")
        wanted = sum(s.qualified == "LOC+147" if in_slots else s.tag == "EQD" for s in raw.segments)
        if len(message.boxes) + len(message.bare) != wanted:
            raise AssertionError(f"{message.version}: {len(message.boxes)} boxes of {wanted}")
        for rows in (containers_of, instructions_of):
            try:
                rows(message, "IDKRG", "CALL-1")
            except BadInput:
                continue


def with_envelope(content: bytes) -> None:
    """Read the content as the body of a message too, with the right counts, so that it comes to the grammars."""
    judge(content)
    kinds = (b"BAPLIE:D:95B:UN", b"BAPLIE:D:13B:UN", b"MOVINS:D:95B:UN", b"COPRAR:D:95B:UN", b"COPARN:D:95B:UN",
             b"VERMAS:D:16A:UN", b"COARRI:D:95B:UN", b"CODECO:D:95B:UN")  # fmt: skip
    if content:
        kind, body = kinds[content[0] % len(kinds)], content[1:]
        count = body.count(b"'") - body.count(b"?'") + 2
        judge(b"UNB+UNOC:3+A+B+260104:2210+7'UNH+1+" + kind + b"'" + body + b"UNT+%d+1'UNZ+1+7'" % count)


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=10"], with_envelope)
    atheris.Fuzz()
