"""Every text of the board is there in both languages and used, and none stands outside of them."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

from api.presenting import report
from api.presenting.tasks import TaskState
from api.security.roles import RANKS
from data.export_chain import PARTIES
from data.kpis import KPIS
from scheduler.result import Status
from tests.api.board.texts import BOARD, forms, sources, texts

# What a literal holds that is not for readers: keys of the keyboard, headers, names of the web's own things.
NOT_READ = re.compile(
    r"^(Arrow\w+|Enter|Escape|Tab|Home|End|Intl\w*|GET|PUT|POST|PATCH|DELETE|Bearer|Error|English|Indonesia|[A-Z]\d?|UTC|.*\bContent-\w+)$"
)

# What the page writes into plans, which are in English; the server's words for it are in texts/id.
IN_PLANS = {"taken off by hand"}

# Sentences of the server's with a code, which are in English from the server.
# So are the changes of scenarios, which have names there alone.
SENTENCES = ("definition", "reason", "why", "remedy", "lack", "due", "change", "about", "setting", "choice")
# What may keep a ship from a better berth; see scheduler.berths.reasons.Reason.
REASONS = [
    "ship",
    "cranes",
    "closure",
    "crane_stop",
    "channel",
    "tide",
    "gangs",
    "earliest_start",
    "latest_departure",
    "crane_reach",
    "depth",
    "quay",
    "plan_before",
    "together",
    "itself",
    "crane_changes",
    "work",
]


def _placeholders(text: str | dict[str, str]) -> set[str]:
    return {name for form in forms(text) for name in re.findall(r"\{(\w+)\}", form)}


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    english, indonesian = texts("en"), texts("id")
    assert list(english) == [key for key in indonesian if key.split(".")[0] not in SENTENCES]
    assert [key for key in english if _placeholders(english[key]) != _placeholders(indonesian[key])] == []
    assert all(form.strip() for text in (*english.values(), *indonesian.values()) for form in forms(text))


def test_texts_with_a_number_have_the_forms_of_their_language() -> None:
    for language, needed in (("en", {"one", "other"}), ("id", {"other"})):
        plural = {key: set(text) for key, text in texts(language).items() if isinstance(text, dict)}
        assert plural
        assert [key for key, found in plural.items() if found != needed] == []


def test_every_text_is_used() -> None:
    everything = "\n".join((*sources().values(), Path(report.__file__).read_text(encoding="utf-8")))
    families = set(re.findall(r'\bnamed\(\s*"(\w+)"', everything))
    used = set(re.findall(r'"([a-z]+(?:\.[a-zA-Z_-]+)*)"', everything))
    assert [key for key in texts("en") if key not in used and key.split(".")[0] not in families] == []


def test_every_text_that_is_asked_for_is_there() -> None:
    everything = "\n".join((*sources().values(), Path(report.__file__).read_text(encoding="utf-8")))
    asked = set(re.findall(r'\bt\(\s*"([^"]+)"|data-(?:text|label|hint)="([^"]+)"', everything))
    assert {first or second for first, second in asked} <= set(texts("id"))


def test_the_codes_of_the_server_have_their_words() -> None:
    keys = set(texts("en"))
    terms = {
        name
        for file in ("costs.py", "shipments/costs.py")
        for name in re.findall(
            r'^\s+\(?"([a-z_]+)"[:,]', (BOARD.parents[1] / "data/checker" / file).read_text(encoding="utf-8"), re.M
        )
    }
    assert len(terms) >= 15
    expected = {
        *(f"kpi.{kpi.name}" for kpi in KPIS),
        *(f"unit.{kpi.unit}" for kpi in KPIS if kpi.unit != "money"),
        *(f"party.{party}" for party in PARTIES),
        *(f"role.{role}" for role in RANKS),
        *(f"state.{state}" for state in get_args(TaskState)),
        *(f"status.{status}" for status in Status),
        *(f"term.{term}" for term in terms),
    }
    assert expected - keys == set()
    assert {f"definition.{kpi.name}" for kpi in KPIS} | {f"reason.{what}" for what in REASONS} <= set(texts("id"))


def test_no_words_stand_in_the_code() -> None:
    found = []
    for name, source in sources().items():
        if not name.endswith(".js"):
            continue
        for literal in re.findall(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', source):
            words = re.sub(r"\$\{[^{}]*\}", " ", literal[0] or literal[1]).strip()
            is_sentence = re.search(r"[A-Za-z]{2,},? [a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+\b", words)
            if is_sentence and words not in IN_PLANS and not NOT_READ.match(words):
                found.append((name, words))
    assert found == []


class _Words(HTMLParser):
    """The words of a page that are not from the board's texts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value for name, value in attrs if name in ("aria-label", "title", "placeholder", "alt") and value
        ]
        if tag not in ("meta", "link", "img", "input", "br"):
            self._within.append(tag)

    def handle_endtag(self, _tag: str) -> None:
        self._within.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not {"noscript", "code", "style", "script"} & set(self._within):
            self.found.append(data.strip())


def test_no_words_stand_in_the_pages() -> None:
    page = _Words()
    page.feed((BOARD / "index.html").read_text(encoding="utf-8"))
    assert set(page.found) == {"Dermaga", "."}
    written = _Words()
    written.feed(re.sub(r"\{\w+\}", "", report._PAGE))
    assert written.found == []
