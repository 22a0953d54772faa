"""Rules of the dated steps of a shipment's export chain.

What is done or begun has happened: where and when it began is a fact, and no rule of its beginning is looked at.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from data.case import Case
from data.checker.shipments.dated import Chained, Dated, Offices
from data.checker.shipments.journeys import SECOND, Journey
from data.checker.verdict import Broken
from data.export_chain import begins
from data.sailings import CUTOFF_WORDS, CutoffCode, Sailing


def steps(case: Case, chained: Chained) -> Iterator[Broken]:
    """The plan has exactly the steps that the shipment's chain has on its route, in their order."""
    del case
    planned, needed = [entry.step for entry in chained.journey.routed.steps], [step.step for step in chained.needed]
    missing = [name for name in needed if name not in planned]
    if missing:
        yield _of(chained, "steps", f"lacks the steps {', '.join(missing)}")
    more = [name for name in planned if name not in needed]
    if more:
        yield _of(chained, "steps", f"has steps that are not in its chain on this route: {', '.join(more)}")
    if not missing and not more and planned != needed:
        yield _of(chained, "steps", "has steps twice, or not in the order of its chain")


def order(case: Case, chained: Chained) -> Iterator[Broken]:
    """A step begins when what must have happened before has: other steps, or moments of the goods and their ships."""
    by_name = {dated.step.step: dated for dated in chained.dated}
    for dated in chained.dated:
        if dated.has_begun:
            continue
        start = dated.planned.start
        for name in dict.fromkeys(("booked", *dated.step.after)):
            before = by_name.get(name)
            if before is not None and start < before.planned.end - SECOND:
                until = f"{before.step.name} is done at {case.terminal.clock(before.planned.end)}"
                yield _at_step("order", case, chained, dated, start, f"begins {{}}, before {until}")
            moment = chained.anchors.get(name)
            if moment is not None and start < moment - SECOND:
                until = f"{_ANCHOR_WORDS[name]} at {case.terminal.clock(moment)}"
                yield _at_step("order", case, chained, dated, start, f"begins {{}}, before {until}")


_ANCHOR_WORDS = {
    "booked": "the booking",
    "ready": "the goods are ready",
    "departure": "the first ship leaves",
    "hub_arrival": "the first change of ships is reached",
    "hub_departure": "the next ship leaves",
    "arrival": "the arrival",
}


def hours(case: Case, chained: Chained, offices: Offices) -> Iterator[Broken]:
    """A step begins in the office hours of who does it."""
    for dated in chained.dated:
        if not dated.has_begun and not offices.open_at(dated.step, dated.planned.start):
            closed = f"begins {{}}, outside of the office hours {dated.step.calendar}"
            yield _at_step("hours", case, chained, dated, dated.planned.start, closed)


def duration(case: Case, chained: Chained, offices: Offices) -> Iterator[Broken]:
    """A step takes as long as it takes, in office hours where it does not go on outside of them."""
    for dated in chained.dated:
        if dated.is_done:
            continue
        start, end = dated.planned.start, dated.planned.end
        finish = offices.finish(dated.step, start - SECOND)
        if finish is not None and end >= finish - SECOND:
            continue
        kept = (
            "" if dated.step.calendar is None or dated.step.goes_on else f" of the office hours {dated.step.calendar}"
        )
        takes = f"takes {dated.step.duration_h:g} h{kept} from {case.terminal.clock(start)}"
        until = ", which do not come" if finish is None else f", until {case.terminal.clock(finish + SECOND)}"
        yield _at_step("duration", case, chained, dated, end, f"ends {{}} and {takes}{until}")


def known(case: Case, chained: Chained) -> Iterator[Broken]:
    """What is done or begun has the dates that it really had."""
    for dated in chained.dated:
        state, planned = dated.state, dated.planned
        if state is None:
            continue
        began = state.begun if state.begun is not None else state.done
        for word, really, moment in (("begins", began, planned.start), ("ends", state.done, planned.end)):
            if really is not None and abs(moment - really) > SECOND:
                text = f"{word} {{}} in the plan and really at {case.terminal.clock(really)}"
                yield _at_step("known", case, chained, dated, moment, text)


def now(case: Case, chained: Chained, moment: datetime | None) -> Iterator[Broken]:
    """What has not begun begins now at the earliest, and what is not done is not done before now."""
    if moment is None:
        return
    for dated in chained.dated:
        if not dated.has_begun and dated.planned.start < moment - SECOND:
            text = f"begins {{}} and has not begun by now, {case.terminal.clock(moment)}"
            yield _at_step("now", case, chained, dated, dated.planned.start, text)
        elif not dated.is_done and dated.planned.end < moment - SECOND:
            text = f"ends {{}} and is not done by now, {case.terminal.clock(moment)}"
            yield _at_step("now", case, chained, dated, dated.planned.end, text)


def cutoff(case: Case, chained: Chained) -> Iterator[Broken]:
    """A step is done by its cut-off for the ship; full delivery also by those of reefers and of dangerous goods."""
    for dated in chained.dated:
        if dated.step.cutoff is None:
            continue
        leg = chained.ship_of(dated.step)
        for code, moment in _cutoffs(case, chained.journey, leg, dated.step.cutoff):
            if dated.planned.end > moment + SECOND:
                text = f"ends {{}}, after the {_words(case, code, leg, moment)}"
                yield _at_step("cutoff", case, chained, dated, dated.planned.end, text)


def ready(case: Case, journey: Journey) -> Iterator[Broken]:
    """Goods without a chain are ready by the first ship's cut-offs of full boxes, or of less than a box."""
    if journey.shipment.id in case.chain_by_shipment:
        return
    leg, there = journey.legs[0], journey.shipment.ready
    codes: tuple[CutoffCode, ...] = ("FCO",) if journey.shipment.part_of_box is None else ("FCO", "LCO")
    for code, moment in [found for name in codes for found in _cutoffs(case, journey, leg, name)]:
        if there > moment + SECOND:
            text = (
                f"{journey.name} is ready at {case.terminal.clock(there)}, after the {_words(case, code, leg, moment)}"
            )
            yield Broken("cutoff", (journey.shipment.id,), text)
    if there > leg.departure + SECOND:
        text = f"{journey.name} is ready at {case.terminal.clock(there)} and {leg.id} leaves before"
        yield Broken("cutoff", (journey.shipment.id,), text)


def opening(case: Case, chained: Chained) -> Iterator[Broken]:
    """A step begins after the earliest empty pick-up or the opening of the gate for its ship."""
    for dated in chained.dated:
        code = dated.step.opening
        if code is None or dated.has_begun:
            continue
        leg = chained.ship_of(dated.step)
        moment = case.cutoffs_by_sailing[leg.id].get(code)
        if moment is not None and dated.planned.start < moment - SECOND:
            text = f"begins {{}}, before the {_words(case, code, leg, moment)}"
            yield _at_step("opening", case, chained, dated, dated.planned.start, text)


def empty_pick_up(case: Case, chained: Chained) -> Iterator[Broken]:
    """Empty boxes are picked up when they are there."""
    row = case.empties_by_id.get(chained.journey.routed.empties or "")
    dated = chained.event("pick_up")
    if row is None or dated is None or dated.has_begun:
        return
    there = max(row.available, begins(chained.journey.shipment) + timedelta(hours=row.lead_h))
    if dated.planned.start < there - SECOND:
        text = f"begins {{}}, and boxes of {row.id} are there only at {case.terminal.clock(there)}"
        yield _at_step("empty_pick_up", case, chained, dated, dated.planned.start, text)


def earliest(case: Case, chained: Chained) -> Iterator[Broken]:
    """A step is not done too long before its ship leaves, as an export declaration; one that is filed stays filed."""
    for dated in chained.dated:
        if dated.step.earliest_h is None or dated.is_done:
            continue
        leg = chained.ship_of(dated.step)
        if dated.planned.end < leg.departure - timedelta(hours=dated.step.earliest_h) - SECOND:
            text = f"ends {{}}, more than {dated.step.earliest_h:g} h before {_leaves(case, leg)}"
            yield _at_step("earliest", case, chained, dated, dated.planned.end, text)


def departure(case: Case, chained: Chained) -> Iterator[Broken]:
    """What waits for no ship is done before she leaves."""
    for dated in chained.dated:
        leg = chained.ship_of(dated.step)
        before_her = chained.stages[dated.step.step] <= (2 if dated.step.at_hub else 0)
        if before_her and dated.planned.end > leg.departure + SECOND:
            yield _at_step(
                "departure", case, chained, dated, dated.planned.end, f"ends {{}}, after {_leaves(case, leg)}"
            )


def within(case: Case, chained: Chained) -> Iterator[Broken]:
    """A step that must follow the departure soon is done in time."""
    for dated in chained.dated:
        if dated.step.within_h is None:
            continue
        leg = chained.ship_of(dated.step)
        if dated.planned.end > leg.departure + timedelta(hours=dated.step.within_h) + SECOND:
            text = f"ends {{}}, more than {dated.step.within_h:g} h after {_leaves(case, leg)}"
            yield _at_step("within", case, chained, dated, dated.planned.end, text)


def valid(case: Case, chained: Chained) -> Iterator[Broken]:
    """The papers still hold when the ship leaves."""
    for dated in chained.dated:
        if dated.step.valid_h is None:
            continue
        leg, until = chained.ship_of(dated.step), dated.planned.end + timedelta(hours=dated.step.valid_h)
        if leg.departure > until + SECOND:
            paper = dated.step.document or "its paper"
            text = f"ends {{}}; {paper} holds until {case.terminal.clock(until)}, and {_leaves(case, leg)}"
            yield _at_step("valid", case, chained, dated, dated.planned.end, text)


RULES = (steps, order, known, cutoff, opening, empty_pick_up, earliest, departure, within, valid)
RULES_OF_HOURS = (hours, duration)


def _cutoffs(case: Case, journey: Journey, leg: Sailing, code: CutoffCode) -> Sequence[tuple[CutoffCode, datetime]]:
    """The cut-offs of a ship that one stands for, with their moments, where she has them."""
    codes: list[CutoffCode] = [code]
    if code == "FCO" and journey.shipment.plug:
        codes.append("RCO")
    if code == "FCO" and journey.shipment.hazards:
        codes.append("DGC")
    moments = case.cutoffs_by_sailing[leg.id]
    return [(code, moments[code]) for code in codes if code in moments]


def _words(case: Case, code: CutoffCode, leg: Sailing, moment: datetime) -> str:
    return f"{CUTOFF_WORDS[code]} ({code}) of {leg.id} at {case.terminal.clock(moment)}"


def _leaves(case: Case, leg: Sailing) -> str:
    return f"{leg.id} leaves at {case.terminal.clock(leg.departure)}"


def _of(chained: Chained, rule: str, text: str) -> Broken:
    return Broken(rule, (chained.journey.shipment.id,), f"{chained.journey.name} {text}")


def _at_step(rule: str, case: Case, chained: Chained, dated: Dated, moment: datetime, text: str) -> Broken:
    """A broken rule of a step; `text` says what happens {} (at the moment)."""
    happens = text.format(f"at {case.terminal.clock(moment)}")
    text = f"{chained.journey.name}: {dated.step.step} ({dated.step.name}) {happens}"
    return Broken(rule, (chained.journey.shipment.id,), text)
