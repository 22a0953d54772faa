from collections.abc import Callable

import pytest

from data.errors import Fault
from data.formats.edifact import read_messages

Sample = Callable[[str], bytes]
Refused = Callable[[bytes], list[Fault]]


@pytest.mark.parametrize(
    ("name", "old", "new", "later", "column", "words"),
    [
        ("baplie-22", "WT++TNE:12.5", "WT++STN:12.5", 0, "MEA 3.1", "unit of the mass"),
        ("baplie-22", "WT++TNE:12.5", "WT++12.5:TNE", 0, "MEA 3.1", "unit of the mass"),
        ("baplie-22", "WT++TNE:12.5", "WT++TNE:-1", 0, "MEA 3.2", "no mass"),
        ("baplie-22", "WT++TNE:12.5", "WT++TNE:12.5'MEA+AAE+G+KGM:12600", 1, "MEA 3.2", "says 12500"),
        ("baplie-22", "147+0010182", "147+0010181", 0, "LOC 2.1", "tiers are even"),
        ("baplie-22", "147+0010182", "147+A10182", 0, "LOC 2.1", "seven digits"),
        ("baplie-22", "147+0010182", "147", 0, "LOC 2.1", "seven digits"),
        ("baplie-22", "147+0030182", "147+0010182", 0, "LOC 2.1", "segment 11 stands there"),
        ("baplie-22", "147+0030182", "147+0020182", 0, "LOC 2.1", "segment 11 stands there"),
        ("baplie-22", "SPNU1000010+22G1", "SPNU1000010+22X", 0, "EQD 3", "no such size and type"),
        ("baplie-22", "SPNU1000010+22G1", "SPNU1000010+9999", 0, "EQD 3", "no such size and type"),
        ("baplie-22", "SPNU1000010+", "SPNU1000011+", 0, "EQD 2.1", "check digit"),
        ("baplie-22", "SPNU1000010+", "SPN1000010+", 0, "EQD 2.1", "four letters"),
        ("baplie-22", "TEMU1000016+", "SPNU1000010+", -5, "LOC 2.1", "stands in segment 11 too"),
        ("baplie-22", "SPNU1000010+22G1+++5", "SPNU1000010+22G1+++9", 0, "EQD 6", "neither laden nor empty"),
        ("baplie-22", "EQD+CN+SPNU1000010", "EQD+BB+HEAVY1", 0, "EQD 1", "no container"),
        ("baplie-22", "NAD+CA+SPL:172:20'\nLOC+147+0030182", "EQD+CN+CSQU3054383'\nLOC+147+0030182", 0, "EQD 2",
         "a second container"),
        ("baplie-22", "LOC+11+LKCMB:139:6'\nRFF+BM:1'\nEQD+CN+SPNU 10", "LOC+11+COLOMBO'\nRFF+BM:1'\nEQD+CN+SPNU 10",
         0, "LOC 2.1", "UN/LOCODE"),
        ("baplie-22", "2+-18.0:CEL", "2+-18.0:C", 0, "TMP 2.2", "unit of the temperature"),
        ("baplie-22", "DIM+5+CMT:22", "DIM+5+FOT:22", 0, "DIM 2.1", "unit of the length"),
        ("baplie-22", "DIM+5+CMT:22", "DIM+5+CMT:2200", 0, "DIM 2.2", "more than 10 m"),
        ("baplie-22", "DIM+5+CMT:22", "DIM+5", 0, "DIM 2", "gives no dimension"),
        ("baplie-22", "DGS+IMD+3+1263", "DGS+IMD++1263", 0, "DGS 2.1", "IMDG"),
        ("baplie-22", "DGS+IMD+3+1263", "DGS+IMD+3+UN1263", 0, "DGS 3.1", "four digits"),
        ("baplie-22", "DGS+IMD+3+1263", "SGP+1", 0, "SGP", "no such segment here"),
        ("baplie-22", "TDT+20+103E+++SPIL:172:20+++9074729:146:11:ARU", "FTX", 0, "FTX", "no such segment here"),
        ("baplie-22", "146:11:ARU", "146:11:=ARU", 0, "TDT 8.4", "formula"),
        ("baplie-31", "CNT+8:0", "CNT+8:1", 0, "CNT 1", "the slot has 0 boxes"),
        ("baplie-31", "DIM+13+CMT:::92", "DIM+13+CMT::5:92", 0, "DIM 2", "two dimensions"),
        ("movins", "HAN+RES", "HAN+XYZ", 0, "HAN 1.1", "what is to be done"),
        ("movins", "147+0030184", "147+0010182", 0, "LOC 2.1", "segment 19 stands there"),
        ("coprar-load", "BGM+45", "BGM+121", 0, "BGM 1.1", "45 for a load list"),
        ("coprar-load", "CNT+16:2", "CNT+16:3", 0, "CNT 1", "has 2 of them"),
        ("coprar-load", "TEMU1000037", "TEMU1000021", 0, "EQD 2.1", "stands in segment 10 too"),
        ("coparn", "EQN+3", "EQN+0", 0, "EQN 1", "no number of boxes"),
        ("coparn", "CNT+16:4", "CNT+16:5", 0, "CNT 1", "has 2 of them"),
        ("vermas", "MEA+AAE+VGM+LBR:44092", "MEA+AAE+G+LBR:44092", -1, "EQD", "no verified mass"),
        ("vermas", "CSQU3054383:6346:5", "", 0, "EQD 2.1", "no number"),
        ("coarri", "DTM+203:202601050912:203", "DTM+203:202613050912:203", 0, "DTM 1", "no moment"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_where_they_stand(
    name: str, old: str, new: str, later: int, column: str, words: str, sample: Sample, refused: Refused
) -> None:
    text = sample(name).decode("ascii")
    assert text.count(old) == 1
    row = text[: text.index(old)].count("'") + later  # UNA ends with one, as does every segment before
    changed = text.replace(old, new)
    more = changed.count("'") - text.count("'")
    count = next(line for line in text.split("'") if "UNT" in line).split("+")[1]
    changed = changed.replace(f"UNT+{count}", f"UNT+{int(count) + more}")
    found = refused(changed.encode("ascii"))
    assert any(
        (fault.row, fault.column) == (row, column) and (words in fault.problem or words in fault.remedy)
        for fault in found
    ), found


def test_a_wrong_check_digit_is_refused_with_the_right_one(sample: Sample, refused: Refused) -> None:
    (fault,) = refused(sample("baplie-22").replace(b"SPNU1000010", b"SPNU1000014"))
    assert fault.value == "SPNU1000014"
    assert "SPNU1000010 is right" in fault.remedy


def test_faults_of_the_whole_message_are_told_in_order(sample: Sample, refused: Refused) -> None:
    content = sample("baplie-22").replace(b"LBR", b"OZI").replace(b"+22G1+++5", b"+22Z+++5").replace(b"IDSUB", b"SBY")
    rows = [fault.row or 0 for fault in refused(content)]
    assert len(rows) > 5
    assert rows == sorted(rows)


def test_a_file_of_faults_is_cut_short(sample: Sample, refused: Refused) -> None:
    head, body = sample("coprar-load").split(b"EQD", 1)
    box = b"EQD+CN+X+99X+++9'\n"
    content = head + box * 100 + b"EQD" + body.replace(b"UNT+26", b"UNT+126").replace(b"16:2", b"16:102")
    found = refused(content)
    assert len(found) == 101
    assert "more faults" in found[-1].problem


def test_a_plan_of_whatever_order_within_a_slot_is_read(sample: Sample) -> None:
    lines = sample("baplie-22").decode("ascii").split("\n")
    start = lines.index("LOC+147+0020202::5'")
    lines[start + 1 : start + 9] = reversed(lines[start + 1 : start + 9])
    (shuffled,) = read_messages("x.edi", "\n".join(lines).encode("ascii"))
    (plan,) = read_messages("x.edi", sample("baplie-22"))
    assert shuffled.boxes == plan.boxes
