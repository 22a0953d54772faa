"""Rates of costs that requests may give."""

from typing import get_args

from data.costs import Costs, Rate


def test_every_rate_is_one_of_the_costs_and_takes_any_money() -> None:
    assert set(get_args(Rate)) < set(Costs.model_fields)
    others = set(Costs.model_fields) - set(get_args(Rate))
    of_simulation = {name for name, field in Costs.model_fields.items() if "Simulation" in (field.description or "")}
    assert others - of_simulation == {"shipment_unserved"}  # which may not be 0
