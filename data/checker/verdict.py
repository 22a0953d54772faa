"""What a checker answers."""

from dataclasses import dataclass

from data.case import Case
from data.plans import AnyPlan


@dataclass(frozen=True)
class Broken:
    """A broken rule: its name, the calls, shipments, boxes or cranes that break it, and a sentence with names."""

    rule: str
    calls: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


@dataclass(frozen=True)
class Verdict:
    """The broken rules of a plan, the terms of its cost in the terminal's money, and remarks that break nothing."""

    broken: tuple[Broken, ...]
    terms: dict[str, float]
    notes: tuple[str, ...] = ()

    @property
    def feasible(self) -> bool:
        """Whether no rule is broken."""
        return not self.broken

    @property
    def cost(self) -> float:
        """The sum of the terms."""
        return sum(self.terms.values())


def notes_on_case(case: Case, plan: AnyPlan) -> tuple[str, ...]:
    """A remark where the plan was made for another case, or for this one before it was changed."""
    if plan.case_hash == case.hash:
        return ()
    return (f"the plan was made for {plan.case} as it was then, and {case.name} is not the same; it is checked anew",)
