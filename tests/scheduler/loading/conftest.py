"""Ships of a few stacks, and their boxes, made by hand.

`case` is the one that the checker's tests have. `tiny` makes others of it: a ship of the given stacks, 30 m between her
bays, with a bay 49 behind them in which a box stays on board that nobody has to do with. She comes to IDSUB first, then
to LKCMB, then to SGSIN.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from data.boxes import boxes_of
from data.cargo import Container, Instruction
from data.case import Case
from data.codes import box_check_digit
from data.profiles import ShipBay, ShipProfile, ShipStack
from data.slots import Cell
from data.terminal import Port, YardBlock, YardCrane
from data.vessels import VesselCall
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard, Column, Hatch, aboard
from tests.data.checker.loading.conftest import CALL
from tests.data.checker.loading.conftest import case as case
from tests.data.conftest import with_terminal

ORDER = {"IDSUB": 0, "LKCMB": 1, "SGSIN": 2}
PORTS = tuple(ORDER)


def number(serial: int) -> str:
    """A box number with its check digit."""
    first = f"TNYU{serial:06d}"
    return f"{first}{box_check_digit(first)}"


_SERIALS = count(1)
# The box that stays in bay 49.
KEEP = number(0)


def box(
    port: int = 0,
    *,
    long: bool = False,
    kg: int = 10_000,
    slot: str | None = None,
    place: str | None = None,
    direction: str | None = None,
    high: bool = False,
    **more: Any,
) -> Container:
    """A box for a port by its turn; on board it remains unless it is said to be discharged, else it is to be loaded."""
    return Container.model_validate(
        {
            "id": number(next(_SERIALS)),
            "box_type": ("4" if long else "2") + ("5" if high else "2") + "G1",
            "status": "full",
            "gross_mass_kg": kg,
            "verified_kg": kg,
            "call": CALL,
            "direction": direction or ("load" if slot is None else "remain"),
            "port": PORTS[port],
            "slot": slot,
            "place": place,
        }
        | more
    )


def wanted(slot: str, port: int = 0, **more: Any) -> Instruction:
    """The line's instruction for a slot: any box for a port unless more is said."""
    return Instruction.model_validate({"call": CALL, "slot": slot, "port": PORTS[port]} | more)


def ship_stack(bay: int = 2, row: int = 1, level: str = "hold", **more: Any) -> ShipStack:
    """A stack of two tiers for all boxes, that bears and lashes more than any test puts there unless it says so."""
    given: dict[str, Any] = {
        "profile": "TINY", "bay": bay, "row": row, "level": level, "bottom_tier": 2 if level == "hold" else 82,
        "tiers": 2, "forties": bay % 2 == 0, "max_20_kg": 100_000, "max_40_kg": 200_000 if bay % 2 == 0 else 0,
        "height_m": 20, "above_keel_m": 2 if level == "hold" else 10, "lashed_tiers": 20, "loose_kg": 0,
    }  # fmt: skip
    return ShipStack.model_validate(given | more)


def column(standing: Iterable[Container] = (), **stack: Any) -> Column:
    """A column of one stack with what stands in it."""
    its = ship_stack(**stack)
    halves = Cell(its.bay, its.row, its.bottom_tier).twenties
    found = Column(its, halves, {half: {} for half in halves})
    for each in standing:
        assert each.slot is not None
        for half in Cell.of(each.slot).twenties:
            found.put(each, half)
    return found


def kind(port: int = 0, *, long: bool = False, kg: int = 10_000, **more: Any) -> Kind:
    """A kind of equally heavy boxes of the usual height."""
    edges = (10_000, 20_000) if long else (8_000, 16_000)
    given: dict[str, Any] = {
        "port": port, "long": long, "status": "full", "plug": False, "height_mm": 2_591, "only_deck": False,
        "weight_class": sum(kg >= edge for edge in edges), "restow": False, "kg": kg,
    }  # fmt: skip
    return Kind(**(given | more))


def tiny(
    case: Case,
    stacks: Sequence[ShipStack],
    boxes: Iterable[Container] = (),
    *,
    cranes: int = 2,
    instructions: Iterable[Instruction] = (),
    blocks: Iterable[YardBlock] = (YardBlock(id="A", bays=10, rows=6, tiers=4),),
    yard_cranes: Iterable[YardCrane] = (YardCrane(id="RTG1", block="A"),),
    profile: Mapping[str, Any] | None = None,
    **terminal: Any,
) -> Case:
    """A case with a ship of these stacks and these boxes; `terminal` are fields of its parts, as `costs={...}`."""
    boxes = list(boxes)
    bays = [*dict.fromkeys(stack.bay for stack in sorted(stacks, key=lambda stack: stack.bay)), 49]
    keep = box(2, slot="0490182", id=KEEP)
    first, *calls = case.calls
    fulls = {
        direction: sum(each.direction == direction and each.status == "full" for each in boxes)
        for direction in ("discharge", "load")
    }
    empties = {
        direction: sum(each.direction == direction and each.status == "empty" for each in boxes)
        for direction in ("discharge", "load")
    }
    call = first.model_copy(
        update={
            "discharge_full": fulls["discharge"], "discharge_empty": empties["discharge"],
            "load_full": fulls["load"], "load_empty": empties["load"], "max_cranes": cranes,
        }
    )  # fmt: skip
    aru, *vessels = case.vessels
    made = case.changed(
        ports=(*(port for port in case.ports if port.unlocode != "SGSIN"), Port(unlocode="SGSIN", name="Singapore")),
        ship_profiles=(ShipProfile.model_validate({"id": "TINY"} | dict(profile or {})),),
        ship_bays=tuple(ShipBay(profile="TINY", bay=bay, from_bow_m=20 + 30 * place) for place, bay in enumerate(bays)),
        ship_stacks=(*stacks, ship_stack(49, 1, "deck", tiers=1)),
        hydrostatics=(),
        vessels=(aru.model_copy(update={"profile": "TINY"}), *vessels),
        calls=(call, *calls),
        containers=(*boxes, keep),
        instructions=tuple(instructions),
        yard_blocks=tuple(blocks),
        yard_cranes=tuple(yard_cranes),
    )
    return with_terminal(made, **terminal) if terminal else made


def call_of(case: Case) -> VesselCall:
    """Her call."""
    return case.call_by_id[CALL]


def ship_of(case: Case, opened: Iterable[Hatch] = ()) -> Aboard:
    """The ship of a case after discharge."""
    layout = case.layout_of(call_of(case))
    assert layout is not None
    return aboard(case, call_of(case), layout, boxes_of(case, call_of(case)), opened)
