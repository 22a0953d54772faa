"""Each fault of export chains that no row has by itself, where it is and what would mend it."""

from typing import Any

import pytest

from data.bookings import Shipment
from data.case import Case
from data.chain_consistency import states_of_steps, steps_in_order
from data.errors import Fault
from data.export_chain import Chain, ChainStep, StepState


def faults(small: Case, *steps: dict[str, Any]) -> list[Fault]:
    rows = [
        ChainStep.model_validate({"chain": "C", "name": fields["step"], "party": "exporter"} | fields)
        for fields in steps
    ]
    return list(steps_in_order(small.terminal, {"chain_steps": rows}))


def test_a_chain_in_order_has_no_fault(small_case: Case) -> None:
    assert faults(
        small_case,
        {"step": "npe", "after": ("peb",), "cutoff": "CUA", "earliest_h": 100},
        {"step": "peb", "event": "declaration"},
        {"step": "again", "event": "declaration", "at_hub": True, "after": ("hub_arrival",), "cutoff": "DCO"},
        {"step": "bl", "after": ("departure", "npe"), "within_h": 72},
        {"step": "hub_bl", "after": ("hub_departure",), "at_hub": True, "within_h": 72},
        {"step": "pay", "after": ("bl", "arrival")},
        # Another chain has steps of the same name.
        {"chain": "D", "step": "peb", "event": "declaration", "after": ("ready",)},
    ) == []  # fmt: skip


def test_unknown_prerequisites(small_case: Case) -> None:
    found = faults(small_case, {"step": "peb"}, {"step": "npe", "after": ("pab", "peb", "booked")})
    assert [(fault.file, fault.row, fault.column) for fault in found] == [("chain_steps", 2, "after")]
    assert "the chain C has no step pab" in str(found[0])
    # A step of another chain is none of this one.
    other = faults(small_case, {"chain": "D", "step": "peb"}, {"step": "npe", "after": ("peb",)})
    assert len(other) == 1


def test_more_steps_than_a_plan_has_room_for(small_case: Case) -> None:
    """Each of them waits for the next, deeper than Python can follow."""
    steps = [{"step": f"s{place}", "after": (f"s{place + 1}",), "cutoff": "FCO"} for place in range(2_000)]
    [fault] = faults(small_case, *steps, {"step": "s2000"})
    assert (fault.row, fault.column) == (201, "chain")
    assert "the chain C has 2001 steps" in str(fault)
    assert faults(small_case, *steps[:199], {"step": "s199"}) == []


def test_repeated_events(small_case: Case) -> None:
    twice = [{"step": "one", "event": "gate_in"}, {"step": "two", "event": "gate_in"}]
    found = faults(small_case, *twice)
    assert [(fault.row, fault.column) for fault in found] == [(2, "event")]
    assert "one is the gate_in of the chain C already" in str(found[0])
    assert faults(small_case, twice[0], twice[1] | {"at_hub": True}) == []
    assert faults(small_case, twice[0], twice[1] | {"chain": "D"}) == []


@pytest.mark.parametrize("length", [2, 3, 5])
def test_circles(small_case: Case, length: int) -> None:
    circle = [{"step": f"s{n}", "after": (f"s{(n + 1) % length}",)} for n in range(length)]
    found = faults(small_case, {"step": "first"}, *circle)
    assert len(found) == 1
    assert "wait for each other" in str(found[0])
    assert all(f"s{n}" in str(found[0]) for n in range(length))
    assert found[0].row == 2


@pytest.mark.parametrize("fields", [{"cutoff": "DCO"}, {"opening": "EFC"}, {"earliest_h": 168}, {"event": "loading"}])
@pytest.mark.parametrize(
    ("after", "at_hub", "late"),
    [
        ("booked", False, False),
        ("departure", False, True),
        ("hub_arrival", False, True),
        ("hub_arrival", True, False),
        ("departure", True, False),
        ("hub_departure", True, True),
        ("arrival", True, True),
    ],
)
def test_what_belongs_before_a_ship_and_waits_for_her(
    small_case: Case, fields: dict[str, Any], after: str, at_hub: bool, late: bool
) -> None:
    found = faults(small_case, {"step": "step", "after": (after,), "at_hub": at_hub} | fields)
    assert [(fault.row, fault.column) for fault in found] == ([(1, *fields)] if late else [])
    # So it is where it waits for one that waits.
    between = {"step": "between", "after": (after,)}
    found = faults(small_case, between, {"step": "step", "after": ("between",), "at_hub": at_hub} | fields)
    assert [(fault.row, fault.column) for fault in found] == ([(2, *fields)] if late else [])


@pytest.mark.parametrize(
    ("after", "at_hub", "early"),
    [("booked", False, True), ("departure", False, False), ("hub_arrival", True, True), ("hub_departure", True, False)],
)
def test_hours_after_a_departure_that_comes_later(small_case: Case, after: str, at_hub: bool, early: bool) -> None:
    found = faults(small_case, {"step": "step", "after": (after,), "at_hub": at_hub, "within_h": 72})
    assert [(fault.row, fault.column) for fault in found] == ([(1, "within_h")] if early else [])


def states(small: Case, name: str, chains: tuple[Chain, ...], shipments: tuple[Shipment, ...]) -> list[Fault]:
    steps = (ChainStep(chain="C", step="peb", name="PEB", party="forwarder"),)
    rows = (StepState(shipment="SHIP-1", step=name, state="needed"),)
    return list(
        states_of_steps(
            small.terminal, {"chains": chains, "chain_steps": steps, "shipments": shipments, "step_states": rows}
        )
    )


def test_states_of_steps(small_case: Case) -> None:
    chain = Chain(id="C", name="All goods")
    assert states(small_case, "peb", (chain,), small_case.shipments) == []
    found = states(small_case, "npe", (chain,), small_case.shipments)
    assert [(fault.file, fault.row, fault.column) for fault in found] == [("step_states", 1, "step")]
    assert "the chain of SHIP-1 has no such step" in str(found[0])
    assert "give one of peb" in str(found[0])
    assert "SHIP-1 has no chain" in str(states(small_case, "peb", (), small_case.shipments)[0])
    # A shipment that the case does not have is a fault of another rule.
    assert states(small_case, "npe", (chain,), ()) == []


def test_a_case_with_faults_is_refused(full_case: Case) -> None:
    steps = full_case.chain_steps
    with pytest.raises(ValueError, match="has no step nothing"):
        full_case.changed(chain_steps=(*steps[:-1], steps[-1].model_copy(update={"after": ("nothing",)})))


def test_what_is_loaded_is_declared_and_there(small_case: Case) -> None:
    peb, gate = {"step": "peb", "event": "declaration"}, {"step": "gate", "event": "gate_in", "after": ("peb",)}
    answer, load = {"step": "npe", "after": ("gate",)}, {"step": "load", "event": "loading", "after": ("npe",)}
    assert faults(small_case, peb, gate, answer, load) == []
    (undeclared,) = faults(small_case, peb, gate | {"after": ()}, load | {"after": ("gate", "peb")})
    assert (undeclared.row, undeclared.column) == (2, "after")
    assert "the gate_in does not wait for the declaration" in str(undeclared)
    (not_there,) = faults(small_case, peb, gate, load | {"after": ("peb",)})
    assert (not_there.row, not_there.remedy) == (3, "add gate to after, here or in a step before")
    # What is declared at the hub is not waited for before.
    assert faults(small_case, peb | {"at_hub": True, "after": ("hub_arrival",)}, gate | {"after": ()}) == []
