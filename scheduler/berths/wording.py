"""Reasons in a planner's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.case import Case
from data.plans import BerthedCall, BerthPlan
from scheduler.berths.things import Thing

# Less than this is not worth a word.
_LEAST_H, _LEAST_M = 0.05, 0.5
# More things than this are counted, and not named.
_MOST_NAMED = 4


@dataclass(frozen=True)
class Loss:
    """What a ship loses where it berths, in hours and metres."""

    served: bool
    waiting_h: float = 0.0
    late_h: float = 0.0
    metres: float = 0.0
    stay_h: float = 0.0


class Wording:
    """Sentences about the calls of a plan."""

    def __init__(self, case: Case, plan: BerthPlan, longer_m: float) -> None:
        self._case = case
        self._berthed = {entry.call: entry for entry in plan.calls}
        self._longer_m = longer_m

    def because(self, call: str, now: Loss, then: Loss, things: Sequence[Thing], cost: float) -> str:
        """What a call loses now and would not then, without some things: "waits 3.5 h for Aru (ARU-1) to leave"."""
        waiting, effects = _saved(now, then)
        cause = self._cause(call, things)
        if waiting and len(things) == 1 and (awaited := self._awaited(call, things[0])) is not None:
            text = ", ".join([f"{waiting} {awaited}", *([_listed(effects)] if effects else [])])
        else:
            text = f"{_listed([waiting, *effects] if waiting else effects)} because {cause}"
        return f"{text}; costs {cost:,.0f}{_instead(now, then)}"

    def free(self, now: Loss, then: Loss, what: str, cost: float) -> str:
        """That a better berth is free among the others, or would be but for changes of cranes."""
        waiting, effects = _saved(now, then)
        text = _listed([waiting, *effects] if waiting else effects)
        if what == "crane_changes":
            return f"{text} to save changes of cranes, which would cost more than the {cost:,.0f} that this costs"
        saved = f"the plan can save {cost:,.0f}{_instead(now, then)}"
        return f"{text} though a better berth is free: {saved} at no other ship's expense"

    def work(self, late_h: float, cost: float) -> str:
        """That a call would leave late from any berth."""
        return f"leaves {late_h:.1f} h late wherever it berths: its boxes take longer than its stay; costs {cost:,.0f}"

    def _closure(self, name: str) -> str:
        closure = next(each for each in self._case.closures if each.id == name)
        return f"{name}, {closure.reason}" if closure.reason else name

    def _awaited(self, call: str, thing: Thing) -> str | None:
        """What a ship that waits waits for, where it can be said so."""
        mine = self._berthed.get(call)
        match thing.what:
            case "ship" if mine and self._berthed[thing.name].end <= mine.start:
                return f"for {self._case.named(thing.name)} to leave"
            case "cranes" if not thing.name:
                return "for cranes that work other ships"
            case "cranes":
                return f"for cranes that work {self._case.named(thing.name)}"
            case "tide":
                return "for the tide"
            case "channel" if thing.name == "hours":
                return "for the hours of the channel"
            case "channel":
                return f"for the channel to open again ({self._closure(thing.name)})"
            case "closure":
                return f"for the end of closure {self._closure(thing.name)}"
            case "earliest_start":
                return "for its earliest start"
        return None

    def _cause(self, call: str, things: Sequence[Thing]) -> str:
        """Why, to follow "because"."""
        if len(things) == 1:
            return self._single(call, things[0])
        ships = [thing for thing in things if thing.what == "ship"]
        others = [thing for thing in things if thing.what != "ship"]
        if len(things) > _MOST_NAMED:
            counted = [f"{len(ships)} ships"] if ships else []
            return f"of {_listed([*counted, *(self._named(thing) for thing in others)])} together"
        return f"of {_listed([self._named(thing) for thing in (*ships, *others)])} together"

    def _named(self, thing: Thing) -> str:
        match thing.what:
            case "ship":
                return self._case.named(thing.name)
            case "closure":
                return f"closure {self._closure(thing.name)}"
            case "crane_stop":
                return f"the stop of crane {self._crane(thing.name)}"
            case "channel" if thing.name != "hours":
                return f"the closed channel ({self._closure(thing.name)})"
            case "channel":
                return "the channel's hours"
            case "gangs":
                return f"the gangs of shift {thing.name}"
            case "earliest_start":
                return "its earliest start"
            case "latest_departure":
                return "its latest departure"
        return f"the {thing.what}"

    def _crane(self, closure: str) -> str:
        stopped = next(each for each in self._case.closures if each.id == closure)
        return f"{stopped.crane} ({self._closure(closure)})"

    def _single(self, call: str, thing: Thing) -> str:
        match thing.what:
            case "ship":
                return self._in_the_way(self._berthed.get(call), self._berthed[thing.name])
            case "cranes":
                return f"its cranes work {self._case.named(thing.name) if thing.name else 'other ships'}"
            case "crane_stop":
                return f"crane {self._crane(thing.name)} is out of service"
            case "gangs":
                gangs = next(shift.gangs for shift in self._case.shifts if shift.id == thing.name)
                return f"shift {thing.name} has only {gangs} gang{'' if gangs == 1 else 's'}"
            case "latest_departure":
                latest = self._case.call_by_id[call].latest_departure
                return f"it must leave by {self._case.terminal.clock(latest)}" if latest else "it must leave early"
            case "plan_before":
                return "it keeps to the plan before"
            case "depth":
                return "the quay is not deep enough elsewhere"
            case "crane_reach":
                return "not every crane reaches it"
            case "quay" if thing.name == "sections":
                return "ships share no section of the quay"
            case "quay":
                return f"the quay ends, which it would not with {self._longer_m:g} m more at either end"
        return f"of {self._named(thing)}"

    def _in_the_way(self, mine: BerthedCall | None, other: BerthedCall) -> str:
        name = self._case.named(other.call)
        if mine is None or other.end <= mine.start:
            return f"{name} lies there until {self._case.terminal.clock(other.end)}"
        if other.start >= mine.start:
            return f"the place is kept for {name} from {self._case.terminal.clock(other.start)}"
        return f"of {name}"


def _saved(now: Loss, then: Loss) -> tuple[str, list[str]]:
    """What is lost now and not then: the waiting, and what else."""
    if not now.served:
        return "", ["is left out"]
    waiting = _of("waits", now.waiting_h - then.waiting_h, now.waiting_h, "h", _LEAST_H)
    effects = [
        _of("leaves", now.late_h - then.late_h, now.late_h, "h", _LEAST_H, " late"),
        _of("lies", now.metres - then.metres, now.metres, "m", _LEAST_M, " from its preferred place"),
    ]
    effects = [effect for effect in effects if effect]
    if not waiting and not effects:
        effects = [_of("lies", now.stay_h - then.stay_h, now.stay_h, "h", 0.0, " alongside") or "costs more"]
    return waiting, effects


def _of(verb: str, saved: float, whole: float, unit: str, least: float, rest: str = "") -> str:
    """As "waits 3.5 h", or "waits 3.5 of 5.0 h" where there is more of it; nothing where it is too little."""
    if saved <= least:
        return ""
    digits = 1 if unit == "h" else 0
    some, all_of_it = f"{saved:.{digits}f}", f"{whole:.{digits}f}"
    part = f"{some} of {all_of_it}" if whole > saved and some != all_of_it else some
    return f"{verb} {part} {unit}{rest}".strip()


def _listed(words: Sequence[str]) -> str:
    """As "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _instead(now: Loss, then: Loss) -> str:
    """What would be more where something is saved: it is counted against it."""
    if not now.served:
        return ""
    more = [
        _of("", then.waiting_h - now.waiting_h, 0, "h", _LEAST_H, " more of waiting"),
        _of("", then.late_h - now.late_h, 0, "h", _LEAST_H, " more of lateness"),
        _of("", then.metres - now.metres, 0, "m", _LEAST_M, " more to its preferred place"),
    ]
    more = [each for each in more if each]
    return f" (for {_listed(more)})" if more else ""
