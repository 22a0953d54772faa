"""A shipment plan as planners and exporters read it: one row a shipment."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from data.bookings import Shipment
from data.case import Case
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.shipments.columns.sharing import BY_BOX, Column, box_steps, column
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.offer import Offer
from scheduler.shipments.option import Option
from scheduler.shipments.routes import Network


def timetable(case: Case, plan: ShipmentPlan) -> list[dict[str, Any]]:
    """Each open shipment's voyages, legs, cut-offs, slack, arrival and cost, in the order of the case's shipments.

    Times are ISO 8601 on the terminal's clock, `slack_h` the hours by which the goods could be ready later, held by
    `tightest_step`, `late_h` those after the latest arrival, `cost` in the terminal's money by term (of a shared box,
    its part of what is paid by box). Without a route these are None and `reason` says why.
    """
    dated = _Dated(case, plan)
    routed = {entry.shipment: entry for entry in plan.shipments}
    reasons = {entry.shipment: entry.reason for entry in plan.unserved}
    rows = []
    for shipment in case.shipments:
        if not shipment.open:
            continue
        row: dict[str, Any] = {
            "shipment": shipment.id,
            "exporter": shipment.exporter,
            "commodity": shipment.commodity,
            "hs_code": shipment.hs_code,
            "destination": shipment.destination,
            "boxes": shipment.boxes,
            "ready": _clock(case, shipment.ready),
            "status": "routed" if shipment.id in routed else "unserved",
            "booking_status": shipment.status,
            "reason": reasons.get(shipment.id, ""),
        }
        rows.append(row | _way(case, shipment, routed.get(shipment.id), dated))
    return rows


# What of a row is told where it is another than before.
_TOLD = ("status", "voyages", "departure", "arrival", "slack_h", "late_h", "cost", "reason")


def timetable_changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What another timetable changes of one: shipments that are new, gone, or go otherwise than before.

    A shipment goes otherwise where its status or voyages are others, or it leaves or arrives at another time. Of each,
    `before` and `after` have what of `_TOLD` differs; empty where it is new or gone.
    """
    old, new = ({row["shipment"]: row for row in rows} for rows in (before, after))
    found = []
    for name in old | new:
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            row, change = was or now or {}, "added" if was is None else "removed"
            found.append({"shipment": name, "exporter": row["exporter"], "change": change, "before": {}, "after": {}})
            continue
        other = [field for field in _TOLD if was.get(field) != now.get(field)]
        if set(other) & {"status", "voyages", "departure", "arrival"}:
            sides = ({field: row.get(field) for field in other} for row in (was, now))
            told = dict(zip(("before", "after"), sides, strict=True))
            found.append({"shipment": name, "exporter": now["exporter"], "change": "changed"} | told)
    return found


def _way(case: Case, shipment: Shipment, entry: Routed | None, dated: "_Dated") -> dict[str, Any]:
    """What a row says of the way; None of a shipment that stays."""
    if entry is None:
        nothing = (
            "departure",
            "cutoff",
            "slack_h",
            "tightest_step",
            "arrival",
            "late_h",
            "cost",
            "terms",
            "shared_box",
        )
        return {"voyages": [], "legs": [], "cutoffs": {}} | dict.fromkeys(nothing)
    legs = [case.sailing_by_id[leg] for leg in entry.sailings]
    cutoffs = case.cutoffs_by_sailing[legs[0].id]
    late = legs[-1].arrival - shipment.latest_arrival
    option, terms = dated.of(entry.shipment)
    slack = None if option is None else option.slack_h
    return {
        "voyages": list(dict.fromkeys(leg.voyage for leg in legs)),
        "legs": [
            {
                "sailing": leg.id,
                "line": leg.line,
                "origin": leg.origin,
                "destination": leg.destination,
                "departure": _clock(case, leg.departure),
                "arrival": _clock(case, leg.arrival),
            }
            for leg in legs
        ],
        "departure": _clock(case, legs[0].departure),
        "cutoff": _clock(case, cutoffs["FCO"]),
        "cutoffs": {code: _clock(case, moment) for code, moment in sorted(cutoffs.items())},
        "slack_h": None if slack is None or abs(slack) == float("inf") else round(slack, 2),
        "tightest_step": None if option is None else option.tightest or None,
        "arrival": _clock(case, legs[-1].arrival),
        "late_h": round(max(timedelta(), late) / timedelta(hours=1), 2),
        "cost": None if terms is None else round(sum(terms.values()), 2),
        "terms": terms,
        "shared_box": entry.shared_box,
    }


class _Dated:
    """The options that the routed shipments of a plan have, dated anew, with their costs."""

    def __init__(self, case: Case, plan: ShipmentPlan) -> None:
        network = Network(case, ChainClock(case, plan.now))
        self._found: dict[str, tuple[Option, dict[str, float]]] = {}
        for box_mates in plan.together:
            members = sorted(box_mates, key=lambda entry: entry.shipment)
            offers = {entry.shipment: Offer(network, case.shipment_by_id[entry.shipment]) for entry in members}
            options = [offers[entry.shipment].option_of(entry) for entry in members]
            found = [option for option in options if option is not None]
            box = column(found, offers) if len(found) == len(members) else None
            if box is not None:
                self._found |= dict(zip(box.ids, _parts(box), strict=True))

    def of(self, shipment: str) -> tuple[Option | None, dict[str, float] | None]:
        """The option of a shipment and its cost by term; None for a route that the solver would not take."""
        return self._found.get(shipment, (None, None))


def _parts(box: Column) -> list[tuple[Option, dict[str, float]]]:
    """Each member's part of the cost of a box: what is paid by box by the part that it fills."""
    if len(box.options) == 1:
        return [(box.first, dict(box.first.terms))]
    filled = sum(option.shipment.share for option in box.options)
    of_box = {name: cost for option in box.options for name, cost in box_steps(option).items()}
    parts = []
    for option in box.options:
        share = option.shipment.share / filled
        terms = option.terms | {name: box.first.terms[name] * share for name in BY_BOX}
        terms["steps"] += sum(of_box.values()) * share - sum(box_steps(option).values())
        parts.append((option, terms))
    return parts


def _clock(case: Case, moment: datetime) -> str:
    return case.terminal.local(moment).isoformat(timespec="minutes")
