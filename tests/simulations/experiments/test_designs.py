from pathlib import Path

import numpy as np
import pytest

from data.case import Case
from data.errors import BadInput
from simulations.experiments.designs import Design, read_design
from simulations.experiments.factors import Factor, varied, with_factors


def design(kind: str, points: int = 0, **factors: dict[str, object]) -> Design:
    """A design of factors by name, with two underscores for the dot."""
    listed = [{"name": name.replace("__", "."), **values} for name, values in factors.items()]
    return Design.model_validate({"kind": kind, "points": points, "factor": listed})


def test_a_factorial_has_every_combination() -> None:
    table = design(
        "factorial", tractors__count={"from": 8, "to": 12, "levels": 3}, demand__factor={"values": [1.3, 1.0]}
    ).table()
    assert list(table.columns) == ["point", "tractors.count", "demand.factor"]
    assert table.to_numpy().tolist() == [
        [0, 8, 1], [1, 8, 1.3], [2, 10, 1], [3, 10, 1.3], [4, 12, 1], [5, 12, 1.3],
    ]  # fmt: skip


def test_whole_numbers_that_are_the_same_are_one_level() -> None:
    assert len(design("factorial", tractors__count={"from": 8, "to": 10, "levels": 9}).table()) == 3


def test_a_latin_hypercube_has_one_point_in_each_stretch_of_each_factor() -> None:
    table = design("latin_hypercube", 10, demand={"from": 1, "to": 2}, tractors__count={"from": 1, "to": 10}).table()
    assert sorted(np.floor((table["demand"] - 1) * 10)) == list(range(10))
    # Ten points over ten whole numbers: each once.
    assert sorted(table["tractors.count"]) == list(range(1, 11))


def test_sobol_points_are_balanced_and_the_same_for_a_seed() -> None:
    sobol = design("sobol", 8, demand={"from": 0, "to": 8})
    assert sorted(np.floor(sobol.table()["demand"])) == list(range(8))
    assert sobol.table().equals(sobol.table())


def test_a_saltelli_design_changes_one_factor_at_a_time() -> None:
    table = design("saltelli", 4, demand={"from": 0, "to": 1}, gate__service_min={"from": 1, "to": 2}).table()
    first, second, one, other = table.to_numpy()[:, 1:].reshape(4, 4, 2)
    assert (one[:, 0] == second[:, 0]).all()
    assert (one[:, 1] == first[:, 1]).all()
    assert (other[:, 0] == first[:, 0]).all()
    assert (other[:, 1] == second[:, 1]).all()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind = 'factorial'\n[[factor]]\nname = 'tractors.cuont'\nfrom = 1\nto = 2", "did you mean tractors.count"),
        ("kind = 'factorial'\n[[factor]]\nname = 'quay'\nfrom = 1\nto = 2", "no such number"),
        ("kind = 'sobol'\npoints = 50\n[[factor]]\nname = 'demand'\nfrom = 1\nto = 2", "give 64"),
        ("kind = 'sobol'\n[[factor]]\nname = 'demand'\nfrom = 1\nto = 2", "how many points"),
        ("kind = 'latin_hypercube'\npoints = 9\n[[factor]]\nname = 'demand'\nvalues = [1]", "give from and to"),
        ("kind = 'factorial'\n[[factor]]\nname = 'demand'\nfrom = 2\nto = 1", "to must be above from"),
        ("kind = 'factorial'\n[[factor]]\nname = 'demand'", "give from and to, or values"),
        ("kind = 'best'\n[[factor]]\nname = 'demand'\nvalues = [1]", "no such choice"),
        ("kind = ", "no TOML"),
    ],
)
def test_a_file_that_is_no_design_is_refused_with_what_would_be_right(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "design.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match=says):
        read_design(path)


def test_factors_are_numbers_of_the_terminal_and_of_changes(small_case: Case) -> None:
    factors = [Factor("terminal.tractors.count"), Factor("demand"), Factor("longer_quay.metres")]
    changed = with_factors(small_case, factors, [3, 2, 50])
    assert changed.terminal.tractors.count == 3
    assert changed.calls[0].discharge_full == 2 * small_case.calls[0].discharge_full
    assert changed.terminal.quay.length_m == small_case.terminal.quay.length_m + 50
    assert with_factors(small_case, factors[2:], [0]) == small_case
    oftener = with_factors(small_case, [Factor("demand.calls")], [2])
    assert len(oftener.services) == 2 * len(small_case.services)
    assert with_factors(small_case, [], []) is small_case
    assert {"tractors.count", "demand.factor", "gate.service_min"} <= set(varied())


def test_a_value_that_the_case_refuses_names_the_factor(small_case: Case) -> None:
    with pytest.raises(BadInput, match=r"gate.lanes.*at least 1"):
        with_factors(small_case, [Factor("gate.lanes")], [0])
    with pytest.raises(BadInput, match=r"factor demand"):
        with_factors(small_case, [Factor("demand")], [-1])
