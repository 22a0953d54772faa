from hypothesis import given
from hypothesis import strategies as st

from api.jobs import leases
from api.jobs.leases import Watch

ONE, TWO = ("job", 1, 1), ("job", 1, 2)


def test_the_clock_does_not_stand_still() -> None:
    assert leases.now() < leases.now()


def test_a_beat_that_stands_still_for_a_lease_is_told() -> None:
    watch = Watch(30)
    assert watch.still([ONE], 0, 1) == []
    assert watch.still([ONE], 30.5, 31) == [], "it counts from the answer: the beat may have come until then"
    assert watch.still([ONE], 31, 40) == [ONE]


def test_a_beat_that_goes_on_begins_anew() -> None:
    watch = Watch(30)
    watch.still([ONE], 0, 0)
    assert watch.still([TWO], 29, 29) == []
    assert watch.still([TWO], 58, 58) == []
    assert watch.still([], 58.5, 58.5) == []
    assert watch.still([TWO], 59, 59) == [], "it was gone in between: another attempt"


@given(
    st.lists(st.tuples(st.floats(0, 20), st.floats(0, 5)), min_size=1, max_size=30),
    st.lists(st.tuples(st.floats(0.1, 20), st.floats(0, 3)), min_size=1, max_size=30),
)
def test_no_process_lives_when_its_job_is_put_back(
    renewals: list[tuple[float, float]], looks: list[tuple[float, float]]
) -> None:
    """Whatever the times of renewals, of looks, and of their answers."""
    lease, commits, ends, at = 10.0, [], [], 0.0
    for pause, took in renewals:
        at += pause
        # The worker counts from its question; the database has it at some moment before the answer.
        commits.append(at + took / 2)
        ends.append(at + leases.OWN_SHARE * lease)
        at += took
    watch, at = Watch(lease), 0.0
    for pause, took in looks:
        asked = at = at + pause
        seen = sum(commit <= asked + took / 2 for commit in commits)
        at += took
        for _, _, beat in watch.still([("job", 1, seen)], asked, at):
            # The last renewal that it can have seen; one that comes later is refused.
            assert all(end <= at for end in ends[:beat])
