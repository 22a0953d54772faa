"""Samples of messages, typed by hand after the published guides, and what the reader makes of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.case import Case
from data.errors import BadInput, Fault
from data.formats.edifact import EdiMessage, read_messages
from data.profiles import ShipBay, ShipProfile, ShipStack

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def sample() -> Callable[[str], bytes]:
    """The content of a sample by its name."""

    def content(name: str) -> bytes:
        return (SAMPLES / f"{name}.edi").read_bytes()

    return content


@pytest.fixture(scope="session")
def one(sample: Callable[[str], bytes]) -> Callable[[str], EdiMessage]:
    """The only message of a sample."""

    def message(name: str) -> EdiMessage:
        (found,) = read_messages(f"{name}.edi", sample(name))
        return found

    return message


@pytest.fixture(scope="session")
def refused() -> Callable[[bytes], list[Fault]]:
    """The faults for which a file is refused."""

    def faults(content: bytes) -> list[Fault]:
        with pytest.raises(BadInput) as caught:
            read_messages("x.edi", content)
        return caught.value.faults

    return faults


@pytest.fixture(scope="session")
def loading_case(small_case: Case) -> Case:
    """The small case where the ship of ARU-1 has a profile: two bays, each with two rows on deck and in the hold."""
    ship = small_case.vessels[0]
    stacks = [
        ShipStack(
            profile="FEEDER", bay=bay, row=row, level=level, bottom_tier=bottom, tiers=3, plugs=(bottom,),
            max_20_kg=90_000, max_40_kg=90_000, height_m=9,
        )
        for bay in (2, 6)
        for row in (1, 2)
        for level, bottom in (("deck", 82), ("hold", 2))
    ]  # fmt: skip
    return small_case.changed(
        ship_profiles=(ShipProfile(id="FEEDER"),),
        ship_bays=(ShipBay(profile="FEEDER", bay=2, from_bow_m=30), ShipBay(profile="FEEDER", bay=6, from_bow_m=45)),
        ship_stacks=stacks,
        vessels=(ship.model_copy(update={"imo": "9074729", "profile": "FEEDER"}), *small_case.vessels[1:]),
    )
