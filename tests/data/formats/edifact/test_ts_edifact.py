"""What Dermaga writes is read by a parser that is not Dermaga's: ts-edifact, which checks order and formats too.

`npm install` in the folder ts-edifact beside this file makes these tests run. The definitions there are taken from the
directories: D.95B as UN/EDIFACT has it, D.13B in the order of its groups, with repeats of ours. A temperature (6246)
has n..3 in D.95B, to which ISO 9735 does not count sign and mark; ts-edifact does, so that n..5 stands there.
"""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.formats.edifact import EdiBox, Envelope, Goods, Voyage, baplie
from data.formats.edifact.syntax import read_interchange

FOLDER = Path(__file__).parent / "ts-edifact"
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "ts-edifact").is_dir(),
    reason="ts-edifact is not here: it needs Node.js, and `npm install` in tests/data/formats/edifact/ts-edifact",
)

VOYAGE = Voyage("103W", "O'Brien+Sons: why?", "9074729", None, "SPIL", "IDKRG", "IDSUB")
BOXES = (
    EdiBox(number="SPNU1000010", box_type="22G1", status="full", slot="0010182", gross_kg=18_200, verified_kg=18_250,
           load_port="IDKRG", discharge_port="IDSUB", operator="SPL", booking="B:1", bill="L?1",
           goods=(Goods("3", "1263"), Goods("1.4S"))),
    EdiBox(number="SPNU1000031", box_type="45R1", status="full", slot="0020202", gross_kg=20_000, load_port="IDKRG",
           discharge_port="LKCMB", final_port="SGSIN", plug=True, temperature_c=-18.5),
    EdiBox(number="SPNU1000047", box_type="42P1", status="full", slot="0060182", gross_kg=27_900,
           discharge_port="LKCMB", over_height_cm=51, over_width_cm=17, over_length_cm=22,
           bundled=("SPNU1000052", "SPNU1000068")),
    EdiBox(number="TEMU1000016", box_type="22R1", status="empty", slot="0070284", gross_kg=2_300,
           discharge_port="LKCMB", plug=True),
)  # fmt: skip


def run(content: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "plan.edi"
    path.write_bytes(content)
    return subprocess.run([str(NODE), "read.js", str(path)], cwd=FOLDER, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("version", ["2.2", "3.1"])
def test_a_plan_that_we_write_is_read_as_we_read_it(version: str, tmp_path: Path) -> None:
    envelope = Envelope("KKT", "SPIL", "1", datetime(2026, 1, 5, 8, tzinfo=UTC))
    content = baplie.write(envelope, VOYAGE, BOXES, version=version, document="PLAN", departure=envelope.prepared)
    ran = run(content, tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    theirs = [each for each in json.loads(ran.stdout) if each[0] not in ("UNA", "UNB", "UNH", "UNT", "UNZ")]
    (message,) = read_interchange("plan.edi", content).messages
    ours = [[segment.tag, [list(components) for components in segment.elements]] for segment in message.segments]
    assert theirs == ours
    assert sum(each[0] == "EQD" for each in theirs) == len(BOXES)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"UNOB:2", b"UNOA:2", "Invalid character"),
        (b"RFF+BM:1'\n", b"", "A mandatory segment RFF is missing"),
        (b"EQD+CN", b"BGM+1'EQD+CN", "A mandatory segment UNT is missing"),
        (b"KGM:18200", b"KGM:1234567890123456789", "Could not accept"),
        (b"LOC+147", b"LOC+1470", "Could not accept"),
    ],
)
def test_it_does_not_read_just_anything(old: bytes, new: bytes, words: str, tmp_path: Path) -> None:
    envelope = Envelope("KKT", "SPIL", "1", datetime(2026, 1, 5, 8, tzinfo=UTC))
    content = baplie.write(envelope, VOYAGE, BOXES)
    assert old in content
    ran = run(content.replace(old, new, 1), tmp_path)
    assert ran.returncode != 0
    assert words in ran.stderr
