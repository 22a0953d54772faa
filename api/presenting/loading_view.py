"""A loading plan as the board draws it: the ship with her cells, who stands where and when, the lifts, how she floats.

Times are whole seconds from the plan's start, which is ISO 8601 in the terminal's zone. Boxes, ports and lifts are
named by their places in the lists of the view.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import isfinite
from typing import Any

from api.presenting.ship_bays import bays_of
from api.presenting.tables import in_rail_order
from api.presenting.view import local_time
from data.cargo import Container
from data.case import Case
from data.checker import check_loading
from data.checker.loading import LoadingVerdict
from data.checker.loading.planned import Planned, PlannedLift
from data.checker.loading.strength import Force
from data.errors import DermagaError
from data.plans import LoadingPlan
from data.slots import Cell
from data.while_worked import State, Stay, states, stays

# Bounds of the classes in which boxes are coloured by weight, in tonnes.
WEIGHTS_T = (0, 5, 10, 15, 20, 25)


def loading_view(case: Case, plan: LoadingPlan) -> dict[str, Any]:
    """The plan with everything that its pictures show.

    Raises DermagaError where the call's ship has no profile, or her boxes do not fit her.
    """
    call = case.call_by_id.get(plan.call)
    if call is None:
        raise DermagaError(f"the case has no call {plan.call}: correct the name")
    planned = Planned.of(case, plan, call, case.needed_layout(call))
    return _View(planned, check_loading(case, plan)).as_json()


@dataclass(frozen=True)
class _View:
    """The parts of the view."""

    planned: Planned
    verdict: LoadingVerdict

    def as_json(self) -> dict[str, Any]:
        planned, plan = self.planned, self.planned.plan
        profile = planned.layout.profile
        return {
            "call": plan.call,
            "vessel": planned.ship.name,
            "terminal": planned.case.terminal.name,
            "time_zone": planned.case.terminal.time_zone,
            "start": local_time(planned.case, plan.start),
            "end_s": round(planned.seconds(plan.last_lift)),
            "side": plan.side,
            "loa_m": planned.ship.loa_m,
            "cranes": self.cranes,
            "given": [
                {
                    "crane": use.crane,
                    "from_s": round(planned.seconds(use.start)),
                    "to_s": round(planned.seconds(use.end)),
                }
                for use in plan.cranes
            ],
            "bays": bays_of(planned),
            "ports": self._ports(),
            "weights_t": list(WEIGHTS_T),
            "boxes": self._boxes(),
            "stays": [
                {
                    "box": self.place_of[stay.box],
                    "bay": planned.layout.bay_of[stay.cell.bay],
                    "half": _half(planned.layout.bay_of[stay.cell.bay], stay.cell),
                    "row": stay.cell.row,
                    "tier": stay.cell.tier,
                    "slot": stay.cell.slot,
                    "since_s": None if stay.since is None else round(stay.since),
                    "until_s": None if stay.until is None else round(stay.until),
                }
                for stay in self.stays
            ],
            "lifts": self._lifts(),
            "tasks": self._tasks(),
            "ashore": [
                {"box": left.box, "reason": left.reason, **self._of_box(left.box)} for left in plan.ashore
            ],
            "broken": [
                {"rule": rule.rule, "about": list(rule.calls), "text": rule.text} for rule in self.verdict.broken
            ],
            "limits": {
                "draft_m": planned.ship.max_draft_m,
                "metacentric_m": profile.min_metacentric_m,
                "trim_m": profile.max_trim_m,
                "list_deg": profile.max_list_deg,
            },
            "states": [_state(state) for state in states(planned, self.stays)],
            "sections": [
                section.model_dump(exclude={"profile", "light_t"}) for section in planned.layout.sections
            ],
            "ballast": self._ballast(),
        }  # fmt: skip

    @cached_property
    def cranes(self) -> list[str]:
        return list(in_rail_order(self.planned.case, (use.crane for use in self.planned.plan.cranes)))

    @cached_property
    def stays(self) -> list[Stay]:
        return stays(self.planned)

    @cached_property
    def lifts(self) -> list[PlannedLift]:
        return self.planned.lifts

    @cached_property
    def shown(self) -> list[Container]:
        """The boxes that stand on board at some time, in the order in which they come there."""
        return [self.planned.box[box] for box in dict.fromkeys(stay.box for stay in self.stays)]

    @cached_property
    def place_of(self) -> dict[str, int]:
        return {box.id: place for place, box in enumerate(self.shown)}

    @cached_property
    def ports(self) -> list[str]:
        """The terminal's own port, and those that boxes of the view go to, in the order of her way."""
        bound = {box.port for box in self.shown if box.direction != "discharge"}
        order = [port for port in self.planned.case.ports_after(self.planned.call) if port in bound]
        return list(dict.fromkeys((self.planned.case.terminal.unlocode, *order, *sorted(bound))))

    def _ports(self) -> list[dict[str, Any]]:
        names = {port.unlocode: port.name for port in self.planned.case.ports}
        here = self.planned.case.terminal.unlocode
        found = [
            {"port": port, "name": names.get(port, port), "mark": port[2:], "here": port == here}
            for port in self.ports
        ]  # fmt: skip
        marks = Counter(port["mark"] for port in found)
        return [port | {"mark": port["port"] if marks[port["mark"]] > 1 else port["mark"]} for port in found]

    @cached_property
    def _remarks(self) -> Mapping[str, list[dict[str, Any]]]:
        """What there is to remark on single boxes: a code with other boxes, or the checker's sentence."""
        found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for over in self.verdict.overstows:
            found[over.box].append({"what": "overstow" if over.made else "overstow_before", "above": [over.above]})
        for heavy in self.verdict.top_heavy:
            found[heavy.box].append({"what": "top_heavy", "above": list(heavy.above)})
        for box, its in self.planned.lifts_by_box.items():
            if any(each.lift.kind == "restow_off" for each in its):
                found[box].append({"what": "restow", "above": []})
        for rule in self.verdict.broken:
            for box in rule.calls:
                found[box].append({"what": "broken", "above": [], "text": str(rule)})
        return found

    def _of_box(self, number: str) -> dict[str, Any]:
        box = self.planned.box.get(number)
        return {} if box is None else {"type": box.box_type, "tonnes": box.mass_kg / 1000, "port": box.port}

    def _boxes(self) -> list[dict[str, Any]]:
        fetched = {move.box: move.origin for move in self.planned.plan.yard_moves if move.kind == "retrieve"}
        stacked = {move.box: move.target for move in self.planned.plan.yard_moves if move.kind == "stack"}
        lifted: defaultdict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self.lifts):
            for carried in each.lift.boxes:
                lifted[carried.box].append(place)
        ports = {port: place for place, port in enumerate(self.ports)}
        here = self.planned.case.terminal.unlocode
        return [
            {
                "box": box.id,
                "type": box.box_type,
                "direction": box.direction,
                "tonnes": box.mass_kg / 1000,
                # What each half of a stack bears of it.
                "half_t": box.mass_kg / (2000 if box.long else 1000),
                "weight": sum(box.mass_kg / 1000 >= bound for bound in WEIGHTS_T) - 1,
                "long": box.long,
                "port": ports[here if box.direction == "discharge" else box.port],
                "loaded_at": box.port if box.direction == "discharge" else box.loaded_at,
                "empty": box.status == "empty",
                "reefer": box.plug,
                "temperature_c": box.temperature_c,
                "hazards": list(box.hazards),
                "un_numbers": list(box.un_numbers),
                "over_cm": [box.over_height_cm, box.over_width_cm, box.over_length_cm] if box.out_of_gauge else None,
                "invented": box.id in self.planned.boxes.invented,
                "yard_from": fetched.get(box.id, box.place),
                "yard_to": stacked.get(box.id),
                "lifts": lifted[box.id],
                "remarks": self._remarks.get(box.id, []),
            }
            for box in self.shown
        ]

    def _lifts(self) -> list[dict[str, Any]]:
        orders: Counter[str] = Counter()
        found = []
        for each in self.lifts:
            lift = each.lift
            orders[lift.crane] += 1
            found.append({
                "crane": lift.crane,
                "order": orders[lift.crane],
                "kind": lift.kind,
                "bay": lift.bay,
                "cover": lift.cover,
                "boxes": [self.place_of[carried.box] for carried in lift.boxes if carried.box in self.place_of],
                "start_s": round(each.start),
                "end_s": round(each.end),
                "dual": lift.dual,
            })  # fmt: skip
        return found

    def _tasks(self) -> list[dict[str, Any]]:
        """What each crane does in one bay without doing something else between: its lifts of one kind."""
        found = []
        for crane in self.cranes:
            its = self.planned.lifts_by_crane.get(crane, [])
            for (bay, kind), group in groupby(its, key=lambda each: (each.lift.bay, each.lift.kind)):
                lifts = list(group)
                found.append({
                    "crane": crane,
                    "bay": bay,
                    "kind": kind,
                    "boxes": sum(len(each.lift.boxes) for each in lifts),
                    "from_s": round(lifts[0].start),
                    "to_s": round(max(each.end for each in lifts)),
                    "starts_s": [round(each.start) for each in lifts],
                })  # fmt: skip
        return found

    def _ballast(self) -> list[dict[str, Any]]:
        held = {each.tank: each.tonnes for each in self.planned.ballast}
        return [
            {"tank": tank.tank, "tonnes": held.get(tank.tank, 0), "capacity_t": tank.capacity_t}
            for tank in self.planned.layout.tanks
        ]


def _state(state: State) -> dict[str, Any]:
    floats = state.afloat
    told = {"draft_m": None, "metacentric_m": None, "trim_m": None, "list_deg": None} if floats is None else {
        "draft_m": floats.draft_m, "metacentric_m": floats.metacentric_height_m, "trim_m": floats.trim_m,
        "list_deg": floats.list_deg,
    }  # fmt: skip
    return {
        "at_s": round(state.seconds),
        "tonnes": round(state.tonnes, 1),
        **{name: None if value is None or not isfinite(value) else round(value, 3) for name, value in told.items()},
        "shear_t": _rounded(state.forces, "shear_t"),
        "bending_tm": _rounded(state.forces, "bending_tm"),
    }


def _rounded(forces: Iterable[Force], name: str) -> list[float]:
    return [round(getattr(force, name), 1) for force in forces]


def _half(bay: int, cell: Cell) -> str:
    """Which part of its bay's cell a box takes: both halves, or the fore or the aft one; all of a 20-foot bay."""
    if cell.bay == bay:
        return "both"
    return "fore" if cell.bay < bay else "aft"
