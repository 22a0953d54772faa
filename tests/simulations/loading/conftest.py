"""A tiny ship and yard, and plans for them by hand.

The ship has bays 2, 6 and 10 of 40 feet, 14 m apart, and in each two rows with two tiers in the hold, under a hatch
cover, and two on deck. A box in bay 14 stays on board, and nobody has to do with it. A cycle takes 3 minutes, a yard
move 2 and a tractor's way 1; nothing is random unless a test makes it so. Times are minutes from the plan's start.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from data.cargo import Container
from data.case import Case
from data.codes import box_check_digit
from data.operations import CraneWork, Tractors, YardWork
from data.plans import QUAY, TRACTOR, CraneUse, Lift, LoadingPlan, YardMove
from data.profiles import ShipBay, ShipProfile, ShipStack
from data.terminal import Port, QuayCrane, YardBlock, YardCrane
from data.vessels import Vessel, VesselCall
from tests.simulations.conftest import START, bare_case

BAYS = {2: 20.0, 6: 34.0, 10: 48.0, 14: 62.0}
CYCLE = 3.0
MOVE = 2.0
WAY = 1.0


def moment(minutes: float) -> datetime:
    """A moment so many minutes from the plan's start."""
    return START + timedelta(minutes=minutes)


def number(n: int) -> str:
    """The n-th box number."""
    text = f"DRMU{n:06d}"
    return f"{text}{box_check_digit(text)}"


def discharged(n: int, slot: str) -> Container:
    return _box(n, "discharge", slot=slot, long=int(slot[:3]) % 2 == 0)


def remaining(n: int, slot: str) -> Container:
    return _box(n, "remain", slot=slot, long=int(slot[:3]) % 2 == 0)


def loaded(n: int, place: str | None = None, long: bool = True) -> Container:
    return _box(n, "load", place=place, long=long)


def _box(n: int, direction: str, *, long: bool, **where: str | None) -> Container:
    return Container.model_validate(
        {
            "id": number(n),
            "box_type": "42G1" if long else "22G1",
            "status": "full",
            "gross_mass_kg": 10_000,
            "verified_kg": 10_000,
            "call": "C",
            "direction": direction,
            "port": "IDSUB",
            **where,
        }
    )


def ship_case(
    boxes: Iterable[Container], cranes: int = 2, tractors: int = 8, way: float = WAY, **parts: dict[str, Any]
) -> Case:
    """The tiny ship's call C with these boxes; blocks A and B with yard cranes RA and RB.

    Parts: `crane_work` and `yard_work` with fields that differ from the usual ones.
    """
    # A case that lists what remains on board has nothing else there.
    boxes = (*boxes, remaining(900_000, "0140182"))
    count = {way: sum(box.direction == way for box in boxes) for way in ("discharge", "load")}
    call = VesselCall(
        id="C",
        vessel="SHIP",
        eta=START,
        etd=START + timedelta(hours=24),
        arrival_draft_m=5,
        departure_draft_m=5,
        discharge_full=count["discharge"],
        load_full=count["load"],
    )
    work = {"gross_moves_per_hour": 60 / CYCLE, "cycle_s": 60 * CYCLE, "cycle_spread": 0, "clearance_m": 0}
    yard = {"move_s": 60 * MOVE, "move_spread": 0}
    case = bare_case(
        [call],
        crane_work=CraneWork.model_validate(work | parts.get("crane_work", {})),
        yard_work=YardWork.model_validate(yard | parts.get("yard_work", {})),
        tractors=Tractors(count=tractors, speed_km_h=60, quay_to_yard_m=1_000 * way),
    )
    ship = Vessel(
        id="SHIP", name="Ship", line="L", flag="ID", loa_m=100, beam_m=9, capacity_teu=100, max_draft_m=9, profile="P"
    )
    return case.changed(
        ports=(*case.ports, Port(unlocode="IDSUB", name="Surabaya")),
        vessels=(ship,),
        quay_cranes=tuple(QuayCrane(id=f"Q{n + 1}", rail_from_m=0, rail_to_m=100) for n in range(cranes)),
        yard_blocks=tuple(YardBlock(id=name, bays=20, rows=6, tiers=4) for name in "AB"),
        yard_cranes=tuple(YardCrane(id=f"R{name}", block=name) for name in "AB"),
        ship_profiles=(ShipProfile(id="P"),),
        ship_bays=tuple(ShipBay(profile="P", bay=bay, from_bow_m=place) for bay, place in BAYS.items()),
        ship_stacks=tuple(
            ShipStack(
                profile="P",
                bay=bay,
                row=row,
                level=level,
                cover=1,
                bottom_tier=2 if level == "hold" else 82,
                tiers=2,
                max_20_kg=10**6,
                max_40_kg=10**6,
                height_m=20,
            )
            for bay in BAYS
            for row in (1, 2)
            for level in ("hold", "deck")
        ),
        containers=boxes,
    )


def lift(crane: str, kind: str, start: float, *carried: tuple[int, str], minutes: float = CYCLE, **fields: Any) -> Lift:
    """A lift of boxes, each by number and slot; its bay is that of the slot, whichever half of it that is."""
    on_quay = QUAY if kind.startswith("restow") else TRACTOR
    boxes = [
        {"box": number(n), "from": on_quay, "to": slot}
        if kind in ("load", "restow_on")
        else {"box": number(n), "from": slot, "to": on_quay}
        for n, slot in carried
    ]
    bay = fields.pop("bay", None) or next(bay for bay in BAYS if abs(bay - int(carried[0][1][:3])) <= 1)
    return Lift.model_validate(
        {
            "crane": crane,
            "kind": kind,
            "bay": bay,
            "boxes": boxes,
            "start": moment(start),
            "end": moment(start + minutes),
        }
        | fields
    )


def hatch(crane: str, kind: str, start: float, bay: int, minutes: float = 5) -> Lift:
    """Cover 1 of a bay taken off, or put on."""
    return lift(crane, f"hatch_{kind}", start, bay=bay, cover=1, minutes=minutes)


def fetch(n: int, place: str, start: float) -> YardMove:
    return _move("retrieve", n, place, TRACTOR, start)


def stack(n: int, place: str, start: float) -> YardMove:
    return _move("stack", n, TRACTOR, place, start)


def rehandle(n: int, origin: str, target: str, start: float) -> YardMove:
    return _move("rehandle", n, origin, target, start)


def _move(kind: str, n: int, origin: str, target: str, start: float) -> YardMove:
    block = (origin if target == TRACTOR else target)[0]
    return YardMove.model_validate(
        {
            "crane": f"R{block}",
            "kind": kind,
            "box": number(n),
            "from": origin,
            "to": target,
            "start": moment(start),
            "end": moment(start + MOVE),
        }
    )


def use(crane: str, start: float = 0, end: float = 24 * 60) -> CraneUse:
    return CraneUse(crane=crane, start=moment(start), end=moment(end))


def plan_of(
    case: Case,
    lifts: Iterable[Lift],
    moves: Iterable[YardMove] = (),
    tractors: int | None = None,
    cranes: Iterable[CraneUse] | None = None,
) -> LoadingPlan:
    """A plan for the tiny ship, which lies at the quay's zero mark with her bow there."""
    return LoadingPlan(
        case=case.name,
        case_hash=case.hash,
        call="C",
        position_m=0,
        side="port",
        start=START,
        cranes=tuple(cranes or (use(crane.id) for crane in case.quay_cranes)),
        tractors=tractors or case.terminal.tractors.count,
        lifts=tuple(lifts),
        yard_moves=tuple(moves),
    )


def whole_plan(**parts: dict[str, Any]) -> tuple[Case, LoadingPlan]:
    """A call of eight boxes with a plan that the checker accepts: two cranes, hold and deck, both blocks."""
    boxes = [
        discharged(1, "0020182"),
        discharged(2, "0020102"),
        discharged(3, "0060182"),
        discharged(4, "0060184"),
        loaded(5, "A-02-1-1"),
        loaded(6, "A-02-2-1"),
        loaded(7, "B-02-1-1"),
        loaded(8),
    ]
    case = ship_case(boxes, **parts)
    lifts = [
        lift("Q1", "discharge", 0, (1, "0020182")),
        hatch("Q1", "off", 3, 2),
        lift("Q1", "discharge", 8, (2, "0020102")),
        lift("Q1", "load", 11, (5, "0020102")),
        hatch("Q1", "on", 14, 2),
        lift("Q1", "load", 19, (6, "0020182")),
        lift("Q2", "discharge", 0, (4, "0060184")),
        lift("Q2", "discharge", 3, (3, "0060182")),
        lift("Q2", "load", 10, (7, "0060182")),
        lift("Q2", "load", 13, (8, "0060184")),
    ]
    moves = [
        stack(1, "A-06-1-1", 4),
        fetch(5, "A-02-1-1", 6),
        stack(2, "A-06-2-1", 12),
        fetch(6, "A-02-2-1", 14),
        stack(4, "B-06-1-1", 4),
        fetch(7, "B-02-1-1", 6),
        stack(3, "B-06-2-1", 8),
    ]
    return case, plan_of(case, lifts, moves)
