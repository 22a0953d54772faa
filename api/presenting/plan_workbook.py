"""A plan of any kind as an Excel workbook: its table, details on sheets of their own, and what it is."""

import re
from collections.abc import Mapping
from datetime import datetime
from math import isnan
from typing import Any

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

from api.presenting.tables import plan_table, yard_table
from data.case import Case
from data.checker import check
from data.formats.workbook import workbook_with
from data.plans import AnyPlan, BerthPlan, LoadingPlan, YardPlan

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


def plan_workbook(case: Case, plan: AnyPlan, told: Mapping[str, object]) -> bytes:
    """The workbook. Moments are date cells on the terminal's clock, whose zone the first sheet names.

    `told` are fields that the first sheet has before all others, as the plan's id and version.
    """
    sheets = {"about": _about(case, plan, told), plan.kind: plan_table(case, plan)} | _details(plan)
    return workbook_with({name: _cells(frame) for name, frame in sheets.items()}, case.terminal.zone)


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return pd.DataFrame(rows, columns=frame.columns, dtype=object)


def _cell(value: object) -> object:
    """A value as a spreadsheet has it: tables hold moments as text, and nothing as not a number."""
    if isinstance(value, str):
        # No workbook holds control characters, which a text that somebody sent may.
        return datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else ILLEGAL_CHARACTERS_RE.sub("", value)
    return None if isinstance(value, float) and isnan(value) else value


def _about(case: Case, plan: AnyPlan, told: Mapping[str, object]) -> pd.DataFrame:
    verdict = check(case, plan)
    fields: dict[str, object] = dict(told) | {
        "kind": plan.kind,
        "terminal": case.terminal.name,
        "time zone of all times": case.terminal.time_zone,
    }
    fields |= {
        name: value
        for name, value in plan
        if name != "kind" and isinstance(value, str | float | int | datetime) and not isinstance(value, bool)
    }
    fields[f"cost ({case.terminal.currency})"] = verdict.cost
    fields |= {f"of that {name}": amount for name, amount in verdict.terms.items()}
    fields["broken rules"] = len(verdict.broken)
    rows: list[list[Any]] = [[name.replace("_", " "), value] for name, value in fields.items()]
    rows += [[rule.rule, rule.text] for rule in verdict.broken]
    return pd.DataFrame(rows, columns=["field", "value"], dtype=object)


def _details(plan: AnyPlan) -> dict[str, pd.DataFrame]:
    """What the plan's table has no room for."""
    if isinstance(plan, BerthPlan):
        uses = [(entry.call, use.crane, use.start, use.end) for entry in plan.calls for use in entry.cranes]
        return {"cranes": pd.DataFrame(uses, columns=["call", "crane", "from", "to"], dtype=object)}
    if isinstance(plan, LoadingPlan):
        ashore = pd.DataFrame([(left.box, left.reason) for left in plan.ashore], columns=["box", "reason"])
        ballast = pd.DataFrame([(held.tank, held.tonnes) for held in plan.ballast], columns=["tank", "tonnes"])
        shown = {"yard moves": yard_table(plan.yard_moves), "ashore": ashore}
        return shown | ({"ballast": ballast} if plan.ballast else {})
    if isinstance(plan, YardPlan):
        rows = [(out.call, str(out.group), out.boxes, out.reason) for out in plan.unplaced]
        return {"unplaced": pd.DataFrame(rows, columns=["call", "group", "boxes", "reason"])}
    steps = [(routed.shipment, step.step, step.start, step.end) for routed in plan.shipments for step in routed.steps]
    return {"steps": pd.DataFrame(steps, columns=["shipment", "step", "start", "end"], dtype=object)}
