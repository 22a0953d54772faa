"""The ships, calls and boxes of a flow in the types of a case, and what is assumed of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np

from data.cargo import Container
from data.case import Case
from data.codes import box_check_digit
from data.formats.conflowgen.export import FlowBox, FlowVehicle, Journey
from data.terminal import Port
from data.vessels import Vessel, VesselCall

# Usual ships: capacity in TEU, length and beam in metres, laden draft in metres. Between them on the straight line.
_SIZES = np.array(
    (
        (100, 75, 13, 4.5), (400, 106, 19, 6.5), (700, 125, 21, 7.5), (1000, 138, 23, 8.2), (1700, 170, 27, 9.5),
        (2800, 210, 32, 11.5), (4500, 270, 32.2, 12.5), (6500, 300, 40, 14), (8500, 335, 43, 14.5),
        (14_000, 368, 51, 15.5), (18_000, 399, 59, 16), (24_000, 400, 61.5, 16.5),
    )
)  # fmt: skip
_DRAFT_SHARE = 0.85  # of the laden draft, on arrival and departure
_METRES_PER_CRANE = 45
_USUAL_METRES_PER_CRANE = 90
_HOURS_IN_HAND = 1
# By length in feet: type codes of an ordinary box and of a reefer, and tare in kilograms.
_BOX_TYPES = {20: ("22G1", "22R1", 2_300), 40: ("42G1", "45R1", 3_800), 45: ("L5G1", "L5R1", 4_800)}
_MOST_KG = 32_500
_HAZARD = "9"
# A place in no country (UN/LOCODE of installations in international waters), where a case knows no other port.
_ELSEWHERE = Port(unlocode="XZZZZ", name="Another port")


def case_of(case: Case, name: str, journeys: Sequence[Journey], ships: Mapping[int, FlowVehicle]) -> Case:
    """The case's terminal with the ships and boxes of the journeys, and nothing else of its own traffic."""
    own = case.terminal.unlocode
    others = [port for port in case.ports if port.unlocode != own]
    port = others[0] if others else _ELSEWHERE
    containers: list[Container] = []
    numbers: Counter[tuple[int, str]] = Counter()
    for journey in journeys:
        fields = _box_fields(journey.box) | {"port": port.unlocode, "gate_at": journey.gate_at}
        for ship, direction in ((journey.comes_by, "discharge"), (journey.goes_by, "load")):
            if ship is not None:
                numbers[ship, f"{direction}_{fields['status']}"] += 1
                containers.append(Container.model_validate(fields | {"call": _id(ship), "direction": direction}))
    called = sorted({ship for ship, _ in numbers})
    vessels = tuple(_vessel(ships[ship]) for ship in called)
    calls = [_call(case, ships[ship], vessel, numbers) for ship, vessel in zip(called, vessels, strict=True)]
    traffic = ("services", "handling", "actuals", "sailings", "shipments", "instructions")
    return Case(
        name=name,
        **{part: getattr(case, part) for part in Case.model_fields if part not in (*traffic, "name")}
        | {
            "ports": case.ports if others else (*case.ports, port),
            "vessels": vessels,
            "calls": tuple(sorted(calls, key=lambda call: (call.eta, call.id))),
            "containers": tuple(containers),
        },
    )


def _id(ship: int) -> str:
    return f"CFG-{ship:05d}"


def _box_fields(box: FlowBox) -> dict[str, object]:
    """What a box is, as a row of containers has it."""
    serial = f"CF{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[box.id // 1_000_000]}U{box.id % 1_000_000:06d}"
    dry, reefer, tare = _BOX_TYPES.get(box.length, _BOX_TYPES[40])
    cold = box.storage_requirement == "reefer"
    return {
        "id": f"{serial}{box_check_digit(serial)}",
        "box_type": reefer if cold else dry,
        "status": "empty" if box.storage_requirement == "empty" else "full",
        "gross_mass_kg": min(max(box.weight * 1_000, tare), _MOST_KG),
        "plug": cold,
        "hazards": (_HAZARD,) if box.storage_requirement == "dangerous_goods" else (),
    }


def _vessel(ship: FlowVehicle) -> Vessel:
    """A ship of usual dimensions for its capacity."""
    capacity = ship.capacity_in_teu
    loa, beam, draft = (float(np.interp(capacity, _SIZES[:, 0], _SIZES[:, column])) for column in (1, 2, 3))
    return Vessel(
        id=_id(ship.large_scheduled_vehicle),
        name=ship.vehicle_name,
        line="CONFLOWGEN",
        flag="XZ",
        loa_m=round(loa),
        beam_m=round(beam, 1),
        capacity_teu=capacity,
        max_draft_m=round(draft, 1),
    )


def _call(case: Case, ship: FlowVehicle, vessel: Vessel, numbers: Counter[tuple[int, str]]) -> VesselCall:
    """The call of a ship, with the stay that its boxes take with the usual number of cranes."""
    terminal = case.terminal
    boxes = {
        f"{direction}_{status}": numbers[ship.large_scheduled_vehicle, f"{direction}_{status}"]
        for direction in ("discharge", "load")
        for status in ("full", "empty")
    }
    most = max(1, int(vessel.loa_m // _METRES_PER_CRANE))
    usual = max(1, min(len(case.quay_cranes), int(vessel.loa_m // _USUAL_METRES_PER_CRANE)))
    work = terminal.crane_work
    hours = sum(boxes.values()) / (work.gross_moves_per_hour * work.like(usual))
    moorings = (terminal.quay.mooring_min + terminal.quay.unmooring_min) / 60
    eta = ship.arrival
    return VesselCall(
        id=vessel.id,
        vessel=vessel.id,
        eta=eta,
        etd=eta + timedelta(hours=round(moorings + hours + _HOURS_IN_HAND, 2)),
        arrival_draft_m=round(vessel.max_draft_m * _DRAFT_SHARE, 1),
        departure_draft_m=round(vessel.max_draft_m * _DRAFT_SHARE, 1),
        max_cranes=min(most, 20),
        **boxes,
    )
