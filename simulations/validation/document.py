"""docs/validation.md: theory beside simulation."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulations.validation.hand import ByHand
from simulations.validation.queues import Estimate
from simulations.validation.rehandles import Rehandles


@dataclass(frozen=True)
class Row:
    """What theory says of something, and what the simulation says from each seed."""

    what: str
    exact: float
    estimates: tuple[Estimate, ...]

    @property
    def agrees(self) -> bool:
        """Whether every seed agrees with theory."""
        return all(estimate.agrees(self.exact) for estimate in self.estimates)

    def as_line(self, digits: int) -> str:
        """The row of a table; the error of each seed in half-widths."""
        found = (
            f"{each.mean:.{digits}f} ± {each.half_width:.{digits}f} ({(each.mean - self.exact) / each.half_width:+.1f})"
            for each in self.estimates
        )
        ships = sum(each.ships for each in self.estimates)
        return f"| {self.what} | {self.exact:.{digits}f} | {' | '.join(found)} | {ships:,} |"


def as_markdown(
    waits: Sequence[Row],
    rates: Sequence[Row],
    rehandles: Sequence[Sequence[Rehandles]],
    by_hand: Sequence[ByHand],
    missing: Sequence[str],
) -> str:
    """The document. All rows have the same seeds, 1 and on; `rehandles` are by seed and size.

    `missing` are the queues that a run which was stopped early did not come to.
    """
    seeds = len(rehandles)
    head = " | ".join(f"seed {seed}" for seed in range(1, seeds + 1))
    rule = "|---|--:|" + "--:|" * (seeds + 1)
    errors = [abs(each.mean - row.exact) / each.half_width for row in (*waits, *rates) for each in row.estimates]
    inside = sum(error <= 1 for error in errors)
    return _TEXT.format(
        intervals=len(errors),
        inside=inside,
        share=inside / len(errors),
        queues="\n".join([f"| queue | exact | {head} | ships |", rule, *(row.as_line(4) for row in waits)]),
        loops="\n".join([f"| | exact | {head} | boxes |", rule, *(row.as_line(3) for row in rates)]),
        missing=f"\nThe run was stopped before it came to {', '.join(missing)}.\n" if missing else "",
        rehandles="\n".join(
            [
                f"| tiers x stacks | Kim | exact | {head} |",
                rule,
                *(
                    f"| {each[0].tiers} x {each[0].stacks} | {each[0].kim:.3f} | {each[0].exact:.4f} | "
                    f"{' | '.join(_rehandles(one) for one in each)} |"
                    for each in zip(*rehandles, strict=True)
                ),
            ]
        ),
        by_hand="\n".join(
            f"| {case.what} | {case.reckoning} | {case.exact:g} | {case.simulated:.1f} |" for case in by_hand
        ),
    )


def _rehandles(found: Rehandles) -> str:
    error = (found.simulated - found.exact) / found.half_width
    return f"{found.simulated:.4f} ± {found.half_width:.4f} ({error:+.1f})"


_TEXT = """\
# The simulation against theory

Written by `python -m simulations.validation`. Everything here is simulated by the terminal model itself, as it is
shipped: each queue is a case whose parameters make the terminal that queue. What can be held against public figures of
a real terminal stands in [validation-kkt.md](validation-kkt.md).

Figures are means ± half the 95 % interval, and in brackets the error in half-widths. From each seed the half-width is
to be at most 3 % of the exact value, and the error at most three half-widths; the command fails where one is not. Of
{intervals} intervals {inside} hold the exact value: {share:.1%}, where 95 % are to be expected.

## Ships at berths as customers of a queue

Ships of one box; a berth for each server, with one crane, whose cycle is the service time; no ways, no mooring, no
other limits. Ships come as the calls of a service with a random rhythm. The mean wait in mean service times. M is
exponential, E2 Erlang-2, D constant, G gamma with the spread given; the number is that of berths.

The exact values: Erlang's formula for M/M/n; Pollaczek and Khinchine's for M/G/1; for M/E2/n and E2/E2/n a Markov
chain solved by `simulations.validation.theory`, which gives to four digits the values that
`simulations.validation.anchors` copies with their source. The books' tables of these queues (Groenveld 2007, PIANC
2014) have misprints: E2/E2/4 at 0.5 is printed as .0532.

The simulated means are corrected by control variates, which take out what the run's own arrivals and service times
were by chance; `simulations.validation.queues` says how. The last column counts the ships of all seeds.

{queues}
{missing}
## Tractors between a crane and a yard crane

One crane (exponential, 2.2 min), one yard crane (exponential, 1.8 min), 7 minutes of ways in all: a closed network,
whose boxes an hour are exact by mean value analysis (Reiser and Lavenberg 1980). The last column counts boxes.

{loops}

## Rehandles

A bay of the yard is filled to the same height in every stack and emptied in random order; what stands above a box goes
to the lowest other stack. Rehandles of a pick-up: by Kim's regression (Computers & Industrial Engineering 32, 1997),
exact by enumeration (`simulations.validation.rehandles`), and simulated from a thousand bays a seed.

{rehandles}

## By hand

| | reckoned | minutes | simulated |
|---|---|--:|--:|
{by_hand}

## What holds in every run

Every run of every user ends with these checks, and has no result where one fails: every box is in exactly one place;
boxes that came are boxes that went and boxes inside; a ship leaves with all its boxes moved; the parts of each crane's
time are the window. Tests hold Little's law for ships at the quay, boxes in the yard and trucks inside the gate, from
counts that are kept apart from the recorder's (`tests/simulations/validation`).

## What is not validated

- Theory speaks of one part at a time. That the parts are put together as in a real terminal no theorem says; what
  public figures can say stands in [validation-kkt.md](validation-kkt.md), and a terminal's own log says more.
- Where more than one thing is scarce at once (places on a continuous quay and cranes, yard cranes between ships and
  trucks, tides), no exact value is known. Those parts have tests by hand, and no more.
- The distributions (gamma cycles, lognormal stays, exponential repairs) are assumptions until they are fitted to a
  log.
- The gate's lanes are a queue with several servers by construction; beyond that only Little's law is held.
"""
