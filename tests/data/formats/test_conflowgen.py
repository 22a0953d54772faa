"""A small flow by hand in the form of ConFlowGen's export: two ships, a barge, a train and four trucks."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.case import Case
from data.errors import BadInput
from data.formats import read_case, write_folder
from data.formats.conflowgen import read_flows

CONTAINERS = """\
id,weight,length,storage_requirement,delivered_by,picked_up_by_initial,picked_up_by,\
delivered_by_large_scheduled_vehicle,delivered_by_truck,picked_up_by_large_scheduled_vehicle,picked_up_by_truck,\
emergency_pickup,cached_arrival_time,cached_departure_time,destination_sequence_id,destination_name
1,22,20,standard,deep_sea_vessel,truck,truck,1,,,1,False,,,,
2,4,40,empty,truck,feeder,feeder,,2,2,,False,,,1,Somewhere
3,12,40,reefer,deep_sea_vessel,feeder,feeder,1,,2,,False,,,2,Elsewhere
4,2,45,dangerous_goods,truck,deep_sea_vessel,deep_sea_vessel,,3,1,,False,,,1,Somewhere
5,40,-1,standard,train,barge,barge,5,,3,,False,,,,
6,10,20,standard,truck,truck,truck,,4,,4,False,,,,
"""
SHIP_COLUMNS = (
    "large_scheduled_vehicle,vehicle_name,capacity_in_teu,moved_capacity,scheduled_arrival,realized_arrival,"
    "capacity_exhausted_while_determining_onward_transportation\n"
)
TRUCKS = """\
id,delivers_container,picks_up_container,realized_container_delivery_time,realized_container_pickup_time
1,False,True,,2026-01-09 13:45:12.123456
2,True,False,2026-01-06 10:00:00,
3,True,False,2026-01-05 08:00:00,
4,True,True,2026-01-06 10:00:00,2026-01-07 10:00:00
"""
FILES = {
    "containers": CONTAINERS,
    "deep_sea_vessels": SHIP_COLUMNS + "1,Ocean 1,8500,300,2026-01-08 06:00:00,,False\n",
    "feeders": SHIP_COLUMNS + "2,Feeder 1,700,50,2026-01-11 12:30:00,2026-01-11 14:00:00,False\n",
    "barges": SHIP_COLUMNS + "3,Barge 1,100,5,2026-01-12 00:00:00,,False\n",
    "trains": SHIP_COLUMNS + "5,Train 1,96,5,2026-01-10 20:00:00,,False\n",
    "trucks": TRUCKS,
}


def folder_of(path: Path, **changes: str | None) -> Path:
    """A folder of these files, some of them changed or, where None, left out."""
    path.mkdir(exist_ok=True)
    for name, text in (FILES | changes).items():
        if text is not None:
            (path / f"{name}.csv").write_text(text)
    return path


def test_calls_and_boxes_are_those_of_the_flow(small_case: Case, tmp_path: Path) -> None:
    reading = read_flows(folder_of(tmp_path / "export"), small_case, "flow")
    case = reading.case
    assert [(call.id, call.moves) for call in case.calls] == [("CFG-00001", 3), ("CFG-00002", 2), ("CFG-00003", 1)]
    ocean, feeder, _ = case.calls
    assert (ocean.discharge_full, ocean.discharge_empty, ocean.load_full, ocean.load_empty) == (2, 0, 1, 0)
    assert (feeder.discharge, feeder.load_full, feeder.load_empty) == (0, 1, 1)
    # Times are on the terminal's clock; the realized arrival is the one that counts.
    zone = case.terminal.zone
    assert ocean.eta == datetime(2026, 1, 8, 6, tzinfo=zone)
    assert feeder.eta == datetime(2026, 1, 11, 14, tzinfo=zone)
    rows = {(box.id[4:10], box.direction): box for box in case.containers}
    assert len(rows) == len(case.containers) == 6
    collected, empty = rows["000001", "discharge"], rows["000002", "load"]
    assert collected.gate_at == datetime(2026, 1, 9, 13, 45, 12, 123456, tzinfo=zone)
    assert (collected.box_type, collected.status, collected.gross_mass_kg) == ("22G1", "full", 22_000)
    assert (empty.status, empty.gross_mass_kg, empty.gate_at) == ("empty", 4_000, datetime(2026, 1, 6, 10, tzinfo=zone))
    came, goes = rows["000003", "discharge"], rows["000003", "load"]
    assert (came.call, goes.call, came.plug, came.gate_at) == ("CFG-00001", "CFG-00002", True, None)
    dangerous, odd = rows["000004", "load"], rows["000005", "load"]
    assert (dangerous.box_type, dangerous.hazards, dangerous.gross_mass_kg) == ("L5G1", ("9",), 4_800)
    assert (odd.call, odd.gate_at, odd.gross_mass_kg) == ("CFG-00003", datetime(2026, 1, 10, 20, tzinfo=zone), 32_500)
    ship = case.ship_of(ocean)
    assert (ship.name, ship.capacity_teu, ship.loa_m) == ("Ocean 1", 8500, 335)
    assert case.services == case.shipments == ()
    assert case.terminal == small_case.terminal
    said = "\n".join(reading.notices)
    for sentence in ("1 box of trains", "1 box that no ship brings or takes is left out", "of a length of their own"):
        assert sentence in said


def test_the_case_is_written_and_read_as_any_other(small_case: Case, tmp_path: Path) -> None:
    case = read_flows(folder_of(tmp_path / "export"), small_case, "flow").case
    write_folder(case, tmp_path / "flow")
    assert read_case(tmp_path / "flow").case == case


def test_the_stay_is_what_the_boxes_take(small_case: Case, tmp_path: Path) -> None:
    call = read_flows(folder_of(tmp_path / "export"), small_case, "flow").case.calls[0]
    work, quay = small_case.terminal.crane_work, small_case.terminal.quay
    cranes = min(len(small_case.quay_cranes), 335 // 90)
    hours = (quay.mooring_min + quay.unmooring_min) / 60 + 3 / (work.gross_moves_per_hour * work.like(cranes)) + 1
    assert call.etd - call.eta == timedelta(hours=round(hours, 2))


def test_files_of_no_rows_may_be_empty_or_missing(small_case: Case, tmp_path: Path) -> None:
    boxes = "".join(line + "\n" for line in CONTAINERS.splitlines() if line[0] in "i14")
    folder = folder_of(tmp_path / "export", containers=boxes, feeders='""\n', barges=None, trains='""\n')
    reading = read_flows(folder, small_case, "flow")
    assert [call.id for call in reading.case.calls] == ["CFG-00001"]
    assert not [notice for notice in reading.notices if "train" in notice]


@pytest.mark.parametrize(
    ("changes", "file", "row", "column", "value"),
    [
        ({"containers": None}, "containers.csv", None, None, None),
        ({"containers": CONTAINERS.replace("1,22,20,", "1,22,30,")}, "containers.csv", 2, "length", "30"),
        ({"containers": CONTAINERS.replace("standard,deep", "cold,deep")}, "containers.csv", 2, "storage_requirement",
         "cold"),
        ({"containers": CONTAINERS.replace("2,4,40", "1,4,40")}, "containers.csv", 3, "id", "1"),
        ({"containers": CONTAINERS.replace("truck,truck,1,,,1", "truck,truck,9,,,1")}, "containers.csv", 2,
         "delivered_by_large_scheduled_vehicle", "9"),
        ({"containers": CONTAINERS.replace("truck,truck,1,,,1", "truck,truck,1,,,")}, "containers.csv", 2,
         "picked_up_by_truck", None),
        ({"trucks": TRUCKS.replace("1,False,True,,2026-01-09 13:45:12.123456", "1,False,True,,")}, "containers.csv", 2,
         "picked_up_by_truck", "1"),
        ({"trucks": TRUCKS.replace("2026-01-05 08:00:00", "yesterday")}, "trucks.csv", 4,
         "realized_container_delivery_time", "yesterday"),
        ({"feeders": SHIP_COLUMNS + "1,Feeder 1,700,50,2026-01-11 12:30:00,,False\n"}, "feeders.csv", 2,
         "large_scheduled_vehicle", "1"),
        ({"deep_sea_vessels": FILES["deep_sea_vessels"].replace("scheduled_arrival,", "arrival,")},
         "deep_sea_vessels.csv", 1, "scheduled_arrival", None),
    ],
)  # fmt: skip
def test_faults_tell_file_row_column_and_value(
    small_case: Case,
    tmp_path: Path,
    changes: dict[str, str | None],
    file: str,
    row: int | None,
    column: str | None,
    value: str | None,
) -> None:
    with pytest.raises(BadInput) as refused:
        read_flows(folder_of(tmp_path / "export", **changes), small_case, "flow")
    places = {(fault.file, fault.row, fault.column, fault.value) for fault in refused.value.faults}
    assert (file, row, column, value) in places


def test_a_flow_without_ships_is_refused(small_case: Case, tmp_path: Path) -> None:
    only = "".join(line + "\n" for line in CONTAINERS.splitlines() if line[0] in "i6")
    with pytest.raises(BadInput, match="no ship brings or takes a box"):
        read_flows(folder_of(tmp_path / "export", containers=only), small_case, "flow")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"containers": CONTAINERS + "7," + "x" * 140_000 + ",20\n"}, "a cell is far too long"),
        ({"deep_sea_vessels": FILES["deep_sea_vessels"].replace("8500", "1")}, "the ship holds 1 TEU"),
        (dict.fromkeys(FILES), "the file is missing"),
    ],
)
def test_what_makes_no_case_is_a_fault(
    small_case: Case, tmp_path: Path, changes: dict[str, str | None], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        read_flows(folder_of(tmp_path / "export", **changes), small_case, "flow")
