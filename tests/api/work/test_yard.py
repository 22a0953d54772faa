"""What is told of a yard plan."""

from api.work.yard import plan_yard
from data.case import Case
from scheduler.stopping import Stop


def test_that_nothing_was_searched_is_told(small_case: Case) -> None:
    """Where the time is over before the search begins, and not where it had some."""
    at_once = Stop()
    at_once.cancel.set()
    said = "nothing was searched in the time given: this is the plan made by hand"
    for stop, told in ((at_once, True), (Stop(effort=0.05), False)):
        answer = plan_yard(small_case, import_share=0, stop=stop, workers=1)
        assert any(said in note and "give more --seconds" in note for note in answer.notes) == told
        assert answer.summary["notes"] == list(answer.notes)
        assert (answer.summary["bound"] == 0) == told
