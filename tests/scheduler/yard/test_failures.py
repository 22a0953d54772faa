"""The table of what was searched in vain says only what was noted, for marks of either sign and any number of moves."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.yard.failures import fails, keep, table_of

# Few marks, so that some come again and push each other out; they differ in the bits that the table keeps.
marks = st.integers(-20, 20).map(lambda number: number * 0x0123_4567_89AB_CD00 % 2**63 - 2**62)


@settings(deadline=None)
@given(st.lists(st.tuples(marks, st.integers(1, 300))), st.integers(0, 5))
def test_the_table_says_only_what_was_noted(noted: list[tuple[int, int]], bits: int) -> None:
    table, most = table_of(bits), dict[int, int]()
    for mark, moves in noted:
        keep(table, mark, moves)
        most[mark] = max(moves, most.get(mark, 0))
        # What was noted last is there, up to the number that an entry holds.
        assert fails(table, mark, min(moves, 255))
    assert not any(fails(table, mark, moves + 1) for mark, moves in most.items())


def test_what_was_searched_for_the_fewest_moves_goes_first() -> None:
    table = table_of(0)
    assert len(table) == 4
    for number in range(5):
        keep(table, (number + 1) << 20, 10 - number)
    assert [fails(table, (number + 1) << 20, 1) for number in range(5)] == [True, True, True, False, True]
