"""Faults of export chains that no row has by itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from data.bookings import Shipment
from data.errors import Fault
from data.export_chain import ANCHORS, MOST_STEPS, Chain, ChainStep, Event, StepState, chain_for
from data.record import Record
from data.terminal import Terminal

Tables = Mapping[str, Sequence[Record]]


def steps_in_order(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """Too many steps; prerequisites that are no steps, wait for each other, or come after the ship; events twice."""
    del terminal
    chains: defaultdict[str, list[tuple[int, ChainStep]]] = defaultdict(list)
    for place, row in enumerate(tables.get("chain_steps", ()), 1):
        if isinstance(row, ChainStep):
            chains[row.chain].append((place, row))
    for steps in chains.values():
        if len(steps) > MOST_STEPS:
            place, step = steps[MOST_STEPS]
            problem = f"the chain {step.chain} has {len(steps)} steps"
            yield _fault(place, "chain", step, problem, f"give a chain at most {MOST_STEPS}")
            continue
        yield from _unknown_prerequisites(steps)
        yield from _repeated_events(steps)
        circle = _circle(steps)
        if circle:
            place, step = next((place, step) for place, step in steps if step.step in circle)
            yield _fault(place, "after", step, f"{' and '.join(circle)} wait for each other", "drop one from after")
        else:
            yield from _too_late(steps)
            yield from _out_of_order(steps)


def _fault(place: int, column: str, step: ChainStep, problem: str, remedy: str) -> Fault:
    value = getattr(step, column)
    return Fault("chain_steps", problem, remedy, place, column, " ".join(value) if column == "after" else str(value))


def _unknown_prerequisites(steps: list[tuple[int, ChainStep]]) -> Iterator[Fault]:
    names = {step.step for _, step in steps}
    for place, step in steps:
        for name in step.after:
            if name not in names and name not in ANCHORS:
                remedy = f"give steps of it, or {', '.join(ANCHORS[:-1])} or {ANCHORS[-1]}"
                yield _fault(place, "after", step, f"the chain {step.chain} has no step {name}", remedy)


def _repeated_events(steps: list[tuple[int, ChainStep]]) -> Iterator[Fault]:
    seen: dict[tuple[str, bool], str] = {}
    for place, step in steps:
        if step.event is None:
            continue
        key = step.event, step.at_hub
        if key in seen:
            problem = f"{seen[key]} is the {step.event} of the chain {step.chain} already"
            yield _fault(place, "event", step, problem, "drop event from one of the two")
        seen[key] = step.step


def _circle(steps: list[tuple[int, ChainStep]]) -> list[str]:
    names = {step.step for _, step in steps}
    try:
        TopologicalSorter({step.step: names & set(step.after) for _, step in steps}).prepare()
    except CycleError as error:
        return list(dict.fromkeys(error.args[1]))
    return []


def _too_late(steps: list[tuple[int, ChainStep]]) -> Iterator[Fault]:
    """Steps that wait for a ship and must be done before the same ship, or before an earlier one."""
    by_name = {step.step: step for _, step in steps}
    stages: dict[str, int] = {
        "booked": 0,
        "ready": 0,
        "departure": 1,
        "hub_arrival": 2,
        "hub_departure": 3,
        "arrival": 4,
    }

    def stage(name: str) -> int:
        if name not in stages and name in by_name:
            stages[name] = max((stage(before) for before in by_name[name].after), default=0)
        return stages.get(name, 0)

    for place, step in steps:
        # What must be done before a ship leaves waits for nothing from then on.
        most = 2 if step.at_hub else 0
        for column in ("cutoff", "opening", "earliest_h", "event"):
            if getattr(step, column) is not None and stage(step.step) > most:
                ship = "the ship from the hub" if step.at_hub else "the first ship"
                remedy = f"drop {column}, or correct after" + ("" if step.at_hub else " or at_hub")
                yield _fault(
                    place, column, step, f"it belongs before {ship} leaves and waits for a later moment", remedy
                )
        if step.within_h is not None and stage(step.step) <= most:
            remedy = "drop within_h, or let the step follow the departure"
            yield _fault(place, "within_h", step, "it counts from a departure that the step comes before", remedy)


# What an event of the chain comes after, at the same port: the declaration is filed before the box enters the customs
# area, and nothing is loaded that is not there and declared.
_AFTER: dict[Event, tuple[Event, ...]] = {"gate_in": ("declaration", "pick_up"), "loading": ("gate_in", "declaration")}


def _out_of_order(steps: list[tuple[int, ChainStep]]) -> Iterator[Fault]:
    by_name = {step.step: step for _, step in steps}

    def before(step: ChainStep) -> set[str]:
        direct = [name for name in step.after if name in by_name]
        return set(direct).union(*(before(by_name[name]) for name in direct))

    for place, step in steps:
        if step.event not in _AFTER:
            continue
        earlier = before(step)
        for event in _AFTER[step.event]:
            for other in (each for _, each in steps if (each.event, each.at_hub) == (event, step.at_hub)):
                if other.step not in earlier:
                    problem = f"the {step.event} does not wait for the {event}"
                    yield _fault(place, "after", step, problem, f"add {other.step} to after, here or in a step before")


def states_of_steps(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """States of steps that the shipment's chain does not have."""
    del terminal
    chains = [row for row in tables.get("chains", ()) if isinstance(row, Chain)]
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables.get("chain_steps", ()):
        if isinstance(row, ChainStep):
            names[row.chain].add(row.step)
    shipments = {row.id: row for row in tables.get("shipments", ()) if isinstance(row, Shipment)}
    for place, row in enumerate(tables.get("step_states", ()), 1):
        if not isinstance(row, StepState) or row.shipment not in shipments:
            continue
        chain = chain_for(chains, shipments[row.shipment])
        known = sorted(names[chain.id]) if chain is not None else []
        if row.step not in known:
            problem = f"the chain of {row.shipment} has no such step" if chain else f"{row.shipment} has no chain"
            remedy = f"give one of {', '.join(known)}" if known else "give chain in shipments, or drop the row"
            yield Fault("step_states", problem, remedy, place, "step", row.step)
