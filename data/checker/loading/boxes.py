"""Rules of the boxes of a call: each is known, each is dealt with once, and none is loaded without a verified mass."""

from collections import Counter
from collections.abc import Iterator

from data.checker.loading.planned import Planned
from data.checker.loading.stowed import listed
from data.checker.verdict import Broken

_DONE = {
    "discharge": "discharged",
    "load": "loaded",
    "restow_off": "put on the quay",
    "restow_on": "put back on board",
}
_WANTED = {"discharge": "is to be discharged", "load": "is to be loaded", "remain": "stays on board"}


def box_unknown(planned: Planned) -> Iterator[Broken]:
    """Boxes that are lifted, left ashore, retrieved or stacked are boxes of the call."""
    named = dict.fromkeys(
        [
            *planned.lifts_by_box,
            *(left.box for left in planned.plan.ashore),
            *(each.move.box for each in planned.moves if each.move.kind in ("retrieve", "stack")),
        ]
    )
    for box in named:
        if box not in planned.box:
            yield Broken(
                "box_unknown", (box,), f"{box} is no box of {planned.name}: correct the number, or list it for the call"
            )


def every_box_once(planned: Planned) -> Iterator[Broken]:
    """A box is discharged once, loaded once or left ashore, or stays as it is or is taken off and put back once.

    Boxes that the plan does not name at all are told together, those of each direction in one fault.
    """
    ashore = Counter(left.box for left in planned.plan.ashore)
    yield from _left_out(planned, ashore)
    for box, lifts in planned.lifts_by_box.items():
        if box in planned.box:
            yield from _lifted_wrongly(planned, box, Counter(each.lift.kind for each in lifts), ashore[box])
    to_load = {box.id for box in planned.boxes.load}
    for left in planned.plan.ashore:
        if left.box in planned.box and left.box not in to_load:
            yield Broken(
                "every_box_once", (left.box,), f"{left.box} is left ashore and is no box to load: drop it from ashore"
            )
        elif left.box in to_load and not left.reason.strip():
            yield Broken("every_box_once", (left.box,), f"{left.box} is left ashore without a reason: give one")
    for box, times in ashore.items():
        if times > 1 and box in to_load:
            yield Broken("every_box_once", (box,), f"{box} is left ashore {times} times: name it once")


def _left_out(planned: Planned, ashore: Counter[str]) -> Iterator[Broken]:
    lifted = planned.lifts_by_box
    not_discharged = tuple(box.id for box in planned.boxes.discharge if box.id not in lifted)
    if not_discharged:
        what = "is to be discharged and has" if len(not_discharged) == 1 else "are to be discharged and have"
        yield Broken("every_box_once", not_discharged, f"{listed(not_discharged)} {what} no lift: plan it")
    not_loaded = tuple(box.id for box in planned.boxes.load if box.id not in lifted and not ashore[box.id])
    if not_loaded:
        are = "is neither" if len(not_loaded) == 1 else "are neither"
        yield Broken(
            "every_box_once",
            not_loaded,
            f"{listed(not_loaded)} {are} loaded nor left ashore: plan a lift, or name it in ashore with a reason",
        )


def _lifted_wrongly(planned: Planned, box: str, kinds: Counter[str], ashore: int) -> Iterator[Broken]:
    directions = planned.directions[box]
    wanted: Counter[str] = Counter()
    for direction in directions:
        if direction == "remain":
            wanted.update(("restow_off", "restow_on"))
        elif direction == "discharge" or not ashore:
            wanted[direction] += 1
    if kinds == wanted:
        return
    done = " and ".join(f"{_DONE[kind]} {_times(count)}" for kind, count in kinds.items())
    if kinds["load"] and ashore and "load" in directions:
        text = f"{box} is left ashore and {done}: drop the lift, or the entry in ashore"
    elif directions == ("remain",):
        text = f"{box} stays on board and is {done}: leave it, or take it off once and put it back once later"
    else:
        how = " and ".join(_WANTED[direction] for direction in directions)
        text = f"{box} {how}, once, and is {done}: correct its lifts"
    yield Broken("every_box_once", (box,), text)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def no_vgm(planned: Planned) -> Iterator[Broken]:
    """A laden box is loaded only with a verified gross mass (SOLAS VI/2)."""
    for box in planned.boxes.load:
        loaded = any(each.lift.kind == "load" for each in planned.lifts_by_box.get(box.id, ()))
        if loaded and box.status == "full" and box.verified_kg is None:
            yield Broken(
                "no_vgm",
                (box.id,),
                f"{box.id} is laden, has no verified gross mass (VGM) and is loaded: get its mass, or leave it ashore",
            )
