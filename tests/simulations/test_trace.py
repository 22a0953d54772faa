import numpy as np
import pytest

from data.case import Case
from simulations.experiments.recording import recorded, recorded_until
from simulations.experiments.runs import Run
from simulations.policies import FirstComeFirstServed
from simulations.record_tables import calls, yard_by_hour
from simulations.terminal import Cancelled, SimulatedTerminal
from simulations.trace import EVERY_MIN, traced
from tests.simulations.conftest import START

DAY = 1440.0


def _recorded(case: Case, days: float = 4) -> SimulatedTerminal:
    return recorded(Run(case, FirstComeFirstServed(), days, START, seed=1), 0)


def test_a_trace_tells_what_the_record_tells(small_case: Case) -> None:
    terminal = _recorded(small_case)
    trace = traced(terminal, 0, 4 * DAY)
    table = calls(terminal).set_index("call")
    assert trace.ships
    for ship in trace.ships:
        row = table.loc[ship.call]
        if ship.first_line is not None:
            assert (row["first_line"] - START).total_seconds() / 60 == pytest.approx(ship.first_line, abs=0.06)
            assert row["position_m"] == pytest.approx(ship.position_m, abs=0.06)
    boxes = sum(row[3] == 0 for row in trace.lifts), sum(row[3] == 1 for row in trace.lifts)
    assert boxes[0] > 0
    assert boxes[1] > 0
    by_hour = yard_by_hour(terminal).groupby(["block", "hour"])["teu"].sum()
    for name, series in zip(trace.blocks, trace.teu, strict=True):
        if name in by_hour.index:
            hourly = by_hour[name].to_numpy()
            assert np.array_equal(hourly[: 4 * 24], series[:: int(60 / EVERY_MIN)][: 4 * 24])


def test_tasks_of_tractors_are_in_order_and_do_not_overlap(small_case: Case) -> None:
    trace = traced(_recorded(small_case), 0, 4 * DAY)
    free = dict.fromkeys(range(len(trace.tractors)), 0.0)
    assert trace.trips
    for tractor, _, begins, at_block, beside, ends, block in trace.trips:
        assert None not in (tractor, begins, at_block, ends, block)
        steps = [begins, at_block, *([] if beside is None else [beside]), ends]
        assert steps == sorted(steps)
        assert begins >= free[int(tractor or 0)] - 0.1
        free[int(tractor or 0)] = ends or 0.0


def test_a_stretch_is_part_of_the_whole(small_case: Case) -> None:
    run = Run(small_case, FirstComeFirstServed(), 4, START, seed=1)
    whole = traced(recorded(run, 0), DAY, 2 * DAY)
    stopped = traced(recorded_until(run, 0, 2 * DAY), DAY, 2 * DAY)
    assert stopped.ships == whole.ships
    assert stopped.lifts == whole.lifts
    assert stopped.teu == whole.teu
    assert all(DAY <= row[1] <= row[2] <= 2 * DAY for row in whole.lifts)
    assert len(whole.teu[0]) == DAY / EVERY_MIN + 1
    with pytest.raises(Cancelled):
        recorded_until(run, 0, 2 * DAY, lambda: True)


def test_nothing_works_after_the_last_ship(small_case: Case) -> None:
    terminal = _recorded(small_case)
    trace = traced(terminal, 60 * DAY, 61 * DAY)
    assert (trace.at_ship, trace.lifts, trace.trips, trace.down) == ([], [], [], [])
    assert traced(terminal, 0, DAY).tractors == trace.tractors
