"""The fingerprint of a case, which plans keep: it says whether they were made for the case as it is."""

import hashlib

from data.record import Record

# Parts of a case that came later than plans which are kept somewhere: tables, and columns of tables. Where a case has
# none of them it has the fingerprint that it had before them.
_LATER: dict[str, frozenset[str]] = {
    "bollards": frozenset(),
    "ship_tanks": frozenset(),
    "ship_sections": frozenset(),
    "ship_buoyancy": frozenset(),
    "ship_profiles": frozenset({"max_off_middle_m", "row_m"}),
    "ship_stacks": frozenset({"one_plug"}),
    "hydrostatics": frozenset({"min_centre_from_bow_m", "max_centre_from_bow_m"}),
    "actuals": frozenset({"first_lift", "last_lift"}),
    "calls": frozenset({"tentative", "remark"}),
}


def fingerprint(case: Record) -> str:
    """SHA-256, hexadecimal, of everything in a case but its name."""
    left_out: dict[str, object] = {"name": True}
    for table, columns in _LATER.items():
        rows: tuple[Record, ...] = getattr(case, table)
        unused = {column for column in columns if all(_unused(getattr(row, column)) for row in rows)}
        if not columns and not rows:
            left_out[table] = True
        elif unused:
            left_out[table] = {"__all__": unused}
    return hashlib.sha256(case.model_dump_json(exclude=left_out).encode()).hexdigest()  # type: ignore[arg-type]


def _unused(value: object) -> bool:
    return value is None or value is False or value == ()
