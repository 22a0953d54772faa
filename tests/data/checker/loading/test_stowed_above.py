"""Which box stands above which: the checker counts by these pairs."""

import pytest

from data.case import Case
from data.checker import check_loading
from data.checker.loading.stowed_above import Overstow, TopHeavy
from data.plans import LoadingPlan
from tests.data.checker.loading.conftest import L2, L3, L4, L5, L7, L8, R1, R2, to, with_box


@pytest.mark.parametrize(
    ("ports", "pairs"),
    [
        ({}, {(L5, L4)}),
        ({L4: "LKCMB"}, set()),
        ({L4: "LKCMB", L2: "IDSUB"}, {(L4, L2), (L5, L2)}),
        ({L4: "LKCMB", L7: "IDSUB"}, {(R1, L7)}),
    ],
)
def test_the_pairs_of_overstows(case: Case, plan: LoadingPlan, ports: dict[str, str], pairs: set[object]) -> None:
    for serial, port in ports.items():
        case = with_box(case, serial, port=port)
    verdict = check_loading(case, plan)
    assert {(each.box, each.above) for each in verdict.overstows} == pairs
    assert verdict.terms["overstows"] == 200 * len(pairs)


def test_what_came_so_is_no_overstow_of_the_plan(case: Case, plan: LoadingPlan) -> None:
    came = case.changed(
        containers=(
            *case.containers,
            case.containers[6].model_copy(update={"id": "DMGU0003032", "slot": "0130284"}),
        )
    )
    (_, of_ship) = check_loading(with_box(came, R2, port="IDSUB"), plan).overstows
    assert of_ship == Overstow("DMGU0003032", R2, made=False)


def test_the_pairs_of_heavy_on_light(case: Case, plan: LoadingPlan) -> None:
    assert check_loading(case, plan).top_heavy == ()
    assert check_loading(with_box(case, L4, verified_kg=27_001), plan).top_heavy == (TopHeavy(L4, (L2, L3)),)
    heavy = with_box(case, L8, verified_kg=15_001)
    assert check_loading(heavy, to(plan, L8, "0130284")).top_heavy == (TopHeavy(L8, (R2,)),)
