"""Which resource holds a terminal up: what one more of each would bring, in pairs of runs.

How busy a resource is does not say that: a quay that is half empty on the mean is short when ships come together, and a
crane that always works may be waited for by nobody. So each resource is made somewhat larger in turn, and the one whose
growth shortens the ships' time most, by more than noise, is the bottleneck.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.case import Case
from data.scenarios import BASE, Scenario
from simulations.experiments.comparison import SIGNIFICANT, Alternative, Comparison, Paired
from simulations.policies import Policy

# What shows that ships are held up.
_MEASURE = "turnaround_h"


@dataclass(frozen=True)
class More:
    """A resource in words, and the scenario in which there is more of it."""

    resource: str
    scenario: Scenario


def more_of_each(case: Case) -> list[More]:
    """Every resource of a case, each with somewhat more of it."""
    quay = round(case.terminal.quay.length_m / 5, -1) or 10
    teu = sum(block.capacity_teu for block in case.yard_blocks)
    gate = case.terminal.gate
    lanes = {"lanes": gate.lanes} if gate.lanes_in is None else {"lanes_in": gate.lanes_in, "lanes_out": gate.lanes_out}
    asked: list[tuple[str, str, str, list[dict[str, object]]]] = [
        ("quay cranes", "crane", "one quay crane with its gang", [{"change": "add_quay_cranes"}]),
        ("the quay", "quay", f"{quay:g} m of quay, with the rails", [{"change": "longer_quay", "metres": quay}]),
        ("tractors", "tractors", "a fifth of the tractors", [{"change": "tractors", "factor": 1.2}]),
        (
            "the gate",
            "gate",
            "one gate lane" if len(lanes) == 1 else "one gate lane each way",
            [{"change": "set", "field": f"gate.{name}", "value": (n or 0) + 1} for name, n in lanes.items()],
        ),
    ]
    if case.yard_blocks:
        yard = {"change": "larger_yard", "hectares": min(1_000, teu / 4 / 1_000), "teu_per_hectare": 1_000}
        asked += [
            ("yard cranes", "yard-cranes", "one yard crane in each block", [{"change": "add_yard_cranes"}]),
            ("the yard", "yard", "a quarter of the yard, with its cranes", [yard]),
        ]
    return [
        More(what, Scenario.model_validate({"name": name, "description": text, "changes": changes}))
        for what, name, text, changes in asked
    ]


@dataclass(frozen=True)
class Bottleneck:
    """What one more of each resource brings; `resource` is the one that brings most, None where none brings anything.

    `gains` are by resource: what more of it changes in the ships' time in port, in hours; below 0 is shorter.
    """

    resource: str | None
    gains: dict[str, Paired]
    comparison: Comparison


def bottleneck(
    case: Case, policy: Policy, compare: Callable[[Alternative, Sequence[Alternative]], Comparison]
) -> Bottleneck:
    """The bottleneck of a case under a policy; `compare` runs a base and others, as `comparison.compare` does."""
    more = more_of_each(case)
    comparison = compare(
        Alternative(BASE, case, policy),
        [Alternative(each.scenario.name, each.scenario.apply(case), policy) for each in more],
    )
    table = comparison.table()
    rows = table[table["kpi"] == _MEASURE]
    sure = dict(zip(rows["scenario"].tolist(), (rows["p_value"] < SIGNIFICANT).tolist(), strict=True))
    gains = {each.resource: comparison.pair(_MEASURE, BASE, each.scenario.name) for each in more}
    helping = [each.resource for each in more if sure[each.scenario.name] and gains[each.resource].difference < 0]
    return Bottleneck(min(helping, key=lambda name: gains[name].difference, default=None), gains, comparison)
