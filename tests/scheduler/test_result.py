from scheduler.result import gap


def test_the_gap_is_zero_where_cost_and_bound_are_equal() -> None:
    assert gap(0, 0) == 0
    assert gap(100, 100) == 0
    assert gap(100, 75) == 0.25
    assert gap(100, 100.0000001) == 0
