import logging

import pytest

from api.problems import Refusal, RulesBroken, problem_of, problem_of_status
from data.checker import Broken
from data.errors import BadInput, DermagaError, Fault, NotFound


def test_bad_input_lists_its_faults() -> None:
    fault = Fault("calls.csv", "there is no such ship", "add it", row=3, column="vessel", value="X")
    problem = problem_of(BadInput([fault, fault]))
    assert problem.status == 422
    assert problem.detail == "there are 2 faults in the input"
    assert problem.faults[0].model_dump() == {
        "file": "calls.csv",
        "row": 3,
        "column": "vessel",
        "value": "X",
        "problem": "there is no such ship",
        "remedy": "add it",
    }


def test_broken_rules_are_listed_with_their_calls() -> None:
    problem = problem_of(RulesBroken([Broken("overlap", ("A", "B"), "Aru and Buru overlap")]))
    assert problem.status == 422
    assert problem.broken[0].model_dump() == {"rule": "overlap", "calls": ["A", "B"], "text": "Aru and Buru overlap"}


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (NotFound("no such thing"), 404, "not-found"),
        (Refusal(409, "name-taken", "no such thing"), 409, "name-taken"),
        (DermagaError("no such thing"), 422, "refused"),
    ],
)
def test_our_own_errors_are_shown(error: DermagaError, status: int, kind: str) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.type, problem.detail) == (status, f"urn:dermaga:problem:{kind}", "no such thing")


def test_other_errors_are_logged_and_hidden(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        problem = problem_of(ValueError("secret"))
    assert problem.status == 500
    assert "secret" not in problem.model_dump_json()
    assert "secret" in caplog.text


def test_a_status_speaks_for_itself() -> None:
    problem = problem_of_status(404, "nothing here")
    assert (problem.type, problem.title) == ("about:blank", "Not Found")
