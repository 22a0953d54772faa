"""A loading plan asked for, checked and told: the same for the command line and a job."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from api.presenting.stowage_remarks import StowageRemarks, stowage_remarks
from api.presenting.tables import in_rail_order, sequence_table
from api.presenting.view import hours, local_time
from api.work.planning import as_json, in_zone, note_on_berth_plan, summary_of
from api.work.requests import PlanRequest
from data.boxes import boxes_of
from data.case import Case
from data.checker import check_loading
from data.crane_hours import crane_hours as hours_of_cranes
from data.errors import DermagaError, NotFound
from data.plans import BerthPlan, LoadingPlan
from data.vessels import VesselCall
from scheduler import loading
from scheduler.loading import Berth, LoadingResult
from scheduler.result import Report, keep_nothing, no_report
from scheduler.stopping import Stop

# Broken rules that are told one by one.
_TOLD = 5


@dataclass(frozen=True)
class LoadingAnswer:
    """A loading plan with its summary, and the checker's remarks.

    Those on single boxes are not there where the checker refuses the plan.
    """

    plan: LoadingPlan
    summary: dict[str, Any]
    notes: tuple[str, ...]
    remarks: StowageRemarks | None

    def result(self, case: Case) -> dict[str, Any]:
        """The answer as JSON; the view is the sequence, a row a lifted box."""
        view = {"sequence": sequence_table(case, self.plan).to_dict("records")}
        return {"plan": as_json(self.plan), "summary": self.summary, "baseline": None, "view": view}


def call_of(case: Case, name: str) -> VesselCall:
    """A call by its id. Raises NotFound where the case has none of that name."""
    call = case.call_by_id.get(name)
    if call is None:
        near = get_close_matches(name, case.call_by_id, n=1)
        hint = f"did you mean {near[0]}?" if near else "its calls are in the table calls"
        raise NotFound(f"the case {case.name} has no call {name!r}; {hint}")
    return call


@dataclass(frozen=True)
class Asked:
    """What a request asks to be loaded: the call, her berth, and what there is to remark on the berth plan."""

    call: VesselCall
    berth: Berth
    remark: str | None


def asked_of(case: Case, request: PlanRequest, berth_plan: BerthPlan | None = None) -> Asked:
    """What a request asks for, without planning anything.

    Raises NotFound where the case has no such call, and DermagaError where the ship has no profile, the call does not
    take so many cranes, no crane reaches her, or the berth plan is one of another case or does not berth her.
    """
    call = call_of(case, request.call or "")
    if request.cranes is not None and request.cranes > call.max_cranes:
        raise DermagaError(
            f"the call {call.id} takes at most {call.max_cranes} cranes; give so many, or correct the call"
        )
    case.needed_layout(call)
    if berth_plan is None:
        start = in_zone(case, request.start)
        return Asked(call, loading.usual_berth(case, call, request.cranes, start), None)
    remark = note_on_berth_plan(case, berth_plan)
    return Asked(call, loading.planned_berth(case, call, berth_plan), remark)


def plan_loading(
    case: Case,
    request: PlanRequest,
    stop: Stop,
    report: Report = no_report,
    berth_plan: BerthPlan | None = None,
    keep: Callable[[LoadingAnswer], None] | None = None,
) -> LoadingAnswer:
    """Plan the loading of a call and check the plan; `keep` is given every better plan on the way.

    Raises NotFound and DermagaError as `asked_of`, and DermagaError where her work cannot be done.
    """
    asked = asked_of(case, request, berth_plan)

    def answer(result: LoadingResult) -> LoadingAnswer:
        return _answer(case, asked.call, result, berth_plan, () if asked.remark is None else (asked.remark,))

    return answer(
        loading.solve(
            case, asked.call, berth=asked.berth, stop=stop, seed=request.seed, workers=request.workers, report=report,
            instructions=request.instructions,
            keep=keep_nothing if keep is None else lambda result: keep(answer(result)),
        )
    )  # fmt: skip


def _answer(
    case: Case, call: VesselCall, result: LoadingResult, berth_plan: BerthPlan | None, notes: tuple[str, ...]
) -> LoadingAnswer:
    verdict = check_loading(case, result.plan)
    notes += (*cranes_wanted_elsewhere(case, result.plan, berth_plan), *verdict.notes)
    remarks = stowage_remarks(case, result.plan, verdict) if verdict.feasible else None
    summary = summary_of(result, verdict, verdict.terms) | {
        "broken": [str(rule) for rule in verdict.broken],
        "stages": [
            {
                "stage": stage.name,
                "minimises": stage.what,
                "unit": stage.unit,
                "value": stage.value,
                "bound": stage.bound,
                "gap": stage.gap,
            }
            for stage in result.stages
        ],
        **work_of(case, call, result.plan),
        **departure_of(case, call, result.plan, berth_plan),
        "notes": list(notes),
        "crane_hours": crane_hours(case, result.plan) if verdict.feasible else None,
        "overstows": sum(each.made for each in verdict.overstows),
        "remarks": None if remarks is None else remarks.as_json(),
        "baseline": None,
    }
    return LoadingAnswer(result.plan, summary, notes, remarks)


_FIGURES = (
    "moves", "restows", "rehandles", "last_lift", "moves_per_crane_hour", "departure", "after_etd_h",
)  # fmt: skip


def figures_of(case: Case, plan: LoadingPlan) -> dict[str, Any]:
    """What the summary of a job tells, of any plan, whoever made it: its cost by term, its work, and the remarks on it.

    Raises NotFound where the case has no such call.
    """
    call, verdict = call_of(case, plan.call), check_loading(case, plan)
    told = work_of(case, call, plan) | departure_of(case, call, plan, None)
    return {
        "cost": verdict.cost,
        "terms": verdict.terms,
        **{name: told[name] for name in _FIGURES},
        "crane_hours": crane_hours(case, plan) if verdict.feasible else None,
        "notes": list(verdict.notes),
    }


def refusal(summary: dict[str, Any]) -> str:
    """What to say of a plan that the checker does not accept."""
    broken = summary["broken"]
    more = f"\nand {len(broken) - _TOLD} more" if len(broken) > _TOLD else ""
    return (
        "no plan was found that keeps every rule; the best one breaks these: give more time, or change what they name\n"
        + "\n".join(broken[:_TOLD])
        + more
    )


def departure_of(case: Case, call: VesselCall, plan: LoadingPlan, berth_plan: BerthPlan | None) -> dict[str, Any]:
    """When the ship can leave: unmooring after the last lift. Beside it her ETD, and the berth plan's last line.

    Hours are those by which she leaves later, or below zero earlier. The berth plan's are None without one.
    """
    leaves = plan.last_lift + timedelta(minutes=case.terminal.quay.unmooring_min)
    berthed = () if berth_plan is None else berth_plan.calls
    planned = next((entry.end for entry in berthed if entry.call == call.id), None)
    return {
        "departure": local_time(case, leaves),
        "etd": local_time(case, call.etd),
        "after_etd_h": hours(leaves - call.etd),
        "berth_plan_departure": None if planned is None else local_time(case, planned),
        "after_berth_plan_h": None if planned is None else hours(leaves - planned),
    }


def cranes_wanted_elsewhere(case: Case, plan: LoadingPlan, berth_plan: BerthPlan | None) -> list[str]:
    """Remarks on cranes that lift here when the berth plan has given them to another call.

    A berth plan counts on mean rates, and a crane that was the ship's until the end stays until she is done.
    """
    remarks = []
    uses = [
        (use.start, entry.call, use)
        for entry in (() if berth_plan is None else berth_plan.calls)
        if entry.call != plan.call
        for use in entry.cranes
    ]
    for crane in in_rail_order(case, (lift.crane for lift in plan.lifts)):
        lifts = [lift for lift in plan.lifts if lift.crane == crane]
        for start, call, use in sorted(uses, key=lambda each: each[:2]):
            ends = [lift.end for lift in lifts if lift.end > start and lift.start < use.end]
            if use.crane == crane and ends:
                clock = case.terminal.clock
                remarks.append(
                    f"{crane} works here until {clock(max(ends))}, and the berth plan gives it to {call} from "
                    f"{clock(start)}: plan the berths again, or load that ship later"
                )
                break
    return remarks


def crane_hours(case: Case, plan: LoadingPlan) -> list[dict[str, Any]]:
    """The hours of each crane from the plan's start to the last lift, by what it does and waits for."""
    return [
        {"crane": name} | {f"{what}_h": round(seconds / 3600, 3) for what, seconds in spent.items()}
        for name, spent in ((row.pop("crane"), row) for row in map(asdict, hours_of_cranes(case, plan)))
    ]


def _instructed(case: Case, plan: LoadingPlan) -> dict[str, Any]:
    """What the plan makes of the line's instructions: how many slots they are for, and how many have their box."""
    slots = {row.slot for row in case.instructions if row.call == plan.call and plan.instructions != "none"}
    loaded = [box.target for lift in plan.lifts if lift.kind == "load" for box in lift.boxes]
    return {
        "instructions": plan.instructions,
        "instructed_slots": len(slots) or None,
        "instructed": sum(slot in slots for slot in loaded) if slots else None,
    }


def work_of(case: Case, call: VesselCall, plan: LoadingPlan) -> dict[str, Any]:
    """What a loading plan has to do, and how long it takes."""
    kinds = Counter(lift.kind for lift in plan.lifts)
    boxes = Counter(lift.kind for lift in plan.lifts for _ in lift.boxes)
    first = min((lift.start for lift in plan.lifts), default=plan.start)
    last = plan.last_lift
    worked_h = (last - first).total_seconds() / 3600
    cranes = len({lift.crane for lift in plan.lifts})
    yard = Counter(move.kind for move in plan.yard_moves)
    moves = boxes["discharge"] + boxes["load"] + boxes["restow_off"] + boxes["restow_on"]
    its = boxes_of(case, call)
    return {
        "call": call.id,
        "vessel": case.ship_of(call).name,
        "moves": moves,
        "discharged": boxes["discharge"],
        "loaded": boxes["load"],
        "ashore": len(plan.ashore),
        "restows": boxes["restow_off"],
        "hatch_covers": kinds["hatch_off"] + kinds["hatch_on"],
        "twin_lifts": sum(len(lift.boxes) == 2 for lift in plan.lifts),
        "dual_cycles": sum(lift.dual for lift in plan.lifts),
        "rehandles": yard["rehandle"],
        "premarshals": yard["premarshal"],
        "first_lift": case.terminal.local(first).isoformat(),
        "last_lift": case.terminal.local(last).isoformat(),
        "hours": round(worked_h, 3),
        "cranes": cranes,
        "moves_per_crane_hour": round(moves / worked_h / cranes, 2) if worked_h else None,
        "ballast_t": {held.tank: held.tonnes for held in plan.ballast},
        "invented_boxes": len(its.invented),
        "invented": its.invented_by_direction,
        **_instructed(case, plan),
    }
