"""Plans as tables for spreadsheets and other systems."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import pandas as pd

from api.presenting.view import hours, local_time
from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.changes import Change
from data.places import by_bollards
from data.plans import QUAY, TRACTOR, AnyPlan, BerthPlan, LoadingPlan, YardMove, YardPlan
from data.shipment_plans import ShipmentPlan
from scheduler.berths.reasons import Reason
from scheduler.shipments import timetable

_BERTH_COLUMNS = (
    "call",
    "vessel",
    "ship",
    "berthed",
    "position_m",
    "bollards",
    "side",
    "arrival",
    "first_line",
    "last_line",
    "waiting_h",
    "moves",
    "cranes",
    "reason",
)

_REASON_COLUMNS = ("call", "vessel", "rank", "what", "name", "hours", "metres", "cost", "text")


def in_rail_order(case: Case, cranes: Iterable[str]) -> list[str]:
    """Each of these quay cranes once, as they stand on the rail; any that the case does not have come last."""
    rail = {crane.id: place for place, crane in enumerate(case.quay_cranes)}
    return sorted(set(cranes), key=lambda crane: (rail.get(crane, len(rail)), crane))


def plan_table(case: Case, plan: AnyPlan) -> pd.DataFrame:
    """A plan as a table: one row a call, a shipment, a lift, or a reservation."""
    if isinstance(plan, BerthPlan):
        return berth_table(case, plan)
    if isinstance(plan, YardPlan):
        return reservation_table(case, plan)
    return shipment_table(timetable(case, plan)) if isinstance(plan, ShipmentPlan) else sequence_table(case, plan)


def berth_table(case: Case, plan: BerthPlan) -> pd.DataFrame:
    """One row a call of the plan, by arrival; a call that is not berthed has its reason and no place or times.

    Times are ISO 8601 in the terminal's zone; `cranes` are ids with a space between them, in rail order. `bollards` is
    empty where the case lists none.
    """
    berthed = {entry.call: entry for entry in plan.calls}
    reasons = {entry.call: entry.reason for entry in plan.unserved}
    rows = []
    for call in sorted((case.call_by_id[name] for name in (*berthed, *reasons)), key=lambda call: (call.eta, call.id)):
        ship = case.ship_of(call)
        row = {
            "call": call.id,
            "vessel": ship.id,
            "ship": ship.name,
            "berthed": "no",
            "arrival": local_time(case, call.eta),
            "moves": call.moves,
            "reason": reasons.get(call.id),
        }
        if call.id in berthed:
            entry = berthed[call.id]
            row |= {
                "berthed": "yes",
                "position_m": entry.position_m,
                "bollards": by_bollards(case, entry.position_m, ship.loa_m),
                "side": entry.side,
                "first_line": local_time(case, entry.start),
                "last_line": local_time(case, entry.end),
                "waiting_h": hours(entry.start - call.eta),
                "cranes": " ".join(in_rail_order(case, (use.crane for use in entry.cranes))),
            }
        rows.append(row)
    return pd.DataFrame(rows, columns=list(_BERTH_COLUMNS))


def change_table(changes: list[Change]) -> pd.DataFrame:
    """One row a change of a re-plan: call, what, old, new, reason, cost."""
    return pd.DataFrame([asdict(change) for change in changes], columns=[field.name for field in fields(Change)])


def reason_table(case: Case, reasons: Sequence[Reason]) -> pd.DataFrame:
    """One row a reason in the given order; `rank` counts those of a call, 1 for its main one."""
    rows = []
    ranks: Counter[str] = Counter()
    for reason in reasons:
        ranks[reason.call] += 1
        vessel = case.call_by_id[reason.call].vessel
        rows.append({"call": reason.call, "vessel": vessel, "rank": ranks[reason.call], **asdict(reason)})
    return pd.DataFrame(rows, columns=list(_REASON_COLUMNS)).rename(columns={"text": "reason"})


_SHIPMENT_COLUMNS = (
    "shipment", "status", "voyage", "legs", "departure", "arrival", "slack_h", "tightest_step", "cost", "reason",
)  # fmt: skip


def shipment_table(shipments: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """One row a shipment as in its timetable, with each term of its cost in a column of its own behind all others.

    `voyage` and `legs` are ids with a space between them, in order.
    """
    rows = []
    for row in shipments:
        told = {name: value for name, value in row.items() if not isinstance(value, dict | list)}
        told |= {"voyage": " ".join(row["voyages"]), "legs": " ".join(leg["sailing"] for leg in row["legs"])}
        rows.append(told | {name: value for name, value in (row.get("terms") or {}).items() if name not in told})
    columns = list(dict.fromkeys(name for row in rows for name in row if name != "terms"))
    first = [name for name in _SHIPMENT_COLUMNS if name in columns or not rows]
    return pd.DataFrame(rows, columns=[*first, *(name for name in columns if name not in first)])


_RESERVATION_COLUMNS = (
    "call", "port", "length", "status", "weight_class", "plug", "dangerous", "block", "bay", "boxes", "mixed", "start",
    "end",
)  # fmt: skip


def reservation_table(case: Case, plan: YardPlan) -> pd.DataFrame:
    """One row a reservation of a yard plan, by call as they arrive; times are ISO 8601 in the terminal's zone."""
    order = {entry.call: place for place, entry in enumerate(plan.calls)}
    rows = []
    for row in sorted(plan.reservations, key=lambda row: (order.get(row.call, len(order)), row.block, row.bay)):
        fields = row.model_dump(include=set(_RESERVATION_COLUMNS))
        flags = {name: "yes" if fields[name] else "no" for name in ("plug", "dangerous", "mixed")}
        rows.append(fields | flags | {"start": local_time(case, row.start), "end": local_time(case, row.end)})
    return pd.DataFrame(rows, columns=list(_RESERVATION_COLUMNS))


_YARD_COLUMNS = ("crane", "order", "kind", "box", "from", "to", "start", "end")


def yard_table(moves: Iterable[YardMove]) -> pd.DataFrame:
    """The work queues of the yard cranes: one row a move, by crane and in its order."""
    orders: Counter[str] = Counter()
    rows = []
    for move in sorted(moves, key=lambda move: (move.crane, move.start)):
        orders[move.crane] += 1
        rows.append(
            [
                move.crane, orders[move.crane], move.kind, move.box, move.origin, move.target,
                move.start.isoformat(), move.end.isoformat(),
            ]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(_YARD_COLUMNS))


def clock_of(case: Case, moment: str) -> str:
    """A moment of a table on the terminal's clock, for a sheet that people work by."""
    return f"{case.terminal.local(datetime.fromisoformat(moment)):%d %b %H:%M:%S}"


_SHEET_COLUMNS = ("no", "start", "end", "move", "box", "type", "tonnes", "port", "from", "to", "remarks")


def crane_sheet(case: Case, plan: LoadingPlan, crane: str) -> pd.DataFrame:
    """The loading sheet of a crane for its foreman: one row a box or a hatch cover, on the terminal's clock."""
    boxes = boxes_of(case, case.call_by_id[plan.call]).by_number
    stacked = {move.box: move.target for move in plan.yard_moves if move.kind == "stack"}
    table = sequence_table(case, plan)
    rows = []
    for row in table[table["crane"] == crane].to_dict("records"):
        box = boxes.get(str(row["box"]))
        begins, ends = (clock_of(case, str(row[name])) for name in ("start", "end"))
        rows.append(
            {
                "no": row["order"],
                "start": begins,
                "end": ends,
                "move": str(row["kind"]).replace("_", " "),
                "box": row["box"],
                "type": row["type"],
                "tonnes": round(box.mass_kg / 1000, 1) if box else "",
                "port": row["port"],
                "from": row["from"],
                "to": _destination(row, stacked),
                "remarks": _remarks(box) if box else "",
            }
        )
    return pd.DataFrame(rows, columns=list(_SHEET_COLUMNS))


def _destination(row: dict[Hashable, Any], stacked: dict[str, str]) -> str:
    """Where a row of the sequence puts its box: the slot, the yard, the quay; of a hatch cover, which one."""
    if str(row["kind"]).startswith("discharge"):
        return stacked.get(str(row["box"]), TRACTOR)
    return QUAY if str(row["kind"]).startswith("restow_off") else str(row["slot"])


def _remarks(box: Container) -> str:
    words = ["plug" + (f" {box.temperature_c:g} C" if box.temperature_c is not None else "")] if box.plug else []
    words += [f"IMDG {hazard}" + (f" UN {number}" if number else "") for hazard, number in box.goods]
    words += ["out of gauge"] if box.out_of_gauge else []
    words += ["empty"] if box.status == "empty" else []
    return ", ".join(words)


_SEQUENCE_COLUMNS = ("crane", "order", "box", "from", "slot", "kind", "start", "end", "type", "tonnes", "port")


def sequence_table(case: Case, plan: LoadingPlan) -> pd.DataFrame:
    """One row a box of a lift, or a hatch cover, by crane and in its order.

    `from` is the place of the yard that a box to load is fetched from, `slot` the one on board. Boxes of a twin-lift
    have one order; type, tonnes and port are empty of hatch covers.
    """
    boxes = boxes_of(case, case.call_by_id[plan.call]).by_number
    fetched = {move.box: move.origin for move in plan.yard_moves if move.kind == "retrieve"}
    nothing: dict[str, object] = {"type": "", "tonnes": "", "port": ""}
    rows: list[dict[str, object]] = []
    orders: Counter[str] = Counter()
    for lift in plan.lifts:
        orders[lift.crane] += 1
        common = {
            "crane": lift.crane,
            "order": orders[lift.crane],
            "kind": lift.kind + ("_twin" if len(lift.boxes) > 1 else "") + ("_dual" if lift.dual else ""),
            "start": lift.start.isoformat(),
            "end": lift.end.isoformat(),
        }
        for carried in lift.boxes:
            on = lift.kind in ("load", "restow_on")
            slot = carried.target if on else carried.origin
            origin = fetched.get(carried.box, carried.origin) if on else carried.origin
            row = {**common, "box": carried.box, "from": origin, "slot": slot}
            box = boxes.get(carried.box)
            its = {"type": box.box_type, "tonnes": box.mass_kg / 1000, "port": box.port} if box else nothing
            rows.append(row | its)
        if not lift.boxes:
            rows.append({**common, "box": "", "from": "", "slot": f"cover {lift.bay:03d}-{lift.cover}", **nothing})
    frame = pd.DataFrame(rows, columns=list(_SEQUENCE_COLUMNS))
    return frame.sort_values(["crane", "order"], kind="stable", ignore_index=True)
