from collections.abc import Callable

import pytest

from data.errors import BadInput, Fault
from data.formats.edifact.syntax import read_interchange

GOOD = b"UNA:+.? 'UNB+UNOA:2+SPIL+KKT+260104:2210+7'UNH+M1+BAPLIE:D:95B:UN:SMDG22'BGM++PLAN 1+9'UNT+3+M1'UNZ+1+7'"
Refused = Callable[[bytes], list[Fault]]


def test_an_interchange_is_read_with_its_messages() -> None:
    found = read_interchange("x.edi", GOOD)
    (message,) = found.messages
    assert (found.charset, found.sender, found.recipient) == ("UNOA", "SPIL", "KKT")
    assert (message.type, message.release, message.association) == ("BAPLIE", "D.95B", "SMDG22")
    assert [(s.tag, s.number) for s in message.segments] == [("BGM", 3)]
    assert message.segments[0].part(2) == "PLAN 1"


@pytest.mark.parametrize(
    "content",
    [
        GOOD[9:],
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"'", b"'\r\n"),
        GOOD.replace(b"'", b"'\n  "),
        GOOD + b"\r\n\x1a",
        GOOD.replace(b"UNOA:2", b"UNOC:3"),
        b"UNA:+,* 'UNB+UNOA:2+SPIL+KKT+260104:2210+7'" + GOOD.split(b"'", 2)[2],
        GOOD.replace(b"+", b"|").replace(b":", b"^").replace(b"'", b"~"),
    ],
)
def test_whitespace_and_other_marks_change_nothing(content: bytes) -> None:
    (message,) = read_interchange("x.edi", content).messages
    assert message.segments[0].part(2) == "PLAN 1"


def test_released_marks_belong_to_the_text() -> None:
    (message,) = read_interchange("x.edi", GOOD.replace(b"PLAN 1", b"A?+B?:C?'D??E")).messages
    assert message.segments[0].part(2) == "A+B:C'D?E"


def test_without_a_release_character_a_blank_is_a_blank() -> None:
    content = b"UNA:+.  '" + GOOD[9:].replace(b"PLAN 1", b"A ?B C")
    (message,) = read_interchange("x.edi", content).messages
    assert message.segments[0].part(2) == "A ?B C"


def test_functional_groups_are_counted() -> None:
    groups = GOOD.replace(b"UNH+", b"UNG+BAPLIE+A+B+260104:2210+G1+UN+D:95B'UNH+").replace(b"UNZ", b"UNE+1+G1'UNZ")
    assert len(read_interchange("x.edi", groups).messages) == 1
    with pytest.raises(BadInput, match="UNE 1 = '2'"):
        read_interchange("x.edi", groups.replace(b"UNE+1", b"UNE+2"))
    with pytest.raises(BadInput, match="it has no UNE"):
        read_interchange("x.edi", groups.replace(b"UNE+1+G1'", b""))


def test_the_texts_are_of_the_declared_set() -> None:
    latin = GOOD.replace(b"UNOA:2", b"UNOC:3").replace(b"PLAN 1", "Café".encode("latin-1"))
    assert read_interchange("x.edi", latin).messages[0].segments[0].part(2) == "Café"
    utf_8 = GOOD.replace(b"UNOA:2", b"UNOW:4").replace(b"PLAN 1", "Café".encode())
    assert read_interchange("x.edi", utf_8).messages[0].segments[0].part(2) == "Café"


def test_ascii_beyond_the_declared_level_is_read_and_told() -> None:
    found = read_interchange("x.edi", GOOD.replace(b"PLAN 1", b"plan@1"))
    assert found.messages[0].segments[0].part(2) == "plan@1"
    assert found.notices == ("segment 3 has characters that UNOA does not have (@alnp): they are read as ASCII",)
    small = GOOD.replace(b"UNOA", b"UNOB").replace(b"PLAN 1", b"plan 1")
    assert read_interchange("x.edi", small).notices == ()


@pytest.mark.parametrize(
    ("content", "row", "column", "words"),
    [
        (b"", None, None, "the file is empty"),
        (b" \r\n", None, None, "the file is empty"),
        (GOOD[GOOD.index(b"UNH") :], 1, "UNB", "does not begin with UNB"),
        (b"UNA:+.'" + GOOD[9:], 1, "UNB", "does not begin with UNB"),
        (b"UNA++.? '" + GOOD[9:], 1, "UNA", "two of its separators are the same"),
        (b"PK\x03\x04", 1, "UNB", "does not begin with UNB"),
        (GOOD.replace(b"UNOA", b"UNOQ"), 1, "UNB 1.1", "no set of characters"),
        (GOOD.replace(b"UNOA:2", b"UNOA:9"), 1, "UNB 1.2", "syntax version"),
        (GOOD.replace(b"260104:2210+7'", b"260104:2210'"), 1, "UNB 5", "names no control reference"),
        (GOOD.replace(b"UNT+3", b"UNT+4"), 4, "UNT 1", "segments from UNH to UNT: 3"),
        (GOOD.replace(b"UNT+3", b"UNT+x"), 4, "UNT 1", "segments from UNH to UNT: 3"),
        (GOOD.replace(b"UNT+3+M1", b"UNT+3+M2"), 4, "UNT 2", "not that of UNH, 'M1'"),
        (GOOD.replace(b"UNZ+1+7", b"UNZ+2+7"), 5, "UNZ 1", "messages of the interchange: 1"),
        (GOOD.replace(b"UNZ+1+7", b"UNZ+1+8"), 5, "UNZ 2", "not that of UNB, '7'"),
        (GOOD.replace(b"UNZ+1+7'", b""), 4, "UNT", "does not end with UNZ"),
        (GOOD[:-1], 5, None, "ends in the middle of a segment"),
        (GOOD[:60], 2, None, "ends in the middle of a segment"),
        (GOOD.replace(b"UNT+3+M1'", b""), 2, "UNH", "it has no UNT"),
        (GOOD.replace(b"UNH+M1+BAPLIE:D:95B:UN:SMDG22'", b""), 2, "BGM", "outside of any message"),
        (GOOD.replace(b"UNT+3+M1'", b"UNH+M2+BAPLIE:D:95B:UN'"), 4, "UNH", "inside of a message that has no UNT"),
        (GOOD + GOOD, 6, "UNA", "a second interchange begins"),
        (GOOD + GOOD[9:], 6, "UNB", "goes on after UNZ"),
        (GOOD + b"BGM'", 6, "BGM", "goes on after UNZ"),
        (GOOD.replace(b"PLAN 1", b"PL\xc4N"), 3, "UNB 1.1", "(hexadecimal c4) is not in UNOA"),
        (GOOD.replace(b"UNOA:2", b"UNOW:4").replace(b"PLAN 1", b"PL\xc4N"), 3, "UNB 1.1", "is not in UNOW"),
        (GOOD.replace(b"PLAN 1", b"PL\x07N"), 3, None, "control character"),
        (GOOD.replace(b"PLAN 1", b"PL\nN"), 3, "BGM 2", "a line ends inside"),
        (GOOD.replace(b"PLAN 1", b"PLAN?\n1"), 3, None, "release character stands before the end of a line"),
        (GOOD.replace(b"BGM", b"bgm"), 3, None, "a tag of three letters"),
        (GOOD.replace(b"'UNT", b"''UNT"), 4, None, "a tag of three letters"),
        (GOOD.replace(b"BGM+", b"BGM:1+"), 3, None, "a tag of three letters"),
        (GOOD[:9] + b"UNB+UNOA:2+A+B+260104:2210+7'UNZ+0+7'", 2, "UNZ", "has no message"),
        (GOOD + b" " * 10 * 2**20, None, None, "larger than 10 MB"),
    ],
)
def test_envelopes_that_are_refused(
    content: bytes, row: int | None, column: str | None, words: str, refused: Refused
) -> None:
    fault = next(fault for fault in refused(content) if words in fault.problem)
    assert (fault.file, fault.row, fault.column) == ("x.edi", row, column)
    assert fault.remedy


def test_all_faults_of_an_envelope_are_told_at_once(refused: Refused) -> None:
    content = GOOD.replace(b"UNT+3+M1", b"UNT+4+M2").replace(b"UNZ+1+7", b"UNZ+3+8")
    assert [fault.column for fault in refused(content)] == ["UNT 1", "UNT 2", "UNZ 1", "UNZ 2"]


def test_messages_that_are_not_read(refused: Refused) -> None:
    (fault,) = refused(GOOD.replace(b"BAPLIE", b"ORDERS"))
    assert (fault.row, fault.column, fault.value) == (2, "UNH 2.1", "ORDERS")
    assert "BAPLIE" in fault.remedy
    assert "D.95B" in refused(GOOD.replace(b"D:95B", b"D:99Z"))[0].remedy
    two = GOOD.replace(b"UNZ+1", b"UNH+M2+COPRAR:D:95B:UN'BGM+45'UNT+3+M2'UNZ+2")
    assert "the interchange begins with BAPLIE" in refused(two)[0].problem
