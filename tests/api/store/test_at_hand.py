from api.store.at_hand import AtHand


def test_what_nobody_asks_for_goes_first() -> None:
    kept = AtHand[str](most=2)
    kept.keep("a", "A")
    kept.keep("b", "B")
    assert kept.get("a") == "A"
    kept.keep("c", "C")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")


def test_sizes_count_and_what_is_too_large_is_not_kept() -> None:
    kept = AtHand[str](most=10)
    kept.keep("a", "A", 6)
    kept.keep("b", "B", 4)
    kept.keep("a", "A", 6)
    assert (kept.get("a"), kept.get("b")) == ("A", "B")
    kept.keep("c", "C", 11)
    assert kept.get("c") is None
