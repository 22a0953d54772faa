"""Little's law: what is inside on average is what comes in an hour times how long it stays.

The mean number inside is integrated from the counts as they change; the stays are those that the run itself records of
single ships, boxes and trucks.
"""

from collections.abc import Callable
from typing import Any

import pytest

from data.case import Case
from simulations.clock import Clock
from simulations.parts.gate import Gate
from simulations.parts.quay import Quay
from simulations.parts.yard import Yard
from simulations.policies import FirstComeFirstServed
from simulations.recorder import Recorder
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal

DAYS = 10
WINDOW = DAYS * 1440


class Inside:
    """The integral of a count over time, kept from its changes."""

    def __init__(self) -> None:
        self.terminal: SimulatedTerminal | None = None
        self._last = 0.0
        self.count = 0
        self.integral = 0.0

    @property
    def now(self) -> float:
        return 0.0 if self.terminal is None else self.terminal.kernel.now

    def change(self, step: int) -> None:
        self.integral += self.count * (self.now - self._last)
        self._last = self.now
        self.count += step


def run(case: Case, inside: Inside) -> SimulatedTerminal:
    inside.terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(case.first_day, DAYS), Streams(3, 0))
    inside.terminal.run()
    inside.change(0)
    return inside.terminal


def watch(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, before: Callable[..., None]) -> None:
    """Call `before` with the arguments of a method each time it is called."""
    method = getattr(owner, name)

    def watched(self: Any, *arguments: Any) -> Any:
        before(*arguments)
        return method(self, *arguments)

    monkeypatch.setattr(owner, name, watched)


def test_ships_at_the_quay(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Inside()
    watch(monkeypatch, Quay, "berth", lambda _: inside.change(1))
    watch(monkeypatch, Quay, "leave", lambda _: inside.change(-1))
    terminal = run(small_case, inside)
    stays = [visit.last_line - visit.first_line for visit in terminal.visits if visit.left]
    alongside = [terminal.kernel.now - visit.first_line for visit in terminal.quay.alongside]
    assert len(stays) >= 4
    assert inside.integral == pytest.approx(sum(stays) + sum(alongside))


def test_boxes_in_the_yard(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recorder integrates the yard's stock over the window; here the stay of each box in it is added up."""
    inside = Inside()
    since: dict[int, tuple[float, Any]] = {}
    stays: list[float] = []

    def stay(box: Any, start: float, end: float) -> None:
        stays.append(box.teu * max(0.0, min(end, WINDOW) - start))

    def put(box: Any) -> None:
        inside.change(1)
        since[id(box)] = inside.now, box

    def lend(box: Any) -> None:
        inside.change(-1)
        start, _ = since.pop(id(box))
        stay(box, start, inside.now)

    watch(monkeypatch, Yard, "put", put)
    watch(monkeypatch, Yard, "lend", lend)
    terminal = run(small_case, inside)
    assert len(stays) > 500
    assert inside.count == terminal.yard.stock == len(since)
    for start, box in since.values():
        stay(box, start, terminal.kernel.now)
    assert terminal.recorder.teu_minutes == pytest.approx(sum(stays))


def test_the_yard_s_occupancy_is_that_of_its_boxes(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Inside()
    teu_minutes = 0.0

    def put(box: Any) -> None:
        nonlocal teu_minutes
        teu_minutes += box.teu * max(0.0, WINDOW - inside.now)

    def lend(box: Any) -> None:
        nonlocal teu_minutes
        teu_minutes -= box.teu * max(0.0, WINDOW - inside.now)

    watch(monkeypatch, Yard, "put", put)
    watch(monkeypatch, Yard, "lend", lend)
    terminal = run(small_case, inside)
    capacity = sum(block.capacity_teu for block in small_case.yard_blocks)
    assert terminal.figures()["yard_occupancy"] == pytest.approx(teu_minutes / (capacity * WINDOW))


def test_trucks_inside_the_gate(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Inside()
    coming: dict[int, float] = {}
    turns: list[float] = []
    services: list[float] = []

    def come(box: Any) -> None:
        inside.change(1)
        coming[id(box)] = inside.now

    def go(box: Any) -> None:
        inside.change(-1)
        del coming[id(box)]
        services.append(box.gate_out_min)

    # In the queue to leave and in the lane a truck is inside still; its record ends later than the watching.
    watch(monkeypatch, Gate, "_bring", come)
    watch(monkeypatch, Gate, "_come_empty", come)
    watch(monkeypatch, Gate, "_leave", go)
    watch(monkeypatch, Recorder, "truck_left", lambda start, end, *_: turns.append(end - start))
    terminal = run(small_case, inside)
    inside_still = sum(terminal.kernel.now - moment for moment in coming.values())
    assert len(turns) > 500
    # Leaving takes its time in a lane, and now and then some waiting for one, on top of what was watched.
    leaving = sum(turns) + inside_still - inside.integral
    assert len(services) == len(turns)
    assert sum(services) < leaving < 1.25 * sum(services)
