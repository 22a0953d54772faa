"""What becomes of a plan's shipments when a ship slips or a paper is late."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.export_chain import Chain, ChainStep
from data.sailings import Cutoff
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from scheduler.shipments.consequences.impact import Affected, affected, late_step, late_voyage
from scheduler.shipments.consequences.redating import known_by, route_dates
from scheduler.shipments.dating.clock import ChainClock


def at(text: str) -> datetime:
    """A moment of January 2026 on the clock of Asia/Makassar, written 05 08:00."""
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


def step(name: str, *after: str, **fields: Any) -> ChainStep:
    party = fields.pop("party", "forwarder")
    return ChainStep(chain="C", step=name, name=name.title(), party=party, after=after, **fields)


STEPS = (
    step("phyto", "booked", duration_h=10, document="certificate", valid_h=100, party="quarantine"),
    step("peb", "ready", duration_h=2, event="declaration", earliest_h=168, document="PEB", cutoff="CUA"),
    step("gate", "peb", duration_h=1, event="gate_in", opening="EFC", cutoff="FCO"),
    step("bill", "departure", duration_h=24, party="line"),
)
CUTOFFS = (
    Cutoff(id="1", code="FCO", port="IDKRG", hours_before=12),
    Cutoff(id="2", code="CUA", port="IDKRG", hours_before=20),
    Cutoff(id="3", code="DCO", sailing="ARU-2-SUB", at=at("06 18:00")),
    Cutoff(id="4", code="EFC", port="IDKRG", hours_before=96),
)


@pytest.fixture(scope="module")
def case(small_case: Case) -> Case:
    """SHIP-1 on ARU-2 (7 January 22:00) by Surabaya, SHIP-2 on ARU-1, both with four steps."""
    return small_case.changed(chains=(Chain(id="C", name="A chain"),), chain_steps=STEPS, cutoffs=CUTOFFS)


def planned(case: Case, **routes: tuple[str, ...]) -> ShipmentPlan:
    routes = routes or {"SHIP_1": ("ARU-2-SUB", "SUB-CMB"), "SHIP_2": ("ARU-1-SUB",)}
    bare = ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        shipments=tuple(Routed(shipment=name.replace("_", "-"), sailings=legs) for name, legs in routes.items()),
    )
    dates = route_dates(ChainClock(case), case, bare)
    steps = tuple(entry.model_copy(update={"steps": dates[entry.shipment].of(0)}) for entry in bare.shipments)
    return bare.model_copy(update={"shipments": steps})


def only(rows: list[Affected]) -> Affected:
    (row,) = rows
    return row


def tasks(row: Affected) -> dict[str, tuple[str, datetime]]:
    return {task.what: (task.party, task.due) for task in row.remedies}


def test_a_feeder_five_days_late_moves_the_cutoffs_that_are_bound_to_her(case: Case) -> None:
    late = late_voyage(case, "ARU-2", 120)
    row = only(affected(case, late, planned(case), now=at("06 12:00")))
    assert row.shipment == "SHIP-1"
    five_days = timedelta(days=5)
    assert {cutoff.code for cutoff in row.cutoffs} == {"FCO", "CUA", "EFC"}
    assert all(cutoff.new - cutoff.old == five_days for cutoff in row.cutoffs if cutoff.new and cutoff.old)
    assert late.cutoffs_by_sailing["ARU-2-SUB"]["DCO"] == at("06 18:00")
    assert late.call_by_id["ARU-2"].eta == at("12 08:00")
    assert row.departure == (at("07 22:00"), at("12 22:00"))
    assert late.cutoffs_by_sailing["ARU-1-SUB"] == case.cutoffs_by_sailing["ARU-1-SUB"]


def test_a_feeder_five_days_late_misses_the_connection_and_papers_are_amended(case: Case) -> None:
    row = only(affected(case, late_voyage(case, "ARU-2", 120), planned(case), now=at("06 12:00")))
    # The certificate of 5 January 22:00 holds for 100 h, and the ship leaves on the 12th.
    assert [(miss.what, miss.at, miss.by_h) for miss in row.missed] == [
        ("paper", "phyto", 68.0),
        ("connection", "IDSUB", 96.0),
    ]
    assert row.slack_h is None
    assert not row.in_time
    assert tasks(row) == {
        "amend_declaration": ("forwarder", at("15 22:00")),
        "renew_paper": ("quarantine", at("12 22:00")),
        "rebook": ("forwarder", at("06 12:00")),
    }
    assert "no other way of the case fits" in next(task.text for task in row.remedies if task.what == "rebook")


def test_the_next_way_is_named_and_booked_while_there_is_time(case: Case) -> None:
    main = case.sailing_by_id["SUB-CMB"]
    week = timedelta(days=7)
    later = main.model_copy(
        update={
            "id": "SUB-CMB-8",
            "voyage": "MAIN-8",
            "departure": main.departure + week,
            "arrival": main.arrival + week,
        }
    )
    weekly = case.changed(sailings=(*case.sailings, later))
    plan = planned(weekly, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(weekly, late_voyage(weekly, "ARU-2", 120), plan, now=at("05 10:00")))
    (task,) = [task for task in row.remedies if task.what == "rebook"]
    # Filed by customs acceptance, 12 January 2:00, in two hours.
    assert task.due == at("12 00:00")
    assert "ARU-2 and MAIN-8, which leaves IDKRG at 2026-01-12 22:00" in task.text
    # Once it is on its way it stays on its ship.
    late = late_voyage(weekly, "MAIN-7", 1).changed(
        sailings=tuple(leg for leg in weekly.sailings if leg.id != "SUB-CMB")
    )
    row = only(affected(weekly, late, plan, now=at("08 10:00")))
    (task,) = [task for task in row.remedies if task.what == "rebook"]
    assert task.due == later.departure
    assert "ARU-2 and MAIN-8" in task.text


def test_what_is_still_in_time_says_its_slack_and_what_has_to_be_dated_anew(case: Case) -> None:
    # SHIP-1 gates in from 4 January on; half a day later nothing has been filed yet.
    plan = planned(case, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(case, late_voyage(case, "ARU-2", 12), plan, now=at("05 10:00")))
    assert row.in_time
    assert row.missed == ()
    assert row.slack_h == (row.slack_before_h or 0) + 12
    assert "amend_declaration" not in tasks(row)
    assert set(tasks(row)) <= {"redate"}


def test_a_gate_that_opens_later_dates_the_gate_in_anew(case: Case) -> None:
    plan = planned(case, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(case, late_voyage(case, "ARU-2", 20), plan, now=at("04 10:00")))
    # What follows the departure moves with it; all that comes before can stay.
    assert [(task.what, task.step) for task in row.remedies] == [("redate", "bill")]
    steps = tuple(item.model_copy(update={"valid_h": None}) for item in case.chain_steps)
    easy = case.changed(chain_steps=steps)
    plan = planned(easy, SHIP_1=("ARU-2-SUB",))
    row = only(affected(easy, late_voyage(easy, "ARU-2", 120), plan, now=at("04 10:00")))
    gate = next(task for task in row.remedies if task.step == "gate")
    # The gate opens four days before the ship, 8 January 22:00, and closes 12 h before.
    assert (gate.what, gate.due) == ("redate", at("12 10:00"))
    assert "2026-01-08 22:00" in gate.text


def test_a_declaration_of_the_same_day_is_not_amended(case: Case) -> None:
    plan = planned(case, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    assert "amend_declaration" in tasks(only(affected(case, late_voyage(case, "ARU-2", 3), plan, now=at("06 12:00"))))
    assert "amend_declaration" not in tasks(
        only(affected(case, late_voyage(case, "ARU-2", 1), plan, now=at("06 12:00")))
    )


def test_a_declaration_that_names_a_ship_long_gone_is_cancelled(case: Case) -> None:
    plan = planned(case, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    late = late_step(case, "SHIP-1", "gate", done=at("11 12:00"))
    row = only(affected(case, late, plan, now=at("10 21:00")))
    assert tasks(row)["amend_declaration"] == ("forwarder", at("10 22:00"))
    row = only(affected(case, late, plan, now=at("10 23:00")))
    assert "cancel_declaration" in tasks(row)


def test_the_hours_for_amending_are_a_parameter(case: Case) -> None:
    customs = case.terminal.customs.model_copy(update={"amend_within_h": 24})
    strict = case.changed(terminal=case.terminal.model_copy(update={"customs": customs}))
    row = only(affected(strict, late_voyage(strict, "ARU-2", 120), planned(strict), now=at("06 12:00")))
    assert tasks(row)["amend_declaration"][1] == at("13 22:00")


def test_a_late_step_misses_its_cutoff_by_so_much(case: Case) -> None:
    plan = planned(case, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(case, late_step(case, "SHIP-1", "peb", hours=40), plan, now=at("05 10:00")))
    # Ready on 5 January 12:00, 42 h of work, and customs accepts until the 7th at 2:00.
    assert [(miss.what, miss.at, miss.by_h) for miss in row.missed] == [("cutoff", "peb", 4.0)]
    assert row.cutoffs == ()
    assert "rebook" in tasks(row)
    assert "amend_declaration" not in tasks(row)


def test_a_late_step_concerns_its_shipment_only(case: Case) -> None:
    late = late_step(case, "SHIP-1", "phyto", hours=5)
    assert late.chain_by_shipment["SHIP-2"].id == "C"
    assert [row.shipment for row in affected(case, late, planned(case), now=at("05 12:00"))] == ["SHIP-1"]


def test_a_ship_that_leaves_after_the_letter_of_credit(case: Case) -> None:
    shipments = tuple(
        row.model_copy(update={"latest_departure": at("08 12:00")}) if row.id == "SHIP-1" else row
        for row in case.shipments
    )
    credit = case.changed(shipments=shipments)
    plan = planned(credit, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(credit, late_voyage(credit, "ARU-2", 20), plan, now=at("05 10:00")))
    assert [(miss.what, miss.by_h) for miss in row.missed] == [("letter_of_credit", 6.0)]
    assert tasks(row)["letter_of_credit"] == ("exporter", at("08 12:00"))


def test_a_leg_that_does_not_sail_any_more(case: Case) -> None:
    gone = case.changed(sailings=tuple(leg for leg in case.sailings if leg.id != "SUB-CMB"))
    row = only(affected(case, gone, planned(case), now=at("05 10:00")))
    assert [(miss.what, miss.at) for miss in row.missed] == [("sailing", "SUB-CMB")]
    assert "rebook" in tasks(row)


def test_nobody_is_affected_by_what_stays(case: Case) -> None:
    plan = planned(case)
    assert affected(case, case, plan, now=at("05 10:00")) == []
    assert affected(case, late_voyage(case, "MAIN-7", 24, from_port="IDSUB"), plan, now=at("01 10:00")) != []


def test_what_the_plan_has_done_by_now_is_known(case: Case) -> None:
    known = known_by(case, planned(case), at("05 23:00")).states_by_shipment["SHIP-1"]
    assert {name: state.state for name, state in known.items()} == {"phyto": "done", "peb": "done", "gate": "done"}


def test_a_late_member_of_a_shared_box_keeps_the_others_waiting(case: Case) -> None:
    first = case.shipment_by_id["SHIP-1"]
    rows = tuple(
        first.model_copy(update={"id": name, "part_of_box": 0.5, "gross_mass_kg": 9_000}) for name in ("P1", "P2")
    )
    steps = (step("stuffing", "ready", duration_h=5, of_box=True, cutoff="FCO"),)
    both = case.changed(chain_steps=steps, shipments=rows)
    plan = planned(both, P1=("ARU-2-SUB", "SUB-CMB"), P2=("ARU-2-SUB", "SUB-CMB"))
    boxes = tuple(entry.model_copy(update={"shared_box": "BOX"}) for entry in plan.shipments)
    plan = plan.model_copy(update={"shipments": boxes})
    late = both.changed(shipments=(rows[0].model_copy(update={"ready": at("06 12:00")}), rows[1]))
    found = affected(both, late, plan, now=at("05 10:00"))
    assert [row.shipment for row in found] == ["P1", "P2"]
    assert {task.due for row in found for task in row.remedies} == {at("07 10:00")}
    assert all("from 2026-01-06 12:00" in task.text for row in found for task in row.remedies)


def test_a_declaration_is_amended_for_the_ship_that_goes_instead(case: Case) -> None:
    first = case.sailing_by_id["ARU-2-SUB"]
    fields = {
        "id": "BURU-2-SUB",
        "voyage": "BURU-2",
        "call": None,
        "departure": at("08 22:00"),
        "arrival": at("10 10:00"),
    }
    both = case.changed(sailings=(*case.sailings, first.model_copy(update=fields)))
    plan = planned(both, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(both, late_voyage(both, "ARU-2", 120), plan, now=at("06 12:00")))
    (task,) = [task for task in row.remedies if task.what == "amend_declaration"]
    # Not before the connection at Surabaya is kept, 24 h before MAIN-7 leaves on the 11th at 12:00.
    assert "BURU-2 of 2026-01-08 can take it for ARU-2" in task.text
    assert task.due == at("11 22:00")


def test_a_paper_that_can_be_had_anew_asks_for_no_other_ship(case: Case) -> None:
    plan = planned(case, SHIP_2=("ARU-2-SUB",))
    row = only(affected(case, late_voyage(case, "ARU-2", 24), plan, now=at("06 12:00")))
    # It holds from 3 January 22:00 for 100 h.
    assert [(miss.what, miss.by_h) for miss in row.missed] == [("paper", 20.0)]
    assert tasks(row)["renew_paper"] == ("quarantine", at("08 22:00"))
    assert set(tasks(row)) == {"renew_paper", "amend_declaration", "redate"}


def test_documents_that_are_late_miss_no_ship(case: Case) -> None:
    bill = step("bill", "departure", duration_h=24, within_h=30, party="line")
    strict = case.changed(chain_steps=(*STEPS[:3], bill))
    plan = planned(strict, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(strict, late_step(strict, "SHIP-1", "bill", hours=10), plan, now=at("05 10:00")))
    assert [(miss.what, miss.at, miss.by_h) for miss in row.missed] == [("deadline", "bill", 4.0)]
    assert tasks(row) == {"hasten": ("line", at("05 10:00"))}


def test_a_missed_connection_comes_before_what_follows_from_it(case: Case) -> None:
    steps = (*STEPS, step("transfer", "hub_arrival", duration_h=3, at_hub=True, cutoff="TCO"))
    hub = case.changed(chain_steps=steps, cutoffs=(*CUTOFFS, Cutoff(id="5", code="TCO", port="IDSUB", hours_before=10)))
    plan = planned(hub, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    row = only(affected(hub, late_voyage(hub, "ARU-2", 48), plan, now=at("05 10:00")))
    assert [(miss.what, miss.at) for miss in row.missed] == [("connection", "IDSUB"), ("cutoff", "transfer")]
    (task,) = [task for task in row.remedies if task.what == "rebook"]
    assert "the connection at Surabaya" in task.text


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (lambda case: late_voyage(case, "ARU-9", 5), "no voyage ARU-9"),
        (lambda case: late_voyage(case, "ARU-2", 5, from_port="LKCMB"), "give one of IDKRG"),
        (lambda case: late_voyage(case, "ARU-2", 0), "above 0"),
        (lambda case: late_step(case, "SHIP-9", "peb", hours=1), "no shipment SHIP-9"),
        (lambda case: late_step(case, "SHIP-1", "visa", hours=1), "phyto, peb, gate, bill"),
        (lambda case: late_step(case, "SHIP-1", "peb"), "give done or hours"),
    ],
)
def test_what_cannot_be_late(case: Case, wish: Any, told: str) -> None:
    with pytest.raises(DermagaError, match=told):
        wish(case)


@settings(max_examples=25, deadline=None)
@given(hours=st.integers(1, 300), now=st.integers(0, 24 * 8))
def test_cutoffs_of_a_late_ship_move_by_as_much_and_slack_never_shrinks(case: Case, hours: int, now: int) -> None:
    plan = planned(case, SHIP_1=("ARU-2-SUB",))
    row = only(affected(case, late_voyage(case, "ARU-2", hours), plan, at("01 00:00") + timedelta(hours=now)))
    assert {cutoff.code for cutoff in row.cutoffs} == {"FCO", "CUA", "EFC"}
    for cutoff in row.cutoffs:
        assert cutoff.new is not None
        assert cutoff.old is not None
        assert cutoff.new - cutoff.old == timedelta(hours=hours)
    if row.slack_h is not None and row.slack_before_h is not None:
        assert row.slack_h >= row.slack_before_h - 1e-6


@settings(max_examples=40, deadline=None)
@given(
    late=st.one_of(
        st.tuples(st.sampled_from(["ARU-2", "MAIN-7"]), st.integers(1, 200)),
        st.tuples(st.sampled_from(["phyto", "peb", "gate"]), st.integers(1, 60)),
    ),
    now=st.integers(0, 24 * 8),
)
def test_who_is_still_in_time_is_so_by_the_checker(case: Case, late: tuple[str, int], now: int) -> None:
    what, hours = late
    plan = planned(case, SHIP_1=("ARU-2-SUB", "SUB-CMB"))
    plan = plan.model_copy(update={"unserved": (UnservedShipment(shipment="SHIP-2", reason=""),)})
    after = late_voyage(case, what, hours) if "-" in what else late_step(case, "SHIP-1", what, hours=hours)
    moment = at("01 00:00") + timedelta(hours=now)
    rows = affected(case, after, plan, moment)
    known = known_by(after, plan, moment, {} if "-" in what else {"SHIP-1": frozenset({what})})
    dates = route_dates(ChainClock(known, moment), known, plan)["SHIP-1"]
    entry = plan.shipments[0].model_copy(update={"steps": dates.of(0)})
    verdict = check(known, plan.model_copy(update={"now": moment, "shipments": (entry,)}))
    for row in rows:
        assert row.in_time == verdict.feasible, verdict.broken
