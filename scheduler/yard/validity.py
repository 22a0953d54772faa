"""Whether moves in a bay keep the rules, by making them one by one. No search is asked."""

from collections.abc import Iterable

from scheduler.yard.bay import OUT, STAYS, Bay, Move


def misplaced(bay: Bay) -> int:
    """Boxes that stand above one that leaves before them."""
    return sum(number > min(stack[:tier], default=number) for stack in bay.stacks for tier, number in enumerate(stack))


def after(bay: Bay, moves: Iterable[Move], *, restricted: bool = False) -> Bay:
    """The bay after some moves. Those out of it take the smallest number that is left.

    With `restricted`, boxes are put elsewhere only off a stack that holds the next box to leave. Raises ValueError for
    the first move that cannot be made.
    """
    stacks = [list(stack) for stack in bay.stacks]
    for order, (source, target) in enumerate(moves, start=1):
        if not 0 <= source < len(stacks) or not (target == OUT or 0 <= target < len(stacks)) or source == target:
            raise ValueError(f"move {order} goes from stack {source} to {target}: there is no such way")
        if not stacks[source]:
            raise ValueError(f"move {order} takes a box off stack {source}, which is empty")
        first = min(number for stack in stacks for number in stack)
        if target == OUT:
            if stacks[source][-1] != first or first == STAYS:
                raise ValueError(f"move {order} takes {stacks[source][-1]} out, and {first} is the next to leave")
            stacks[source].pop()
            continue
        if restricted and first not in stacks[source]:
            raise ValueError(f"move {order} takes a box off stack {source}, in which {first} does not stand")
        if len(stacks[target]) == bay.height:
            raise ValueError(f"move {order} puts a box onto stack {target}, which is full")
        stacks[target].append(stacks[source].pop())
    return Bay(tuple(map(tuple, stacks)), bay.height)
