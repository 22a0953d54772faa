"""The rows of vessel profiles: where a ship's centre had best be, and which half of a tier has a plug."""

import pytest
from pydantic import ValidationError

from data.profiles import Hydrostatics, ShipStack
from data.slots import Cell


def test_where_a_ship_had_best_have_her_centre() -> None:
    window = Hydrostatics(
        profile="P", displacement_t=3_000, metacentre_m=9, min_centre_from_bow_m=60, max_centre_from_bow_m=61
    )
    assert window.even_from_bow_m == 60.5
    assert window.model_copy(update={"buoyancy_from_bow_m": 60.2}).even_from_bow_m == 60.2
    assert window.model_copy(update={"min_centre_from_bow_m": None}).even_from_bow_m == 61
    assert window.model_copy(update={"max_centre_from_bow_m": None}).even_from_bow_m == 60
    # The bow itself is a place too.
    assert window.model_copy(update={"buoyancy_from_bow_m": 0.0}).even_from_bow_m == 0
    at_bow = window.model_copy(update={"min_centre_from_bow_m": 0.0, "max_centre_from_bow_m": None})
    assert at_bow.even_from_bow_m == 0
    with pytest.raises(ValidationError, match="min_centre_from_bow_m is above max_centre_from_bow_m"):
        Hydrostatics.model_validate(window.model_dump() | {"min_centre_from_bow_m": 62})


def test_a_tier_with_one_plug_has_it_in_the_fore_half() -> None:
    stack = ShipStack(
        profile="P", bay=2, row=1, level="deck", bottom_tier=82, tiers=3, plugs=(82, 84), one_plug=(84,),
        max_20_kg=1, max_40_kg=1, height_m=8,
    )  # fmt: skip
    plugged = {(bay, tier) for bay in (1, 2, 3) for tier in (82, 84, 86) if stack.plugged(Cell(bay, 1, tier))}
    assert plugged == {(1, 82), (2, 82), (3, 82), (1, 84), (2, 84)}
    with pytest.raises(ValidationError, match="tier 86 is in one_plug and not in plugs: add it to plugs"):
        ShipStack.model_validate(stack.model_dump() | {"one_plug": (84, 86)})
