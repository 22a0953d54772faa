"""What a stowage says."""

from dataclasses import dataclass, field

from data.cargo import Container, Instruction
from scheduler.loading.ship import Aboard


@dataclass(frozen=True)
class Stowage:
    """Where boxes go: by slot, the box that stands there until another of its kind takes its place.

    `kind_of` says which boxes are of one kind: they may change slots. `restows` are boxes of later ports that are
    taken off and, like the boxes to load, are in `slots`. `ashore` are boxes that stay, each with the reason.
    """

    ship: Aboard
    slots: dict[str, Container]
    kind_of: dict[str, int]
    ashore: dict[str, str]
    instructions: dict[str, Instruction] = field(default_factory=dict)

    @property
    def restows(self) -> tuple[Container, ...]:
        """Boxes of later ports that are taken off and put back."""
        return self.ship.restows
