from typing import Any

import pytest
from pydantic import ValidationError

from data.cargo import Container

BOX = {
    "id": "CSQU3054383", "box_type": "45R1", "status": "full", "gross_mass_kg": 20_000, "call": "C1",
    "direction": "remain", "port": "IDSUB",
}  # fmt: skip


def box(**values: Any) -> Container:
    return Container.model_validate({**BOX, **values})


def test_goods_are_classes_with_their_un_numbers() -> None:
    assert box(hazards="3 3 8", un_numbers="1263 0000 1824").goods == (("3", "1263"), ("3", None), ("8", "1824"))
    assert box(hazards="3 8").goods == (("3", None), ("8", None))
    assert box().goods == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"temperature_c": -18}, "a temperature needs a plug"),
        ({"temperature_c": -18.25, "plug": True}, "to a tenth of a degree"),
        ({"temperature_c": 100, "plug": True}, "less than or equal to 99"),
        ({"hazards": "3 8", "un_numbers": "1263"}, "1 UN numbers stand beside 2 classes"),
        ({"hazards": "3", "un_numbers": "263"}, "a UN number is four digits"),
        ({"direction": "load", "loaded_at": "SGSIN"}, "drop loaded_at"),
        ({"direction": "discharge", "loaded_at": "SGSIN"}, "drop loaded_at"),
        ({"operator": "MEDITERRANEAN LINE"}, "at most 17"),
        ({"booking": "=1+1"}, "a spreadsheet would run"),
        ({"bundled": "CSQU3054383"}, "bundled with itself"),
        ({"bundled": "SPNU1000026 SPNU1000026"}, "twice"),
        ({"bundled": "SPNU1000027"}, "check digit"),
    ],
)  # fmt: skip
def test_what_a_box_can_have(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        box(**values)
    assert words in str(caught.value)


def test_what_it_can_have_is_taken() -> None:
    found = box(plug=True, temperature_c=-18.5, loaded_at="SGSIN", operator="A" * 17, booking="B" * 35)
    assert (found.temperature_c, found.loaded_at) == (-18.5, "SGSIN")
