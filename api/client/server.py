"""A server as a program sees it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self

import httpx

from api.client.access import Access
from api.client.calling import Calls
from api.client.cases import Cases
from api.client.jobs import Planning, Simulation
from api.client.own import OwnPlan
from api.jobs.job import State
from api.resources.checks import VerdictAnswer
from api.resources.health import Health, Readiness
from api.resources.shipments import AcceptedEntry
from api.resources.shipped import FactorEntry, KpiEntry, ScenarioEntry
from api.resources.yard import NightAnswer
from api.work.requests import NightRequest, PlanRequest, SimulationRequest
from data.plans import AnyPlan, BerthPlan
from data.scenarios.checking import ScenarioFault
from data.scenarios.describing import ChangeKind


class Dermaga:
    """A server of Dermaga at a URL, with the token that it asks for.

    Every method raises Refused where the server refuses, and Unreachable where it does not answer for `patience`
    seconds.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8400",
        *,
        token: str | None = None,
        patience: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._calls = Calls(url, token, patience, transport)
        self.cases = Cases(self._calls)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._calls.close()

    @cached_property
    def access(self) -> Access:
        """Tokens, the session and the audit log."""
        return Access(self._calls)

    def health(self) -> Health:
        """Whether the server answers."""
        return Health.model_validate(self._calls.ask("get_health").json())

    def readiness(self) -> Readiness:
        """How busy the workers are. Refused with 503 where jobs would not be done."""
        return Readiness.model_validate(self._calls.ask("get_readiness", again=False).json())

    def metrics(self) -> str:
        """The metrics as Prometheus reads them."""
        return self._calls.ask("get_metrics").text

    def kpis(self) -> list[KpiEntry]:
        """The definitions of the key figures."""
        return [KpiEntry.model_validate(item) for item in self._calls.items("list_kpis")]

    def scenarios(self, case: str | None = None) -> list[ScenarioEntry]:
        """The scenarios that come with Dermaga, of all embedded cases or of one."""
        return [ScenarioEntry.model_validate(item) for item in self._calls.items("list_scenarios", case=case)]

    def plans(
        self,
        *,
        kind: str | None = None,
        state: State | None = None,
        case: str | None = None,
        mine: bool | None = None,
        accepted: bool | None = None,
    ) -> Iterator[Planning]:
        """The jobs that make or made plans, the newest first: all, or those of a kind, in a state, on a case, mine, or
        with an accepted version."""
        chosen: dict[str, Any] = {"kind": kind, "state": state, "case": case, "mine": mine, "accepted": accepted}
        for item in self._calls.items("list_plans", **chosen):
            yield Planning(self._calls, item)

    def own_plans(self) -> Iterator[OwnPlan]:
        """Of a party: the accepted shipment plans in which it has tasks or bookings, the newest first."""
        for item in self._calls.items("list_plans"):
            yield OwnPlan(self._calls, AcceptedEntry.model_validate(item))

    def plan(self, request: PlanRequest, *, previous: BerthPlan | None = None, key: str | None = None) -> Planning:
        """Ask for a plan; of a re-plan, `previous` may be the plan before itself.

        The submission has a key (`Idempotency-Key`), its own where none is given: sent again, it is the same job.
        """
        content = request.model_dump(mode="json", exclude_unset=True)
        if previous is not None:
            content["previous"] = previous.model_dump(mode="json", by_alias=True)
        return Planning(self._calls, self._submit("make_plan", content, key))

    def night_shift(self, request: NightRequest) -> NightAnswer:
        """Put the yard in order in a few idle hours, for the ships of the next days. Nothing is kept of it."""
        content = request.model_dump(mode="json", exclude_unset=True)
        return NightAnswer.model_validate(self._calls.ask("plan_night", json=content).json())

    def planning(self, plan_id: str) -> Planning:
        """The job with an id that makes or made a plan."""
        answer = self._calls.ask("get_plan", path={"plan_id": plan_id})
        return Planning(self._calls, answer.json(), answer.headers.get("etag"))

    def change_kinds(self) -> list[ChangeKind]:
        """The kinds of changes that scenarios have, with their fields, units and limits."""
        return [ChangeKind.model_validate(item) for item in self._calls.items("list_changes")]

    def factors(self) -> list[FactorEntry]:
        """The numbers that a sweep can vary."""
        return [FactorEntry.model_validate(item) for item in self._calls.items("list_factors")]

    def check_scenarios(self, case: str, scenarios: Sequence[Mapping[str, Any]]) -> list[ScenarioFault]:
        """What is wrong with scenarios on a case: each fault at its scenario, change and field."""
        content = {"case": case, "scenarios": list(scenarios)}
        answer = self._calls.ask("check_scenarios", json=content, again=True).json()
        return [ScenarioFault.model_validate(fault) for fault in answer["faults"]]

    def simulations(
        self, *, state: State | None = None, case: str | None = None, mine: bool | None = None
    ) -> Iterator[Simulation]:
        """The jobs that simulate or did, the newest first: all, or those in a state, on a case, mine."""
        for item in self._calls.items("list_simulations", state=state, case=case, mine=mine):
            yield Simulation(self._calls, item)

    def simulate(self, request: SimulationRequest, *, key: str | None = None) -> Simulation:
        """Ask for a simulation, with a key as of `plan`."""
        content = request.model_dump(mode="json", exclude_unset=True)
        return Simulation(self._calls, self._submit("simulate", content, key))

    def simulation(self, simulation_id: str) -> Simulation:
        """The job with an id that simulates or did."""
        path = {"simulation_id": simulation_id}
        return Simulation(self._calls, self._calls.ask("get_simulation", path=path).json())

    def check(self, case: str, plan: AnyPlan) -> VerdictAnswer:
        """Put a plan to the checker. One that breaks rules is refused, with each of them in `problem.broken`."""
        content = {"case": case, "plan": plan.model_dump(mode="json", by_alias=True)}
        return VerdictAnswer.model_validate(self._calls.ask("check_plan", json=content, again=True).json())

    def _submit(self, operation: str, content: dict[str, Any], key: str | None) -> Any:
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
        return self._calls.ask(operation, json=content, headers=headers, again=True).json()
