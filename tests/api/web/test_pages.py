from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.pages import after_number, page_of
from data.errors import BadInput


@given(st.sets(st.integers(1, 10**9)), st.integers(1, 7))
def test_pages_hold_every_item_once(numbers: set[int], limit: int) -> None:
    found: list[int] = []
    after: str | None = None
    while True:
        before = after_number(after)
        rest = sorted((number for number in numbers if before is None or number < before), reverse=True)
        page = page_of(rest[: limit + 1], limit, cursor=lambda number: number)
        assert len(page["items"]) <= limit
        found += page["items"]
        after = page["next"]
        if after is None:
            break
    assert found == sorted(numbers, reverse=True)


@pytest.mark.parametrize("after", ["", "x", "-1", "1.0", "٣", "9" * 19, " 1"])
def test_a_place_that_no_page_gave_is_refused(after: str) -> None:
    with pytest.raises(BadInput):
        after_number(after)


def test_jobs_come_in_pages(client: httpx.Client) -> None:
    made = [
        client.post("/api/v1/plans", json={"case": "small", "kind": kind, "seconds": 0.5, "workers": 1}).json()["id"]
        for kind in ("berth", "yard", "berth")
    ]
    for name in made:
        client.post(f"/api/v1/plans/{name}/cancel")

    def page(**params: Any) -> dict[str, Any]:
        return client.get("/api/v1/plans", params=params).raise_for_status().json()

    first = page(limit=2)
    second = page(limit=2, after=first["next"])
    assert [job["id"] for job in first["items"] + second["items"]] == made[::-1]
    assert (len(first["items"]), second["next"]) == (2, None)
    assert [job["id"] for job in page(kind="yard")["items"]] == [made[1]]
    assert len(page(case="small", mine=True)["items"]) == 3
    assert page(case="other") == page(state="failed") == {"items": [], "next": None}
    assert client.get("/api/v1/simulations").json() == {"items": [], "next": None}
    for wrong in ({"limit": 0}, {"limit": 201}, {"after": "x"}, {"state": "gone"}, {"kind": "simulation"}):
        assert client.get("/api/v1/plans", params=wrong).status_code == 422
