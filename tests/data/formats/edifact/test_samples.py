from collections.abc import Callable
from datetime import datetime

from data.formats.edifact import EdiMessage, Goods, Voyage

One = Callable[[str], EdiMessage]


def test_baplie_22(one: One) -> None:
    plan = one("baplie-22")
    assert (plan.version, plan.purpose, plan.document, plan.function) == (
        "BAPLIE D.95B SMDG22", "stowage", "SUB0104", "9",
    )  # fmt: skip
    assert plan.voyage == Voyage("103E", "ARU", "9074729", None, "SPIL", "IDSUB", "IDKRG")
    dry, paint, reefer, flat, empty = plan.boxes
    assert (dry.number, dry.box_type, dry.status, dry.slot) == ("SPNU1000010", "22G1", "full", "0010182")
    assert (dry.verified_kg, dry.gross_kg, dry.load_port, dry.discharge_port) == (18_200, None, "IDSUB", "IDKRG")
    assert (dry.operator, dry.segment) == ("SPL", 11)
    assert (paint.number, paint.box_type, paint.gross_kg) == ("SPNU1000026", "22G1", 12_500)
    assert paint.goods == (Goods("3", "1263"),)
    assert (reefer.plug, reefer.temperature_c, reefer.gross_kg, reefer.final_port) == (True, -18, 20_000, None)
    assert (flat.over_height_cm, flat.over_width_cm, flat.over_length_cm) == (51, 17, 22)
    assert (flat.box_type, flat.plug) == ("42P1", False)
    assert (empty.status, empty.slot) == ("empty", "0070282")
    assert plan.bare == ("0090182",)
    assert plan.notices == (
        "final places that are no UN/LOCODE are left out, as **KRG",
        "size and type 2210 of ISO 6346:1984 is read as 22G1",
        "size and type 4260 of ISO 6346:1984 is read as 42P1",
    )


def test_baplie_15_has_six_digits_for_slots_and_the_ship_in_another_place(one: One) -> None:
    plan = one("baplie-15")
    assert plan.voyage == Voyage("103E", "ARU", None, "PKAB", None, "IDSUB", None)
    (box,) = plan.boxes
    assert (box.slot, box.load_port, box.discharge_port) == ("0010182", "IDSUB", "IDKRG")
    assert box.bundled == ()


def test_baplie_31(one: One) -> None:
    plan = one("baplie-31")
    assert (plan.version, plan.function) == ("BAPLIE D.13B SMDG31", "")
    assert plan.voyage == Voyage("103E", "ARU", "9074729", None, "SPL", "IDSUB", "IDKRG")
    dry, reefer, tall = plan.boxes
    assert (dry.slot, dry.booking, dry.verified_kg) == ("0010182", "BK4711", 18_200)
    assert (reefer.temperature_c, reefer.gross_kg, reefer.final_port) == (-18, 20_000, "IDKRG")
    assert (tall.over_height_cm, tall.goods, tall.gross_kg) == (92, (Goods("9", "2216"),), 22_600)
    assert plan.bare == ("0060184",)


def test_movins(one: One) -> None:
    message = one("movins")
    assert message.purpose == "instructions"
    assert [box.handling for box in message.boxes] == ["discharge", *["load"] * 4, "restow"]
    _, dry, reefer, named, empty, _ = message.boxes
    assert (dry.number, dry.slot, dry.gross_kg, dry.discharge_port) == (None, "0010182", 20_000, "IDSUB")
    assert (reefer.plug, reefer.gross_kg) == (True, None)
    assert named.number == "TEMU1000021"
    assert (empty.least_kg, empty.most_kg, empty.gross_kg, empty.status) == (10_000, 16_000, None, "empty")


def test_coprar_to_load(one: One) -> None:
    message = one("coprar-load")
    assert (message.purpose, message.voyage.call_sign, message.voyage.vessel) == ("load list", "PKAB", "ARU")
    plastics, acid = message.boxes
    assert (plastics.gross_kg, plastics.verified_kg, plastics.booking) == (14_100, 14_250, "KRG0001")
    assert (plastics.discharge_port, plastics.final_port, plastics.operator) == ("IDSUB", "IDSUB", "SPL")
    assert (acid.box_type, acid.goods, acid.discharge_port) == ("42G1", (Goods("8", "1789"),), "LKCMB")


def test_coprar_to_discharge(one: One) -> None:
    message = one("coprar-discharge")
    assert (message.purpose, message.release) == ("discharge list", "D.00B")
    assert [(box.number, box.slot, box.load_port) for box in message.boxes] == [
        ("SPNU1000010", "0010182", "IDSUB"), ("SPNU1000026", None, "IDSUB"),
    ]  # fmt: skip


def test_coparn(one: One) -> None:
    message = one("coparn")
    assert message.purpose == "booking"
    named, others = message.boxes
    assert (named.number, named.booking, named.gross_kg, named.units) == ("TEMU1000042", "8KRG7381", 15_000, 1)
    assert (named.load_port, named.discharge_port) == ("IDKRG", "LKCMB")
    assert (others.number, others.box_type, others.units) == (None, "45G1", 3)


def test_vermas(one: One) -> None:
    message = one("vermas")
    assert message.purpose == "verified masses"
    assert [(box.number, box.verified_kg) for box in message.boxes] == [
        ("TEMU1000037", 22_120),
        ("CSQU3054383", 20_000),
    ]


def test_reports(one: One) -> None:
    discharged, gate = one("coarri"), one("codeco")
    assert (discharged.purpose, gate.purpose) == ("discharged", "gate in")
    assert discharged.boxes[0].moment == datetime(2026, 1, 5, 9, 12)
    assert gate.boxes[0].moment == datetime(2026, 1, 3, 21, 30)
