"""docs/case-format.md is what its generator makes of the types."""

from data.case import TABLES
from data.formats.document import PAGE, page
from data.formats.fields import columns
from data.terminal import Terminal


def test_the_page_is_made_from_the_types() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m data.formats.document"


def test_the_page_has_every_column_of_every_table() -> None:
    text = page()
    for name, row_type in {"terminal": Terminal, **TABLES}.items():
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for column in columns(row_type).values():
            assert f"| `{column.name}` |" in section
            assert column.meaning in section
    assert "| `tractors.count` | whole number from 1 to 1,000 |  | refused | Tractors in service |" in text
