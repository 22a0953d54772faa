"""Modules of the board import what there is and use it, and no style is of something that is not there."""

import re
from pathlib import Path, PurePosixPath

from api.presenting import report
from tests.api.board.texts import BOARD, sources, texts

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)


def _imports(name: str) -> list[tuple[str, str]]:
    """What a module takes from others: their names in the board's folder, and the names of what it takes."""
    source = (BOARD / name).read_text(encoding="utf-8")
    return [
        ((BOARD / name).parent.joinpath(PurePosixPath(of)).resolve().relative_to(BOARD).as_posix(), each.strip())
        for names, of in _IMPORT.findall(source)
        for each in names.split(",")
        if each.strip()
    ]


def test_every_import_is_there_and_every_import_and_export_is_used() -> None:
    modules = {name: source for name, source in sources().items() if name.endswith(".js")}
    taken = {name: _imports(name) for name in modules}
    assert sum(map(len, taken.values())) > 100
    unused = [
        (name, each)
        for name, its in taken.items()
        for _, each in its
        if not re.search(rf"\b{each.split(' as ')[-1]}\b", modules[name])
    ]
    asked = {(of, each.split(" as ")[0]) for its in taken.values() for of, each in its if not of.startswith("texts/")}
    exported = {(name, each) for name, source in modules.items() for each in _EXPORT.findall(source)}
    # The report has some of them in a page of its own.
    in_report = Path(report.__file__).read_text(encoding="utf-8")
    lonely = sorted((name, each) for name, each in exported - asked if each not in in_report)
    assert (unused, lonely, sorted(asked - exported)) == ([], [], [])


def test_every_style_is_of_something_that_is_there() -> None:
    # Some classes are codes of the server's, which have their texts.
    everything = "\n".join((*sources().values(), *texts("id"), Path(report.__file__).read_text(encoding="utf-8")))
    families = tuple(set(re.findall(r"([a-z][\w-]*-)\$\{", everything)))
    unused = []
    for path in BOARD.rglob("*.css"):
        style = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}]+)\{", style):
            for name in re.findall(r"[.#]([a-zA-Z][\w-]*)", selectors):
                is_there = re.search(rf"(?<![\w-]){name}(?![\w-])", everything)
                if not is_there and not name.startswith(families):
                    unused.append((path.name, name))
    assert unused == []
