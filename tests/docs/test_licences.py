"""The page of licences is that of what is installed, and nothing that is given away binds those who take it."""

import re
from pathlib import Path

from docs.licences import PAGE, direct, with_tables

ROOT = Path(__file__).parents[2]


def test_the_page_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == with_tables(text), "run python -m docs.licences"


def test_every_licence_is_known_and_copyleft_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "not said" not in text
    run = text[text.index("### What runs") : text.index("### What tests")]
    copyleft = {
        line.split(" | ")[0].strip("| ") for line in run.splitlines() if re.search(r"GPL|MPL|EPL|EUPL|CDDL", line)
    }
    assert copyleft == {"psycopg", "psycopg-binary"}, "explain it in docs/licences.md before you add it here"


def test_every_dependency_says_what_it_is_for() -> None:
    groups = direct()
    assert [name for group in groups for name, (_, why) in groups[group].items() if not why and group != "test"] == []


def test_every_embedded_case_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for folder in (ROOT / "data" / "cases").iterdir():
        if (folder / "terminal.toml").exists():
            assert f"`{folder.name}`" in text
