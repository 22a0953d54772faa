from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cargo import NO_UN_NUMBER, Container
from data.codes import box_check_digit, is_forty_foot
from data.formats.edifact import EdiBox, Envelope, Voyage, baplie, coarri, codeco, coprar, read_messages, vermas
from data.formats.edifact.containers import containers_of, edi_box

HERE, CALL = "IDKRG", "ARU-1"
ENVELOPE = Envelope("KKT", "SPIL", "1", datetime(2026, 1, 5, 8, tzinfo=UTC))

# Names with the marks of EDIFACT in them, and letters of three sets of characters.
names = st.text(st.sampled_from("AZaz09 ?+:'-.@é\u0141"), min_size=1, max_size=35).filter(
    lambda text: text == text.strip() and text[0] not in "+-@="
)
voyages = st.builds(
    Voyage,
    number=st.from_regex(r"[A-Z0-9]{1,17}", fullmatch=True),
    vessel=names,
    imo=st.none() | st.just("9074729"),
    carrier=st.none() | st.just("SPIL"),
    departure_port=st.just("IDSUB"),
    next_port=st.none() | st.just(HERE),
)
ports = st.sampled_from(["IDSUB", "LKCMB", "SGSIN", "IDUPG"])


@st.composite
def containers(draw: st.DrawFn, directions: tuple[str, ...]) -> list[Container]:
    """Boxes of a call with slots where they are on board, each in a place of its own."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        prefix = f"TEMU{draw(st.integers(0, 999)) * 100 + number:06d}"
        direction = draw(st.sampled_from(directions))
        port = draw(ports)
        kind = draw(st.sampled_from(["22G1", "22R1", "42G1", "45R1", "L5G1", "22T6", "42P3"]))
        bay = 4 * number + (2 if is_forty_foot(kind) else draw(st.sampled_from((1, 3))))
        tier = draw(st.sampled_from((2, 4, 82, 84)))
        gross = draw(st.integers(1, 40_000))
        values: dict[str, Any] = {
            "id": f"{prefix}{box_check_digit(prefix)}",
            "box_type": kind,
            "status": draw(st.sampled_from(("full", "empty"))),
            "gross_mass_kg": gross,
            "call": CALL,
            "direction": direction,
            "port": port,
            "verified_kg": draw(st.none() | st.integers(1, 40_000)),
            "final_port": draw(st.none() | ports),
            "over_height_cm": draw(st.sampled_from((0, 1, 120))),
            "over_width_cm": draw(st.sampled_from((0, 7))),
            "over_length_cm": draw(st.sampled_from((0, 33))),
            "slot": None if direction == "load" else f"{bay:03d}{draw(st.integers(0, 9)):02d}{tier:02d}",
        }
        found.append(Container.model_validate(values | draw(papers(direction))))
    return found


@st.composite
def papers(draw: st.DrawFn, direction: str) -> dict[str, Any]:
    """What papers say of a box: each of it, or not."""
    plug = draw(st.booleans())
    classes = st.sampled_from(("3", "2.1", "1.4S", "9"))
    numbers = st.sampled_from((NO_UN_NUMBER, "1263", "1950", "0012"))
    goods = draw(st.lists(st.tuples(classes, numbers), unique=True, max_size=3))
    numbered = any(number != NO_UN_NUMBER for _, number in goods)
    text = st.text(st.sampled_from("AZ09?+:'/- "), min_size=1, max_size=17).map(str.strip)
    text = text.filter(lambda found: found not in ("", "1") and found[0] not in "+-")
    bundle = [f"BNDU{place:06d}" for place in draw(st.sets(st.integers(0, 9), max_size=2))]
    return {
        "plug": plug,
        "temperature_c": draw(st.none() | st.integers(-990, 990).map(lambda tenths: tenths / 10)) if plug else None,
        "hazards": [hazard for hazard, _ in goods],
        "un_numbers": [number for _, number in goods] if numbered else [],
        "operator": draw(st.none() | text),
        "booking": draw(st.none() | text),
        "bill_of_lading": draw(st.none() | text),
        "loaded_at": draw(st.none() | ports) if direction == "remain" else None,
        "bundled": [f"{number}{box_check_digit(number)}" for number in bundle],
    }


@pytest.mark.parametrize("version", ["2.2", "3.1"])
@settings(max_examples=40)
@given(boxes=containers(("discharge", "remain")), voyage=voyages, document=names)
def test_boxes_on_board_come_back_from_a_plan(
    version: str, boxes: list[Container], voyage: Voyage, document: str
) -> None:
    content = baplie.write(ENVELOPE, voyage, [edi_box(box, HERE) for box in boxes], version=version, document=document)
    (plan,) = read_messages("x.edi", content)
    assert (plan.voyage, plan.document, plan.notices) == (voyage, document, ())
    back = [row for row, _ in containers_of(plan, HERE, CALL)]
    if version == "2.2":  # which has room for one reference
        boxes = [box.model_copy(update={"bill_of_lading": None}) if box.booking else box for box in boxes]
    assert sorted(back, key=lambda box: box.id) == sorted(boxes, key=lambda box: box.id)


@pytest.mark.parametrize("release", ["95B", "00B"])
@pytest.mark.parametrize(("purpose", "direction"), [("load list", "load"), ("discharge list", "discharge")])
@settings(max_examples=20)
@given(data=st.data())
def test_lists_come_back(release: Any, purpose: Any, direction: str, data: st.DataObject) -> None:
    boxes, voyage = data.draw(containers((direction,))), data.draw(voyages)
    if not boxes:
        return
    content = coprar.write(
        ENVELOPE, voyage, [edi_box(box, HERE) for box in boxes], purpose, terminal=HERE, release=release
    )
    (message,) = read_messages("x.edi", content)
    assert message.purpose == purpose
    assert [row for row, _ in containers_of(message, HERE, CALL)] == boxes


@settings(max_examples=20)
@given(boxes=containers(("load",)).filter(lambda boxes: any(box.verified_kg for box in boxes)), voyage=voyages)
def test_verified_masses_come_back(boxes: list[Container], voyage: Voyage) -> None:
    (message,) = read_messages("x.edi", vermas.write(ENVELOPE, voyage, [edi_box(box, HERE) for box in boxes]))
    weighed = {box.id: box.verified_kg for box in boxes if box.verified_kg is not None}
    assert {box.number: box.verified_kg for box in message.boxes} == weighed


def test_bill_of_lading_1_is_none() -> None:
    box = EdiBox(number="CSQU3054383", slot="0010182", booking="1", bill="1")
    (plan,) = read_messages("x.edi", baplie.write(ENVELOPE, Voyage("1", "ARU"), [box]))
    assert (plan.boxes[0].booking, plan.boxes[0].bill) == ("1", None)


def test_reports_of_work_come_back() -> None:
    box = EdiBox(
        number="CSQU3054383", box_type="22G1", status="full", slot="0010182", gross_kg=20_000,
        load_port=HERE, discharge_port="LKCMB", moment=datetime(2026, 1, 5, 9, 30),
    )  # fmt: skip
    gate = EdiBox(**{**box.__dict__, "slot": None})
    (loaded,) = read_messages("x.edi", coarri.write(ENVELOPE, Voyage("1", "ARU"), [box], "loaded", terminal=HERE))
    (came,) = read_messages("x.edi", codeco.write(ENVELOPE, Voyage("1", "ARU"), {"gate in": [gate]}, terminal=HERE))
    assert (loaded.purpose, came.purpose) == ("loaded", "gate in")
    assert EdiBox(**{**loaded.boxes[0].__dict__, "segment": 0}) == box
    assert EdiBox(**{**came.boxes[0].__dict__, "segment": 0}) == gate


def test_the_same_plan_has_the_same_bytes() -> None:
    boxes = [EdiBox(number="CSQU3054383", slot="0030182"), EdiBox(number="SPNU1000010", slot="0010182")]
    first, second = (baplie.write(ENVELOPE, Voyage("1", "ARU"), order) for order in (boxes, boxes[::-1]))
    assert first == second
    assert first.startswith(b"UNA:+.? '\nUNB+UNOA:2+KKT+SPIL+260105:0800+1'\nUNH+1+BAPLIE:D:95B:UN:SMDG22'\n")
