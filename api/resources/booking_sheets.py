"""What the routes of exporters' lists and of consolidation answer with."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.problems import FaultEntry
from api.resources.shared import example
from api.work.requests import Date
from data.codes import Country, UnLocode
from data.record import Record


class SheetColumnEntry(BaseModel):
    """A column of the list, and what it was taken for."""

    heading: str
    column: str | None = Field(None, description="Column of the table shipments; null where it is not read")
    twice: bool = Field(description="Whether another column before it was taken for the same: then it is not read")
    meaning: str | None = Field(None, description="What that column is")


class ReadAsEntry(BaseModel):
    """A cell that was understood otherwise than it is written."""

    row: int
    heading: str
    written: str
    read: str


class SheetBooking(BaseModel):
    """A row of the list as a booking."""

    row: int = Field(description="As a spreadsheet shows it")
    change: Literal["new", "changed", "same"] = Field(description="Against the case's booking of this number")
    shipment: dict[str, Any] = Field(description="The row of the table shipments that it becomes")
    before: dict[str, Any] = Field(description="Of a changed one, what was otherwise")


class BookingSheetAnswer(BaseModel):
    """What was understood of a list of bookings. Without faults it can be taken into the case."""

    model_config = example(
        sheet="Januari",
        header_row=3,
        columns=[
            {"heading": "Tujuan", "column": "destination", "twice": False, "meaning": "Port where it is bound"},
            {"heading": "Catatan", "column": None, "twice": False, "meaning": None},
        ],
        rows=[{"row": 4, "change": "new", "shipment": {"id": "NEW-1", "destination": "LKCMB"}, "before": {}}],
        understood=[{"row": 4, "heading": "Tujuan", "written": "Colombo", "read": "LKCMB"}],
        faults=[],
        notices=["times without a zone are read in the terminal's own, Asia/Makassar"],
    )

    sheet: str
    header_row: int = Field(description="Row of the names of its columns; 0 where there is none to be seen")
    columns: list[SheetColumnEntry]
    rows: list[SheetBooking]
    understood: list[ReadAsEntry]
    faults: list[FaultEntry] = Field(description="Everything wrong with it, with row, column, value and remedy")
    notices: list[str]


class BoxWeekEntry(BaseModel):
    """What is ready in a week for a destination."""

    week: datetime = Field(description="The Monday that it begins with")
    destination: str
    bookings: int
    boxes: float = Field(description="Part of a box counts as that part")
    part_bookings: int = Field(description="Bookings of part of a box among them")
    parts: float = Field(description="Boxes that those fill together")


class WaitingEntry(BaseModel):
    """Parts of a box that are ready in a week, and whether the last box should wait until others fill it with them."""

    week: datetime
    destination: str
    box_type: str
    bookings: int = Field(description="Bookings of part of a box that may share one")
    boxes: int = Field(description="Boxes that they take together")
    box_cost: float | None = Field(description="A box by its cheapest way; null where there is none")
    saved_together: float | None = Field(description="What they save against a box for each")
    members: list[str] = Field(description="Who is in the emptiest of these boxes")
    exporters: list[str]
    filled: float = Field(description="How much of it they fill")
    until: datetime | None = Field(description="Until when they would wait for others; null where nobody comes")
    others: list[str] = Field(description="Who shares it then")
    filled_then: float
    wait_days: float = Field(description="Days that the first of them waits")
    wait_cost: float = Field(description="Their days, at the case's cost of a day under way")
    late: list[str] = Field(description="Who would arrive after its latest arrival")
    worth: bool = Field(description="Whether it costs less than the box that it saves, and makes nobody late")


class ConsolidationAnswer(BaseModel):
    """Boxes by week and destination, and what waiting for a full box costs."""

    model_config = example(
        start="2026-01-05T00:00+08:00",
        end="2026-03-02T00:00+08:00",
        currency="IDR",
        recurring=12,
        weeks=[
            {
                "week": "2026-01-05T00:00+08:00",
                "destination": "BDCGP",
                "bookings": 4,
                "boxes": 3.5,
                "part_bookings": 2,
                "parts": 0.5,
            }
        ],
        waiting=[
            {
                "week": "2026-01-05T00:00+08:00",
                "destination": "BDCGP",
                "box_type": "22G1",
                "bookings": 2,
                "boxes": 1,
                "box_cost": 28_716_000.0,
                "saved_together": 28_716_000.0,
                "members": ["MIX-01", "MIX-02"],
                "exporters": ["Exporter 03", "Exporter 04"],
                "filled": 0.5,
                "until": "2026-01-14T10:00+08:00",
                "others": ["MIX-04"],
                "filled_then": 0.9,
                "wait_days": 7.0,
                "wait_cost": 525_000.0,
                "late": [],
                "worth": True,
            }
        ],
    )

    start: datetime
    end: datetime
    currency: str
    recurring: int = Field(description="Bookings among these that come of recurring ones")
    weeks: list[BoxWeekEntry]
    waiting: list[WaitingEntry]


class DirectCallRequest(Record):
    """A wished direct call of a line that comes where it finds a least number of boxes a week."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"to": ["CNSHA"], "days": [9], "minimum": 50}]})

    to: tuple[UnLocode, ...] = Field(min_length=1, max_length=6, description="Its ports after the terminal, in order")
    days: tuple[Annotated[float, Field(gt=0, le=366)], ...] | None = Field(
        None, max_length=6, description="Days from the terminal to each; left out, by the way at sea at 13 knots"
    )
    minimum: int = Field(100, ge=1, le=20_000, description="Boxes a week below which the line stays away")
    first: Date | None = Field(
        None, description="Departure of the first ship; left out, a week after the first goods are ready"
    )
    weeks: int = Field(8, ge=1, le=26, description="Weeks with a call each")
    capacity_teu: int = Field(500, ge=1, le=30_000, description="TEU that each ship has room for")
    flexible_days: int = Field(0, ge=0, le=60, description="Days that every exporter could be ready earlier, at least")
    move_weeks: int = Field(1, ge=0, le=26, description="Weeks that a shipment is moved at the most")
    flag: Country = Field("SG", description="Flag of the ships")


class DirectCallAnswer(BaseModel):
    """The weeks of a wished direct call as they are filled best."""

    model_config = example(
        rotation=["CNSHA"],
        days=[9.0],
        minimum=50,
        candidates=24,
        boxes=101.0,
        status="optimal",
        reached=1,
        reached_unmoved=0,
        most_reached=1,
        weeks=[
            {
                "departure": "2026-01-19T12:00+08:00",
                "wished": 48.0,
                "filled": 53.0,
                "shortfall": 0.0,
                "reached": True,
                "moved_in": [{"shipment": "EXP-20", "exporter": "Exporter 20", "boxes": 5.0, "wish": 1, "week": 0}],
                "could_fill": [],
            }
        ],
    )

    rotation: list[str]
    days: list[float]
    minimum: int
    candidates: int = Field(description="Shipments that could use the call")
    boxes: float = Field(description="Their boxes")
    status: str = Field(description="optimal, or feasible where the time ended first")
    reached: int = Field(description="Weeks that reach the minimum")
    reached_unmoved: int = Field(description="Those that do without moving anybody")
    most_reached: int = Field(description="No way reaches it in more weeks")
    weeks: list[dict[str, Any]] = Field(
        description="Of each: departure, boxes that come of themselves (wished), boxes after moving (filled), what the "
        "minimum lacks (shortfall), reached, and who is moved in or could fill it: shipment, exporter, boxes, wish, "
        "week, earlier_days, declared_here"
    )
