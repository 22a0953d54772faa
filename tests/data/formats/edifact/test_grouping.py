from data.formats.edifact.grouping import Node, group, grouped
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment

GRAMMAR = group(
    "UNH", "DTM", group("TDT", "LOC"), group("LOC+147", "MEA LOC", group("EQD", "NAD")), once="BGM", needs="BGM"
)


def tree(*lines: str) -> tuple[Node, Refusals]:
    refuse = Refusals("x.edi")
    segments = [
        Segment(tag, tuple((text,) for text in rest), number)
        for number, (tag, *rest) in enumerate((line.split("+") for line in lines), start=3)
    ]
    return grouped(Segment("UNH", (), 2), segments, GRAMMAR, refuse), refuse


def test_segments_come_to_their_groups() -> None:
    root, refuse = tree("BGM", "TDT+20", "LOC+5", "LOC+147+1", "MEA+WT", "EQD+CN", "NAD+CA", "LOC+147+2", "LOC+9")
    assert refuse.faults == []
    first, second = root.within("LOC+147")
    assert [s.number for s in root.within("TDT")[0].own] == [5]
    assert [s.tag for s in first.own] == ["MEA"]
    assert [s.tag for s in first.within("EQD")[0].own] == ["NAD"]
    assert [s.qualified for s in second.own] == ["LOC+9"]


def test_the_order_within_a_group_is_free() -> None:
    root, refuse = tree("LOC+147+1", "EQD+CN", "NAD+CA", "LOC+9", "MEA+WT", "BGM")
    assert refuse.faults == []
    assert [s.tag for s in root.within("LOC+147")[0].own] == ["LOC", "MEA"]


def test_spread_leaves_out_what_shut_groups_hold() -> None:
    root, _ = tree("BGM", "LOC+147+1", "EQD+CN", "NAD+CA", "MEA+WT")
    node = root.within("LOC+147")[0]
    assert [s.tag for s in node.spread(frozenset())] == ["LOC", "MEA", "EQD", "NAD"]
    assert [s.tag for s in node.spread(frozenset({"EQD"}))] == ["LOC", "MEA", "EQD"]


def test_a_segment_without_a_place_is_refused() -> None:
    _, refuse = tree("BGM", "NAD+CA")
    assert [(f.row, f.column) for f in refuse.faults] == [(4, "NAD")]


def test_a_segment_that_must_be_there_once() -> None:
    assert "has no BGM" in tree("DTM")[1].faults[0].problem
    assert [(f.row, f.column) for f in tree("BGM", "BGM")[1].faults] == [(4, "BGM")]


def test_headings_begin_only_before_the_rest() -> None:
    grammar = group("UNH", "", group("NAD", heading=True), group("EQD", "MEA"))
    refuse = Refusals("x.edi")
    segments = [Segment(tag, (), number) for number, tag in enumerate(("NAD", "EQD", "MEA", "NAD", "MEA"), start=3)]
    root = grouped(Segment("UNH", (), 2), segments, grammar, refuse)
    assert [fault.row for fault in refuse.faults] == [6]
    assert [s.number for s in root.within("EQD")[0].own] == [5, 7]
