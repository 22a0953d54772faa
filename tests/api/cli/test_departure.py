"""From the messages of a ship's arrival to the plan at her departure, through files only: nothing of a box is lost."""

import json
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from api.cli import main
from data.case import Case
from data.codes import box_check_digit
from data.formats import write_folder
from data.formats.edifact import EdiBox, Envelope, Goods, Voyage, baplie, coprar, read_edi, vermas
from data.plans import LoadingPlan, read_plan
from data.profiles import ShipStack
from tests.simulations.loading.conftest import loaded, ship_case

HERE, CALL = "IDKRG", "C"
ENVELOPE = Envelope("SPIL", "KKT", "1", datetime(2026, 1, 4, 8, tzinfo=UTC))
VOYAGE = Voyage("103E", "Ship", carrier="SPIL", departure_port="IDSUB", next_port=HERE)
BAYS = (2, 6, 10)
# Each example plans a ship.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
TYPES = {False: ("22G1", "22T6", "22R1"), True: ("42G1", "45G1", "42P3", "45R1")}


def box_number(serial: int) -> str:
    first = f"TEMU{serial:06d}"
    return f"{first}{box_check_digit(first)}"


def ship() -> Case:
    """The tiny ship, with plugs in the lowest tiers, at a terminal with one crane; ports beyond are LKCMB and SGSIN."""
    case = ship_case([loaded(1)], cranes=1, crane_work={"clearance_m": 1})
    stacks = [ShipStack.model_validate({**row.model_dump(), "plugs": (row.bottom_tier,)}) for row in case.ship_stacks]
    ports = [*case.ports, case.ports[-1].model_copy(update={"unlocode": "LKCMB", "name": "Colombo"})]
    calls = [case.calls[0].model_copy(update={"discharge_full": 9, "load_full": 9})]
    return case.changed(ship_stacks=tuple(stacks), containers=(), ports=tuple(ports), calls=tuple(calls))


@st.composite
def papers(draw: st.DrawFn, serial: int, long: bool) -> EdiBox:
    """A box of a message with whatever can be said of it, but for its slot."""
    kind = draw(st.sampled_from(TYPES[long]))
    goods = st.builds(Goods, st.sampled_from(("3", "8", "9")), st.none() | st.sampled_from(("1263", "1824", "3082")))
    text = st.none() | st.sampled_from(("B1", "K/7 + ?", "X'Y:Z", "0"))
    reefer = kind[2] == "R" and draw(st.booleans())
    bundle = (box_number(900_000 + 2 * serial), box_number(900_001 + 2 * serial))
    gross = draw(st.integers(4_000, 24_000))
    return EdiBox(
        number=box_number(serial),
        box_type=kind,
        status=draw(st.sampled_from(("full", "full", "empty"))),
        gross_kg=gross,
        verified_kg=draw(st.sampled_from((None, gross, gross + 70))),
        final_port=draw(st.none() | st.sampled_from(("SGSIN", "LKCMB", HERE))),
        plug=reefer,
        temperature_c=draw(st.none() | st.sampled_from((-18.0, -0.5, 13.0))) if reefer else None,
        goods=tuple(draw(st.lists(goods, unique=True, max_size=3))),
        over_height_cm=draw(st.sampled_from((0, 0, 40))) if kind == "42P3" else 0,
        operator=draw(st.none() | st.sampled_from(("SPL", "O+:'?"))),
        booking=draw(text),
        bill=draw(text),
        bundled=bundle if kind == "42P3" and draw(st.booleans()) else (),
    )


@st.composite
def arrivals(draw: st.DrawFn) -> list[EdiBox]:
    """The ship full of boxes here and there: in each stack none, one or two tiers of them."""
    found: list[EdiBox] = []
    for bay in BAYS:
        for row in (1, 2):
            for bottom in (2, 82):
                for tier in range(bottom, bottom + 2 * draw(st.integers(0, 2)), 2):
                    box = draw(papers(len(found), long=True))
                    ports = st.sampled_from((("SGSIN", "IDSUB"), (None, "LKCMB"), ("LKCMB", "IDSUB")))
                    load, discharge = ("IDSUB", HERE) if draw(st.booleans()) else draw(ports)
                    slot = f"{bay:03d}{row:02d}{tier:02d}"
                    found.append(replace(box, slot=slot, load_port=load, discharge_port=discharge))
    return found


@st.composite
def load_lists(draw: st.DrawFn) -> list[EdiBox]:
    boxes = [draw(papers(500 + place, long=draw(st.booleans()))) for place in range(draw(st.integers(1, 5)))]
    return [replace(box, load_port=HERE, discharge_port=draw(st.sampled_from(("IDSUB", "LKCMB")))) for box in boxes]


def dermaga(line: str, *, or_else: int = 0) -> None:
    """Run a command that must succeed, or end with that status."""
    words, sys.argv = sys.argv, ["dermaga", *shlex.split(line)]
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = words
    assert ended.value.code in (0, or_else), line


def the(path: Path) -> dict[str, EdiBox]:
    """The boxes of the only message in a file, by number; none stands there twice."""
    (message,) = read_edi(path)
    boxes = {str(box.number): box for box in message.boxes}
    assert len(boxes) == len(message.boxes)
    return boxes


def facts(box: EdiBox, **known: Any) -> EdiBox:
    """All that is said of a box, but for its slot: the verified mass is the gross mass where no other is given."""
    gross = box.verified_kg if box.gross_kg is None else box.gross_kg
    return replace(box, **{"slot": None, "segment": 0, "gross_kg": gross} | known)


def slots_by(plan: LoadingPlan, before: Mapping[str, EdiBox]) -> dict[str, str | None]:
    """The slots that boxes have when the lifts of a plan are done, one after the other."""
    slots = {number: box.slot for number, box in before.items()}
    for lift in sorted(plan.lifts, key=lambda lift: lift.end):
        for carried in lift.boxes:
            slots.pop(carried.box, None)
            if lift.kind in ("load", "restow_on"):
                slots[carried.box] = carried.target
    return slots


def work(folder: Path, arrival: str, on_board: Sequence[EdiBox], load: Sequence[EdiBox]) -> None:
    """Write the messages, take them into the case, plan the loading, and write what is sent of it."""
    write_folder(ship(), folder / "case")
    (folder / "arrival.edi").write_bytes(baplie.write(ENVELOPE, VOYAGE, on_board, version=arrival))
    listed = [replace(box, verified_kg=None) for box in load]
    (folder / "load.edi").write_bytes(coprar.write(ENVELOPE, VOYAGE, listed, "load list", terminal=HERE))
    files = "arrival.edi load.edi"
    if any(box.verified_kg is not None for box in load):
        (folder / "vgm.edi").write_bytes(vermas.write(ENVELOPE, VOYAGE, load))
        files += " vgm.edi"
    taken = " ".join(str(folder / file) for file in files.split())
    dermaga(f"edi take {folder}/case {CALL} {taken} --out {folder}/taken")
    # Whatever the checker thinks of a plan, its boxes are whole.
    dermaga(f"load {folder}/taken {CALL} --effort 1 --workers 1 --out {folder}/plan", or_else=1)
    plan = f"{folder}/taken {folder}/plan/plan.json --anyway"
    dermaga(f"edi write {plan} --version 2.2 --only departure.edi --out {folder}/sent-2.2")
    dermaga(f"edi write {plan} --version 3.1 --out {folder}/sent-3.1")


STAYS = EdiBox(
    number=box_number(2), box_type="45R1", status="full", slot="0020104", gross_kg=9_000, load_port="SGSIN",
    discharge_port="LKCMB", final_port="INMAA", plug=True, temperature_c=-18.0, operator="SPL", bill="L1",
    goods=(Goods("3", "1263"), Goods("3"), Goods("8", "1824")),
)  # fmt: skip
COMES_OFF = EdiBox(
    number=box_number(1), box_type="42G1", status="full", slot="0020102", gross_kg=9_000, load_port="IDSUB",
    discharge_port=HERE,
)  # fmt: skip
GOES = EdiBox(
    number=box_number(3), box_type="22G1", status="full", gross_kg=9_000, verified_kg=9_010, load_port=HERE,
    discharge_port="LKCMB", booking="B1", operator="SPL",
)  # fmt: skip


@pytest.mark.parametrize("arrival", ["2.2", "3.1"])
@example(on_board=[COMES_OFF, STAYS], load=[GOES, replace(GOES, number=box_number(4), verified_kg=None)])  # a restow
@settings(
    max_examples=4, derandomize=True, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.too_slow]
)
@given(on_board=arrivals(), load=load_lists())
def test_departure_is_arrival_less_discharged_plus_loaded(
    arrival: str, on_board: list[EdiBox], load: list[EdiBox]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        work(folder, arrival, on_board, load)
        came = the(folder / "arrival.edi")
        orders = the(folder / "load.edi")
        weighed = the(folder / "vgm.edi") if (folder / "vgm.edi").exists() else {}
        plan = read_plan(folder / "plan" / "plan.json")
        assert isinstance(plan, LoadingPlan)
        ashore = {left.box for left in plan.ashore}
        stays = {number: facts(box) for number, box in came.items() if box.discharge_port != HERE}
        loaded = {
            number: facts(box, verified_kg=weighed[number].verified_kg if number in weighed else None)
            for number, box in orders.items()
            if number not in ashore
        }
        assert len(came) == len(on_board)
        assert ashore <= orders.keys()
        expected = stays | loaded
        departure = the(folder / "sent-3.1" / "departure.edi")
        assert {number: facts(box) for number, box in departure.items()} == expected
        # In 2.2 there is room for one reference.
        one = {number: replace(box, bill=None if box.booking else box.bill) for number, box in expected.items()}
        sent, planned = folder / "sent-2.2" / "departure.edi", folder / "plan" / "departure.edi"
        assert {number: facts(box) for number, box in the(sent).items()} == one
        # Of a plan that the checker refuses, `load` leaves nothing that could be sent.
        assert planned.exists() == json.loads((folder / "plan" / "summary.json").read_text())["checked"]
        assert not planned.exists() or planned.read_bytes() == sent.read_bytes()
        assert {number: box.slot for number, box in departure.items()} == slots_by(plan, came)
        gone = came.keys() - departure.keys()
        reported = the(folder / "sent-3.1" / "discharged.edi") if gone else {}
        assert reported.keys() == gone
        assert {number: box.slot for number, box in reported.items()} == {number: came[number].slot for number in gone}
