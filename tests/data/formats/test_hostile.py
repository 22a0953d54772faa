"""Files that are small and would keep their readers busy without end: refused in time, and without much memory."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from data.errors import BadInput
from data.formats import read_upload
from data.formats.sizes import MOST_FAULTS, Sizes, nests_deeper

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="calls" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
_LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)
_FILE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def zipped(**files: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def book(rows: str, strings: str = "", head: str = "", encoding: str = "utf-8") -> bytes:
    sheet = (
        f"{head}<worksheet xmlns='{_MAIN}'><dimension ref='A1:XFD1048576'/><sheetData>{rows}</sheetData></worksheet>"
    )
    if encoding != "utf-8":
        sheet = f"<?xml version='1.0' encoding='{encoding}'?>{sheet}"
    more = {
        "xl/sharedStrings.xml": f"<sst xmlns='{_MAIN}'>{strings}</sst>",
        "xl/worksheets/sheet1.xml": sheet.encode(encoding),
    }
    return zipped(**(_PARTS | more))


_ENTITY = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
_TOO_MANY = "its sheets have more than 20,000 cells"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities": (lambda: book(_ENTITY, head=_LAUGHS), "it declares entities"),
    "entities in UTF-16": (lambda: book(_ENTITY, head=_LAUGHS, encoding="utf-16"), "the workbook is damaged"),
    "a file of the server": (lambda: book(_ENTITY, head=_FILE), "it declares entities"),
    "strings": (lambda: book("", "<si><t>x</t></si>" * 100_000), _TOO_MANY),
    "a long string": (lambda: book(f"<row><c><v>{'x' * 400_000}</v></c></row>"), "a text of it is longer than"),
    "attributes": (
        lambda: book("<row " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"),
        "a text of it is longer",
    ),
    "a far row": (lambda: book('<row r="999999999999"><c><v>1</v></c></row>'), _TOO_MANY),
    "far columns": (
        lambda: book("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 5_000))),
        _TOO_MANY,
    ),
    "a wide row": (lambda: book(f"<row>{'<c><v>1</v></c>' * 40_000}</row>"), _TOO_MANY),
    "empty rows": (lambda: book("<row/>" * 200_000), _TOO_MANY),
    "depth": (lambda: book("<a>" * 100_000 + "</a>" * 100_000), _TOO_MANY),
    "names": (
        lambda: zipped(**(_PARTS | {"xl/styles.xml": "<x/>" * 300_000})),
        "it has more styles or names than a reader can take",
    ),
    "JSON, depth": (lambda: b"[" * 1_000_000, "its lists and objects stand more than"),
    "JSON, keys": (
        lambda: ("{" + ",".join(f'"{n}":1' for n in range(100_000)) + ',"99999":1}').encode(),
        "an object says it twice",
    ),
    "JSON, unknown columns": (
        lambda: ('{"terminal":{},"calls":[' + ",".join(f'{{"etta{n}":1}}' for n in range(50_000)) + "]}").encode(),
        "the reader gave up after 1,000 faults",
    ),
    "JSON, numbers": (lambda: b'{"terminal":' + b"9" * 5_000 + b"}", "it is no JSON"),
    "CSV, faults": (
        lambda: zipped(**{"calls.csv": "id,vessel\n" + "\n".join(f"a{n},b,c" for n in range(50_000))}),
        "the reader gave up after 1,000 faults",
    ),
    "CSV, columns": (
        lambda: zipped(**{"calls.csv": ",".join(f"etta{n}" for n in range(100_000)) + "\n"}),
        "it has more than 1,000 columns",
    ),
    "CSV, a field": (
        lambda: zipped(**{"calls.csv": f'id\n"{"".join(map(str, range(60_000)))}"'}),
        "a cell has more than 131,072 letters",
    ),
    "CSV, zeros": (lambda: zipped(**{"calls.csv": "id\0,vessel\n"}), "it is UTF-16 text, or no text"),
    "CSV, PDF": (lambda: zipped(**{"calls.csv": b"%PDF-1.7\n%\xe2\xe3"}), "it is a PDF"),
    "CSV, UTF-16": (lambda: zipped(**{"calls.csv": "id,vessel\n".encode("utf-16")}), "it is UTF-16 text"),
    "TOML, a name": (lambda: zipped(**{"terminal.toml": ".".join("a" * 100_000) + " = 1"}), "more than 20 dots"),
    "TOML, depth": (lambda: zipped(**{"terminal.toml": "a = " + "[" * 5_000}), "it is no TOML"),
    "an archive in an archive": (lambda: zipped(**{"a.zip": zipped(b="0" * 100_000)}), "the file is missing"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_soon(name: str) -> None:
    make, problem = HOSTILE[name]
    content = make()
    started = time.process_time()
    tracemalloc.start()
    with pytest.raises(BadInput) as caught:
        read_upload(content, "x", Sizes(cells=20_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert any(problem in fault.problem for fault in caught.value.faults), caught.value.faults[:3]
    assert len(caught.value.faults) <= MOST_FAULTS + 1
    assert most < 100 * 2**20
    assert time.process_time() - started < 10


def test_openpyxl_reads_by_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML


@pytest.mark.parametrize(
    ("content", "deeper"),
    [
        (b"[[1]]", False), (b"[[[1]]]", True), (b'{"a":[1,{}]}', True), (b'{"a":"[[[[[["}', False), (b"[" * 9, True),
        (b'{"a":"\\"[[[["}', False), (b"[[],[],[],[]]", False), (b"", False), (b"[]]]]", False),
    ],
)  # fmt: skip
def test_depth_of_json(content: bytes, deeper: bool) -> None:
    assert nests_deeper(content, 2) is deeper
