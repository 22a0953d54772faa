"""Plans from outside: whatever is in them, the checker answers."""

from datetime import UTC, datetime, timedelta
from math import isfinite

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.shipment_plans import PlannedStep, Routed
from tests.data.checker.shipments.tiny import SAILINGS, STEPS, at, booking, known, tiny, verdict

MOMENTS = st.one_of(
    st.datetimes(datetime(1990, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)),
    st.integers(0, 40 * 24 * 60).map(lambda minutes: at("01 00:00") + timedelta(minutes=minutes)),
)
SHIPMENTS = st.sampled_from(("A", "B", "C", "D", "E", "NOBODY"))
PORTS = st.sampled_from((None, "IDKRG", "IDSUB", "SGSIN", "LKCMB", "NLRTM"))
ROWS = st.sampled_from((None, "C-KRG", "A-KRG", "C-SUB", "NOTHING"))

ROUTES = st.builds(
    Routed,
    shipment=SHIPMENTS,
    sailings=st.lists(st.sampled_from([*(leg.id for leg in SAILINGS), "NOWHERE"]), min_size=1, max_size=6).map(tuple),
    empties=ROWS,
    restuffed_at=PORTS,
    hub_empties=ROWS,
    shared_box=st.sampled_from((None, "BOX-1", "BOX-2")),
    steps=st.lists(
        st.builds(
            PlannedStep, step=st.sampled_from([name for name, *_ in STEPS] + ["dance"]), start=MOMENTS, end=MOMENTS
        ),
        max_size=8,
    ).map(tuple),
)


@pytest.fixture
def case(small_case: Case) -> Case:
    return tiny(
        small_case,
        booking("A"),
        booking("B", boxes=2, plug=True, declared_at="IDSUB"),
        booking("C", part_of_box=0.5),
        booking("D", part_of_box=0.6, hazards=("3",), latest_departure=at("20 08:00")),
        booking("E", status="CANCELLED"),
        step_states=(known("A", "pick_up", "05 08:00"), known("C", "peb", None, "06 08:00")),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(routes=st.lists(ROUTES, max_size=5), unserved=st.lists(SHIPMENTS, max_size=3), now=st.none() | MOMENTS)
def test_any_plan_has_a_verdict(case: Case, routes: list[Routed], unserved: list[str], now: datetime | None) -> None:
    found = verdict(case, *routes, unserved=unserved, now=now)
    assert isfinite(found.cost)
    assert all(money >= 0 for name, money in found.terms.items() if name != "transit")
    for broken in found.broken:
        assert broken.text
        assert set(broken.calls) <= {"A", "B", "C", "D", "E", "NOBODY"}
