"""The trade's codes, against numbers that are printed in the standards and in registers."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from data.codes import (
    BoxNumber,
    BoxType,
    Country,
    HsCode,
    Id,
    ImoNumber,
    Text,
    UnLocode,
    box_check_digit,
    imo_check_digit,
    is_forty_foot,
)

digits = settings(max_examples=60, derandomize=True, deadline=None)


def accepts(code: Any, value: str) -> bool:
    adapter: TypeAdapter[str] = TypeAdapter(code)
    try:
        return adapter.validate_python(value) == value
    except ValidationError:
        return False


def test_the_box_number_of_the_standard() -> None:
    assert box_check_digit("CSQU305438") == 3
    assert accepts(BoxNumber, "CSQU3054383")


def test_the_check_digit_is_the_remainder_by_eleven_and_nought_for_ten() -> None:
    values = "0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ"  # a letter's value is its place; multiples of 11 are left out
    remainders = set()
    for serial in range(200):
        number = f"QVZU{serial:06}"
        remainder = sum(values.index(sign) * 2**place for place, sign in enumerate(number)) % 11
        remainders.add(remainder)
        assert box_check_digit(number) == (0 if remainder == 10 else remainder)
    assert remainders == set(range(11))


@pytest.mark.parametrize(
    "number",
    ["CSQU3054384", "CSQX3054383", "CSQU305438", "CSQU30543833", "csqu3054383", "CSQU 3054383", "", "CSQU305438٣"],
)
def test_box_numbers_refused(number: str) -> None:
    assert not accepts(BoxNumber, number)


@digits
@given(number=st.from_regex(r"[A-Z]{3}[UJZ][0-9]{6}", fullmatch=True), place=st.integers(4, 9), step=st.integers(1, 9))
def test_a_mistyped_digit_of_a_box_number_is_found(number: str, place: int, step: int) -> None:
    """One wrong digit changes the sum by step * 2**place, never by a multiple of 11; only 10 and 0 look alike."""
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    right = box_check_digit(number)
    assert accepts(BoxNumber, f"{number}{right}")
    if right != 0:
        assert not accepts(BoxNumber, f"{wrong}{right}") or box_check_digit(wrong) == 0


def test_the_imo_number_of_the_register() -> None:
    assert imo_check_digit("907472") == 9
    assert accepts(ImoNumber, "9074729")


@pytest.mark.parametrize("number", ["9074728", "907472", "90747290", "IMO9074729", "9O74729", "", "٩074729"])
def test_imo_numbers_refused(number: str) -> None:
    assert not accepts(ImoNumber, number)


@digits
@given(number=st.integers(1_000_000, 9_999_999).map(str))
def test_one_imo_number_in_ten_has_the_right_digit(number: str) -> None:
    right = [last for last in "0123456789" if accepts(ImoNumber, number[:6] + last)]
    assert right == [str(imo_check_digit(number))]


@pytest.mark.parametrize("code", ["IDKRG", "IDSUB", "LKCMB", "USNYC", "DE2A9"])
def test_unlocodes(code: str) -> None:
    assert accepts(UnLocode, code)


@pytest.mark.parametrize("code", ["IDKR", "IDKRGX", "idkrg", "ID KRG", "1DKRG", "IDKR0", "IDKR1", ""])
def test_unlocodes_refused(code: str) -> None:
    assert not accepts(UnLocode, code)


@pytest.mark.parametrize("code", ["1301.90", "130190", "1301.90.90", "13019090", "0301.11"])
def test_hs_codes(code: str) -> None:
    assert accepts(HsCode, code)


@pytest.mark.parametrize("code", ["1301", "1301.9", "130.190", "1301.90.9", "1301.90.90.10", "13O190", ""])
def test_hs_codes_refused(code: str) -> None:
    assert not accepts(HsCode, code)


@pytest.mark.parametrize(
    ("code", "forty"), [("22G1", False), ("45G1", True), ("42R1", True), ("L5G1", True), ("25G1", False)]
)
def test_box_types(code: str, forty: bool) -> None:
    assert accepts(BoxType, code)
    assert is_forty_foot(code) == forty


@pytest.mark.parametrize("code", ["22G", "22g1", "5201", "", "22G11"])
def test_box_types_refused(code: str) -> None:
    assert not accepts(BoxType, code)


def test_countries_and_names() -> None:
    assert accepts(Country, "ID")
    assert not any(accepts(Country, code) for code in ("id", "IDN", "I", "1D", "ID\n"))
    assert all(accepts(Id, name) for name in ("7", "ARU-1", "a.b_c", "x" * 64))
    assert not any(accepts(Id, name) for name in ("", "-x", ".x", "_x", "a b", "a/b", "x" * 65, "é", "a\n"))


@pytest.mark.parametrize(
    "text", ["Damar batu (stone dammar resin)", "PT. Ékspor & Co", "3 boxes", "泗水", "#1", "x" * 200]
)
def test_texts(text: str) -> None:
    assert accepts(Text, text)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+62 811",
        "-",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "a\nb",
        "a\tb",
        "a\x00b",
        "a\x7fb",
        "",
        "x" * 201,
    ],
)
def test_texts_refused(text: str) -> None:
    assert not accepts(Text, text)
