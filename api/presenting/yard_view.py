"""A yard plan as a page draws it: blocks hour by hour, and one block stack by stack, in the terminal's own time."""

from dataclasses import asdict
from typing import Any

from api.presenting.view import local_time
from data.case import Case
from data.plans import Grouped
from data.terminal import YardBlock
from data.yard import block_grounds, crane_rates
from data.yard_hours import Lot, YardHours, figures_of, ship_boxes
from data.yard_stacks import stacks_of


def yard_view(yard: YardHours) -> dict[str, Any]:
    """The yard by block and hour, its key figures, and the boxes without room."""
    case, plan = yard.case, yard.plan
    rates, grounds, by_block = crane_rates(case), block_grounds(case), yard.by_block()
    figures = asdict(figures_of(yard, by_block))
    whole, brought = yard.whole, ship_boxes(yard)
    return {
        "start": local_time(case, yard.start),
        "hours": yard.hours,
        "plan_start": local_time(case, plan.start),
        "plan_end": local_time(case, plan.end),
        "whole_from": None if whole is None else local_time(case, whole[0]),
        "whole_to": None if whole is None else local_time(case, whole[1]),
        "quay_m": case.terminal.quay.length_m,
        "import_share": plan.import_share,
        "from_ships_teu": brought.teu.round().astype(int).tolist(),
        "kept_for_ships_teu": brought.kept_teu,
        "figures": figures | {"peak_at": local_time(case, figures["peak_at"])},
        "blocks": [
            {
                "block": block.id,
                **asdict(grounds[block.id]),
                "bays": block.bays,
                "rows": block.rows,
                "tiers": block.tiers,
                "takes": list(block.takes),
                "capacity_teu": block.capacity_teu,
                "plug_places": block.plug_bays * block.rows * block.tiers,
                "moves_an_hour": round(rates[block.id], 1),
                "teu": by_block[block.id].teu.tolist(),
                "kept_bays": by_block[block.id].kept_bays.tolist(),
                "reefer_teu": by_block[block.id].reefer_teu.tolist(),
                "moves": by_block[block.id].moves.round(1).tolist(),
            }
            for block in case.yard_blocks
        ],
        "unplaced": [
            _group(case, row) | {"boxes": row.boxes, "reason": row.reason}
            for row in sorted(plan.unplaced, key=lambda row: -row.boxes)
            if row.call in case.call_by_id
        ],
    }


def block_view(yard: YardHours, block: YardBlock, hour: int) -> dict[str, Any]:
    """A block at the beginning of an hour: what is kept or stands in each bay, stack by stack."""
    case, there = yard.case, yard.there(hour)
    comes = yard.come[:, hour + 1] - yard.come[:, hour]
    leaves = yard.left[:, hour + 1] - yard.left[:, hour]
    moment = yard.moment(hour)
    shown = [
        number
        for number, lot in enumerate(yard.lots)
        if lot.block == block.id
        and (there[number] or comes[number] or (lot.start is not None and lot.start <= moment < lot.end))
    ]
    place = {number: index for index, number in enumerate(shown)}
    return {
        "block": block.id,
        "hour": hour,
        "at": local_time(case, moment),
        "bays": block.bays,
        "rows": block.rows,
        "tiers": block.tiers,
        "plug_bays": block.plug_bays,
        "comes": int(sum(comes[number] for number in shown)),
        "leaves": int(sum(leaves[number] for number in shown)),
        "lots": [
            _lot(case, yard.lots[number])
            | {"there": int(there[number]), "comes": int(comes[number]), "leaves": int(leaves[number])}
            for number in shown
        ],
        "stacks": [
            {"bay": stack.bay, "row": stack.row, "lots": [None if lot is None else place[lot] for lot in stack.lots]}
            for stack in stacks_of(yard, block, hour)
        ],
    }


def _lot(case: Case, lot: Lot) -> dict[str, Any]:
    return _group(case, lot) | {
        "bay": lot.bay,
        "boxes": lot.boxes,
        "mixed": lot.mixed,
        "box": None if lot.box is None else lot.box.id,
        "tonnes": None if lot.box is None else lot.box.mass_kg / 1000,
        "start": None if lot.start is None else local_time(case, lot.start),
        "end": local_time(case, lot.end),
    }


def _group(case: Case, of: Lot | Grouped) -> dict[str, Any]:
    """Whose the boxes are, and what they are."""
    call = case.call_by_id[of.call]
    ship = case.ship_of(call)
    return {"call": of.call, "vessel": ship.name, "service": call.service or ship.line} | of.group._asdict()
