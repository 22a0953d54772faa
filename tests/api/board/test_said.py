"""What the server says in English, said in Indonesian: as the tests of rules and faults expect it, and on the page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data.bookings import Shipment
from data.case import Case
from data.scenarios import shipped
from data.scenarios.describing import change_kinds
from simulations.experiments.factors import described
from tests.api.board.said import PLACE, said, table
from tests.api.board.test_board import draw_plan
from tests.api.board.test_editing import drag

# What stands in a place of each kind, and its words.
EXAMPLES = {
    "": ("ARU-1", "ARU-1"),
    "#": ("1,234.5", "1.234,5"),
    "=": ("first_line, last_line or none", "first_line, last_line atau none"),
    "+": ("A, B and 2 more", "A, B dan 2 lagi"),
    "*": ("A rope, cut", "A rope, cut"),
    "!": ("the file is empty", "berkasnya kosong"),
}


def _filled(text: str, side: int, kinds: dict[str, str]) -> str:
    return PLACE.sub(lambda place: EXAMPLES[kinds[place[1]]][side], text)


def _examples() -> list[tuple[str, str]]:
    """A sentence of each form, and what it should be."""
    found = []
    for form, words in table().items():
        kinds = dict(PLACE.findall(form))
        found.append((_filled(form, 0, kinds), _filled(words, 1, kinds)))
    return found


def test_words_have_no_values_that_their_sentence_has_not() -> None:
    for form, words in table().items():
        places = [name for name, _ in PLACE.findall(form)]
        assert len(places) == len(set(places)), form
        assert {name for name, _ in PLACE.findall(words)} <= set(places), form
        assert {kind for _, kind in PLACE.findall(words)} <= {""}, form


def test_a_sentence_is_said_whole_or_not_at_all() -> None:
    assert said("Aru (ARU-1) leaves before it berths") == "Aru (ARU-1) berangkat sebelum sandar"
    assert said("Aru (ARU-1) has 1,200 boxes and its 12.50 crane hours move 375") == (
        "Aru (ARU-1) punya 1.200 boks, sedangkan 12,50 jam QC hanya memindahkan 375"
    )
    work = "Aru (ARU-1) has 90 boxes, no quay crane and no gear of its own"
    assert said(f"{work}, 20 m away from its preferred position") == f"{said(work)}, 20 m dari posisi yang diutamakan"
    assert said("Aru (ARU-1) is painted blue, 20 m away from its preferred position") is None
    assert said("give a whole number from 1 to 20 (boxes)") == "isi bilangan bulat dari 1 sampai 20 (boks)"
    assert said("give it a coat of paint") is None
    lift = "loading A and B with crane QC1 at 08:30:00"
    assert said(f"{lift}: only two 20-foot boxes are lifted at once; lift them one after the other") == (
        f"{said(lift)}: hanya dua boks 20 kaki yang dapat diangkat sekaligus; angkat satu per satu"
    )
    assert said(lift) == "muat A dan B dengan QC1 pada 08:30:00"


def test_every_form_is_found_by_a_sentence_of_its() -> None:
    # Another form may say the same sentence where it has as many words of its own.
    missed = [sentence for sentence, _ in _examples() if said(sentence) is None]
    assert missed == []


def test_what_the_studio_and_lists_of_bookings_explain_has_its_words() -> None:
    helps = {field.about for change in change_kinds() for field in change.fields}
    helps |= {factor.about for factor in described()}
    helps |= {each.scenario.description for each in shipped()}
    helps |= {field.description or "" for field in Shipment.model_fields.values()}
    assert len(helps) > 150
    assert [each for each in sorted(helps) if said(each) is None] == []


@pytest.mark.browser
def test_the_board_says_what_is_expected_here(page: Page, server: str) -> None:
    sentences = [sentence for sentence, _ in _examples()]
    page.goto(server)
    of_board = page.evaluate(
        """async (sentences) => {
            const [{ SAID }, { translator }] = await Promise.all([
                import("/board/texts/said.js"), import("/board/sentences.js")]);
            const say = translator(SAID.id);
            return sentences.map((sentence) => say(sentence));
        }""",
        sentences,
    )
    assert dict(zip(sentences, of_board, strict=True)) == {sentence: said(sentence) for sentence in sentences}


@pytest.mark.browser
def test_rules_faults_and_refusals_are_told_in_indonesian(
    page: Page, server: str, small_case: Case, zipped: Callable[..., dict[str, Any]], complaints: list[str]
) -> None:
    draw_plan(page, server, small_case, "small-said")
    page.locator(".masthead select[data-language]").select_option("id")

    drag(page, "ARU-1", hours=-6)
    expect(page.locator("#draft-told .broken")).to_contain_text("sandar pada")
    expect(page.locator("#draft-told")).to_contain_text("sebelum tiba")
    expect(page.locator("#draft-told [lang=en]")).to_have_count(0)

    def spoil(calls: str) -> str:
        return calls.replace("ARU-2", "=1+1").replace("2026-01-05T20:00", "2026-01-05T07:00")

    page.set_input_files("#case-file", files=[zipped(small_case, "spoilt", "calls.csv", spoil)])
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("keberangkatan tidak setelah kedatangan")
    expect(dialog.locator("tbody [lang=en]")).to_have_count(0)
    assert "422" in complaints.pop()
    page.keyboard.press("Escape")

    page.locator("nav a[href='#day']").click()
    page.locator("#day-visits tbody tr", has_text="ARU-1").locator("button").click()
    page.locator("#actual [name=first_line]").fill("2026-01-05T08:10")
    page.locator("#actual [name=arrived]").fill("2026-01-05T09:10")
    page.locator("#actual [name=save]").click()
    expect(page.locator("#actual-problem")).to_contain_text("kapal sandar sebelum tiba")
    expect(page.locator("#actual-problem [lang=en]")).to_have_count(0)
    assert "422" in complaints.pop()
    page.keyboard.press("Escape")
    file = page.locator("#day-file input[type=file]")
    wrong = "call,arrived\nBURU-9,2026-01-05 09:20\nBURU-1,noon\n"
    file.set_input_files({"name": "day.csv", "mimeType": "text/csv", "buffer": wrong.encode()})
    expect(page.locator(".preview")).to_contain_text("kasus tidak punya kunjungan itu")
    expect(page.locator(".preview [lang=en]")).to_have_count(0)
