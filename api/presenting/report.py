"""The report of a planned and simulated week: one HTML file that opens without a server and loads nothing.

It draws with the board's own modules, which are written into it; their imports are followed and taken out, since a
page that is opened from a file may not import.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

BOARD = Path(__file__).parents[1] / "board"
_STYLES = ("board.css", "berths/diagram.css", "report.css")
_IMPORT = re.compile(r'^import \{[^}]*\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=function|const)", re.MULTILINE)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src '{script_hash}'; style-src '{style_hash}'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main class="report">
<h1>{title}</h1>
<p class="when"><span id="when"></span> <select data-language data-label="page.language"></select></p>
<noscript><p>The diagrams and tables are drawn by a script that stands in this file; please allow it.</p></noscript>
<section><div id="costs"></div></section>
<section><h2 data-text="diagram.plan"></h2><div id="plan"></div></section>
<section><h2 data-text="policy.fcfs"></h2><div id="baseline"></div></section>
<section id="unserved"></section>
<section id="kpis"></section>
<section id="shipments"></section>
<section id="calls"></section>
<section><h2 data-text="report.how"></h2><pre>{command}</pre>
<p id="seed"></p></section>
</main>
<script type="application/json" id="content">{content}</script>
<script type="module">{script}</script>
</body>
</html>
"""


@dataclass(frozen=True)
class ReportContent:
    """What a report tells."""

    case_title: str
    """The case in words; the heading of the report."""
    case_name: str
    """The name by which commands ask for the case."""
    created: datetime
    """When it was made, with a time zone."""
    command: str
    """What to type to make it again."""
    seed: int
    """The seed of everything random in it."""
    view_plan: Mapping[str, Any]
    """The berth plan, as `api.presenting.view.berth_view` describes it."""
    view_baseline: Mapping[str, Any]
    """The plan by first come, first served, of the same case and days, from `berth_view` as well."""
    summary: Mapping[str, Any]
    """What summary.json holds: cost, bound, gap, status, terms, baseline {cost, terms}; money as in the views."""
    kpis_plan: Sequence[Mapping[str, Any]]
    """The simulated plan: rows {kpi, unit, mean, half_width, replications}; half_width is None for one replication."""
    kpis_baseline: Sequence[Mapping[str, Any]]
    """The same of first come, first served."""
    shipments: Sequence[Mapping[str, Any]]
    """Rows of `scheduler.shipments.timetable`."""
    ports: Mapping[str, str] = field(default_factory=dict)
    """Names of ports by UN/LOCODE; a port without a name is shown by its code."""
    definitions: Mapping[str, str] = field(default_factory=dict)
    """Definitions of key figures by name."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Versions of what it was made with, by name."""


def write_report(path: Path, report: ReportContent) -> None:
    """Write a report as an HTML file, in place of what was there. Raises OSError where that cannot be done."""
    style = "".join((BOARD / name).read_text(encoding="utf-8") for name in _STYLES)
    script = joined_modules(BOARD / "report.js")
    page = _PAGE.format(
        title=escape(report.case_title),
        command=escape(report.command),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        content=_embedded(report),
    )
    path.write_text(page, encoding="utf-8")


def joined_modules(entry: Path) -> str:
    """A module and everything that it imports as one module without imports, what is imported before who imports it.

    Imports must stand as `import { names } from "path";`. The modules share one scope, so their names must differ.
    """
    parts: dict[Path, str] = {}

    def take(module: Path) -> None:
        if module in parts:
            return
        source = module.read_text(encoding="utf-8")
        for imported in _IMPORT.findall(source):
            take((module.parent / imported).resolve())
        parts[module] = _EXPORT.sub("", _IMPORT.sub("", source))

    take(entry.resolve())
    return "\n".join(parts.values())


def _embedded(report: ReportContent) -> str:
    """The content as JSON that can't end the script element that it stands in."""
    content = {
        "case": report.case_name,
        "created": report.created.isoformat(),
        "seed": report.seed,
        "versions": ", ".join(f"{name} {version}" for name, version in report.versions.items()),
        "views": {"plan": report.view_plan, "baseline": report.view_baseline},
        "summary": report.summary,
        "kpis": {"plan": report.kpis_plan, "baseline": report.kpis_baseline},
        "definitions": [{"name": name, "definition": text} for name, text in report.definitions.items()],
        "shipments": report.shipments,
        "ports": [{"unlocode": code, "name": name} for code, name in report.ports.items()],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")


def _hash(source: str) -> str:
    """The source as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
