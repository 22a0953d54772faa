"""Beyond Kaltim Kariangau Terminal: ports, invented services onward, cut-offs and empty boxes.

The carriers are invented, and all prices and cut-offs are assumed but KKT's storage.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.bookings import Empties
from data.sailings import Cutoff, CutoffCode
from data.terminal import Port

_DAY = 24

PORTS = (
    # 16,000 rupiah for the first five days, then 16,000 a day: the first are in the handling.
    Port(
        unlocode="IDKRG", name="Kariangau", also_called="Balikpapan; BPN",
        connection_h=24, latitude=-1.16, longitude=116.78,
        handling_per_box=1_016_000, free_days=5, storage_per_day=16_000,
    ),
    # Where goods change boxes, as exporters of Ambon have it done.
    Port(
        unlocode="IDSUB", name="Surabaya", also_called="Tanjung Perak",
        connection_h=36, latitude=-7.2, longitude=112.73, most_dwell_h=28 * _DAY,
        handling_per_box=1_500_000, free_days=5, storage_per_day=60_000, restuffing_h=24, restuffing_per_box=1_800_000,
    ),
    Port(
        unlocode="IDMAK", name="Makassar", connection_h=36, latitude=-5.11, longitude=119.41, most_dwell_h=28 * _DAY,
        handling_per_box=1_300_000, free_days=5, storage_per_day=50_000,
    ),
    Port(
        unlocode="IDJKT", name="Jakarta", also_called="Tanjung Priok",
        connection_h=36, latitude=-6.1, longitude=106.88, most_dwell_h=28 * _DAY,
        handling_per_box=1_700_000, free_days=5, storage_per_day=80_000,
    ),
    Port(
        unlocode="SGSIN", name="Singapore", connection_h=24, latitude=1.27, longitude=103.84, most_dwell_h=28 * _DAY,
        handling_per_box=2_400_000, free_days=7, storage_per_day=300_000,
    ),
    Port(
        unlocode="MYPKG", name="Port Klang", also_called="Port Kelang",
        connection_h=24, latitude=3.0, longitude=101.38, most_dwell_h=28 * _DAY,
        handling_per_box=1_800_000, free_days=7, storage_per_day=200_000,
    ),
    Port(
        unlocode="LKCMB", name="Colombo", connection_h=24, latitude=6.95, longitude=79.85, most_dwell_h=28 * _DAY,
        handling_per_box=2_200_000, free_days=7, storage_per_day=250_000,
    ),
    Port(unlocode="INNSA", name="Nhava Sheva", also_called="JNPT", connection_h=24, latitude=18.95, longitude=72.95),
    Port(
        unlocode="BDCGP", name="Chattogram", also_called="Chittagong", connection_h=24, latitude=22.31, longitude=91.8,
    ),
    Port(unlocode="CNSHA", name="Shanghai", connection_h=24, latitude=31.36, longitude=121.6),
    Port(unlocode="JPYOK", name="Yokohama", connection_h=24, latitude=35.44, longitude=139.66),
    Port(unlocode="NLRTM", name="Rotterdam", connection_h=24, latitude=51.95, longitude=4.14),
)  # fmt: skip

# Sea distances in nautical miles, good to some 20 on the first rows and rounded on the others.
_DISTANCES = {
    ("IDKRG", "IDSUB"): 508, ("IDKRG", "IDMAK"): 305, ("IDKRG", "IDJKT"): 822, ("IDSUB", "SGSIN"): 777,
    ("SGSIN", "LKCMB"): 1605, ("MYPKG", "LKCMB"): 1420,
    ("IDSUB", "IDJKT"): 390, ("IDMAK", "IDSUB"): 430, ("IDJKT", "SGSIN"): 530, ("SGSIN", "MYPKG"): 200,
    ("LKCMB", "INNSA"): 900, ("MYPKG", "BDCGP"): 1400, ("SGSIN", "CNSHA"): 2250, ("CNSHA", "JPYOK"): 1050,
    ("INNSA", "NLRTM"): 6300,
}  # fmt: skip


def sailing_hours(origin: str, destination: str, knots: float) -> float:
    """Hours at sea between two ports at a speed."""
    nautical_miles = _DISTANCES.get((origin, destination)) or _DISTANCES[destination, origin]
    return nautical_miles / knots


FEEDER_KNOTS, OCEAN_KNOTS, PORT_STAY_H = 13.0, 15.0, 24


@dataclass(frozen=True)
class OceanService:
    """An invented weekly service that takes shipments on from the feeder's port. `weekday` counts from Monday, 0."""

    id: str
    line: str
    flag: str
    ports: tuple[str, ...]
    weekday: int
    freight_per_teu: int


OCEAN_SERVICES = (
    OceanService("FEEDER-SUB", "FEEDER-C", "SG", ("IDSUB", "SGSIN", "MYPKG"), 2, 3_000_000),
    OceanService("FEEDER-JKT", "FEEDER-C", "SG", ("IDJKT", "SGSIN"), 4, 2_500_000),
    OceanService("WEST", "OCEAN-A", "PA", ("SGSIN", "LKCMB", "INNSA", "NLRTM"), 1, 6_000_000),
    OceanService("BENGAL", "OCEAN-B", "LR", ("MYPKG", "LKCMB"), 5, 5_500_000),
    OceanService("CHATTOGRAM", "OCEAN-B", "LR", ("MYPKG", "BDCGP"), 0, 6_500_000),
    OceanService("NORTH", "OCEAN-A", "PA", ("SGSIN", "CNSHA", "JPYOK"), 3, 5_000_000),
)
FEEDER_FREIGHT_PER_TEU = 4_000_000
FEEDER_ROOM_TEU, OCEAN_ROOM_TEU = 12, 40
FEEDER_PLUGS, OCEAN_PLUGS = 2, 4
MOST_KG_PER_TEU = 18_000  # what a leg bears for each TEU of its room
FEEDER_CUTOFF_H, OCEAN_CUTOFF_H = 24, 48

# Hours before a ship's departure, by code. Steps of the chains look at these; EFC comes from the gate's opening.
_AT_KARIANGAU: dict[CutoffCode, float] = {
    "STA": 120, "ECP": 336, "LCO": 120, "DCO": 72, "VCO": 48, "FCO": 48, "RCO": 36, "DGC": 72, "CUA": 12,
}  # fmt: skip
_OF_OCEAN_LINES: dict[str, dict[CutoffCode, float]] = {
    "FEEDER-C": {"DCO": 48, "VCO": 30, "FCO": 24, "RCO": 18, "DGC": 48, "CUA": 12, "TCO": 18},
    "OCEAN-A": {"DCO": 72, "VCO": 48, "FCO": 48, "RCO": 36, "DGC": 96, "CUA": 24, "TCO": 18},
    "OCEAN-B": {"DCO": 72, "VCO": 36, "FCO": 36, "RCO": 24, "DGC": 72, "CUA": 24, "TCO": 12},
}


def cutoffs() -> Iterator[Cutoff]:
    """The cut-offs at Kariangau, whatever the ship, and those of the lines beyond."""
    for code, hours in _AT_KARIANGAU.items():
        yield Cutoff(id=f"KRG-{code}", code=code, port="IDKRG", hours_before=hours)
    for line, codes in _OF_OCEAN_LINES.items():
        for code, hours in codes.items():
            yield Cutoff(id=f"{line}-{code}", code=code, line=line, hours_before=hours)


@dataclass(frozen=True)
class _Stock:
    """Empty boxes of a line at a port, of one type: there from a day of the case on, or so long after a booking."""

    line: str
    port: str
    box_type: str
    boxes: int
    day: int = 0
    lead_h: float = 0
    cost: int = 300_000
    free_days: float = 7
    detention: int = 150_000


# Few import boxes of the ocean lines are emptied at Balikpapan; the rest is brought from Java for a booking.
_STOCKS = (
    _Stock("OCEAN-A", "IDKRG", "22G1", 3, cost=500_000, free_days=10, detention=250_000),
    _Stock("OCEAN-A", "IDKRG", "22G1", 80, lead_h=120, cost=6_000_000, free_days=10, detention=250_000),
    _Stock("OCEAN-A", "IDKRG", "45G1", 40, lead_h=144, cost=9_000_000, free_days=10, detention=400_000),
    _Stock("OCEAN-B", "IDKRG", "22G1", 1, day=7, cost=500_000, detention=250_000),
    _Stock("OCEAN-B", "IDKRG", "22G1", 8, lead_h=168, cost=6_500_000, detention=250_000),
    _Stock("FEEDER-C", "IDKRG", "22G1", 6, lead_h=144, cost=6_000_000, detention=250_000),
    *(_Stock(line, "IDKRG", "22G1", 10) for line in ("SPIL", "MERATUS", "TEMAS", "TANTO")),
    _Stock("SPIL", "IDKRG", "45G1", 4, cost=450_000, detention=250_000),
    *(_Stock(line, "IDSUB", "22G1", 60, lead_h=24, cost=400_000) for line in ("FEEDER-C", "OCEAN-A", "OCEAN-B")),
    _Stock("OCEAN-A", "IDSUB", "45G1", 20, lead_h=24, cost=600_000),
)


def empties(first_day: datetime) -> Iterator[Empties]:
    """Empty boxes of export grade at Kariangau and where goods change boxes; those of lead time are repositioned."""
    for stock in _STOCKS:
        kind = "REPOSITIONED" if stock.lead_h > _DAY else "STOCK"
        yield Empties(
            id=f"{stock.port}-{stock.line}-{stock.box_type}-{kind}",
            line=stock.line,
            port=stock.port,
            box_type=stock.box_type,
            boxes=stock.boxes,
            available=first_day + timedelta(days=stock.day - 14 if stock.lead_h else stock.day),
            lead_h=stock.lead_h,
            cost_per_box=stock.cost,
            free_days=stock.free_days,
            detention_per_day=stock.detention,
        )
