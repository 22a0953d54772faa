"""Makes the tables of docs/licences.md from what is installed and from pyproject.toml: `python -m docs.licences`.

Run it in the environment of the tests, where every extra is installed too.
"""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"
_BEGIN = "<!-- Made from the installed packages by `python -m docs.licences`. Change that, not the tables. -->\n"
_END = "<!-- End of what is made. -->\n"
# Where the metadata of a package have the whole text of its licence, or none: as its licence file says.
_READ = {
    "axe-playwright-python": "MIT AND MPL-2.0",
    "searoute": "Apache-2.0",
}
_NAMES = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "MIT license": "MIT",
    "Apache": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
}


def licence_of(package: Distribution) -> str:
    """The licence of an installed package, by its SPDX name where it says one."""
    name = canonicalize_name(package.name)
    if name in _READ:
        return _READ[name]
    metadata = package.metadata
    if said := metadata.get("License-Expression"):
        return str(said)
    found = [each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier", []) if each.startswith("License ::")]
    found = [each for each in found if each != "OSI Approved"]
    text = metadata.get("License", "") or ""
    if (not found or found == ["BSD License"]) and text and "\n" not in text and len(text) < 40:
        found = [text]
    return " OR ".join(_NAMES.get(each, each) for each in found) or "not said"


def direct() -> dict[str, dict[str, tuple[Requirement, str]]]:
    """What pyproject.toml asks for, with the reason that stands beside it, by extra ("" for the program itself)."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    groups = {"": project["dependencies"]} | project["optional-dependencies"]
    found: dict[str, dict[str, tuple[Requirement, str]]] = {}
    for group, lines in groups.items():
        found[group] = {}
        for line in lines:
            own = re.search(rf'(?:^ *# (.*)\n)? *"{re.escape(line)}",(?: *# (.*))?$', text, re.MULTILINE)
            reason = (own.group(2) or own.group(1) or "") if own else ""
            requirement = Requirement(line)
            found[group][canonicalize_name(requirement.name)] = requirement, reason
    return found


def brought_along(requirements: list[Requirement], known: set[str]) -> dict[str, set[str]]:
    """Packages that others need, with those that need them."""
    found: dict[str, set[str]] = {}
    left, seen = list(requirements), set[str]()
    while left:
        wanted = left.pop()
        by = canonicalize_name(wanted.name)
        key = f"{by}[{','.join(sorted(wanted.extras))}]"
        if key in seen:
            continue
        seen.add(key)
        for text in distribution(by).requires or []:
            needs = Requirement(text)
            if needs.marker and not any(needs.marker.evaluate({"extra": extra}) for extra in wanted.extras or {""}):
                continue
            name = canonicalize_name(needs.name)
            try:
                distribution(name)
            except PackageNotFoundError:
                continue
            left.append(needs)
            if name not in known and name != by:
                found.setdefault(name, set()).add(by)
    return found


def tables() -> str:
    """All tables."""
    groups = direct()
    run = groups.pop("")
    test = groups.pop("test")
    extras = {name: entry for group in groups.values() for name, entry in group.items()}
    known = {*run, *extras}
    parts = ["### What runs\n", _own(run), "### Extras\n", _own(extras)]
    needed = brought_along([entry[0] for entry in (*run.values(), *extras.values())], known)
    parts += ["### What these bring along\n", _others(needed)]
    only = {name: entry for name, entry in test.items() if name not in known}
    parts += ["### What tests and benchmarks alone need, and nobody is given\n", _own(only)]
    more = brought_along([entry[0] for entry in only.values()], known | needed.keys() | only.keys())
    along = ", ".join(f"{name} ({licence_of(distribution(name))})" for name in sorted(more))
    parts.append(f"With these come: {along}.\n")
    return "\n".join(parts)


def _own(entries: dict[str, tuple[Requirement, str]]) -> str:
    rows = []
    for name, (wanted, reason) in sorted(entries.items()):
        versions = ",".join(sorted(map(str, wanted.specifier), reverse=True))
        rows.append(f"| {wanted.name} | {versions} | {licence_of(distribution(name))} | {reason} |")
    return "\n".join(["| package | versions | licence | what for |", "|---|---|---|---|", *rows]) + "\n"


def _others(entries: dict[str, set[str]]) -> str:
    rows = [
        f"| {name} | {licence_of(distribution(name))} | {', '.join(sorted(by))} |"
        for name, by in sorted(entries.items())
    ]
    return "\n".join(["| package | licence | needed by |", "|---|---|---|", *rows]) + "\n"


def with_tables(text: str) -> str:
    """The text of the page with the tables as they should be. Raises ValueError where it has no marks for them."""
    before, after = text.index(_BEGIN) + len(_BEGIN), text.index(_END)
    return f"{text[:before]}\n{tables()}\n{text[after:]}"


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
