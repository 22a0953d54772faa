import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.security.credentials import SESSION, TOKEN, hidden, is_secret, new_secret


@pytest.mark.parametrize("kind", [TOKEN, SESSION])
def test_a_secret_is_of_one_kind(kind: str) -> None:
    secret = new_secret(kind)
    assert [is_secret(secret, each) for each in (TOKEN, SESSION)] == [kind == TOKEN, kind == SESSION]


@given(before=st.text(), after=st.text(), kind=st.sampled_from([TOKEN, SESSION]))
def test_a_secret_is_hidden_wherever_it_stands(before: str, after: str, kind: str) -> None:
    secret = new_secret(kind)
    shown = hidden(before + secret + after)
    assert secret not in shown
    assert secret[len(kind) :] not in shown


@given(st.text(max_size=20))
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert hidden(text) == text
