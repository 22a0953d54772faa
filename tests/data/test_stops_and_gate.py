from typing import Any

import pytest
from pydantic import ValidationError

from data.gate import Gate
from data.operations import CraneWork, Weather, YardWork

_GATE: dict[str, Any] = {"lanes": 1, "service_min": 1, "gate_to_yard_m": 0}


@pytest.mark.parametrize("between_h", [1e-320, 1e-9, 0.009])
@pytest.mark.parametrize(
    ("part", "field", "others"),
    [
        (Weather, "rain_between_h", {}),
        (Weather, "wind_between_h", {}),
        (CraneWork, "hours_between_failures", {"gross_moves_per_hour": 20, "cycle_s": 180}),
        (YardWork, "hours_between_failures", {"move_s": 90}),
    ],
)
def test_stops_that_come_too_often_to_end_a_run_are_refused(
    part: Any, field: str, others: dict[str, Any], between_h: float
) -> None:
    for allowed in (0, 0.01, 60):
        assert getattr(part(**{field: allowed}, **others), field) == allowed

    with pytest.raises(ValidationError, match=r"give at least 0\.01 h, or 0 for none"):
        part(**{field: between_h}, **others)


@pytest.mark.parametrize("weight", [5e-324, 1e-200])
def test_weights_too_small_to_share_out_trucks_are_refused(weight: float) -> None:
    with pytest.raises(ValidationError, match="no truck may ever come"):
        Gate(**_GATE, hour_weights=(weight,) * 24, day_weights=(weight,) * 7)
