"""What carriers and agents write of known legs is read as these legs, in every form."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.formats.schedules import Preview, preview
from data.sailings import Sailing
from tests.data.formats.schedules.conftest import DEFAULTS, mapped, voyages

SETTINGS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


def legs_of(found: Preview) -> set[tuple[object, ...]]:
    assert found.faults == []
    return {(leg.voyage, leg.origin, leg.destination, leg.departure, leg.arrival) for leg in found.understood[0].legs}


def known(legs: list[Sailing]) -> set[tuple[object, ...]]:
    return {(f"ACME-{leg.voyage}", leg.origin, leg.destination, leg.departure, leg.arrival) for leg in legs}


@given(legs=voyages(), hours=st.integers(0, 500))
@SETTINGS
def test_vessel_schedules(legs: list[Sailing], hours: int, trade: Case, tmp_path: Path) -> None:
    ships: dict[str, list[dict[str, Any]]] = {}
    for leg in legs:
        calls = ships.setdefault(leg.voyage, [])
        for port, kind, moment in ((leg.origin, "DEPA", leg.departure), (leg.destination, "ARRI", leg.arrival)):
            if not calls or calls[-1]["location"]["UNLocationCode"] != port:
                number = {"carrierImportVoyageNumber": leg.voyage, "carrierExportVoyageNumber": leg.voyage}
                calls.append({"location": {"UNLocationCode": port}, "timestamps": [], **number})
            stamp = {"eventTypeCode": kind, "eventClassifierCode": "EST", "eventDateTime": moment.isoformat()}
            calls[-1]["timestamps"].append(stamp)
            if kind == "DEPA":
                cutoff = (moment - timedelta(hours=hours)).isoformat()
                calls[-1]["cutOffTimes"] = [{"cutOffDateTimeCode": "FCO", "cutOffDateTime": cutoff}]
    vessel = {"operatorCarrierCode": "ACME", "flag": "ID"}
    schedules = [{"vessel": vessel, "isDummyVessel": True, "transportCalls": calls} for calls in ships.values()]
    path = tmp_path / "s.json"
    path.write_text(json.dumps([{"carrierServiceCode": "FE1", "vesselSchedules": schedules}]), encoding="utf-8")
    found = preview(trade.changed(sailings=()), [path], mapped(DEFAULTS))
    assert legs_of(found) == known(legs)
    case = found.merged.case
    assert case is not None
    for row in case.sailings:
        assert case.cutoffs_by_sailing[row.id]["FCO"] == row.departure - timedelta(hours=hours)


@given(legs=voyages(), data=st.data())
@SETTINGS
def test_lists_with_a_row_a_leg_in_any_order(
    legs: list[Sailing], data: st.DataObject, trade: Case, tmp_path: Path
) -> None:
    rows = [
        f"{leg.voyage};{leg.origin};{leg.destination};{leg.departure:%d/%m/%Y %H.%M};{leg.arrival:%d %b %Y %H:%M} WITA"
        for leg in legs
    ]
    path = tmp_path / "agent.csv"
    path.write_text("\n".join(["V;POL;POD;ETD;ETA", *data.draw(st.permutations(rows))]), encoding="utf-8")
    columns = 'voyage = "V"\norigin = "POL"\ndestination = "POD"\ndeparture = "ETD"\narrival = "ETA"\n'
    mapping = f'layout = "legs"\ndate_order = "day-first"\n[columns]\n{columns}[fixed]\nline = "ACME"\n{DEFAULTS}'
    found = preview(trade.changed(sailings=()), [path], mapped(mapping))
    assert legs_of(found) == known(legs)
    assert found.merged.case is not None
    again = preview(found.merged.case, [path], mapped(mapping))
    assert again.merged.case == found.merged.case


@given(legs=voyages())
@SETTINGS
def test_lists_with_a_row_a_voyage(legs: list[Sailing], trade: Case, tmp_path: Path) -> None:
    ports = ("IDKRG", "IDSUB", "IDJKT", "LKCMB")
    rows: dict[str, dict[str, str]] = {}
    for leg in legs:
        row = rows.setdefault(leg.voyage, {})
        row[f"{leg.origin} ETD"] = f"{leg.departure:%Y-%m-%d %H:%M}"
        row[f"{leg.destination} ETA"] = f"{leg.arrival:%Y-%m-%d %H:%M}"
    heads = [f"{port} {what}" for port in ports for what in ("ETA", "ETD")]
    lines = [",".join(["V", *heads])]
    lines += [",".join([voyage, *(row.get(head, "-") for head in heads)]) for voyage, row in rows.items()]
    path = tmp_path / "agent.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    calls = "".join(f'[[calls]]\nport = "{port}"\narrival = "{port} ETA"\ndeparture = "{port} ETD"\n' for port in ports)
    mapping = f'layout = "ports"\n[columns]\nvoyage = "V"\n[fixed]\nline = "ACME"\n{calls}{DEFAULTS}'
    assert legs_of(preview(trade.changed(sailings=()), [path], mapped(mapping))) == known(legs)
