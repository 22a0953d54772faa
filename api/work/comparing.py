"""Scenarios compared: what each makes of the case and by which policy it works, and the figures as JSON."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from threading import Event
from typing import Any

from api.work.planning import in_zone
from api.work.policies import policy_of
from api.work.requests import SimulationRequest
from api.work.simulating import asked_policy, rows, window_of
from data.case import Case
from data.checker import check
from data.errors import BadInput, Fault
from data.plans import AnyPlan, BerthPlan, read_plan
from data.scenarios import BASE, Scenario
from simulations.experiments.comparison import SIGNIFICANT, Alternative, Comparison, compare
from simulations.experiments.runs import Finished
from simulations.policies import ByRules, FirstComeFirstServed, Policy, Rules


def alternatives(
    case: Case,
    scenarios: Sequence[Scenario],
    *,
    base: Scenario | None = None,
    policy: Policy | None = None,
    places: Mapping[str, str] | None = None,
    may_read_files: bool = False,
) -> list[Alternative]:
    """The base, which is the case (with the scenario `base`, where there is one), and every scenario made on it.

    They work by `policy`, first come first served where there is none, unless a scenario names its own. `places` says
    of scenarios in which file they stand. Policies and rules may be read from files only if the caller may: a server
    reads none that its clients name. Raises BadInput with every fault of every scenario.
    """
    ground = case if base is None else base.apply(case)
    works = policy or FirstComeFirstServed()
    if base is not None and (base.policy or base.rules):
        works = _policy(base, "scenarios", case, may_read_files)
    found, faults = [Alternative(BASE, ground, works)], list[Fault]()
    for scenario in scenarios:
        place = (places or {}).get(scenario.name, "scenarios")
        try:
            own = _policy(scenario, place, case, may_read_files) if scenario.policy or scenario.rules else works
            found.append(Alternative(scenario.name, scenario.apply(ground, place), own))
        except BadInput as error:
            faults += error.faults
    names = [scenario.name for scenario in scenarios]
    for name in sorted({name for name in names if names.count(name) > 1} | ({BASE} & set(names))):
        problem = "the base has this name" if name == BASE else "two scenarios have this name"
        faults.append(Fault("scenarios", problem, "give each its own", column="name", value=name))
    if faults:
        raise BadInput(faults)
    return found


def _policy(scenario: Scenario, place: str, case: Case, may_read_files: bool) -> Policy:
    """The policy of a scenario, first come first served where it names none. Raises BadInput."""
    text = scenario.policy or "fcfs"
    where = f"{place}, scenario {scenario.name}"
    if not may_read_files and (text.startswith("plan:") or scenario.rules):
        field = "rules" if scenario.rules else "policy"
        remedy = "compare it with the command line, or drop it"
        raise BadInput([Fault(where, "a server reads no files that a request names", remedy, column=field)])
    policy = policy_of(text, lambda path: _plan(case, path), where)
    return ByRules(policy, Rules.of(dict(scenario.rules))) if scenario.rules else policy


def _plan(case: Case, path: Path) -> BerthPlan:
    """A berth plan that breaks no rule of the case before any scenario changes it."""
    plan = read_plan(path)
    if not isinstance(plan, BerthPlan):
        raise BadInput([Fault(str(path), f"it is a {plan.kind} plan", "give a berth plan", column="kind")])
    broken = check(case, plan).broken
    if broken:
        raise BadInput([Fault(str(path), f"it breaks a rule: {rule}", "plan the case anew") for rule in broken])
    return plan


def simulate(
    case: Case,
    request: SimulationRequest,
    plan: AnyPlan | None,
    cancel: Event,
    report: Callable[[int, int], None],
    executor: Executor | None = None,
    finished: Finished | None = None,
) -> dict[str, Any]:
    """Run the case and the scenarios of a request, and give the figures of the case and the comparison as JSON."""
    policy = asked_policy(request, plan)
    days, start = window_of(policy, request.days, in_zone(case, request.start))
    base, *others = alternatives(case, request.scenarios, base=request.base, policy=policy)
    comparison = compare(
        base,
        others,
        days=days,
        start=start,
        warmup_days=request.warmup,
        replications=request.replications,
        workers=request.workers,
        seed=request.seed,
        report=report,
        cancel=cancel,
        executor=executor,
        finished=finished,
    )
    of_case = comparison.of(BASE)
    table = comparison.table()
    alone = [comparison.of(each.name).kpis().assign(scenario=each.name) for each in others]
    return {
        "kpis": rows(of_case.kpis()),
        "replications": rows(of_case.replications),
        "comparison": rows(table.assign(changed=table["p_value"] < SIGNIFICANT)),
        "scenarios": [row for table in alone for row in rows(table)],
    }


def summary(comparison: Comparison, case: Case, scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """What was compared, and which figures have changed by more than noise."""
    columns = ["scenario", "kpi", "unit", "difference", "half_width", "p_value"]
    return {
        "case": case.name,
        "currency": case.terminal.currency,
        "scenarios": [
            {
                "scenario": each.name,
                "description": each.description,
                "case_hash": made.case.hash,
                "policy": made.policy.name,
            }
            for each, made in zip(scenarios, comparison.alternatives[1:], strict=True)
        ],
        "replications": comparison.wanted,
        "missing": [{"scenario": name, "replication": number} for name, number in comparison.missing],
        "changed": rows(comparison.changed()[columns]),
    }
