"""What the routes of shipment plans answer with: schemas of the OpenAPI document, each with its example."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.resources.shared import Page, example
from api.work.requests import Date
from data.codes import Reference
from data.export_chain import Party
from data.record import Record

EdgeState = Literal["unserved", "overdue", "tight", "open", "sailed"]

TASKS_ICS_EXAMPLE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Dermaga//Shipments//EN\r\nBEGIN:VEVENT\r\n"
    "SUMMARY:PEB filed: SHIP-1\r\nDTSTART:20260105T080000Z\r\nDTEND:20260105T090000Z\r\n"
    "DTSTAMP:20260102T000000Z\r\nUID:SHIP-1.peb@IDKRG.dermaga\r\nSEQUENCE:0\r\nCATEGORIES:Forwarder\r\n"
    "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_TASK: dict[str, Any] = {
    "party": "forwarder",
    "shipment": "SHIP-1",
    "exporter": "Damar Exporter",
    "step": "peb",
    "what": "PEB filed",
    "from": "2026-01-05T16:00:00+08:00",
    "planned": "2026-01-05T17:00:00+08:00",
    "earliest": "2026-01-05T17:00:00+08:00",
    "latest": "2026-01-06T22:00:00+08:00",
    "due": "2026-01-06T22:00:00+08:00",
    "due_by": "Gate in: full delivery cut-off (FCO)",
    "due_why": {"code": "cutoff", "values": {"cutoff": "FCO"}, "step": "Gate in"},
    "slack_h": 29.0,
    "document": "PEB",
    "number": "",
    "state": "open",
}


class DueWhy(BaseModel):
    """What sets the latest moment of a step, by code."""

    code: Literal["departure", "cutoff", "within", "box", "validity"]
    values: dict[str, Any] = Field(description="cutoff: its code; within: hours after the departure")
    step: str = Field(description="The step that has it, where it is another that waits for this one; else empty")


class TaskEntry(BaseModel):
    """A step of a shipment's export chain, as its party has to do it. Times are on the terminal's clock."""

    model_config = ConfigDict(populate_by_name=True, json_schema_extra={"examples": [_TASK]})

    party: Party = Field(description="Who does it")
    shipment: str = Field(description="The shipment, by id")
    exporter: str
    step: str = Field(description="Name of the step in the shipment's chain")
    what: str = Field(description="What is done, in words")
    start: datetime = Field(alias="from", description="When it begins by plan")
    planned: datetime = Field(description="When it is done by plan")
    earliest: datetime | None = Field(description="When it can be done at the earliest")
    latest: datetime | None = Field(description="When it must be done at the latest; null where nothing holds it")
    due: datetime = Field(description="The latest moment, or the planned one where nothing holds it")
    due_by: str = Field(description="What sets the latest moment: its cut-off, or the step with the cut-off")
    due_why: DueWhy | None = Field(None, description="The same as a code; null where nothing sets it")
    slack_h: float | None = Field(description="Hours from planned, or done, to the latest moment")
    document: str = Field(description="The paper that it brings")
    number: str = Field(description="Number of that paper, once it is there")
    state: Literal["open", "begun", "done", "overdue"]
    actual: datetime | None = Field(None, description="When it was done, or begun")


class TaskList(BaseModel):
    """Tasks party by party, each by when it is due."""

    model_config = example(items=[_TASK])

    items: list[TaskEntry]


class NextTask(BaseModel):
    """What is to be done next of a booking, with its party."""

    step: str
    what: str
    party: Party


class BookingEdge(BaseModel):
    """How near the edge a booking is as of a moment."""

    shipment: str
    state: EdgeState = Field(
        description="overdue: a task is past its latest moment, or the ships cannot be made any more; unserved; tight: "
        "less than a day is left; open; sailed"
    )
    slack_h: float | None = Field(
        description="Hours by which the goods could be ready later than booked, or than now where they should be ready "
        "already; below 0 the ships are missed; null once it has sailed, and where nothing holds it any more"
    )
    tightest_step: str | None = Field(description="The step that misses its cut-off first")
    due: datetime | None = Field(
        description="The next latest moment of what is still to be done; without a chain the cut-off of full boxes"
    )
    left_h: float | None = Field(description="Hours from now until then, below 0 where it is past")
    next: NextTask | None = Field(description="What that is of; null without a chain")
    overdue: int = Field(description="Tasks that are overdue")
    done: int = Field(description="Tasks that are done")
    steps: int = Field(description="All of its tasks")
    parties: list[Party] = Field(description="Who has something to do for it still")


class BookingEdges(BaseModel):
    """The open bookings of a shipment plan, the nearest to the edge first."""

    model_config = example(
        now="2026-01-06T08:00:00+08:00",
        items=[
            {
                "shipment": "SHIP-1",
                "state": "tight",
                "slack_h": 13.0,
                "tightest_step": "gate_in",
                "due": "2026-01-06T22:00:00+08:00",
                "left_h": 14.0,
                "next": {"step": "peb", "what": "PEB filed", "party": "forwarder"},
                "overdue": 0,
                "done": 2,
                "steps": 5,
                "parties": ["forwarder", "terminal", "bank"],
            }
        ],
    )

    now: datetime = Field(description="The moment that they are told as of")
    items: list[BookingEdge]


class TimetableChange(BaseModel):
    """A booking that goes otherwise than in the plan before."""

    shipment: str
    exporter: str
    change: Literal["added", "removed", "changed"]
    before: dict[str, Any] = Field(description="Of a changed one, what was otherwise: voyages, departure, arrival, ...")
    after: dict[str, Any] = Field(description="The same as it is in this plan")


class TimetableChanges(BaseModel):
    """What a shipment plan changes of another."""

    model_config = example(
        since="5f2c1a7be0d94c63",
        made="2026-01-02T08:00:00+08:00",
        items=[
            {
                "shipment": "SHIP-1",
                "exporter": "Damar Exporter",
                "change": "changed",
                "before": {"voyages": ["ARU-1"], "departure": "2026-01-05T22:00+08:00"},
                "after": {"voyages": ["ARU-2"], "departure": "2026-01-07T22:00+08:00"},
            }
        ],
    )

    since: str | None = Field(description="The plan that it is compared with; null where there is none before it")
    made: datetime | None = Field(description="When that was asked for")
    items: list[TimetableChange]


_FIGURES: dict[str, Any] = {
    "bookings": 1,
    "boxes": 1.0,
    "tonnes": 18.0,
    "fob_value": 90_000_000,
    "exporters": 1,
    "new_exporters": 1,
    "declared_here": 1.0,
    "declared_here_share": 1.0,
}


class ExportFigures(BaseModel):
    """What exports are together."""

    bookings: int
    boxes: float = Field(description="Part of a box counts as that part")
    tonnes: float = Field(description="Gross")
    fob_value: int = Field(description="Free on board, in the case's currency")
    exporters: int
    new_exporters: int = Field(description="Those whose first export is among them")
    declared_here: float = Field(description="Boxes that are declared at the terminal's own customs office")
    declared_here_share: float | None = Field(description="Their share of all boxes; null where there are none")


class ExportsTo(ExportFigures):
    """Exports to a port."""

    destination: str


class ExportsOf(ExportFigures):
    """Exports of goods to a country."""

    hs_code: str
    commodity: str
    country: str


class ExportsBy(ExportFigures):
    """Exports of an exporter."""

    exporter: str


class ExportReportAnswer(BaseModel):
    """The exports of a month: totals, and the same by destination, by goods and country, and by exporter."""

    model_config = example(
        month="2026-01",
        months=["2026-01"],
        currency="IDR",
        totals=_FIGURES,
        destinations=[{"destination": "LKCMB"} | _FIGURES],
        goods=[{"hs_code": "1301.90", "commodity": "damar batu", "country": "LK"} | _FIGURES],
        exporters=[{"exporter": "Damar Exporter"} | _FIGURES],
        bookings=[{"departure": "2026-01-07T22:00+08:00", "shipment": "SHIP-1", "exporter": "Damar Exporter"}],
    )

    month: str | None = Field(description="The month; null where nothing leaves for abroad in any")
    months: list[str] = Field(description="The months in which something leaves for abroad")
    currency: str
    totals: ExportFigures
    destinations: list[ExportsTo]
    goods: list[ExportsOf]
    exporters: list[ExportsBy]
    bookings: list[dict[str, Any]] = Field(description="One row a booking, by departure")


class BookingAnswer(BaseModel):
    """One booking of a shipment plan in full."""

    model_config = example(
        shipment={"shipment": "SHIP-1", "status": "routed", "voyages": ["ARU-2", "MAIN-7"], "slack_h": 29.0},
        steps=[_TASK],
        alternatives=[{"planned": True, "fits": True, "voyages": ["ARU-2", "MAIN-7"], "days": 15.0, "cost": 1050.0}],
        chance={"draws": 10_000, "all": {"share": 0.93, "low": 0.92, "high": 0.94}, "misses": "gate_in"},
    )

    shipment: dict[str, Any] = Field(description="Its row of the plan's view")
    steps: list[TaskEntry] = Field(description="The steps of its chain, in order")
    alternatives: list[dict[str, Any]] = Field(
        description="Its best ways by cost, each with other voyages: days from ready to arrival, days late, cost by "
        "term, whether it is the planned one, whether it fits beside the others, and what it lacks if not"
    )
    chance: dict[str, Any] | None = Field(
        None,
        description="How often it makes all of its cut-offs and its connection (all), its cut-offs, its connection, "
        "each as {share, low, high} with a 95 % interval; the same by step; quantiles of the slack. Null where it is "
        "not routed or has no export chain",
    )


class StepMark(Record):
    """What has become of a step: it has begun, or it is done.

    What is left out stays as it is known: when it began, and its number. Without a moment it is the server's now.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"state": "done", "done": "2026-01-05T16:30+08:00", "number": "000123"}]},
    )

    state: Literal["begun", "done"]
    begun: Date | None = Field(None, description="When it began; without a zone on the terminal's clock")
    done: Date | None = Field(None, description="When it was done; without a zone on the terminal's clock")
    number: Reference | None = Field(None, description="Number of the paper, of a step that brings one")


class StepMarked(BaseModel):
    """What is known of a step by now."""

    model_config = example(
        case="july",
        shipment="SHIP-1",
        step="peb",
        party="forwarder",
        state="done",
        begun="2026-01-05T16:00:00+08:00",
        done="2026-01-05T16:30:00+08:00",
        number="000123",
    )

    case: str
    shipment: str
    step: str
    party: Party = Field(description="Who does it")
    state: Literal["begun", "done"]
    begun: datetime | None
    done: datetime | None
    number: str | None = Field(description="Number of the paper that it brought")


class AcceptedEntry(BaseModel):
    """A shipment plan that the terminal works to, as parties see it."""

    model_config = example(
        id="5f2c1a7be0d94c63",
        case="july",
        kind="shipment",
        accepted_at="2026-01-02T08:00:00+08:00",
        time_zone="Asia/Makassar",
        currency="IDR",
        bookings=["SHIP-1"],
    )

    id: str
    case: str = Field(description="Name of its case")
    kind: Literal["shipment"]
    accepted_at: datetime
    time_zone: str = Field(description="Of the terminal's clock")
    currency: str = Field(description="Of all money in it")
    bookings: list[str] = Field(description="An exporter's own, also those that the plan leaves; of other parties none")


class AcceptedList(Page):
    """The accepted shipment plans in which a party has tasks or bookings, the newest first."""

    model_config = example(items=[], next=None)

    items: list[AcceptedEntry]
