"""What the routes of loading plans answer with: schemas of the OpenAPI document, each with its example.

Times that end in `_s` are whole seconds from the plan's start. Boxes, ports and lifts are named by their places in the
lists of the answer, from 0 on.
"""

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.resources.shared import example
from data.plans import LiftKind
from data.slots import Level
from data.terminal import Side

BAPLIE_EXAMPLE = (
    "UNA:+.? '\nUNB+UNOB:2+KKT+SPIL+260108:1026+2'\nUNH+1+BAPLIE:D:95B:UN:SMDG22'\nBGM++ARU-1-DEPARTURE+9'\n"
    "LOC+147+0010102::5'\nMEA+VGM++KGM:21480'\n"
)


class GivenCrane(BaseModel):
    """A quay crane that may work the ship, and when."""

    crane: str
    from_s: int
    to_s: int


class StackEntry(BaseModel):
    """A stack of a bay: cells above each other in the hold, or on deck."""

    row: int
    level: Level
    across_m: float = Field(description="Its middle from the middle line, positive to starboard")
    cover: int | None = Field(None, description="The hatch cover that closes it, or bears it")
    tiers: list[int] = Field(description="Its tiers from the lowest")
    plugs: list[int] = Field(description="Tiers with a plug")
    halves: list[int] = Field(description="The 20-foot bays in which it bears a box")
    half_t: float = Field(description="Tonnes that a half of it bears")
    long_t: float = Field(description="Tonnes that it bears of boxes longer than 20 feet")
    height_m: float = Field(description="Most height of its boxes")


class CoverEntry(BaseModel):
    """A hatch cover of a bay."""

    cover: int
    open_s: list[tuple[int, int | None]] = Field(description="From when to when it lies ashore; null: it is left there")


class BayEntry(BaseModel):
    """A bay of the ship."""

    bay: int
    from_bow_m: float
    halves: list[int] = Field(description="The 20-foot bays that it is made of, or itself")
    stacks: list[StackEntry]
    covers: list[CoverEntry]


class PortEntry(BaseModel):
    """A port where boxes leave the ship: first this terminal's, then by the order of her way."""

    port: str
    name: str
    mark: str = Field(description="A short name that no other port of the list has")
    here: bool


class BoxRemark(BaseModel):
    """What there is to remark on a box."""

    what: Literal["overstow", "overstow_before", "top_heavy", "restow", "broken"]
    above: list[str] = Field(description="The boxes that it should not stand above")
    text: str | None = Field(None, description="The checker's sentence on a rule that it breaks")


class BoxEntry(BaseModel):
    """A box that stands on board at some time."""

    box: str
    type: str
    direction: Literal["discharge", "load", "remain"]
    tonnes: float
    half_t: float = Field(description="Tonnes of it that each half of a stack bears")
    weight: int = Field(description="Its class of weights_t")
    long: bool
    port: int = Field(description="Where it leaves the ship")
    loaded_at: str | None = Field(None, description="Where it came on board; null: here, or not known")
    empty: bool
    reefer: bool
    temperature_c: float | None = None
    hazards: list[str]
    un_numbers: list[str]
    over_cm: tuple[int, int, int] | None = Field(None, description="Out of gauge: above, at a side and at an end")
    invented: bool
    yard_from: str | None = Field(None, description="Its place in the yard before it is loaded")
    yard_to: str | None = Field(None, description="The place where it is stacked")
    lifts: list[int]
    remarks: list[BoxRemark]


class StayEntry(BaseModel):
    """A box in a cell."""

    box: int
    bay: int
    half: Literal["both", "fore", "aft"]
    row: int
    tier: int
    slot: str
    since_s: int | None = Field(None, description="When it is put there; null: it came so")
    until_s: int | None = Field(None, description="When a crane takes it; null: it stays")


class LiftEntry(BaseModel):
    """A lift, by the order of their times."""

    crane: str
    order: int = Field(description="Its place among the crane's lifts, from 1")
    kind: LiftKind
    bay: int
    cover: int | None = None
    boxes: list[int]
    start_s: int
    end_s: int
    dual: bool


class CraneTask(BaseModel):
    """Lifts of one kind that a crane does one after the other in a bay."""

    crane: str
    bay: int
    kind: LiftKind
    boxes: int
    from_s: int
    to_s: int
    starts_s: list[int] = Field(description="When each lift begins")


class AshoreEntry(BaseModel):
    """A box that does not go, and why; its type, tonnes and port where the case has it."""

    box: str
    reason: str
    type: str | None = None
    tonnes: float | None = None
    port: str | None = None


class BrokenRule(BaseModel):
    """A rule that the plan breaks."""

    rule: str
    about: list[str]
    text: str


class Limits(BaseModel):
    """What the ship keeps; null for any."""

    draft_m: float
    metacentric_m: float | None = None
    trim_m: float | None = None
    list_deg: float | None = None


class StateEntry(BaseModel):
    """How the ship floats at a moment, with what her tanks hold at departure; null where the profile does not tell."""

    at_s: int
    tonnes: float
    draft_m: float | None = None
    metacentric_m: float | None = None
    trim_m: float | None = Field(None, description="By the stern; below zero by the bow")
    list_deg: float | None = Field(None, description="To starboard; below zero to port")
    shear_t: list[float] = Field(description="At each section")
    bending_tm: list[float] = Field(description="At each section, above zero where she hogs")


class SectionEntry(BaseModel):
    """A section of the hull, with what it bears; null for any."""

    section: int
    from_bow_m: float
    min_shear_t: float | None = None
    max_shear_t: float | None = None
    min_bending_tm: float | None = None
    max_bending_tm: float | None = None


class TankEntry(BaseModel):
    """A ballast tank, with what is in it at departure."""

    tank: str
    tonnes: float
    capacity_t: float


class LoadingFigures(BaseModel):
    """What a version costs and how long it takes, as the summary of the job tells it of what the job found."""

    cost: float
    terms: dict[str, float] = Field(description="The terms of the cost; they add up to it")
    moves: int = Field(description="Boxes lifted; a restow counts twice")
    restows: int
    rehandles: int
    last_lift: str
    moves_per_crane_hour: float | None = None
    departure: str = Field(description="When the ship can leave")
    after_etd_h: float = Field(description="By how many hours that is later than her ETD; below zero earlier")
    crane_hours: list[dict[str, Any]] | None = Field(
        None, description="Hours of each crane by what it does; null of a plan that breaks rules"
    )
    notes: list[str]


_EXAMPLE: dict[str, Any] = {
    "version": 1,
    "figures": {
        "cost": 5_400_000, "terms": {"finish": 5_400_000}, "moves": 1, "restows": 0, "rehandles": 0,
        "last_lift": "2026-01-05T08:32:00+08:00", "moves_per_crane_hour": 30,
        "departure": "2026-01-05T08:52:00+08:00", "after_etd_h": -3.5, "crane_hours": [], "notes": [],
    },
    "call": "ARU-1",
    "vessel": "Aru",
    "terminal": "Kaltim Kariangau Terminal",
    "time_zone": "Asia/Makassar",
    "start": "2026-01-05T08:30:00+08:00",
    "end_s": 120,
    "side": "starboard",
    "loa_m": 120,
    "cranes": ["QC1"],
    "given": [{"crane": "QC1", "from_s": 0, "to_s": 3600}],
    "bays": [
        {
            "bay": 1,
            "from_bow_m": 30,
            "halves": [1],
            "stacks": [
                {
                    "row": 1, "level": "deck", "across_m": 1.25, "cover": None, "tiers": [82], "plugs": [],
                    "halves": [1], "half_t": 60, "long_t": 0, "height_m": 2.9,
                }
            ],
            "covers": [],
        }
    ],
    "ports": [
        {"port": "IDKRG", "name": "Kariangau", "mark": "KRG", "here": True},
        {"port": "IDSUB", "name": "Surabaya", "mark": "SUB", "here": False},
    ],
    "weights_t": [0, 5, 10, 15, 20, 25],
    "boxes": [
        {
            "box": "DMGU0002026", "type": "22G1", "direction": "load", "tonnes": 12, "half_t": 12, "weight": 2,
            "long": False, "port": 1, "loaded_at": None, "empty": False, "reefer": False, "temperature_c": None,
            "hazards": [], "un_numbers": [], "over_cm": None, "invented": False, "yard_from": "A-05-1-1",
            "yard_to": None, "lifts": [0], "remarks": [],
        }
    ],
    "stays": [
        {"box": 0, "bay": 1, "half": "both", "row": 1, "tier": 82, "slot": "0010182", "since_s": 120, "until_s": None}
    ],
    "lifts": [
        {
            "crane": "QC1", "order": 1, "kind": "load", "bay": 1, "cover": None, "boxes": [0], "start_s": 0,
            "end_s": 120, "dual": False,
        }
    ],
    "tasks": [
        {"crane": "QC1", "bay": 1, "kind": "load", "boxes": 1, "from_s": 0, "to_s": 120, "starts_s": [0]}
    ],
    "ashore": [],
    "broken": [],
    "limits": {"draft_m": 7.5, "metacentric_m": 0.3, "trim_m": 2, "list_deg": 3},
    "states": [
        {
            "at_s": 0, "tonnes": 3000, "draft_m": 5, "metacentric_m": 1.2, "trim_m": 0.1, "list_deg": 0,
            "shear_t": [], "bending_tm": [],
        }
    ],
    "sections": [],
    "ballast": [],
}  # fmt: skip


class Stowage(BaseModel):
    """A loading plan as pictures show it. Boxes, ports and lifts are named by their places in these lists, from 0."""

    call: str
    vessel: str
    terminal: str
    time_zone: str
    start: str = Field(description="When the ship is moored, in ISO 8601; times in seconds count from here")
    end_s: int = Field(description="The end of the last lift")
    side: Side = Field(description="Side alongside")
    loa_m: float
    cranes: list[str] = Field(description="In rail order")
    given: list[GivenCrane]
    bays: list[BayEntry] = Field(description="From the bow on")
    ports: list[PortEntry]
    weights_t: list[float] = Field(description="Where each class of weights begins")
    boxes: list[BoxEntry]
    stays: list[StayEntry] = Field(description="By the time at which they begin")
    lifts: list[LiftEntry]
    tasks: list[CraneTask] = Field(description="Crane by crane, in rail order")
    ashore: list[AshoreEntry]
    broken: list[BrokenRule]
    limits: Limits
    states: list[StateEntry] = Field(description="At arrival, after some of the lifts, and at departure")
    sections: list[SectionEntry] = Field(description="From the bow on; none where the profile has none")
    ballast: list[TankEntry]


class StowageAnswer(Stowage):
    """A version of a loading plan as pictures show it, with its figures."""

    model_config = example(**_EXAMPLE)

    version: int
    figures: LoadingFigures
