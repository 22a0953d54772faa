"""A yard plan asked for, checked and told."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.presenting.tables import reservation_table
from api.presenting.view import local_time
from api.work.planning import as_json, note_on_berth_plan, summary_of
from data.case import Case
from data.checker import Verdict, check
from data.checker.yard.costs import asked_of
from data.plans import BerthPlan, YardPlan
from data.yard import crane_rates, loading_of, twenties
from scheduler.result import Report, Result, keep_nothing, no_report
from scheduler.stopping import Stop
from scheduler.yard import plan as yard


@dataclass(frozen=True)
class YardAnswer:
    """A yard plan with its summary, and the checker's remarks."""

    plan: YardPlan
    summary: dict[str, Any]
    notes: tuple[str, ...]

    def result(self, case: Case) -> dict[str, Any]:
        """The answer as JSON; the view is a row a reservation."""
        view = {"reservations": reservation_table(case, self.plan).to_dict("records")}
        return {"plan": as_json(self.plan), "summary": self.summary, "baseline": None, "view": view}


def plan_yard(
    case: Case,
    *,
    start: datetime | None = None,
    days: float | None = None,
    berth_plan: BerthPlan | None = None,
    import_share: float | None = None,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
    keep: Callable[[YardAnswer], None] | None = None,
) -> YardAnswer:
    """Plan the yard of a case, check the plan and compare it with first come first served.

    `keep` is given every better plan on the way, that by first come first served before the solve begins. With a berth
    plan, its time is planned unless another is given. Raises DermagaError as `scheduler.yard.plan.solve`, and where the
    berth plan is one of another case.
    """
    remark = None if berth_plan is None else note_on_berth_plan(case, berth_plan)
    if berth_plan is not None and start is None:
        start = berth_plan.start
        days = (berth_plan.end - berth_plan.start) / timedelta(days=1) if days is None else days
    days = yard.USUAL_DAYS if days is None else days
    baseline = yard.first_come_first_served(
        case, start=start, days=days, berth_plan=berth_plan, import_share=import_share
    )
    compared = check(case, baseline)
    remarks = () if remark is None else (remark,)

    def answer(result: Result[YardPlan]) -> YardAnswer:
        return _answer(case, result, baseline, compared, remarks)

    return answer(
        yard.solve(
            case, start=start, days=days, berth_plan=berth_plan, import_share=import_share, stop=stop, seed=seed,
            workers=workers, report=report,
            keep=keep_nothing if keep is None else lambda result: keep(answer(result)),
        )
    )  # fmt: skip


def _answer(
    case: Case, result: Result[YardPlan], by_hand: YardPlan, baseline: Verdict, remarks: tuple[str, ...]
) -> YardAnswer:
    verdict = check(case, result.plan)
    notes = (*remarks, *_unsearched(result, by_hand), *verdict.notes)
    summary = summary_of(result, verdict, verdict.terms) | {
        "broken": [str(rule) for rule in verdict.broken],
        "import_share": result.plan.import_share,
        "reservations": len(result.plan.reservations),
        "unplaced": sum(row.boxes for row in result.plan.unplaced),
        "baseline": {"cost": baseline.cost, "terms": baseline.terms},
        "calls": calls_of(case, result.plan),
        "blocks": blocks_of(case, result.plan),
        "notes": list(notes),
    }
    return YardAnswer(result.plan, summary, notes)


def _unsearched(result: Result[YardPlan], baseline: YardPlan) -> Iterator[str]:
    """A remark where time was over before anything was searched, so that the plan is the one made by hand."""
    if result.bound <= 0 < result.cost and result.plan.reservations == baseline.reservations:
        yield (
            "nothing was searched in the time given: this is the plan made by hand, with the emptiest block first, and "
            "nothing is proven of it; give more --seconds"
        )


def calls_of(case: Case, plan: YardPlan) -> list[dict[str, Any]]:
    """What each call has in the yard: boxes, groups, 20-foot bays, blocks, and how fast she asks for the boxes."""
    rows = []
    for entry in plan.calls:
        call = case.call_by_id[entry.call]
        kept = [row for row in plan.reservations if row.call == entry.call]
        left = [row for row in plan.unplaced if row.call == entry.call]
        loading = loading_of(case, call, entry.start, entry.end)
        rows.append(
            {
                "call": entry.call,
                "vessel": case.ship_of(call).name,
                "opens": local_time(case, min((row.start for row in kept), default=entry.start)),
                "loaded": local_time(case, entry.end),
                "boxes": sum(row.boxes for row in (*kept, *left)),
                "groups": len({row.group for row in (*kept, *left)}),
                "bays": len({(row.block, bay) for row in kept for bay in twenties(row.bay)}),
                "blocks": len({row.block for row in kept}),
                "boxes_an_hour": 0.0 if loading is None else round(loading.boxes_an_hour, 1),
                "mixed": sum(row.boxes for row in kept if row.mixed),
                "unplaced": sum(row.boxes for row in left),
            }
        )
    return rows


def blocks_of(case: Case, plan: YardPlan) -> list[dict[str, Any]]:
    """What each block is asked for at most: 20-foot bays at once, and boxes an hour beside what its cranes move."""
    rates, asked = crane_rates(case), asked_of(case, plan)
    used = _most_at_once(plan)
    return [
        {
            "block": block.id,
            "bays": block.bays,
            "most_bays_kept": used.get(block.id, 0),
            "cranes_boxes_an_hour": round(rates[block.id], 1),
            "most_boxes_an_hour": round(max((rate for _, _, rate in asked.get(block.id, ())), default=0.0), 1),
        }
        for block in case.yard_blocks
    ]


def _most_at_once(plan: YardPlan) -> dict[str, int]:
    by_block = defaultdict(list)
    for row in plan.reservations:
        by_block[row.block].append(row)
    return {
        block: max(
            len({bay for row in rows if row.start <= moment < row.end for bay in twenties(row.bay)})
            for moment in {row.start for row in rows}
        )
        for block, rows in by_block.items()
    }
