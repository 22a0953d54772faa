"""Changes of the terminal's ground: a longer quay, a larger yard, more or less water between ships."""

from collections.abc import Iterator
from math import floor
from typing import Literal

from pydantic import Field

from data.case import Case
from data.record import Metres, unit
from data.scenarios.change import Change, Refused, changed, next_ids, with_fields, with_settings
from data.terminal import BerthSection, Bollard, YardBlock, YardCrane


class LongerQuay(Change):
    """A quay that goes on beyond its end, with its bollards and the cranes' rails."""

    change: Literal["longer_quay"] = "longer_quay"
    metres: Metres = Field(gt=0, description="How much longer")
    depth_m: Metres | None = Field(
        None, gt=0, description="Depth alongside the new stretch; empty as in the last section"
    )
    extend_rails: bool = Field(True, description="Whether cranes that reach the old end reach the new one")

    def apply(self, case: Case) -> Case:
        """The case with a longer quay."""
        old = case.terminal.quay.length_m
        length = old + self.metres
        if length > 10_000:
            raise Refused(
                "metres", f"the quay would be {length:g} m long", f"give at most {10_000 - old:g}", self.metres
            )
        last = max(case.berths, key=lambda section: section.start_m)
        (name,) = next_ids(case.berths, 1)
        stretch = BerthSection(id=name, start_m=old, end_m=length, depth_m=self.depth_m or last.depth_m)
        cranes = tuple(
            changed(crane, rail_to_m=length) if self.extend_rails and crane.rail_to_m == old else crane
            for crane in case.quay_cranes
        )
        return case.changed(
            terminal=with_fields(case.terminal, {"quay.length_m": length}),
            berths=(*case.berths, stretch),
            quay_cranes=cranes,
            bollards=(*case.bollards, *_more_bollards(case, length)),
        )


def _more_bollards(case: Case, length_m: float) -> Iterator[Bollard]:
    """Bollards that go on along a longer quay, as far from each other as the last two are."""
    along = case.bollards_along
    if len(along) < 2:
        return
    last_m, apart_m = along[-1].position_m, along[-1].position_m - along[-2].position_m
    count = floor((length_m - last_m) / apart_m)
    for number, name in enumerate(next_ids(along, count), start=1):
        yield Bollard(id=name, position_m=round(last_m + number * apart_m, 3))


class LargerYard(Change):
    """More blocks in the yard, like those that there are, each with its yard cranes."""

    change: Literal["larger_yard"] = "larger_yard"
    hectares: float = Field(gt=0, le=1_000, description="How much larger", json_schema_extra=unit("ha"))
    teu_per_hectare: float | None = Field(
        None,
        gt=0,
        le=10_000,
        description="TEU that a hectare holds, ways included; empty as the yard holds by yard_work.area_ha",
        json_schema_extra=unit("TEU/ha"),
    )
    cranes_per_block: int | None = Field(
        None, ge=0, le=20, description="Yard cranes in each new block; empty for the mean of the yard, rounded"
    )

    def apply(self, case: Case) -> Case:
        """The case with more yard blocks."""
        if not case.yard_blocks:
            raise Refused("hectares", "the case has no yard blocks to be like", "list some in its table yard_blocks")
        blocks = self._blocks(case)
        cranes = self.cranes_per_block
        if cranes is None:
            cranes = round(len(case.yard_cranes) / len(case.yard_blocks))
            cranes = max(cranes, 1) if case.yard_cranes else 0
        where = [block.id for block in blocks for _ in range(cranes)]
        rows = case.yard_cranes or (YardCrane(id="YC0", block=blocks[0].id),)
        more = (YardCrane(id=name, block=block) for name, block in zip(next_ids(rows, len(where)), where, strict=True))
        area = case.terminal.yard_work.area_ha
        return case.changed(
            terminal=with_fields(case.terminal, {"yard_work.area_ha": area + self.hectares if area else 0}),
            yard_blocks=(*case.yard_blocks, *blocks),
            yard_cranes=(*case.yard_cranes, *more),
        )

    def _blocks(self, case: Case) -> list[YardBlock]:
        """New blocks with as many bays as the area holds; what they take is mixed as in the yard that there is."""
        area, old = case.terminal.yard_work.area_ha, case.yard_blocks
        density = self.teu_per_hectare or (sum(block.capacity_teu for block in old) / area if area else None)
        if density is None:
            raise Refused(
                "teu_per_hectare",
                "the case does not say how many hectares its yard has",
                "give it, or yard_work.area_ha in the case",
            )
        left = density * self.hectares
        like: list[YardBlock] = []
        usual = sum(block.capacity_teu for block in old) / len(old)
        count = max(1, round(left / usual + 0.5 - 1e-9))
        if count > 1_000:
            raise Refused("hectares", f"that would be {count:,} blocks", "give less", f"{self.hectares:g}")
        for name, number in zip(next_ids(old, count), range(count), strict=True):
            model = old[number * len(old) // count % len(old)]
            bays = min(model.bays, round(left / (model.rows * model.tiers)))
            if bays < 1:
                break
            plugs = min(model.plug_bays, bays)
            like.append(changed(model, id=name, bays=bays, plug_bays=plugs))
            left -= like[-1].capacity_teu
        if not like:
            raise Refused("hectares", "that is not room for one bay", "give more", f"{self.hectares:g}")
        return like


class MooringGap(Change):
    """Another least distance between ships alongside."""

    change: Literal["mooring_gap"] = "mooring_gap"
    metres: Metres = Field(description="Least free water between two ships, bow to stern")

    def apply(self, case: Case) -> Case:
        """The case with another mooring gap."""
        return with_settings(case, metres=("quay.mooring_gap_m", self.metres))
