"""What one request may ask of a server. Each limit of the settings has its own refusal."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from api.settings import Settings
from api.work.requests import PlanRequest, SimulationRequest
from api.work.simulating import asked_policy, window_of
from api.work.varying import most_cases
from data.case import Case
from data.errors import BadInput, Fault
from data.plans import AnyPlan, BerthPlan
from data.words import counted

# Times at which a call of a plan is given a crane, in the mean: planners' plans have three.
_USES_EACH = 10
# As a request of a plan has it.
_LONGEST = timedelta(days=366)
# What is farther from the days of a plan is mistyped.
_FAR = timedelta(days=366)


def refuse_long_solves(request: PlanRequest, limits: Settings) -> None:
    """Raise BadInput for a plan that may take longer than this server lets it."""
    for field in ("seconds", "effort"):
        wanted = getattr(request, field)
        if wanted is not None and wanted > limits.most_seconds:
            raise _too_much(field, wanted, f"this server solves for at most {limits.most_seconds:,g} s", field)


def refuse_many_runs(request: SimulationRequest, limits: Settings) -> None:
    """Raise BadInput for a simulation of more runs, or of more scenarios, than this server takes."""
    for field in ("replications", "most"):
        wanted = getattr(request, field)
        counts = field == "replications" or request.precision is not None
        if counts and wanted > limits.most_replications:
            problem = f"this server runs at most {counted(limits.most_replications, 'replication')} of a simulation"
            raise _too_much(field, wanted, problem, field)
    if len(request.scenarios) > limits.most_scenarios:
        problem = f"this server compares at most {counted(limits.most_scenarios, 'scenario')} in one simulation"
        raise _too_much("scenarios", len(request.scenarios), problem, "their number, and ask in several requests")


def refuse_outsized(case: Case, plan: AnyPlan) -> None:
    """Raise BadInput for a berth plan of far more calls or crane times than its case can have, or far from its days.

    The checker compares each with each, and shifts are told one by one.
    """
    if not isinstance(plan, BerthPlan):
        return
    most = 2 * len(case.calls) + 100
    if len(plan.calls) > most:
        raise _too_much(
            "calls", len(plan.calls), f"{case.name} has no more than {most:,} calls to plan", "their number"
        )
    most, uses = _USES_EACH * most, sum(len(entry.cranes) for entry in plan.calls)
    if uses > most:
        problem = f"the calls of {case.name} are given cranes at most {most:,} times together"
        raise _too_much("calls.cranes", uses, problem, "their number: join times that follow each other")
    if not plan.start < plan.end <= plan.start + _LONGEST:
        problem = f"a plan lasts at most {_LONGEST.days} days, and this one begins at {case.terminal.clock(plan.start)}"
        raise BadInput([Fault("body", problem, "correct its days", column="end", value=case.terminal.clock(plan.end))])
    moments: dict[str, datetime | None] = {"now": plan.now}
    for number, entry in enumerate(plan.calls):
        moments |= {f"calls.{number}.start": entry.start, f"calls.{number}.end": entry.end}
        for place, use in enumerate(entry.cranes):
            its = f"calls.{number}.cranes.{place}"
            moments |= {f"{its}.from": use.start, f"{its}.to": use.end}
    refuse_far_moments(case, plan, moments)


def refuse_far_moments(case: Case, plan: BerthPlan, moments: Mapping[str, datetime | None]) -> None:
    """Raise BadInput for moments, by the fields that have them, that are far from the days of a plan."""
    found: list[Fault] = []
    clock = case.terminal.clock
    for field, moment in moments.items():
        there = None if moment is None else case.terminal.local(moment)
        if there is not None and not plan.start - _FAR <= there <= plan.end + _FAR:
            days = f"from {clock(plan.start)} to {clock(plan.end)}"
            problem = f"it is more than {_FAR.days} days from the plan, which is {days}"
            found.append(Fault("body", problem, "look for a typing error", column=field, value=clock(there)))
    if found:
        raise BadInput(found)


def _too_much(field: str, value: float, problem: str, lower: str) -> BadInput:
    return BadInput([Fault("body", problem, f"lower {lower}", column=field, value=f"{value:g}")])


def refuse_many_days(most_days: int, request: SimulationRequest, plan: AnyPlan | None) -> None:
    """Raise BadInput for a request that simulates more days, of all scenarios and replications together."""
    days, _ = window_of(asked_policy(request, plan), request.days, request.start)
    runs = request.replications if request.precision is None else request.most
    cases = most_cases(request)
    if (total := cases * runs * (days + request.warmup)) > most_days:
        field = "replications" if request.precision is None else "most"
        raise BadInput(
            [
                Fault(
                    "body",
                    f"{counted(cases, 'case')} x {runs:,} runs x {days + request.warmup:,g} days are {total:,.0f} days "
                    f"to simulate, and this server takes at most {most_days:,} in one request",
                    f"lower {field}, days or warmup, or ask for fewer scenarios or steps in each of several requests",
                    column=field,
                    value=str(runs),
                )
            ]
        )
