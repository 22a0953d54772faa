"""What a replay is answered with."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.resources.shared import example

Row = list[float | None]


class ReplayShip(BaseModel):
    """A ship. Minutes are null for what does not happen until the stretch ends."""

    call: str
    vessel: str
    loa_m: float
    position_m: float | None = Field(description="Metres of the quay at her low end")
    arrived: float
    first_line: float | None
    last_line: float | None


class Replay(BaseModel):
    """A stretch of one replication, as it is drawn. Times are minutes from `start`; machines are places in lists."""

    model_config = example(
        start="2026-01-05T00:00:00+08:00", begin=0, end=1440, every=15, quay_m=240,
        cranes=["QC1"], tractors=["T1"], blocks=["B1"], capacity_teu=[600],
        ships=[
            {
                "call": "SPIL-01-001", "vessel": "Meranti Satu", "loa_m": 168, "position_m": 40,
                "arrived": 60, "first_line": 75, "last_line": 900,
            }
        ],
        at_ship=[[0, 0, 90, 880]], lifts=[[0, 90, 92.5, 0]], down=[], trips=[[0, 0, 90, 95, None, 97, 0]],
        teu=[[204, 205]], trucks=[[3, 4], [0, 1]],
    )  # fmt: skip

    start: datetime
    begin: float
    end: float
    every: float = Field(description="Minutes between two values of teu and trucks")
    quay_m: float
    cranes: list[str]
    tractors: list[str]
    blocks: list[str]
    capacity_teu: list[int]
    ships: list[ReplayShip]
    at_ship: list[Row] = Field(description="A quay crane at a ship: crane, ship, from, to")
    lifts: list[Row] = Field(description="crane, from, to, 0 where it discharges and 1 where it loads")
    down: list[Row] = Field(description="A quay crane that is broken down: crane, from, to")
    trips: list[Row] = Field(
        description="A tractor's task: tractor, ship or -1, from, at the block, at the ship (null where it "
        "discharges), free, block"
    )
    teu: list[list[int]] = Field(description="Of each block, what stands in it")
    trucks: list[list[int]] = Field(description="Trucks inside the gate; trucks that queue before it")
