"""What the routes of the yard are asked and answer with."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.resources.shared import HASH, example
from data.night import NightPlan

_GROUP: dict[str, Any] = {
    "call": "ARU-1",
    "vessel": "Aru",
    "service": "LINEA",
    "port": "IDSUB",
    "length": 20,
    "status": "full",
    "weight_class": "heavy",
    "plug": False,
    "dangerous": False,
}
_FROM, _TO = "2026-01-05T00:00:00+08:00", "2026-01-12T00:00:00+08:00"


class GroupFields(BaseModel):
    """Whose boxes they are, and what they are."""

    call: str
    vessel: str = Field(description="The ship's name")
    service: str = Field(description="The service by id, or the ship's line")
    port: str = Field(description="Where they leave the ship")
    length: Literal[20, 40] = Field(description="Feet: 20, or 40 for all longer boxes")
    status: Literal["full", "empty"]
    weight_class: str
    plug: bool
    dangerous: bool


class UnplacedEntry(GroupFields):
    """Boxes without room."""

    boxes: int
    reason: str


class BlockEntry(BaseModel):
    """A block where it lies, and hour by hour: each list has a number for each hour of the yard."""

    block: str
    x_m: float = Field(description="Its low end along the quay, from the quay's zero mark")
    y_m: float = Field(description="Its end at the quay, from the quay's edge")
    width_m: float = Field(description="Along the quay")
    length_m: float = Field(description="Away from the quay: its bays")
    bays: int
    rows: int
    tiers: int
    takes: list[str]
    capacity_teu: int
    plug_places: int = Field(description="Places of 20-foot boxes with a plug")
    moves_an_hour: float = Field(description="What its yard cranes move; 0 where it has none")
    teu: list[int] = Field(description="Boxes there as the hour begins, in TEU")
    kept_bays: list[int] = Field(description="20-foot bays that are kept, or in which boxes stand")
    reefer_teu: list[int] = Field(description="Reefers there that want a plug, in TEU")
    moves: list[float] = Field(
        description="Moves of the yard cranes: boxes that come and leave, and rehandles expected"
    )


class YardFiguresEntry(BaseModel):
    """Key figures of a yard plan; shares are of the blocks with a yard crane, within the plan's time."""

    occupancy: float = Field(description="TEU hours of boxes to load over those of the capacity")
    peak: float = Field(description="The most at once")
    peak_at: str
    rehandles: float = Field(description="Expected of boxes in mixed bays")
    plug_peak_teu: int = Field(description="Places with plugs that are used at most at once")
    plug_places: int
    stay_h: float | None = Field(None, description="Mean stay of the boxes that are planned; null where there are none")
    boxes: int = Field(description="With a bay")
    unplaced: int = Field(description="Without room")


class YardAnswer(BaseModel):
    """A yard plan hour by hour. Times are on the terminal's clock."""

    model_config = example(
        version=1, start=_FROM, hours=2, plan_start=_FROM, plan_end=_TO, whole_from=_FROM, whole_to=None,
        quay_m=270.0, import_share=0.2, from_ships_teu=[180, 176], kept_for_ships_teu=190,
        figures={
            "occupancy": 0.31, "peak": 0.5, "peak_at": _FROM, "rehandles": 12.5, "plug_peak_teu": 8, "plug_places": 96,
            "stay_h": 62.0, "boxes": 240, "unplaced": 3,
        },
        blocks=[
            {
                "block": "A", "x_m": 126.3, "y_m": 28.0, "width_m": 17.4, "length_m": 260.0, "bays": 40, "rows": 6,
                "tiers": 4, "takes": ["full", "reefer"], "capacity_teu": 960, "plug_places": 96, "moves_an_hour": 30.0,
                "teu": [100, 104], "kept_bays": [12, 12], "reefer_teu": [4, 4], "moves": [4.0, 6.5],
            }
        ],
        unplaced=[_GROUP | {"boxes": 3, "reason": "all bays are taken"}],
    )  # fmt: skip

    version: int = Field(description="Of the plan")
    start: str = Field(description="The first hour: when the gate opens for the first ship, or the plan begins")
    hours: int = Field(description="How many hours follow")
    plan_start: str
    plan_end: str
    whole_from: str | None = Field(
        None,
        description="Before this moment, and after `whole_to`, boxes of ships outside of the plan's time are missing; "
        "null where they always may be",
    )
    whole_to: str | None = None
    quay_m: float
    import_share: float = Field(description="Share of each block that is kept free for boxes from ships")
    from_ships_teu: list[int] = Field(
        description="Boxes that the ships bring, in TEU: expected in the yard as each hour begins, in no block"
    )
    kept_for_ships_teu: int = Field(description="The room that is kept free for them")
    figures: YardFiguresEntry
    blocks: list[BlockEntry]
    unplaced: list[UnplacedEntry] = Field(description="Those with most boxes first")


class LotEntry(GroupFields):
    """Boxes of a bay that come and leave alike: those of a reservation, or one that the case lists there."""

    bay: int = Field(description="Odd for 20-foot boxes, even for longer ones")
    boxes: int
    mixed: bool = Field(description="Whether boxes of other groups may stand in the bay at the same time")
    box: str | None = Field(None, description="The number of a box that the case lists in its place")
    tonnes: float | None = Field(None, description="Its mass")
    start: str | None = Field(None, description="From when on the bay is kept; null of a box that the case lists")
    end: str
    there: int = Field(description="Boxes there as the hour begins")
    comes: int = Field(description="That come in the hour")
    leaves: int = Field(description="That leave in the hour")


class StackEntry(BaseModel):
    """A stack: at each tier from the ground up the lot by its place in `lots`, null for a gap."""

    bay: int
    row: int
    lots: list[int | None]


class YardBlockAnswer(BaseModel):
    """A block as an hour begins, stack by stack."""

    model_config = example(
        block="A", hour=1, at=_FROM, bays=40, rows=6, tiers=4, plug_bays=4, comes=2, leaves=0,
        lots=[
            _GROUP
            | {
                "bay": 1, "boxes": 12, "mixed": False, "box": None, "tonnes": None, "start": _FROM, "end": _TO,
                "there": 5, "comes": 2, "leaves": 0,
            }
        ],
        stacks=[{"bay": 1, "row": 1, "lots": [0, 0, 0, 0]}, {"bay": 1, "row": 2, "lots": [0]}],
    )  # fmt: skip

    block: str
    hour: int = Field(description="Which hour of the yard it is, from 0 on")
    at: str = Field(description="When it begins")
    bays: int
    rows: int
    tiers: int
    plug_bays: int
    comes: int = Field(description="Boxes that come in the hour")
    leaves: int = Field(description="Boxes that leave in the hour")
    lots: list[LotEntry]
    stacks: list[StackEntry] = Field(description="By bay and row; empty stacks are left out")


class NightMoveEntry(BaseModel):
    """A move of a night shift."""

    crane: str
    order: int = Field(description="Which of the crane's moves it is, from 1 on")
    block: str
    box: str
    origin: str = Field(description="Its place")
    target: str = Field(description="Where it is put")
    start: str
    end: str
    call: str = Field(description="The call that takes it")
    vessel: str
    port: str = Field(description="Where it leaves the ship")
    frees: str | None = Field(None, description="The box below it that leaves before it; null of one that makes room")


class NightAnswer(BaseModel):
    """A night shift: its moves, and boxes in the way before and after."""

    model_config = example(
        plan={
            "kind": "night", "case": "small", "case_hash": HASH, "start": _FROM, "end": "2026-01-05T08:00:00+08:00",
            "until": "2026-01-08T00:00:00+08:00", "moves": [],
        },
        summary={"status": "optimal", "in_the_way": 0, "moves": 0, "still_in_the_way": 0, "blocks": []},
        moves=[],
    )  # fmt: skip

    plan: NightPlan = Field(description="As `dermaga check` takes it")
    summary: dict[str, Any] = Field(
        description="As in summary.json of dermaga night: boxes_that_leave, in_the_way, moves, still_in_the_way, "
        "blocks, cost, cost_without, bound, status, checked, broken, notes"
    )
    moves: list[NightMoveEntry] = Field(description="By crane, in its order; times on the terminal's clock")
