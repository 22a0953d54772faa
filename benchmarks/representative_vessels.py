"""The set representative_vessels for `benchmarks.loading`: whole ships, stowed at their first port.

Cost and bound are overstows and restows that the call makes. An answer has a row a container that is lifted on board, a
restowed one too, by the number of its line in the list's file (counted from 1); bay, stack, tier and slot are the
vessel file's. How the ship floats and what a planner by hand comes to are in the table `ship` beside it.
"""

from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from benchmarks.public_sets import Answer, Asked
from data.cases.ready_profiles import ready_profile
from data.checker.loading.departing import StowageVerdict, check_stowage
from data.errors import BadInput, Fault
from data.formats.benchmarks import representative_vessels as vessels
from data.formats.benchmarks.setting import table_text
from scheduler.loading.whole_ship.alone import Alone, spread, stow_alone
from scheduler.loading.whole_ship.ballast import condition_of
from scheduler.stopping import Stop

_PROFILES = {"S": "representative-small", "M": "representative-medium", "L": "representative-large"}


@dataclass(frozen=True)
class Named:
    """A voyage and the name of its list."""

    name: str
    voyage: vessels.Voyage


def read(file: Path) -> Named:
    """The voyage of a list; its second letter names the vessel. Raises BadInput where it is none."""
    profile = _PROFILES.get(file.stem[1:2])
    if profile is None:
        raise BadInput([Fault(str(file), "its name tells no vessel", "name it as in the set: VS, VM or VL first")])
    return Named(file.stem, vessels.read(file, ready_profile(profile)))


def solve(named: Named, asked: Asked) -> Answer:
    """The stowage found, judged by the checker."""
    voyage = named.voyage
    began = monotonic()
    found = stow_alone(voyage.case, voyage.call, stop=asked.stop, seed=asked.seed, workers=asked.workers)
    seconds = monotonic() - began
    verdict = check_stowage(voyage.case, voyage.call, found.slots, found.ballast)
    cost = _made(verdict)
    besides = {"ship": _told(named, found, verdict)}
    if verdict.ashore:
        return Answer(text(voyage, found), None, found.bound, "unknown", seconds, None, checked=False, besides=besides)
    proven = cost <= found.bound and verdict.feasible
    return Answer(
        text(voyage, found),
        cost,
        found.bound,
        "optimal" if proven else "feasible",
        seconds,
        seconds,
        checked=verdict.feasible,
        besides=besides,
    )


def _made(verdict: StowageVerdict) -> int:
    return sum(each.made for each in verdict.overstows) + len(verdict.restows)


def text(voyage: vessels.Voyage, found: Alone) -> str:
    """The answer in the numbers of the set."""
    rows = [(vessels.line_of(box), *vessels.place_of(voyage.layout, found.slots[box])) for box in found.moved]
    return table_text(("container", "bay", "stack", "tier", "slot"), sorted(rows))


def _told(named: Named, found: Alone, verdict: StowageVerdict) -> str:
    """A table of one row: how the ship floats, and what the stowage by hand comes to."""
    voyage = named.voyage
    hand = stow_alone(voyage.case, voyage.call, stop=Stop(), by_hand=True)
    by_hand = check_stowage(voyage.case, voyage.call, hand.slots, hand.ballast)
    state = condition_of(voyage.case, voyage.call, found.slots, found.ballast)
    row = {
        "instance": named.name,
        "overstows": sum(each.made for each in verdict.overstows),
        "restows": len(verdict.restows),
        "brought": sum(not each.made for each in verdict.overstows),
        "bound": found.bound,
        "hand_overstows": sum(each.made for each in by_hand.overstows),
        "hand_restows": len(by_hand.restows),
        "hand_ashore": len(by_hand.ashore),
        "hand_broken": " ".join(sorted({each.rule for each in by_hand.broken})),
        "spread": f"{spread(voyage.case, voyage.call, found.moved, found.slots):.2f}",
        "hand_spread": f"{spread(voyage.case, voyage.call, hand.moved, hand.slots):.2f}",
        "ballast_t": f"{sum(held.tonnes for held in found.ballast):.0f}",
        "metacentric_m": f"{state.metacentric_m:.2f}",
        "centre_m": f"{state.centre_m:.2f}",
        "shear": f"{state.shear:.2f}",
        "bending": f"{state.bending:.2f}",
    }
    return table_text(tuple(row), [tuple(row.values())])
