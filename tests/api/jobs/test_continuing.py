from typing import Any

import pytest

from api.jobs.continuing import Best, Parts, rest_of
from api.jobs.job import Attempt, Kind, packed, request_json
from api.work.requests import PlanRequest
from simulations.terminal import Replication


def attempt(request: PlanRequest, best: dict[str, Any] | None = None, spent: float = 0.0) -> Attempt:
    stored = None if best is None else packed(best)
    return Attempt("job", 2, Kind.BERTH, request_json(request), b"", None, 1, 0, best=stored, spent=spent)


def answer(cost: float, bound: float = 0.0, checked: bool = True) -> dict[str, Any]:
    summary = {"cost": cost, "bound": bound, "gap": 1, "status": "feasible", "seconds": 5.0, "checked": checked}
    return {"plan": f"plan at {cost}", "summary": summary}


@pytest.mark.parametrize(
    ("seconds", "spent", "left"),
    [(60, 0, 60), (60, 20, 40), (60, 59, 10), (5, 4, 5), (None, 12, 18)],
)
def test_a_solve_has_the_time_that_is_left(seconds: float | None, spent: float, left: float) -> None:
    rest = rest_of(PlanRequest(case="small", seconds=seconds), spent)
    assert (30.0 if rest.seconds is None else rest.seconds) == left


def test_a_solve_by_effort_begins_anew() -> None:
    request = PlanRequest(case="small", effort=5)
    assert rest_of(request, 100) == request
    best = Best(attempt(request, answer(1.0), spent=9), request)
    assert (best.berth_plan, best.spent) == (None, 0)
    assert best.or_better(answer(2.0)) == answer(2.0), "its plan depends on nothing but its request"


def test_only_better_answers_are_taken() -> None:
    request = PlanRequest(case="small")
    best = Best(attempt(request, answer(5.0)), request)
    assert not best.take(answer(5.0))
    assert not best.take(answer(4.0, checked=False))
    assert best.take(answer(4.0))
    assert not best.take(answer(4.5))


def test_the_answer_is_never_worse_than_before() -> None:
    request = PlanRequest(case="small")
    best = Best(attempt(request, answer(5.0, bound=1.0), spent=7.0), request)
    assert best.or_better(answer(4.0)) == answer(4.0)
    kept = best.or_better(answer(6.0, bound=4.0))
    assert kept["plan"] == "plan at 5.0"
    assert kept["summary"] == answer(5.0)["summary"] | {"bound": 4.0, "gap": 0.2, "seconds": 12.0}
    assert best.or_better(answer(1.0, checked=False))["summary"]["bound"] == 1.0


def test_replications_are_told_for_an_attempt_to_come() -> None:
    told: list[tuple[str, Any]] = []
    with Parts((), lambda name, data: told.append((name, data))) as parts:
        for number in range(3):
            parts.add(1, Replication(number, {"waiting_h": number / 3, "moves": float("nan")}, parts.no_calls))
            parts.report(number + 1, 4)
    assert told[-1] == ("progress", {"done": 3, "total": 4})
    again = Parts([data for name, data in told if name == "part"], lambda *_: None)
    assert sorted(again.known) == [(1, 0), (1, 1), (1, 2)]
    assert again.known[1, 2].figures["waiting_h"] == 2 / 3
