"""The table of the worked example in docs/shipments.md is what its generator makes of the chain."""

from data.cases import load
from data.cases.document import CHAIN, PAGE, section, with_section


def test_the_table_is_made_from_the_chain() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == with_section(text), "run python -m data.cases.document"


def test_every_step_has_its_row_with_party_limits_and_paper() -> None:
    rows = section().splitlines()
    case = load("kariangau").case
    assert len(rows) == 2 + len(case.steps_by_chain[CHAIN])
    declaration = next(row for row in rows if row.startswith("| `peb` |"))
    assert "| forwarder |" in declaration
    assert declaration.endswith("| only declared_here; at most 168 h before departure | PEB |")
    assert any(row.startswith("| `fumigation` | fumigator |") and "fumigator, goes on" in row for row in rows)


def test_the_page_names_every_cut_off_of_the_cases() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for row in load("kariangau").case.cutoffs:
        assert f"| {row.code} |" in text or f" {row.code}," in text, row.code
