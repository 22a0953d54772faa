"""Groups of segments: which segments of a message belong together, by a small grammar for each message.

A group begins with its trigger and goes on as long as its segments do. Inside of it their order is free: senders differ
in it, and what belongs to what is as clear without. A segment that has no place in the grammar is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment


@dataclass(frozen=True)
class Group:
    """A kind of group: the trigger (a tag, or a tag with its qualifier as LOC+147), what it holds, and groups in it.

    Of the tags in `once` it holds at most one each, of those in `needs` at least one. A `heading` begins only before
    the groups beside it that are none.
    """

    trigger: str
    holds: frozenset[str] = frozenset()
    groups: tuple["Group", ...] = ()
    once: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    heading: bool = False


def group(
    trigger: str, holds: str = "", *groups: Group, once: str = "", needs: str = "", heading: bool = False
) -> Group:
    """A kind of group, its tags as words; what it needs, or has once, it holds."""
    words = [frozenset(tags.split()) for tags in (holds, once, needs)]
    return Group(trigger, words[0] | words[1] | words[2], groups, words[1], words[2], heading)


@dataclass
class Node:
    """A group of a message: its first segment, the other segments of its own, and the groups in it, in order."""

    kind: Group
    first: Segment
    own: list[Segment] = field(default_factory=list)
    nodes: list["Node"] = field(default_factory=list)

    def all(self, tag: str) -> list[Segment]:
        """Its own segments of a tag, without the first one."""
        return [segment for segment in self.own if segment.tag == tag]

    def one(self, tag: str) -> Segment | None:
        """Its own first segment of a tag."""
        return next((segment for segment in self.own if segment.tag == tag), None)

    def within(self, trigger: str) -> list["Node"]:
        """The groups of a kind right in it."""
        return [node for node in self.nodes if node.kind.trigger == trigger]

    def spread(self, shut: frozenset[str]) -> Iterator[Segment]:
        """Its segments and those of the groups in it, in order of groups; of groups in `shut` only the first."""
        yield self.first
        if self.kind.trigger not in shut:
            yield from self.own
            for node in self.nodes:
                yield from node.spread(shut)


def grouped(header: Segment, segments: Sequence[Segment], grammar: Group, refuse: Refusals) -> Node:
    """The tree of a message's segments by a grammar whose outermost trigger is UNH. What has no place is refused."""
    root = Node(grammar, header)
    path = [root]
    for segment in segments:
        depth, kind = _place(path, segment)
        if depth is None:
            remedy = "drop it, or look for a lost segment before it"
            refuse.add(segment, "a message of this kind has no such segment here", remedy)
            continue
        del path[depth + 1 :]
        if kind is None:
            node = path[-1]
            if segment.tag in node.kind.once and node.one(segment.tag) is not None:
                refuse.add(segment, f"its group {node.kind.trigger} has one already", "drop one of the two")
            node.own.append(segment)
        else:
            path.append(Node(kind, segment))
            path[-2].nodes.append(path[-1])
    _complete(root, refuse)
    return root


def _place(path: list[Node], segment: Segment) -> tuple[int | None, Group | None]:
    """The depth of the open group that a segment belongs to, and the kind of group that it begins there, if any.

    A trigger with a qualifier goes before all else; then the innermost group that takes the segment has it.
    """
    qualified = segment.qualified
    for depth in range(len(path) - 1, -1, -1):
        for kind in path[depth].kind.groups:
            if kind.trigger == qualified and _may_begin(path[depth], kind):
                return depth, kind
    for depth in range(len(path) - 1, -1, -1):
        for kind in path[depth].kind.groups:
            if kind.trigger == segment.tag and _may_begin(path[depth], kind):
                return depth, kind
        if segment.tag in path[depth].kind.holds:
            return depth, None
    return None, None


def _may_begin(node: Node, kind: Group) -> bool:
    return not kind.heading or not node.nodes or node.nodes[-1].kind.heading


def _complete(node: Node, refuse: Refusals) -> None:
    for tag in sorted(node.kind.needs):
        if node.one(tag) is None and not any(inner.first.tag == tag for inner in node.nodes):
            refuse.add(node.first, f"its group has no {tag}", f"give {tag} after it")
    for inner in node.nodes:
        _complete(inner, refuse)
