"""One replication of a loading plan: its work done in its order, each thing as early as it can be.

A crane begins the next of its list when it has come there, all that this waits for is over (`order`), it may work
(`duty`) and is not stopped (`stops`), and the tractor is there (`tractors`). A lift takes as long as drawn (`luck`),
and longer where the crane breaks down in the middle of it. Only the end of a lift or yard move is an event: when the
last of what it waits for is over, all moments that its beginning depends on are known.

Beyond the rules of a plan, nothing is decided here: no crane takes another's lift, and no lift is done before another
of the same list, however late a box is. How many crews a shift has plays no part.
"""

from collections.abc import Callable
from math import inf

from simulations.kernel import HOUR, Kernel, Step
from simulations.loading.luck import minutes_of
from simulations.loading.order import Wait
from simulations.loading.outcome import LoadingReplication, State, replication_of
from simulations.loading.planned import named
from simulations.loading.stops import Stops
from simulations.loading.tractors import Tractors
from simulations.loading.whereabouts import Whereabouts
from simulations.loading.work import Work
from simulations.parts.breakdowns import Breakdowns
from simulations.streams import Streams
from simulations.terminal import Cancelled, Inconsistent, never

# How often, in simulated minutes, a run asks whether it shall stop.
_ASK_EVERY = 2 * HOUR

# What a quay crane does while it waits, in this order: a moment in which several are missing counts for the first.
_WAITING = (
    (Wait.SHIP, State.WAITING_SHIP),
    (Wait.NEIGHBOUR, State.WAITING_NEIGHBOUR),
    (Wait.BOX, State.WAITING_BOX),
)


def execute(
    work: Work, *, seed: int, replication: int = 0, cancelled: Callable[[], bool] = never
) -> LoadingReplication:
    """Execute a plan once. Raises Cancelled soon after `cancelled()` becomes true."""
    return Execution(work, Streams(seed, replication)).run(cancelled)


class WorkingCrane(Step):
    """A quay crane or a yard crane: its list, how far it has come, since when it is free, and its time by state."""

    __slots__ = ("breakdowns", "busy", "done", "free_at", "queue", "spent")

    def __init__(self, queue: tuple[int, ...], free_at: float, breakdowns: Breakdowns | None) -> None:
        self.queue = queue
        self.free_at = free_at
        # Quay cranes have them, even where they never break down.
        self.breakdowns = breakdowns
        self.done = 0
        self.busy = False
        self.spent = [0.0] * len(State)


class Execution:
    """A plan under way."""

    def __init__(self, work: Work, streams: Streams) -> None:
        self.work = work
        self._replication = streams.replication
        self.boxes = Whereabouts(work.first)
        self.tractors = Tractors(work)
        self._minutes = minutes_of(work, streams)
        self._stops = Stops(work, streams)
        begins = min(0.0, *(activity.start for activity in work.activities))
        self.kernel = Kernel(begins)
        self._finished = self.kernel.event()
        self._left = len(work.activities)
        self._waits = list(work.waits)
        # When the last of each kind of what a lift or yard move waits for is over.
        self._over = [[-inf] * len(Wait) for _ in work.activities]
        self.starts = [0.0] * len(work.activities)
        self.ends = [0.0] * len(work.activities)
        self._tractor_minutes = 0.0
        self._trip_with_lift = {trip.lift: number for number, trip in enumerate(work.trips)}
        self._trip_with_end = {trip.end: number for number, trip in enumerate(work.trips)}
        self.quay_cranes = {
            crane: WorkingCrane(queue, 0.0, Breakdowns(work.case.terminal.crane_work, streams.of("breakdowns", crane)))
            for crane, queue in work.quay_cranes.items()
        }
        self._yard_cranes = [WorkingCrane(queue, begins, None) for queue in work.yard_cranes.values()]
        self._crane_of = {
            number: crane for crane in (*self.quay_cranes.values(), *self._yard_cranes) for number in crane.queue
        }

    def run(self, cancelled: Callable[[], bool] = never) -> LoadingReplication:
        """Run to the end. Raises Cancelled, or Inconsistent where boxes or crane time were lost or made."""
        kernel = self.kernel

        def ask(step: Step) -> None:
            if cancelled():
                raise Cancelled("the simulation was stopped")
            # Where nothing else is under way, asking must not keep the run alive.
            if kernel.peek() < inf:
                kernel.after(_ASK_EVERY, step, ask)

        for moment in self.tractors.moments:
            kernel.after(moment - kernel.now, Step(), self._send)
        for crane in (*self.quay_cranes.values(), *self._yard_cranes):
            self._go_on(crane)
        ask(Step())
        try:
            kernel.run_until(self._finished)
        except RuntimeError as error:
            stuck = ", ".join(
                named(self.work.plan, crane.queue[crane.done])
                for crane in (*self.quay_cranes.values(), *self._yard_cranes)
                if crane.done < len(crane.queue)
            )
            raise Inconsistent(f"nothing moves any more, and these have not begun: {stuck}") from error
        if self.boxes.at != self.work.final:
            raise Inconsistent("the boxes are not where the plan puts them")
        spent = {name: crane.spent for name, crane in self.quay_cranes.items()}
        return replication_of(self.work, self._replication, self.starts, self.ends, spent, self._tractor_minutes)

    def _send(self, _: Step | None = None) -> None:
        """Give free tractors to trips, as many as may begin."""
        now = self.kernel.now
        while (number := self.tractors.next_trip(now)) is not None:
            way = self.tractors.give(number, now)
            trip = self.work.trips[number]
            if not trip.loads:
                # Under way to the quay; then it waits there empty.
                self._tractor_minutes += max(0.0, now + way) - max(0.0, now)
            self._pass(trip.first, Wait.BOX, now + way)

    def _pass(self, number: int, wait: Wait, moment: float) -> None:
        """One thing that a lift or yard move waits for is over, now or at a moment that is known now."""
        over = self._over[number]
        if moment > over[wait]:
            over[wait] = moment
        self._waits[number] -= 1
        if not self._waits[number]:
            self._go_on(self._crane_of[number])

    def _go_on(self, crane: WorkingCrane) -> None:
        """Begin what is next on a crane's list, where it is free and nothing is missing."""
        if crane.busy or crane.done == len(crane.queue) or self._waits[crane.queue[crane.done]]:
            return
        number = crane.queue[crane.done]
        activity, over = self.work.activities[number], self._over[number]
        there = crane.free_at + activity.way
        start = max(there, activity.earliest, *over)
        minutes = self._minutes[number]
        down = 0.0
        if crane.breakdowns is not None:
            start = self._wait(crane, activity.crane, there, start, over)
            down = sum(repair for _, repair in crane.breakdowns.during(minutes))
            crane.spent[State.LIFTING] += minutes
            crane.spent[State.DOWN] += down
        crane.busy = True
        self.starts[number], self.ends[number] = start, start + minutes + down
        self.kernel.after(self.ends[number] - self.kernel.now, crane, self._ended)

    def _wait(self, crane: WorkingCrane, name: str, there: float, ready: float, over: list[float]) -> float:
        """When a quay crane begins a lift that is ready at a moment; its time until then is counted."""
        duty = self.work.duties[name]
        start = ready
        while (begins := self._stops.over(duty.begins(start))) > start:
            start = begins
        since = crane.free_at
        waits = ((there, State.TRAVELLING), *((over[wait], state) for wait, state in _WAITING), (start, State.OFF))
        for until, state in waits:
            if until > since:
                on = duty.on(since, until)
                off = until - since - sum(end - begin for begin, end in on)
                stopped = 0.0
                for stop, minutes in self._stops.during(on):
                    crane.spent[stop] += minutes
                    stopped += minutes
                crane.spent[State.OFF] += off
                crane.spent[state] += max(0.0, until - since - off - stopped)
                since = until
        return start

    def _ended(self, crane: WorkingCrane) -> None:
        number = crane.queue[crane.done]
        crane.busy = False
        crane.done += 1
        crane.free_at = end = self.ends[number]
        self.boxes.move(self.work.activities[number].moved)
        self._left -= 1
        if not self._left:
            self._finished.succeed()
        for after, wait, lag in self.work.followers[number]:
            self._pass(after, wait, end + lag)
        self._go_on(crane)
        self._free_tractors(number, end)

    def _free_tractors(self, number: int, end: float) -> None:
        with_lift, with_end = self._trip_with_lift.get(number), self._trip_with_end.get(number)
        if with_lift is not None:
            self.tractors.lifted(with_lift)
        if with_end is not None:
            trip = self.work.trips[with_end]
            since = self.tractors.since[with_end] if trip.loads else self.starts[trip.lift]
            self._tractor_minutes += end - max(0.0, since)
            self.tractors.free(with_end)
        if with_lift is not None or with_end is not None:
            self._send()
