from pathlib import Path

from data.formats.edifact import baplie, listed, movins
from data.formats.edifact.charsets import CODECS
from data.formats.edifact.reading import TYPES

PAGE = (Path(__file__).parents[4] / "docs" / "edi.md").read_text(encoding="utf-8")


def test_the_page_names_every_message_and_directory() -> None:
    for name in (*TYPES, *baplie.RELEASES, *movins.RELEASES, *listed.RELEASES):
        assert name in PAGE, name
    assert {"UNOA", "UNOK", "UNOW"} <= CODECS.keys()
    assert "UNOX" not in CODECS
