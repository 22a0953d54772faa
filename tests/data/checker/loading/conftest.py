"""A small ship, her boxes and a loading plan made by hand that keeps every rule, and ways to spoil them.

The ship has 40-foot bays 2 and 6 with three rows in the hold and on deck, and a bay 13 for 20-foot boxes on deck. Bay 2
has one hatch cover, bay 6 has one over rows 00 and 01 and another over row 02. There are two quay cranes, and a yard
block with one crane. Times are seconds from the plan's start.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.cargo import Container
from data.case import Case
from data.checker import Verdict
from data.codes import box_check_digit
from data.plans import Carried, CraneUse, LeftAshore, Lift, LoadingPlan, YardMove
from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.terminal import QuayCrane, YardCrane
from tests.data.conftest import with_terminal

START = datetime.fromisoformat("2026-01-05T08:30:00+08:00")
CALL = "ARU-1"


def number(serial: int) -> str:
    """A box number with its check digit."""
    first = f"DMGU{serial:06d}"
    return f"{first}{box_check_digit(first)}"


D1, D2, D3, D4, D5 = (number(100 + serial) for serial in range(1, 6))
L1, L2, L3, L4, L5, L6, L7, L8, L9 = (number(200 + serial) for serial in range(1, 10))
R1, R2 = number(301), number(302)
OTHER = number(401)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def box(serial: str, box_type: str, direction: str, where: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of containers; `where` is its slot on board, or its place in the yard."""
    column = "place" if direction == "load" else "slot"
    given = {
        "id": serial, "box_type": box_type, "status": "full", "gross_mass_kg": 12_000, "verified_kg": 12_000,
        "call": CALL, "direction": direction, "port": "LKCMB", column: where,
    }  # fmt: skip
    return given | more


BOXES = (
    box(D1, "22G1", "discharge", "0010182"),
    box(D2, "22G1", "discharge", "0030182"),
    box(D3, "42G1", "discharge", "0020082"),
    box(D4, "42G1", "discharge", "0020002"),
    box(D5, "42G1", "discharge", "0060002"),
    box(R1, "42G1", "remain", "0060082"),
    box(R2, "22G1", "remain", "0130282"),
    box(L1, "42G1", "load", "A-02-2-1"),
    box(L2, "22G1", "load", "A-05-1-1"),
    box(L3, "22G1", "load", "A-05-1-2"),
    box(L4, "42G1", "load", "A-06-2-1", port="IDSUB"),
    box(L5, "42R1", "load", "A-06-3-1", plug=True),
    box(L6, "42G1", "load", "A-02-1-1"),
    box(L7, "42G1", "load", "A-02-4-1"),
    box(L8, "22G1", "load"),
    box(L9, "42G1", "load", "A-02-2-2", verified_kg=None),
    box(OTHER, "22G1", "load", "A-01-5-1", call="BURU-1"),
)


def stacks(bay: int, level: str, rows: tuple[int, ...], covers: tuple[int | None, ...]) -> list[ShipStack]:
    hold = level == "hold"
    return [
        ShipStack.model_validate({
            "profile": "SMALL", "bay": bay, "row": row, "level": level, "cover": cover, "tiers": 3,
            "bottom_tier": 2 if hold else 82, "forties": bay % 2 == 0, "plugs": (82,) if bay == 2 and not hold else (),
            "max_20_kg": 60_000, "max_40_kg": 0 if bay % 2 else 90_000, "height_m": 7.8 if hold else 8.7,
            "above_keel_m": 1.5 if hold else 10, "lashed_tiers": 2, "loose_kg": 8_000,
        })
        for row, cover in zip(rows, covers, strict=True)
    ]  # fmt: skip


@pytest.fixture(scope="session")
def case(small_case: Case) -> Case:
    """The small case with a profile for Aru, boxes by number for her first call, and the clocks of cranes set."""
    case = with_terminal(
        small_case,
        crane_work={
            "gross_moves_per_hour": 30, "twin_lift_kg": 50_000, "twin_lift_longer": 0.25, "dual_cycle": 1.5,
            "hatch_cover_min": 5, "clearance_m": 25, "travel_m_min": 60,
        },
        yard_work={"move_s": 100, "bay_travel_s": 4},
        tractors={"count": 8, "speed_km_h": 18, "quay_to_yard_m": 500},
    )  # fmt: skip
    aru, *others = case.vessels
    first, *calls = case.calls
    return case.changed(
        quay_cranes=tuple(QuayCrane(id=name, rail_from_m=0, rail_to_m=270) for name in ("QC1", "QC2")),
        yard_cranes=(YardCrane(id="RTG1", block="A"),),
        sailings=(),
        shipments=(),
        ship_profiles=(
            ShipProfile(
                id="SMALL", light_t=3_000, light_from_bow_m=70, light_above_keel_m=5, min_metacentric_m=0.5,
                max_trim_m=1.5, max_list_deg=2,
            ),
        ),
        ship_bays=tuple(ShipBay(profile="SMALL", bay=bay, from_bow_m=m) for bay, m in ((2, 30), (6, 60), (13, 90))),
        ship_stacks=(
            *stacks(2, "hold", (0, 1, 2), (1, 1, 1)), *stacks(2, "deck", (0, 1, 2), (1, 1, 1)),
            *stacks(6, "hold", (0, 1, 2), (1, 1, 2)), *stacks(6, "deck", (0, 1, 2), (1, 1, 2)),
            *stacks(13, "deck", (1, 2), (None, None)),
        ),
        hydrostatics=tuple(
            Hydrostatics(
                profile="SMALL", displacement_t=tonnes, draft_m=draft, metacentre_m=9, buoyancy_from_bow_m=70,
                trim_moment_tm=6_000,
            )
            for tonnes, draft in ((3_000, 5), (4_000, 6))
        ),
        vessels=(aru.model_copy(update={"profile": "SMALL"}), *others),
        calls=(
            first.model_copy(update={"discharge_full": 5, "discharge_empty": 0, "load_full": 9, "load_empty": 0}),
            *calls,
        ),
        containers=tuple(Container.model_validate(row) for row in BOXES),
    )  # fmt: skip


def lift(crane: str, kind: str, bay: int, start: float, end: float, *carried: str, **more: Any) -> Lift:
    """A lift; of each box its number, from and to stand after each other."""
    boxes = tuple(
        Carried(box=serial, origin=origin, target=target)
        for serial, origin, target in zip(carried[::3], carried[1::3], carried[2::3], strict=True)
    )
    return Lift.model_validate(
        {"crane": crane, "kind": kind, "bay": bay, "boxes": boxes, "start": at(start), "end": at(end)} | more
    )


def move(kind: str, serial: str, origin: str, target: str, start: float, end: float, crane: str = "RTG1") -> YardMove:
    return YardMove.model_validate(
        {
            "crane": crane, "kind": kind, "box": serial, "origin": origin, "target": target, "start": at(start),
            "end": at(end),
        }
    )  # fmt: skip


T, Q = "tractor", "quay"
LIFTS = (
    lift("QC1", "discharge", 2, 0, 150, D1, "0010182", T, D2, "0030182", T),
    lift("QC1", "discharge", 2, 150, 270, D3, "0020082", T),
    lift("QC1", "hatch_off", 2, 270, 570, cover=1),
    lift("QC1", "discharge", 2, 570, 690, D4, "0020002", T),
    lift("QC1", "load", 2, 690, 810, L1, T, "0020002"),
    lift("QC1", "load", 2, 810, 960, L2, T, "0010102", L3, T, "0030102"),
    lift("QC1", "load", 2, 960, 1080, L4, T, "0020104"),
    lift("QC1", "hatch_on", 2, 1080, 1380, cover=1),
    lift("QC1", "load", 2, 1380, 1500, L5, T, "0020082"),
    lift("QC2", "restow_off", 6, 0, 120, R1, "0060082", Q),
    lift("QC2", "hatch_off", 6, 120, 420, cover=1),
    lift("QC2", "load", 6, 420, 500, L6, T, "0060102"),
    lift("QC2", "discharge", 6, 500, 600, D5, "0060002", T, dual=True),
    lift("QC2", "load", 6, 600, 720, L7, T, "0060002"),
    lift("QC2", "hatch_on", 6, 720, 1020, cover=1),
    lift("QC2", "restow_on", 6, 1020, 1140, R1, Q, "0060082"),
    lift("QC2", "load", 13, 1170, 1290, L8, T, "0130182"),
)
MOVES = (
    move("premarshal", OTHER, "A-01-5-1", "A-01-6-1", -100, 0),
    move("retrieve", L6, "A-02-1-1", T, 50, 150),
    move("rehandle", L9, "A-02-2-2", "A-02-3-1", 150, 250),
    move("retrieve", L7, "A-02-4-1", T, 250, 350),
    move("retrieve", L1, "A-02-2-1", T, 350, 450),
    move("retrieve", L3, "A-05-1-2", T, 456, 556),
    move("retrieve", L2, "A-05-1-1", T, 556, 656),
    move("retrieve", L4, "A-06-2-1", T, 658, 758),
    move("retrieve", L5, "A-06-3-1", T, 758, 858),
    move("stack", D1, T, "A-09-1-1", 864, 964),
    move("stack", D2, T, "A-09-1-2", 964, 1064),
    move("stack", D3, T, "A-10-2-1", 1066, 1166),
    move("stack", D4, T, "A-10-2-2", 1166, 1266),
    move("stack", D5, T, "A-10-3-1", 1266, 1366),
)


def plan_for(case: Case, lifts: tuple[Lift, ...] = LIFTS, moves: tuple[YardMove, ...] = MOVES) -> LoadingPlan:
    """The plan made by hand, or one with other lifts or yard moves, in the order of their times."""
    return LoadingPlan(
        case=case.name,
        case_hash=case.hash,
        call=CALL,
        position_m=0,
        side="port",
        start=START,
        cranes=tuple(CraneUse(crane=crane, start=at(0), end=at(3_600)) for crane in ("QC1", "QC2")),
        tractors=8,
        lifts=tuple(sorted(lifts, key=lambda each: each.start)),
        yard_moves=tuple(sorted(moves, key=lambda each: each.start)),
        ashore=(LeftAshore(box=L9, reason="no verified gross mass"),),
    )


@pytest.fixture
def plan(case: Case) -> LoadingPlan:
    return plan_for(case)


def holds(serial: str, kind: str = "") -> Callable[[Lift], bool]:
    """Whether a lift has a box, and is of a kind where one is given."""
    return lambda each: each.kind.startswith(kind) and any(carried.box == serial for carried in each.boxes)


def hatch(kind: str, bay: int) -> Callable[[Lift], bool]:
    """Whether a lift moves a hatch cover of a bay."""
    return lambda each: each.kind == kind and each.bay == bay


def with_lift(plan: LoadingPlan, which: Callable[[Lift], bool], **fields: Any) -> LoadingPlan:
    """The plan with fields of the lifts that fit changed; they may be given as one lift is."""
    assert any(which(each) for each in plan.lifts)
    lifts = tuple(
        Lift.model_validate(each.model_dump(by_alias=False) | fields) if which(each) else each for each in plan.lifts
    )
    return plan.model_copy(update={"lifts": lifts})


def to(plan: LoadingPlan, serial: str, slot: str) -> LoadingPlan:
    """The plan with a box loaded into another slot."""
    return with_lift(plan, holds(serial, "load"), boxes=(Carried(box=serial, origin=T, target=slot),))


def without_lift(plan: LoadingPlan, which: Callable[[Lift], bool]) -> LoadingPlan:
    left = tuple(each for each in plan.lifts if not which(each))
    assert len(left) < len(plan.lifts)
    return plan.model_copy(update={"lifts": left})


def with_move(plan: LoadingPlan, serial: str, **fields: Any) -> LoadingPlan:
    """The plan with fields of a box's yard move changed."""
    assert any(each.box == serial for each in plan.yard_moves)
    moves = tuple(each.model_copy(update=fields) if each.box == serial else each for each in plan.yard_moves)
    return plan.model_copy(update={"yard_moves": moves})


def without_move(plan: LoadingPlan, serial: str) -> LoadingPlan:
    return plan.model_copy(update={"yard_moves": tuple(each for each in plan.yard_moves if each.box != serial)})


def with_box(case: Case, serial: str, **fields: Any) -> Case:
    """The case with fields of a box changed."""
    assert any(row.id == serial for row in case.containers)
    return case.changed(
        containers=tuple(
            Container.model_validate(row.model_dump() | fields) if row.id == serial else row for row in case.containers
        )
    )


def with_stack(case: Case, bay: int, row: int, level: str, **fields: Any) -> Case:
    """The case with fields of a stack changed."""
    key = (bay, row, level)
    return case.changed(
        ship_stacks=tuple(
            ShipStack.model_validate(each.model_dump() | fields) if (each.bay, each.row, each.level) == key else each
            for each in case.ship_stacks
        )
    )


def with_profile(case: Case, **fields: Any) -> Case:
    """The case with fields of the ship's profile changed."""
    (profile,) = case.ship_profiles
    return case.changed(ship_profiles=(ShipProfile.model_validate(profile.model_dump() | fields),))


def rules(verdict: Verdict) -> set[str]:
    return {broken.rule for broken in verdict.broken}


def only(verdict: Verdict, rule: str, but: str = "") -> str:
    """The text of the only fault of a verdict, which is of this rule; those of the rule `but` do not count."""
    told = [broken for broken in verdict.broken if broken.rule != but]
    assert [broken.rule for broken in told] == [rule], [str(broken) for broken in verdict.broken]
    return told[0].text
