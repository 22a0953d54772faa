"""Whatever the bytes are, the readers give messages or BadInput, and lose no slot on the way."""

from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.errors import BadInput
from data.formats.edifact import read_messages
from data.formats.edifact.containers import containers_of, instructions_of
from data.formats.edifact.syntax import read_interchange
from data.formats.edifact.taking import take

Sample = Callable[[str], bytes]
NAMES = ("baplie-15", "baplie-22", "baplie-31", "coarri", "codeco", "coparn", "coprar-discharge", "coprar-load",
         "movins", "vermas")  # fmt: skip
# Pieces that turn one thing into another when they stand somewhere else.
PIECES = (b"'", b"+", b":", b"?", b"\n", b"\x00", b"\xff", b"LOC+147+0010182::5'", b"EQD+CN+SPNU1000010+22G1+++5'",
          b"UNZ+1+7'", b"UNH+1+BAPLIE:D:95B:UN'", b"UNT+3+1'", b"HAN+LOA'", b"TDT+20'", b"9" * 30,
          "é٣".encode())  # fmt: skip


def told(error: BadInput) -> None:
    assert error.faults
    assert all(fault.problem and fault.remedy for fault in error.faults)


def judged(content: bytes) -> None:
    """Read the content; where it is taken, each slot and each box is there, and rows are made or refused."""
    try:
        messages = read_messages("x.edi", content)
    except BadInput as error:
        told(error)
        return
    source = read_interchange("x.edi", content)
    for message, raw in zip(messages, source.messages, strict=True):
        slots = sum(segment.qualified == "LOC+147" for segment in raw.segments)
        boxes = sum(segment.tag == "EQD" for segment in raw.segments)
        in_slots = message.purpose in ("stowage", "instructions")
        assert len(message.boxes) + len(message.bare) == (slots if in_slots else boxes)
        for rows in (containers_of, instructions_of):
            try:
                rows(message, "IDKRG", "ARU-1")
            except BadInput as error:
                told(error)


@given(st.binary(max_size=300))
@example(b"UNA:+.? 'UNB")
@example(b"UNB+UNOA:2")
def test_arbitrary_bytes(content: bytes) -> None:
    judged(content)


@given(st.lists(st.sampled_from([*PIECES, b"UNB+UNOA:2+A+B+1:1+7'", b"UNA:+.? '", b"BGM+45'"]), max_size=20))
def test_pieces_of_messages(pieces: list[bytes]) -> None:
    judged(b"".join(pieces))


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[float, int, bytes]]:
    """Places in a file from 0 to 1, how many bytes fall out there, and what comes instead."""
    one = st.tuples(st.floats(0, 1), st.integers(0, 12), st.just(b"") | st.sampled_from(PIECES) | st.binary(max_size=4))
    return draw(st.lists(one, min_size=1, max_size=4))


def changed(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for where, lost, new in edits:
        place = int(where * len(content))
        content = content[:place] + new + content[place + lost :]
    return content


@given(name=st.sampled_from(NAMES), edits=changes())
def test_damaged_messages(name: str, edits: list[tuple[float, int, bytes]], sample: Sample) -> None:
    judged(changed(sample(name), edits))


@given(name=st.sampled_from(NAMES), edits=changes())
def test_damaged_messages_with_the_right_counts(
    name: str, edits: list[tuple[float, int, bytes]], sample: Sample
) -> None:
    content = sample(name)
    start, end = content.index(b"BGM"), content.rindex(b"UNT")
    body = changed(content[start:end], edits)
    count = body.replace(b"?'", b"").count(b"'") + 2
    reference = content[end:].split(b"'")[0].split(b"+")[2]
    judged(content[:start] + body + f"UNT+{count}+".encode() + reference + content[end:][content[end:].index(b"'") :])


@given(cut=st.floats(0, 1), name=st.sampled_from(NAMES))
def test_a_file_that_lost_its_end_is_always_refused(cut: float, name: str, sample: Sample) -> None:
    content = sample(name).rstrip()
    place = int(cut * (len(content) - 1))
    try:
        read_messages("x.edi", content[:place])
    except BadInput:
        return
    raise AssertionError(f"{name} was read from its first {place} bytes")


@settings(max_examples=50)
@given(name=st.sampled_from(NAMES), edits=changes())
def test_damaged_messages_are_taken_whole_or_refused(
    name: str, edits: list[tuple[float, int, bytes]], sample: Sample, loading_case: Case
) -> None:
    call = loading_case.call_by_id["ARU-1"]
    content = sample(name)
    start, end = content.index(b"BGM"), content.rindex(b"UNT")
    body = changed(content[start:end], edits)
    count = body.replace(b"?'", b"").count(b"'") + 2
    tail = content[end:][content[end:].index(b"+1'") :]
    try:
        messages = read_messages("x.edi", content[:start] + body + f"UNT+{count}".encode() + tail)
        taken = take(loading_case, call, messages, any_ship=True)
    except BadInput as error:
        told(error)
        return
    boxes = [row for row in taken.case.containers if row.call == call.id]
    assert len(boxes) <= sum(len(message.boxes) for message in messages)
    assert taken.summary
