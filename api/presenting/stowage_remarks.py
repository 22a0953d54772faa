"""What a ship planner asks of a stowage: which boxes stand above earlier ones, are restowed, heavy on light, ashore."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from api.presenting.view import hours, local_time
from data.boxes import at_departure, boxes_of
from data.case import Case
from data.checker.loading import LoadingVerdict
from data.plans import LoadingPlan

_COLUMNS = (
    "remark", "box", "type", "tonnes", "port", "slot", "above", "above_slot", "above_port", "above_tonnes", "from_slot",
    "off", "on", "hours_ashore", "text",
)  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class StowageRemarks:
    """The boxes that a ship planner looks at, each as a row of the columns that it has a value for."""

    overstows: list[Row]
    restows: list[Row]
    top_heavy: list[Row]
    ashore: list[Row]

    def as_json(self) -> dict[str, list[Row]]:
        """The rows by what they are about."""
        return asdict(self)

    def table(self) -> pd.DataFrame:
        """All rows below each other; the column `remark` says what each is about."""
        by_remark = {
            "overstow": self.overstows, "restow": self.restows, "top heavy": self.top_heavy, "ashore": self.ashore,
        }  # fmt: skip
        rows = [{"remark": remark, **row} for remark, its in by_remark.items() for row in its]
        return pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object)


def stowage_remarks(case: Case, plan: LoadingPlan, verdict: LoadingVerdict) -> StowageRemarks:
    """The remarks on the stowage of a plan that the checker accepts; times are ISO 8601 in the terminal's zone.

    A restowed box is off when it is put on the quay, and on when it is lifted again; `slot` is where it stands then.
    """
    boxes = boxes_of(case, case.call_by_id[plan.call]).by_number
    slots = {box.id: slot for box, slot in at_departure(case, plan)}

    def row(number: str, **more: Any) -> Row:
        box = boxes[number]
        mass = round(box.mass_kg / 1000, 2)
        return {
            "box": number,
            "type": box.box_type,
            "tonnes": mass,
            "port": box.port,
            "slot": slots.get(number),
            **more,
        }

    def above(*below: str) -> Row:
        return {
            "above": " ".join(below),
            "above_slot": " ".join(slots[box] for box in below),
            "above_port": " ".join(dict.fromkeys(boxes[box].port for box in below)),
            "above_tonnes": round(sum(boxes[box].mass_kg for box in below) / 1000, 2),
        }

    ends = {
        (carried.box, lift.kind): (lift, carried)
        for lift in plan.lifts
        for carried in lift.boxes
        if lift.kind.startswith("restow")
    }
    restows = []
    for number in dict.fromkeys(box for box, _ in ends):
        (off, its_off), (on, _) = ends[number, "restow_off"], ends[number, "restow_on"]
        restows.append(
            row(
                number, from_slot=its_off.origin, off=local_time(case, off.end), on=local_time(case, on.start),
                hours_ashore=hours(on.start - off.end),
            )
        )  # fmt: skip
    return StowageRemarks(
        overstows=[
            row(each.box, **above(each.above), text="of the plan" if each.made else "came so")
            for each in verdict.overstows
        ],
        restows=restows,
        top_heavy=[row(each.box, **above(*each.above)) for each in verdict.top_heavy],
        ashore=[row(left.box, text=left.reason) for left in plan.ashore],
    )
