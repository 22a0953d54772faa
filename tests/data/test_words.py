import pytest

from data.words import counted


@pytest.mark.parametrize(
    ("count", "thing", "text"),
    [
        (0, "restow", "0 restows"),
        (1, "restow", "1 restow"),
        (2, "box", "2 boxes"),
        (1, "announced box", "1 announced box"),
        (1_200, "fault", "1,200 faults"),
    ],
)
def test_how_many_there_are_of_a_thing(count: int, thing: str, text: str) -> None:
    assert counted(count, thing) == text
