from collections.abc import Callable
from pathlib import Path

import pytest

from data.cargo import Container, Instruction
from data.case import Case
from data.errors import BadInput, Fault
from data.formats.edifact import EdiMessage, read_messages
from data.formats.edifact.taking import Source, Taken, take
from data.formats.lists import read_list, write_list

One = Callable[[str], EdiMessage]
Sample = Callable[[str], bytes]


def taken(case: Case, *sources: Source, **more: bool | int) -> Taken:
    return take(case, case.call_by_id["ARU-1"], sources, **more)  # type: ignore[arg-type]


def faults(case: Case, *sources: Source, **more: bool | int) -> list[Fault]:
    with pytest.raises(BadInput) as caught:
        taken(case, *sources, **more)
    return caught.value.faults


def boxes(case: Case, direction: str) -> dict[str, Container]:
    return {box.id: box for box in case.containers if box.call == "ARU-1" and box.direction == direction}


def changed(sample: Sample, name: str, *edits: tuple[str, str]) -> EdiMessage:
    text = sample(name).decode("ascii")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (message,) = read_messages(f"{name}.edi", text.encode("ascii"))
    return message


def test_a_plan_says_what_is_discharged_and_what_remains(loading_case: Case, one: One) -> None:
    found = taken(loading_case, one("baplie-22"))
    case = found.case
    assert set(boxes(case, "discharge")) == {"SPNU1000010", "SPNU1000031", "TEMU1000016"}
    assert {name: (box.port, box.slot) for name, box in boxes(case, "remain").items()} == {
        "SPNU1000026": ("LKCMB", "0030182"), "SPNU1000047": ("LKCMB", "0060182"),
    }  # fmt: skip
    dry = boxes(case, "discharge")["SPNU1000010"]
    assert (dry.port, dry.gross_mass_kg, dry.verified_kg) == ("IDSUB", 18_200, 18_200)
    call = case.call_by_id["ARU-1"]
    assert (call.discharge_full, call.discharge_empty) == (2, 1)
    assert (call.load_full, call.load_empty) == (100, 100)  # no load list came
    assert found.summary == ("baplie-22.edi (BAPLIE D.95B SMDG22): 5 boxes on board, 3 of them to discharge, 2 remain",)
    assert "baplie-22.edi: 1 slot without a box not taken" in found.notices


def test_lists_bookings_masses_and_instructions(loading_case: Case, one: One) -> None:
    names = ("movins", "vermas", "coparn", "coprar-load", "coprar-discharge", "baplie-22")
    found = taken(loading_case, *(one(name) for name in names))
    case = found.case
    load = boxes(case, "load")
    assert set(load) == {"TEMU1000021", "TEMU1000037", "TEMU1000042"}
    assert (load["TEMU1000037"].verified_kg, load["TEMU1000037"].hazards) == (22_120, ("8",))
    assert (load["TEMU1000021"].verified_kg, load["TEMU1000021"].port) == (14_250, "IDSUB")
    paint = boxes(case, "discharge")["SPNU1000026"]
    assert (paint.slot, paint.port) == ("0030182", "IDSUB")
    assert set(boxes(case, "remain")) == {"SPNU1000047"}
    call = case.call_by_id["ARU-1"]
    assert (call.discharge_full, call.discharge_empty, call.load_full, call.load_empty) == (3, 1, 3, 0)
    assert case.instructions == (
        Instruction(call="ARU-1", slot="0010182", port="IDSUB", status="full", min_kg=18_000, max_kg=22_000),
        Instruction(call="ARU-1", slot="0020202", port="LKCMB", status="full", plug=True),
        Instruction(call="ARU-1", slot="0030184", port="IDSUB", status="full", box="TEMU1000021"),
        Instruction(call="ARU-1", slot="0070182", port="IDSUB", status="empty", min_kg=10_000, max_kg=16_000),
    )
    notices = "\n".join(found.notices)
    assert "SPNU1000026 would remain by the plan, and are discharged" in notices
    assert "SPNU1000031, TEMU1000016: in no discharge list" in notices
    assert "vermas.edi: CSQU3054383 are no boxes of this call" in notices
    assert "coparn.edi: 3 boxes not taken" in notices
    assert "movins.edi: 2 instructions to discharge, restow or load elsewhere not taken" in notices


def test_the_order_of_the_files_does_not_matter(loading_case: Case, one: One) -> None:
    names = ["movins", "vermas", "coprar-load", "coprar-discharge", "baplie-22"]
    first = taken(loading_case, *(one(name) for name in names)).case
    second = taken(loading_case, *(one(name) for name in reversed(names))).case
    assert first.hash == second.hash


def test_new_lists_replace_old_ones_but_keep_what_they_do_not_say(loading_case: Case, one: One, sample: Sample) -> None:
    case = taken(loading_case, one("coprar-load")).case
    stands = {"shipment": "SHIP-1", "place": "A-01-1-1"}
    rows = [
        Container.model_validate(row.model_dump() | stands) if row.id == "TEMU1000021" else row
        for row in case.containers
    ]
    case = taken(case.changed(containers=rows), one("vermas")).case
    other = changed(sample, "coprar-load", ("TEMU1000037", "TEMU1000042"), ("MEA+AAE+VGM+KGM:14250'\n", ""),
                    ("UNT+26", "UNT+25"))  # fmt: skip
    load = boxes(taken(case, other).case, "load")
    assert set(load) == {"TEMU1000021", "TEMU1000042"}
    kept = load["TEMU1000021"]
    assert (kept.shipment, kept.place, kept.verified_kg) == ("SHIP-1", "A-01-1-1", 14_250)
    assert set(boxes(taken(case, other, add=True).case, "load")) == {"TEMU1000021", "TEMU1000037", "TEMU1000042"}
    addition = changed(sample, "coprar-load", ("TEMU1000037", "TEMU1000042"), ("+9+AB", "+2+AB"))
    assert "TEMU1000037" in boxes(taken(case, addition).case, "load")


def test_a_second_plan_replaces_the_first(loading_case: Case, one: One) -> None:
    case = taken(loading_case, one("baplie-22"), one("coprar-load")).case
    case = taken(case, one("baplie-31")).case
    on_board = boxes(case, "discharge") | boxes(case, "remain")
    assert set(on_board) == {"SPNU1000010", "SPNU1000031", "SPNU1000047"}
    assert len(boxes(case, "load")) == 2
    assert case.call_by_id["ARU-1"].discharge == 2


def test_fewer_instructions_than_boxes_are_told(loading_case: Case, one: One) -> None:
    """Three boxes for four slots are all in the line's plan; with the 200 that the call has without a list, few are."""
    notices = "\n".join(taken(loading_case, one("movins")).notices)
    assert "instructions for 4 slots and 200 boxes to load" in notices
    assert "--instructions first" in notices
    names = ("movins", "coprar-load")
    assert "instructions for" not in "\n".join(taken(loading_case, *(one(name) for name in names)).notices)


def test_added_instructions_replace_those_for_the_same_half_or_box(loading_case: Case, one: One) -> None:
    before = (
        ("0020182", None),  # the 40 feet of which 0010182 is a half
        ("0010206", "TEMU1000021"),  # a box that the message wants elsewhere
        ("0010304", None),
    )
    rows = [Instruction(call="ARU-1", slot=slot, port="IDSUB", box=name) for slot, name in before]
    ships = [ship.model_copy(update={"profile": None}) for ship in loading_case.vessels]
    case = loading_case.changed(vessels=tuple(ships), instructions=tuple(rows))
    found = taken(case, one("movins"), add=True).case.instructions
    assert [row.slot for row in found] == ["0010304", "0010182", "0020202", "0030184", "0070182"]


def test_other_calls_stay_as_they_are(loading_case: Case, one: One) -> None:
    other = Container(id="CSQU3054383", box_type="22G1", status="full", gross_mass_kg=1, call="ARU-2",
                      direction="load", port="IDSUB")  # fmt: skip
    rule = Instruction(call="ARU-2", slot="0010182", port="IDSUB")
    case = loading_case.changed(containers=(other,), instructions=(rule,))
    found = taken(case, one("baplie-22"), one("movins")).case
    assert found.containers[0] == other
    assert found.instructions[0] == rule
    assert len(found.instructions) == 5


def test_ports_that_the_case_lacks_are_refused_once_each(loading_case: Case, sample: Sample) -> None:
    found = faults(loading_case, changed(sample, "baplie-22", ("LOC+11+LKCMB", "LOC+11+SGSIN")))
    (fault,) = found
    assert (fault.file, fault.row, fault.value) == ("baplie-22.edi", 20, "SGSIN")
    assert "add it to the table ports" in fault.remedy
    assert "1 more name" in fault.problem


def test_final_ports_and_ports_of_loading_need_not_be_in_the_case(loading_case: Case, sample: Sample) -> None:
    plan = changed(
        sample,
        "baplie-31",
        ("LOC+65+IDKRG", "LOC+65+SGSIN"),
        ("LOC+9+IDSUB'\nLOC+11+LKCMB", "LOC+9+MYPKG'\nLOC+11+LKCMB"),
    )
    found = taken(loading_case, plan).case
    assert boxes(found, "discharge")["SPNU1000031"].final_port == "SGSIN"
    assert boxes(found, "remain")["SPNU1000047"].loaded_at == "MYPKG"


def test_what_a_plan_says_of_its_boxes(loading_case: Case, sample: Sample) -> None:
    plan = changed(
        sample, "baplie-22",
        ("RFF+BM:1'\nEQD+CN+SPNU 1000026", "RFF+BM:SPL123'\nRFF+BN:KRG9'\nEQD+CN+SPNU 1000026"),
        ("DGS+IMD+3+1263'", "DGS+IMD+3+1263'\nDGS+IMD+3'\nDGS+IMD+8+1824'"),
        ("EQD+CN+SPNU1000047+4260+++5'", "EQD+CN+SPNU1000047+4260+++5'\nEQA+CN+TEMU 1000021'\nEQA+RG+GENSET'"),
        ("UNT+57", "UNT+62"),
    )  # fmt: skip
    found = taken(loading_case, plan)
    paint, rack = (boxes(found.case, "remain")[name] for name in ("SPNU1000026", "SPNU1000047"))
    assert (paint.hazards, paint.un_numbers) == (("3", "3", "8"), ("1263", "0000", "1824"))
    assert (paint.operator, paint.loaded_at, paint.booking, paint.bill_of_lading) == ("SPL", "IDSUB", "KRG9", "SPL123")
    assert (rack.bundled, rack.bill_of_lading) == (("TEMU1000021",), None)
    assert "baplie-22.edi: TEMU1000021 are bundled with other boxes, and go where these go" in found.notices
    reefer = boxes(found.case, "discharge")["SPNU1000031"]
    assert (reefer.temperature_c, reefer.loaded_at, reefer.port) == (-18.0, None, "IDSUB")


def test_a_box_has_what_any_of_its_lists_says(loading_case: Case, one: One, sample: Sample) -> None:
    booking = changed(
        sample, "coparn", ("CN+TEMU1000042+22G1", "CN+TEMU1000037+42G1"),
        ("MEA+AAE+G+KGM'", "MEA+AAE+G+KGM'\nDGS+IMD+8+1789'"), ("UNT+23", "UNT+24"),
    )  # fmt: skip
    terse = changed(
        sample, "coprar-load", ("RFF+BN:KRG0002'\n", ""), ("DGS+IMD+8+1789", "DGS+IMD+8"),
        ("RFF+BN:KRG0001'\n", ""), ("UNT+26", "UNT+24"),
    )  # fmt: skip
    load = boxes(taken(loading_case, terse, booking).case, "load")
    assert (load["TEMU1000037"].booking, load["TEMU1000037"].un_numbers) == ("8KRG7381", ("1789",))
    assert load["TEMU1000021"].booking is None
    assert boxes(taken(loading_case, terse, one("vermas")).case, "load")["TEMU1000037"].booking == "KRG0002"
    both = boxes(taken(loading_case, one("coprar-load"), booking).case, "load")
    assert both["TEMU1000037"].booking == "KRG0002"


def test_a_new_list_keeps_the_papers_of_the_old_one(loading_case: Case, sample: Sample) -> None:
    plan = changed(sample, "baplie-22", ("LOC+11+IDKRG:139:6'\nLOC+83", "LOC+11+LKCMB:139:6'\nLOC+83"))
    case = taken(loading_case, plan).case
    terse = changed(sample, "baplie-22", ("LOC+11+IDKRG:139:6'\nLOC+83", "LOC+11+LKCMB:139:6'\nLOC+83"),
                    ("TMP+2+-18.0:CEL", "TMP+2"), ("DGS+IMD+3+1263", "DGS+IMD+3"),
                    ("LOC+9+IDSUB:139:6'\nLOC+11+LKCMB:139:6'\nLOC+83", "LOC+11+LKCMB:139:6'\nLOC+83"),
                    ("UNT+57", "UNT+56"))  # fmt: skip
    kept = boxes(taken(case, terse, add=True).case, "remain")
    assert (kept["SPNU1000031"].temperature_c, kept["SPNU1000031"].loaded_at) == (-18.0, "IDSUB")
    assert kept["SPNU1000026"].un_numbers == ("1263",)
    fresh = boxes(taken(case, terse).case, "remain")
    assert (fresh["SPNU1000031"].temperature_c, fresh["SPNU1000031"].loaded_at) == (None, None)


@pytest.mark.parametrize(
    ("name", "edit", "words"),
    [
        ("baplie-22", ("9074729", "9354478"), "another IMO number than 9074729"),
        ("coprar-load", ("::ARU", "::BURU"), "another name than Aru"),
        ("baplie-22", ("LOC+5+IDSUB", "LOC+5+IDKRG"), "the plan at departure from this port"),
        ("coprar-load", ("+9+AB", "+1+AB"), "a cancellation"),
        ("coprar-load", ("+9+AB", "+3+AB"), "a deletion"),
        ("coarri", ("::ARU", "::ARU"), "reports work that is done"),
        ("baplie-22", ("147+0070282", "147+0070486"), "no such slot"),
        ("movins", ("147+0070182", "147+0070482"), "no such slot"),
        ("baplie-22", ("147+0030182", "147+0100182"), "20-foot boxes stand in odd bays"),
        ("baplie-22", ("EQD+CN+TEMU1000016", "EQD+CN+"), "the box has no number"),
        ("baplie-22", ("+22G1+++4", "++++4"), "no size and type"),
        ("baplie-22", ("+22G1+++4", "+22G1"), "no sign whether it is laden"),
        ("baplie-22", ("MEA+WT++KGM:2300", "MEA+WT++KGM:0"), "no mass"),
        ("baplie-22", ("LOC+11+LKCMB:139:6", "LOC+76+LKCMB:139:6"), "no port where it leaves the ship"),
        ("coprar-load", ("LOC+7+IDSUB", "LOC+9+IDSUB"), "to be loaded here and at IDSUB"),
        ("coprar-discharge", ("LOC+11+IDKRG:139:6'\nMEA+AAE+G+KGM:18200", "LOC+11+IDSUB:139:6'\nMEA+AAE+G+KGM:18200"),
         "to be discharged here and at IDSUB"),
        ("coprar-load", ("KGM:22000", "KGM:72000"), "more than is accepted"),
        ("coprar-load", ("NAD+CF+SPL", "NAD+CF+MEDITERRANEAN LINE"), "the text is too long"),
        ("baplie-22", ("TMP+2+-18.0:CEL", "TMP+2+999:CEL"), "more than is accepted"),
        ("movins", ("LOC+11+LKCMB:139:6'\nRFF+BM:1'\nEQD+CN++45R1", "LOC+76+LKCMB:139:6'\nRFF+BM:1'\nEQD+CN++45R1"),
         "no port where the box leaves"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(
    name: str, edit: tuple[str, str], words: str, loading_case: Case, sample: Sample
) -> None:
    found = faults(loading_case, changed(sample, name, edit))
    assert any(words in fault.problem for fault in found), found
    assert all(fault.file == f"{name}.edi" for fault in found)


def test_a_message_for_another_ship_is_taken_where_that_is_wanted(loading_case: Case, sample: Sample) -> None:
    other = changed(sample, "coprar-load", ("::ARU", "::BURU"))
    assert len(boxes(taken(loading_case, other, any_ship=True).case, "load")) == 2
    assert len(boxes(taken(loading_case, changed(sample, "coprar-load", ("::ARU", "::M.V. Aru"))).case, "load")) == 2


def test_messages_may_name_the_port_by_the_code_of_its_town(loading_case: Case, sample: Sample) -> None:
    plan = changed(sample, "baplie-22", ("IDKRG", "IDBPN"))
    assert any(fault.value == "IDBPN" for fault in faults(loading_case, plan))
    found = take(loading_case, loading_case.call_by_id["ARU-1"], [plan], aliases=["IDBPN"])
    assert len(boxes(found.case, "discharge")) == 3


def test_a_mass_that_no_box_has_is_refused(loading_case: Case, one: One, sample: Sample) -> None:
    heavy = changed(sample, "vermas", ("TNE:22.12", "TNE:222.12"))
    (fault,) = faults(loading_case, one("coprar-load"), heavy)
    assert (fault.file, fault.row, fault.column) == ("vermas.edi", 8, "verified_kg")


def test_a_box_in_two_lists_is_refused(loading_case: Case, one: One) -> None:
    found = faults(loading_case, one("coprar-load"), one("coprar-load"))
    assert [fault.row for fault in found] == [10, 18]


def test_a_list_that_contradicts_the_plan_is_refused(loading_case: Case, one: One, sample: Sample) -> None:
    longer = changed(sample, "coprar-discharge", ("SPNU1000026+22G1", "SPNU1000026+42G1"))
    (fault,) = faults(loading_case, one("baplie-22"), longer)
    assert (fault.file, fault.row, fault.column) == ("coprar-discharge.edi", 14, "slot")


def test_lists_of_spreadsheets_are_taken_like_messages(loading_case: Case, one: One, tmp_path: Path) -> None:
    case = taken(loading_case, one("baplie-22"), one("coprar-load"), one("coprar-discharge")).case
    rows = [row for row in case.containers if row.call == "ARU-1"]
    for name in ("list.csv", "list.xlsx"):
        write_list(tmp_path / name, rows)
        source = read_list(tmp_path / name, "ARU-1")
        assert source.boxes == tuple(rows)
        found = taken(loading_case, source).case
        assert {row.id: row for row in found.containers} == {row.id: row for row in rows}
        assert found.call_by_id["ARU-1"] == case.call_by_id["ARU-1"]


def test_a_call_without_boxes_is_refused(loading_case: Case, sample: Sample) -> None:
    call = loading_case.call_by_id["ARU-1"]
    no_load = call.model_copy(update={"load_full": 0, "load_empty": 0})
    case = loading_case.changed(calls=(no_load, *loading_case.calls[1:]))
    plan = changed(sample, "baplie-15", ("LOC+12+IDKRG", "LOC+12+LKCMB"))
    (fault,) = faults(case, plan)
    assert (fault.file, fault.column) == ("call ARU-1", "discharge_full")
