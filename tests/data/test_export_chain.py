"""Which chain is a shipment's, and which of its steps it has."""

from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.bookings import Shipment
from data.case import Case
from data.export_chain import Chain, ChainStep, StepState, begins, chain_for, conditions, steps_of
from tests.data.conftest import with_row


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def booking(**fields: Any) -> Shipment:
    return Shipment.model_validate(
        {
            "id": "B-1", "exporter": "Damar Exporter", "commodity": "Damar", "hs_code": "1301.90.90",
            "gross_mass_kg": 20_000, "origin": "IDKRG", "destination": "LKCMB", "ready": _at("05 08:00"),
            "latest_arrival": _at("25 08:00"), **fields,
        }
    )  # fmt: skip


def chain(name: str, prefixes: str = "", countries: str = "") -> Chain:
    return Chain(id=name, name=name, hs_prefixes=tuple(prefixes.split()), countries=tuple(countries.split()))


def step(name: str = "step", **fields: Any) -> ChainStep:
    return ChainStep.model_validate({"chain": "C", "step": name, "name": name, "party": "exporter"} | fields)


# From the least precise to the most.
CHAINS = (
    chain("ALL"),
    chain("COUNTRY", "", "LK"),
    chain("CHAPTER", "44 13"),
    chain("CHAPTER_COUNTRY", "13", "LK BD"),
    chain("LINE", "130190"),
)


def test_the_chain_made_most_precisely_for_a_shipment_is_its() -> None:
    for last in range(1, len(CHAINS) + 1):
        for chains in permutations(CHAINS[:last]):
            assert chain_for(chains, booking()) == CHAINS[last - 1]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"destination": "BDCGP"}, "LINE"),
        ({"hs_code": "1302.11"}, "CHAPTER_COUNTRY"),
        ({"hs_code": "1302.11", "destination": "JPTYO"}, "CHAPTER"),
        ({"hs_code": "4412.31"}, "CHAPTER"),
        ({"hs_code": "0801.11"}, "COUNTRY"),
        ({"hs_code": "0801.11", "destination": "JPTYO"}, "ALL"),
        ({"hs_code": "130190", "chain": "ALL"}, "ALL"),
        ({"chain": "CHAPTER"}, "CHAPTER"),
    ],
)
def test_goods_and_countries(fields: dict[str, Any], name: str) -> None:
    found = chain_for(CHAINS, booking(**fields))
    assert found is not None
    assert found.id == name


def test_without_one_that_fits_there_is_no_chain() -> None:
    assert chain_for((), booking()) is None
    assert chain_for((chain("OTHER", "44"), chain("FAR", "", "JP"), chain("NONE", "1301", "JP")), booking()) is None
    # One that is named need not fit.
    assert chain_for((chain("OTHER", "44"),), booking(chain="OTHER")) == chain("OTHER", "44")
    # Of two that fit as well, the first.
    assert chain_for((chain("ONE", "1301"), chain("TWO", "1301")), booking()) == chain("ONE", "1301")


@pytest.mark.parametrize(
    ("fields", "route", "facts"),
    [
        ({}, {}, "full_box declared_here through"),
        ({"part_of_box": 0.5}, {"transhipped": True}, "part_of_box declared_here transhipped through"),
        ({}, {"transhipped": True, "restuffed": True}, "full_box declared_here transhipped restuffed"),
        ({"plug": True, "hazards": ("3",)}, {}, "full_box plug dangerous declared_here through"),
        ({"declared_at": "IDSUB"}, {"transhipped": True}, "full_box declared_elsewhere transhipped through"),
        ({"declared_at": "IDKRG"}, {}, "full_box declared_here through"),
        (
            {"first_time": True, "latest_departure": _at("20 08:00")},
            {},
            "first_time letter_of_credit full_box declared_here through",
        ),
    ],
)
def test_conditions(fields: dict[str, Any], route: dict[str, bool], facts: str) -> None:
    found = conditions(booking(**fields), **{"transhipped": False, "restuffed": False} | route)
    assert found == frozenset(facts.split())


def state(name: str, what: str) -> StepState:
    more = {"done": {"done": _at("06 08:00")}, "begun": {"begun": _at("06 08:00")}}.get(what, {})
    return StepState.model_validate({"shipment": "B-1", "step": name, "state": what} | more)


@pytest.mark.parametrize(
    ("share", "what", "planned"),
    [
        (1, None, True),
        (0.5, None, True),
        (0.49, None, False),
        (0, "needed", True),
        (0.1, "begun", True),
        (0.1, "done", True),
        (1, "not_needed", False),
        (1, "needed", True),
    ],
)
def test_steps_that_only_some_shipments_have(share: float, what: str | None, planned: bool) -> None:
    states = {} if what is None else {"step": state("step", what)}
    assert bool(steps_of((step(share=share),), frozenset(), states)) is planned


@pytest.mark.parametrize(
    ("fields", "facts", "planned"),
    [
        ({"only": ("plug",)}, "", False),
        ({"only": ("plug",)}, "plug through", True),
        ({"only": ("plug", "first_time")}, "plug", False),
        ({"only": ("plug", "first_time")}, "plug first_time", True),
        ({"at_hub": True}, "", False),
        ({"at_hub": True}, "transhipped", True),
        ({"at_hub": True, "only": ("restuffed",)}, "transhipped through", False),
    ],
)
def test_steps_that_depend_on_the_route(fields: dict[str, Any], facts: str, planned: bool) -> None:
    assert bool(steps_of((step(**fields),), frozenset(facts.split()), {})) is planned  # type: ignore[arg-type]
    # What is known of a step does not bring it to where it does not belong.
    known = {"step": state("step", "needed")}
    assert bool(steps_of((step(**fields),), frozenset(facts.split()), known)) is planned  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8))
def test_steps_keep_the_order_of_the_chain(kinds: list[tuple[bool, bool]]) -> None:
    steps = [step(f"s{n}", share=float(often), at_hub=hub) for n, (often, hub) in enumerate(kinds)]
    wanted = [f"s{n}" for n, (often, hub) in enumerate(kinds) if often and not hub]
    assert [row.step for row in steps_of(steps, frozenset(), {})] == wanted


def test_a_chain_begins_with_the_booking() -> None:
    assert begins(booking()) == _at("05 08:00")
    assert begins(booking(booked=_at("02 08:00"))) == _at("02 08:00")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"step": "ready"}, "give the step another name"),
        ({"after": ("step",)}, "the step follows itself"),
        ({"goes_on": True}, "drop goes_on, or give calendar"),
        ({"spread": 0.5}, "drop spread"),
        ({"distribution": "exponential", "spread": 1}, "drop spread"),
        ({"cutoff": "XYZ"}, "DCO"),
        ({"opening": "FCO"}, "ECP"),
        ({"only": ("rich",)}, "first_time"),
        ({"share": 1.1}, "less than or equal to 1"),
    ],
)
def test_steps_that_cannot_be_are_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        step(**fields)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"state": "done"}, "give it with the state done"),
        ({"state": "begun", "begun": _at("05 08:00"), "done": _at("06 08:00")}, "and only then"),
        ({"state": "begun"}, "give begun"),
        ({"state": "needed", "begun": _at("05 08:00")}, "drop begun"),
        ({"state": "not_needed", "begun": _at("05 08:00")}, "drop begun"),
        ({"state": "done", "begun": _at("06 08:00"), "done": _at("05 08:00")}, "it was done before it began"),
    ],
)
def test_states_that_cannot_be_are_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        StepState.model_validate({"shipment": "B-1", "step": "peb"} | fields)


def test_tables_of_a_case(full_case: Case) -> None:
    assert {name: found.id for name, found in full_case.chain_by_shipment.items()} == {"SHIP-1": "PLANTS"}
    assert [row.step for row in full_case.steps_by_chain["PLANTS"]] == ["empty", "fumigation", "peb", "papers", "hub"]
    assert full_case.states_by_shipment == {"SHIP-1": {"empty": full_case.step_states[0]}}
    assert full_case.empties_by_id == {"LINEA-20": full_case.empties[0]}
    assert {calendar.id for calendar in full_case.calendars} == {"OFFICE", "DAILY"}


def test_tables_of_a_case_with_several_chains(full_case: Case) -> None:
    case = full_case.changed(
        chains=(*full_case.chains, chain("EMPTY"), chain("WOOD", "44")),
        chain_steps=(full_case.chain_steps[0].model_copy(update={"chain": "WOOD"}), *full_case.chain_steps),
    )
    assert {name: found.id for name, found in case.chain_by_shipment.items()} == {"SHIP-1": "PLANTS", "SHIP-2": "WOOD"}
    assert {name: len(steps) for name, steps in case.steps_by_chain.items()} == {"PLANTS": 5, "EMPTY": 0, "WOOD": 1}
    named = with_row(case, "shipments", 1, chain="EMPTY")
    assert named.chain_by_shipment["SHIP-2"].id == "EMPTY"
