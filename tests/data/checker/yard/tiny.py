"""Yards that fit on paper: every box of every call is listed, so that groups are what a test says."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from data.cargo import Container
from data.case import Case
from data.codes import box_check_digit
from data.costs import Costs
from data.groups import Group
from data.terminal import YardBlock, YardCrane
from data.vessels import VesselCall

ROOM = 3  # of a bay of two rows and two tiers

LIGHT = Group("IDSUB", 20, "full", "light")
HEAVY = Group("IDSUB", 20, "full", "heavy")
FORTY = Group("IDSUB", 40, "full", "middle")
FAR = Group("LKCMB", 20, "empty", "light")

_KG = {
    (20, "light"): 5_000, (20, "middle"): 12_000, (20, "heavy"): 20_000,
    (40, "light"): 8_000, (40, "middle"): 15_000, (40, "heavy"): 25_000,
}  # fmt: skip


def at(moment: str) -> datetime:
    """A moment of January 2026 on the clock of Asia/Makassar, written 05 08:00."""
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def box(number: int, call: str, group: Group, place: str | None = None) -> Container:
    """A box of a group to load."""
    first = f"TSTU{number:06d}"
    return Container(
        id=f"{first}{box_check_digit(first)}",
        box_type="22G1" if group.length == 20 else "42G1",
        status=group.status,
        gross_mass_kg=_KG[group.length, group.weight_class],
        call=call,
        direction="load",
        port=group.port,
        plug=group.plug,
        hazards=("3",) if group.dangerous else (),
        place=place,
    )


def yard_case(
    small: Case,
    calls: Mapping[str, tuple[str, str, Mapping[Group, int]]],
    *,
    blocks: Sequence[YardBlock] = (
        YardBlock(id="A", bays=4, rows=2, tiers=2),
        YardBlock(id="B", bays=4, rows=2, tiers=2),
    ),
    places: Sequence[tuple[str, Group, str]] = (),
    move_s: float = 150,
    costs: Mapping[str, int] | None = None,
    gate_days: float = 1,
) -> Case:
    """The small terminal with other blocks and calls: ETA, ETD and groups with their boxes by the call's name.

    All ships are `ARU`, of 150 m, without a place that they prefer. `places` are boxes that stand in the yard already:
    their call, group and place. A box a day is discharged, so that import needs next to nothing.
    """
    boxes = [
        (name, group, None)
        for name, (_, _, groups) in calls.items()
        for group, count in groups.items()
        for _ in range(count)
    ]
    standing = [(name, group, place) for name, group, place in places]
    listed = [box(number, *each) for number, each in enumerate([*boxes, *standing])]
    rows = []
    for name, (eta, etd, _) in calls.items():
        mine = [each for each in listed if each.call == name]
        rows.append(
            VesselCall(
                id=name, vessel="ARU", eta=at(eta), etd=at(etd), arrival_draft_m=6, departure_draft_m=6,
                discharge_full=0 if mine else 1,
                load_full=sum(each.status == "full" for each in mine),
                load_empty=sum(each.status == "empty" for each in mine),
            )
        )  # fmt: skip
    terminal = small.terminal
    money: dict[str, Any] = {
        "yard_bay": 100, "rehandle_per_box": 40, "haul_per_km": 0, "ashore_per_box": 1_000, "work_per_hour": 600,
    }  # fmt: skip
    return small.changed(
        terminal=terminal.model_copy(
            update={
                "gate": terminal.gate.model_copy(update={"opens_days_before": gate_days}),
                "yard_work": terminal.yard_work.model_copy(update={"move_s": move_s}),
                "costs": Costs.model_validate({**terminal.costs.model_dump(), **money, **(costs or {})}),
            }
        ),
        yard_blocks=tuple(blocks),
        yard_cranes=tuple(YardCrane(id=f"RTG-{block.id}", block=block.id) for block in blocks),
        calls=tuple(rows),
        containers=tuple(listed),
        sailings=(),
        shipments=(),
    )


def week(case: Case) -> tuple[datetime, datetime]:
    """The seven days from the day of the first call."""
    return case.first_day, case.first_day + timedelta(days=7)
