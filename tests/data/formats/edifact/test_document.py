from pathlib import Path

from data.formats.edifact import baplie, listed, movins
from data.formats.edifact.charsets import CODECS
from data.formats.edifact.plan_files import FILES
from data.formats.edifact.reading import TYPES

PAGE = (Path(__file__).parents[4] / "docs" / "edi.md").read_text(encoding="utf-8")


def test_the_page_names_every_message_and_directory() -> None:
    for name in (*TYPES, *baplie.RELEASES, *movins.RELEASES, *listed.RELEASES):
        assert name in PAGE, name
    assert {"UNOA", "UNOK", "UNOW"} <= CODECS.keys()
    assert "UNOX" not in CODECS


def test_the_page_names_every_file_that_is_written() -> None:
    assert all(f"`{name}`" in PAGE for name in FILES)
