from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydifact.exceptions import EDISyntaxError
from pydifact.token import Token
from pydifact.tokenizer import Tokenizer

from data.formats.edifact.marks import USUAL, Marks
from data.formats.edifact.splitting import Unsplit, pieces, split

Segments = list[list[list[str]]]


def all_by_pydifact(text: str, marks: Marks) -> tuple[Segments, bool | None]:
    """The segments of a whole text, and whether it failed: at its end (True) or before (False)."""
    tokenizer = Tokenizer()
    done: Segments = []
    elements = [[""]]
    try:
        for token in tokenizer.get_tokens(text, marks.characters):
            match token.type:
                case Token.Type.CONTENT:
                    elements[-1][-1] += token.value
                case Token.Type.COMPONENT_SEPARATOR:
                    elements[-1].append("")
                case Token.Type.DATA_SEPARATOR:
                    elements.append([""])
                case _:
                    done.append(elements)
                    elements = [[""]]
    except EDISyntaxError:
        return done, tokenizer.end_of_message()
    # It passes over a release character at the end of the text, with which a file is cut off all the same.
    return done, None if elements == [[""]] and not text.endswith(marks.releasing) else True


def in_pieces(text: str, marks: Marks) -> tuple[Segments, bool | None]:
    done: Segments = []
    for piece in pieces(text, marks):
        try:
            done.append(split(piece, marks))
        except Unsplit as error:
            return done, error.at_end
    return done, None


def trimmed(segments: Segments) -> Segments:
    """Without what stands between segments, which is no part of a tag."""
    return [[[tag.lstrip(" \r\n"), *others], *rest] for (tag, *others), *rest in segments]


@pytest.mark.parametrize("marks", [USUAL, Marks(":", "+", ".", " ", " ", "'"), Marks("*", "|", ",", "\\", " ", "~")])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_segments_are_those_of_pydifact(marks: Marks, data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("AB \r\n" + "".join(marks) + marks.terminator + marks.release)))
    text = text.rstrip("\r\n ")
    (theirs, their_fault), (ours, our_fault) = all_by_pydifact(text, marks), in_pieces(text, marks)
    assert our_fault == their_fault
    if their_fault is False and len(ours) == len(theirs) + 1:  # it fails one segment too early, as it looks ahead
        ours.pop()
    assert trimmed(ours) == trimmed(theirs)


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from("A?'+")))
@example("A??'B'")
@example("A???'B'")
def test_no_text_is_lost_between_pieces(text: str) -> None:
    assert "".join(pieces(text, USUAL)) == text


def test_released_terminators_take_no_longer_than_others() -> None:
    start = process_time()
    assert len(list(pieces("?'" * 300_000, USUAL))) == 1
    assert process_time() - start < 2
