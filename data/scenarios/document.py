"""Makes docs/scenarios.md from the types: `python -m data.scenarios.document`."""

from pathlib import Path
from typing import Any

from data.scenarios.files import shipped
from data.scenarios.scenario import CHANGES, Scenario

PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"

_OPENING = """# Scenarios

<!-- Made from the types by `python -m data.scenarios.document`. Change the types, not this page. -->

A scenario is a what-if question about a case: a name, a sentence, and a list of changes that are made one after the
other. `dermaga compare CASE SCENARIO... --out DIR` simulates the case and each scenario with the same random numbers
and says what differs by more than chance ([kpis.md](kpis.md) defines the key figures). `dermaga scenarios` lists those
that are shipped. In the API a simulation takes them as `scenarios`, and `/api/v1/scenarios` lists the shipped ones;
`/api/v1/openapi.json` has the JSON schema (`Scenario`).

A file has one scenario, or several, each begun with `[[scenario]]`. It is TOML, or JSON with the same names where its
name ends with `.json`:

```toml
name = "longer-quay"
description = "The quay is 130 m longer and has one crane more"

[[changes]]
change = "longer_quay"
metres = 130

[[changes]]
change = "add_quay_cranes"
```

The file is refused with every fault in it, each with the scenario, the number of its change, the field and what would
be right. So is a change that the case does not allow. A changed case is checked as one in files is. The case itself
stays as it is.

Lists of names may be written as a list, or with spaces between. Moments and times of day stand in quotes, as
"2026-01-12T06:00" and "06:00"; without a zone they are on the terminal's clock, and a date alone is its midnight.
`policy` is one that `dermaga simulate --policy` takes.
"""

_COMPARISON = """## What a comparison says

`DIR/comparison.csv` has a row for each scenario and key figure. Replication k of every scenario draws the same random
numbers as replication k of the base, so that they are compared in pairs.

| column | meaning |
|---|---|
| `scenario` | name of the scenario |
| `kpi`, `unit` | the key figure; money is in the case's currency |
| `base_mean`, `mean` | its mean in the base and in the scenario, over the replications in which both have it |
| `difference` | `mean` less `base_mean` |
| `half_width` | half of the 95 % interval of that difference, by Student's t of the paired differences |
| `p_value` | probability of a difference as large if there were none, by the paired t-test, corrected by Holm |

The correction is Holm's step-down for the number of scenarios, for each key figure by itself. A figure with a `p_value`
below 0.05 has changed by more than noise: if no scenario changed it, any would be told so in at most 5 % of
comparisons. Intervals are those of each scenario alone.

`comparison.parquet` has the same; `replications.csv` has every figure of every replication, the base's as `base`;
`summary.json` says what was run and which figures have changed, and `report.md` tells the same to a reader, and where
nothing differs at all: a closure outside the days that are simulated changes nothing. With `--base SCENARIO` the base
is the case with that scenario, and the others are made on top of it.
"""


def page() -> str:
    """The text of docs/scenarios.md."""
    parts = [_OPENING, "## A scenario\n", _table(Scenario.model_json_schema(), "field")]
    parts.append("## Changes\n")
    for change in CHANGES:
        schema = change.model_json_schema()
        about = " ".join((change.__doc__ or "").split())
        parts.append(f"### {schema['properties']['change']['const']}\n\n{about}\n")
        parts.append(_table(schema, "field"))
    parts.append(_COMPARISON)
    parts.append("## Shipped scenarios\n\n| name | made for | what it asks |\n|---|---|---|")
    rows = [f"| `{each.scenario.name}` | `{each.case}` | {each.scenario.description} |" for each in shipped()]
    parts.append("\n".join(rows) + "\n\n[what-ifs-kkt.md](what-ifs-kkt.md) has what comes of those for Kariangau.\n")
    return "\n".join(parts)


def _table(schema: dict[str, Any], heading: str) -> str:
    lines = [f"| {heading} | holds | unit | if left out | meaning |", "|---|---|---|---|---|"]
    for name, field in schema["properties"].items():
        if name == "change":
            continue
        options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
        unit = next((str(each["unit"]) for each in (field, *options) if "unit" in each), "")
        cells = (f"`{name}`", _holds(options), unit, _left_out(schema, name, field), field.get("description", ""))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _left_out(schema: dict[str, Any], name: str, field: dict[str, Any]) -> str:
    if name in schema.get("required", ()):
        return "refused"
    default = field.get("default")
    if isinstance(default, bool):
        return "true" if default else "false"
    return "none" if default in (None, "", [], {}) else str(default)


def _holds(options: list[dict[str, Any]]) -> str:
    """What a field holds, in words."""
    return " or ".join(dict.fromkeys(_one(option) for option in options))


def _one(option: dict[str, Any]) -> str:
    if "enum" in option:
        return ", ".join(f"`{value}`" for value in option["enum"])
    if option.get("format") == "moment":
        return "moment"
    if option.get("format") == "time":
        return "time of day"
    if option.get("list"):
        return "names"
    kinds = {
        "array": "list",
        "object": "names and values",
        "boolean": "true or false",
        "integer": "whole number",
        "number": "number",
    }
    kind = kinds.get(option.get("type", ""), "text")
    least, above, most = option.get("minimum"), option.get("exclusiveMinimum"), option.get("maximum")
    if above is not None:
        return f"{kind} above {above:,}" + ("" if most is None else f", at most {most:,}")
    return kind if least is None or most is None else f"{kind} from {least:,} to {most:,}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
