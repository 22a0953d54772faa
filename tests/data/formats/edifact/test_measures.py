import pytest

from data.formats.edifact.box_types import box_type
from data.formats.edifact.measures import celsius, centimetres, kilograms
from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import segment


@pytest.mark.parametrize(
    ("unit", "value", "kg"),
    [("KGM", "20000", 20_000), ("TNE", "12.5", 12_500), ("TNE", "12,5", 12_500), ("LBR", "44092", 20_000),
     ("KGM", "11495.14", 11_495), ("KGM", "2.5", 3), ("LBR", "1", 0)],
)  # fmt: skip
def test_masses_in_kilograms(unit: str, value: str, kg: int) -> None:
    refuse = Refusals("x.edi")
    assert kilograms(segment("MEA", "WT", "", (unit, value)), 2, refuse) == kg
    assert refuse.faults == []


@pytest.mark.parametrize(
    ("unit", "value", "column"),
    [("STN", "10", "MEA 3.1"), ("", "10", "MEA 3.1"), ("24.5", "TNE", "MEA 3.1"), ("KGM", "-5", "MEA 3.2"),
     ("KGM", "1e9", "MEA 3.2"), ("KGM", "1.2.3", "MEA 3.2"), ("KGM", "٣", "MEA 3.2")],
)  # fmt: skip
def test_masses_that_are_refused(unit: str, value: str, column: str) -> None:
    refuse = Refusals("x.edi")
    assert kilograms(segment("MEA", "WT", "", (unit, value)), 2, refuse) is None
    assert [fault.column for fault in refuse.faults] == [column]


@pytest.mark.parametrize(
    ("unit", "value", "cm"), [("CMT", "12", 12), ("MMT", "121", 13), ("MTR", "1.2", 120), ("INH", "10", 26)]
)
def test_lengths_are_rounded_up_to_centimetres(unit: str, value: str, cm: int) -> None:
    assert centimetres(segment("DIM", "5", (unit, value)), 2, Refusals("x.edi")) == cm


@pytest.mark.parametrize(("text", "unit", "degrees"), [("-18.0", "CEL", -18), ("032", "FAH", 0), ("-4", "FAH", -20)])
def test_temperatures_in_degrees_celsius(text: str, unit: str, degrees: float) -> None:
    assert celsius(segment("TMP", "2", (text, unit)), Refusals("x.edi")) == degrees


def test_a_temperature_needs_its_unit() -> None:
    refuse = Refusals("x.edi")
    assert celsius(segment("TMP", "2", ("-18", "C")), refuse) is None
    assert refuse.faults[0].column == "TMP 2.2"
    assert celsius(segment("TMP", "2"), refuse) is None
    assert len(refuse.faults) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [("22G1", "22G1"), ("L5R1", "L5R1"), ("2200", "22G0"), ("2210", "22G1"), ("4310", "42G1"), ("4510", "45G1"),
     ("4532", "45R1"), ("2251", "22U1"), ("4363", "42P1"), ("2270", "22T0"), ("9510", "L5G1"), ("4017", "40V0"),
     ("XXXX", None), ("22", None), ("2810", None), ("8888", None), ("42G", None), ("٢٢١٠", None)],
)  # fmt: skip
def test_sizes_and_types_of_both_editions(code: str, kind: str | None) -> None:
    assert box_type(code) == kind
