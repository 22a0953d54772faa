"""What a simulation found as tables: for spreadsheets, and for other systems."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from api.work.requests import SimulationRequest
from data.case import Case
from data.formats.workbook import workbook_with


def simulation_sheets(result: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables of a simulation's result that hold something, by name; the first is what was asked for."""
    search = result.get("search") or {}
    found = {
        "comparison": _table(result.get("comparison")),
        "sweep": _table(result.get("sweep")),
        "roots": _table(search.get("roots")),
        "curve": _table(search.get("curve")),
        "key figures": _alone(result),
        "replications": _table(result.get("replications")),
    }
    return {name: table for name, table in found.items() if len(table)}


def simulation_workbook(case: Case, request: SimulationRequest, result: Mapping[str, Any], job: str) -> bytes:
    """The tables on sheets of their own, and first what was run."""
    told: dict[str, Any] = {"simulation": job, "case": case.name, "currency": case.terminal.currency}
    told |= request.model_dump(
        mode="json", include={"policy", "start", "days", "warmup", "replications", "seed"}, exclude_none=True
    )
    about = [[name, value] for name, value in told.items()]
    about += [["base", request.base.name]] if request.base is not None else []
    about += [[each.name, each.description] for each in request.scenarios]
    sheets = {"about": pd.DataFrame(about, columns=["field", "value"], dtype=object), **simulation_sheets(result)}
    cells = {name: table.astype(object).where(table.notna(), None) for name, table in sheets.items()}
    return workbook_with(cells, case.terminal.zone)


def _table(rows: Sequence[Mapping[str, Any]] | None) -> pd.DataFrame:
    return pd.DataFrame(list(rows or ()))


def _alone(result: Mapping[str, Any]) -> pd.DataFrame:
    """The intervals of the means: of the base, and of each scenario."""
    rows = [{"scenario": "base"} | row for row in result["kpis"]]
    rows += [{"scenario": row["scenario"]} | row for row in result.get("scenarios") or ()]
    return _table(rows)
