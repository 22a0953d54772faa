import json
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.case import Case
from data.errors import BadInput, DermagaError
from data.kpis import KPI_BY_NAME, KPIS
from simulations.experiments.designs import Design
from simulations.experiments.journal import Journal
from simulations.experiments.sensitivity import all_effects, indices, main_effects, tornado
from simulations.experiments.sweeps import Sweep, sweep
from simulations.policies import FirstComeFirstServed
from tests.simulations.experiments.test_comparison import Kept

DESIGN = Design.model_validate(
    {
        "kind": "factorial",
        "factor": [{"name": "tractors.count", "values": [2, 6]}, {"name": "demand", "values": [1, 1.5]}],
    }
)


def swept(case: Case, design: Design = DESIGN, replications: int = 2, **options: object) -> Sweep:
    arguments = {"days": 3, "workers": 1, "seed": 5} | options
    return sweep(case, FirstComeFirstServed(), design, replications=replications, **arguments)  # type: ignore[arg-type]


def test_the_table_is_tidy_and_the_same_with_two_workers(small_case: Case, tmp_path: Path) -> None:
    found = swept(small_case)
    assert list(found.results.columns) == ["point", "replication", "kpi", "unit", "value"]
    assert len(found.results) == 4 * 2 * len(KPIS)
    assert found.missing == ()
    pd.testing.assert_frame_equal(found.results, swept(small_case, workers=2).results)
    found.write(tmp_path)
    assert pd.read_parquet(tmp_path / "results.parquet").equals(found.results)
    assert pd.read_parquet(tmp_path / "design.parquet").equals(found.points)


def test_a_sweep_goes_on_from_what_was_finished(small_case: Case) -> None:
    kept, cancel, told = Kept(), threading.Event(), list[int]()
    swept(small_case, cancel=cancel, finished=kept, report=lambda done, _: cancel.set() if done == 5 else None)
    assert len(kept.known) == 5
    again = swept(small_case, finished=kept, report=lambda done, _: told.append(done))
    assert told == [6, 7, 8]
    pd.testing.assert_frame_equal(again.results, swept(small_case).results)


def test_intervals_are_those_of_each_point(small_case: Case) -> None:
    found = swept(small_case)
    table = found.intervals()
    of_one = table[(table["point"] == 1) & (table["kpi"] == "turnaround_h")].iloc[0]
    values = found.results[(found.results["point"] == 1) & (found.results["kpi"] == "turnaround_h")]["value"]
    assert of_one["mean"] == pytest.approx(values.mean())
    assert of_one["half_width"] == pytest.approx(12.7062 * values.std() / 2**0.5, rel=1e-4)  # Student's t of one degree
    assert (of_one["tractors.count"], of_one["demand"], of_one["replications"]) == (2, 1.5, 2)


def test_what_is_finished_is_not_run_again(small_case: Case, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "finished.jsonl")
    cancel = threading.Event()

    def enough(done: int, total: int) -> None:
        assert total == 8
        if done == 3:
            cancel.set()

    part = swept(small_case, journal=journal, cancel=cancel, report=enough)
    assert len(part.missing) == 5
    # The machine went down in the middle of a line.
    path = tmp_path / "finished.jsonl"
    path.write_text(path.read_text()[:-30])
    told: list[int] = []
    rest = swept(small_case, journal=journal, report=lambda done, total: told.append(done))  # noqa: ARG005
    assert told == list(range(3, 9))
    assert rest.results.equals(swept(small_case).results)
    told.clear()
    # More replications of the same sweep go on where it ended.
    more = swept(small_case, replications=3, journal=journal, report=lambda done, total: told.append(total))  # noqa: ARG005
    assert len(told) == 4
    assert more.missing == ()


def test_cancelled_before_anything_is_finished_the_tables_are_empty(small_case: Case, tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    found = swept(small_case, cancel=cancel)
    assert len(found.missing) == 8
    found.write(tmp_path)
    assert all_effects(found).empty
    assert tornado(found, "waiting_h")["effect"].isna().all()


def test_a_journal_of_another_sweep_is_refused(small_case: Case, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "finished.jsonl")
    swept(small_case, replications=1, journal=journal)
    with pytest.raises(DermagaError, match=r"another sweep \(days, seed differ\)"):
        swept(small_case, replications=1, journal=journal, seed=6, days=2)
    head = json.loads((tmp_path / "finished.jsonl").read_text().splitlines()[0])
    assert head["case"] == small_case.hash


def test_a_journal_of_more_replications_is_refused(small_case: Case, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "finished.jsonl")
    swept(small_case, replications=2, journal=journal)
    with pytest.raises(DermagaError, match="ask for at least 2"):
        swept(small_case, replications=1, journal=journal)


def _without_figures(lines: list[str]) -> list[str]:
    return [lines[0], '{"point": 0, "replication": 0, "figures": {}}', *lines[2:]]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda _: [], "first line does not say"),
        (lambda _: ["[]"], "first line does not say"),
        (lambda lines: lines[1:], "first line does not say"),
        (lambda lines: [lines[0], lines[1][:40], *lines[2:]], "line 2 is damaged"),
        (_without_figures, "line 2 is damaged"),
    ],
)
def test_a_damaged_journal_is_refused_and_left(
    tmp_path: Path, spoil: Callable[[list[str]], list[str]], says: str
) -> None:
    path = tmp_path / "finished.jsonl"
    figures = dict.fromkeys(KPI_BY_NAME)
    lines = [json.dumps({"point": point, "replication": 0, "figures": figures}) for point in range(2)]
    spoilt = spoil([json.dumps({"case": "that one"}), *lines])
    path.write_text("\n".join(spoilt))
    before = path.read_bytes()
    with pytest.raises(DermagaError, match=says):
        Journal(path).read({"case": "that one"})
    assert path.read_bytes() == before


def test_a_point_that_the_case_refuses_is_told_before_anything_runs(small_case: Case) -> None:
    impossible = Design.model_validate({"kind": "factorial", "factor": [{"name": "gate.lanes", "values": [1, 0]}]})
    with pytest.raises(BadInput, match=r"point gate.lanes = 0"):
        swept(small_case, impossible)


def invented(design: Design, value: object) -> Sweep:
    """A sweep whose one figure is a function of the point's factors."""
    points = design.table()
    values = [value(*row) for row in points.to_numpy()[:, 1:]]  # type: ignore[operator]
    results = pd.DataFrame(
        {"point": points["point"], "replication": 0, "kpi": "waiting_h", "unit": "h", "value": values}
    )
    return Sweep(points, results, 1)


def test_effects_of_a_line_are_its_slopes() -> None:
    design = Design.model_validate(
        {
            "kind": "latin_hypercube",
            "points": 20,
            "factor": [{"name": "demand", "from": 1, "to": 2}, {"name": "gate.service_min", "from": 1, "to": 3}],
        }
    )
    found = invented(design, lambda demand, gate: 5 + 3 * demand - 0.5 * gate)
    effects, explained = main_effects(found, "waiting_h")
    assert explained == pytest.approx(1)
    assert effects["coefficient"].tolist() == pytest.approx([3, -0.5])
    assert effects["half_width"].max() < 1e-9
    spread = found.points["demand"].std() / found.means("waiting_h")["mean"].std()
    assert effects["standardised"][0] == pytest.approx(3 * spread)
    assert tornado(found, "waiting_h")["factor"].tolist() == ["demand", "gate.service_min"]


def test_the_interval_of_an_effect_covers_as_often_as_it_says() -> None:
    design = Design.model_validate(
        {"kind": "factorial", "factor": [{"name": "demand", "from": 1, "to": 2, "levels": 12}]}
    )
    random = np.random.default_rng(2)
    hits = 0
    for _ in range(100):
        effects, _ = main_effects(invented(design, lambda demand: 2 * demand + random.normal()), "waiting_h")
        hits += abs(effects["coefficient"][0] - 2) <= effects["half_width"][0]
    assert 0.9 <= hits / 100 <= 1


def test_with_too_few_points_there_is_no_effect() -> None:
    design = Design.model_validate({"kind": "factorial", "factor": [{"name": "demand", "values": [1, 2]}]})
    effects, explained = main_effects(invented(design, lambda demand: demand), "waiting_h")
    assert effects["coefficient"].isna().all()
    assert explained != explained


def test_sobol_s_indices_of_a_sum_and_a_product() -> None:
    # Of x + y z with uniform x, y, z in (-1, 1): variances 1/3 of x, and 1/9 of y and z that they have only together.
    names = ("demand", "gate.service_min", "arrivals.lateness_sd_h")
    design = Design.model_validate(
        {"kind": "saltelli", "points": 1024, "factor": [{"name": name, "from": -1, "to": 1} for name in names]}
    )
    found = indices(invented(design, lambda x, y, z: x + y * z), design, "waiting_h")
    assert found["first_order"].tolist() == pytest.approx([0.75, 0, 0], abs=0.05)
    assert found["total"].tolist() == pytest.approx([0.75, 0.25, 0.25], abs=0.05)
    with pytest.raises(BadInput, match="their own design"):
        indices(found_of_a_line(), DESIGN, "waiting_h")


def found_of_a_line() -> Sweep:
    return invented(DESIGN, lambda tractors, demand: tractors + demand)
