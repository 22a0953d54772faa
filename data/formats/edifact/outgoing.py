"""What a terminal sends of a call: the plan at departure, lists, verified masses and reports of work, from a case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from data.cargo import Container
from data.case import Case
from data.formats.edifact import baplie, coarri, codeco, coprar, vermas
from data.formats.edifact.boxes import EdiBox, Voyage
from data.formats.edifact.containers import edi_box
from data.formats.edifact.envelope import Envelope
from data.vessels import VesselCall

# The guides by which stowage plans are written.
Version = Literal["2.2", "3.1"]

# What a voyage number, a document's number and a name in UNB have at most.
_VOYAGE, _DOCUMENT, _PARTY = 17, 35, 35


@dataclass(frozen=True)
class Sending:
    """How a message is sent: when it was made ready, and what is not in the case.

    Without a recipient it goes to the ship's line; without a document's number it has the call's name, and without a
    voyage number that of the ship's sailings from here or else the call's name, cut to the length that there is.
    """

    prepared: datetime
    recipient: str | None = None
    reference: str = "1"
    document: str | None = None
    voyage: str | None = None


def stowage_plan(
    case: Case,
    call: VesselCall,
    stowed: Iterable[tuple[Container, str]],
    sending: Sending,
    *,
    version: Version = "2.2",
    departure: datetime | None = None,
) -> bytes:
    """BAPLIE of a ship that leaves the terminal: her boxes with their slots, before or after the work is done.

    `departure` is when she leaves; without it, the call's ETD.
    """
    boxes = [_box(case, box, slot) for box, slot in stowed]
    return baplie.write(
        _envelope(case, call, sending), _voyage(case, call, sending, boxes), boxes,
        version=version, document=_document(call, sending), departure=case.terminal.local(departure or call.etd),
    )  # fmt: skip


def box_list(
    case: Case,
    call: VesselCall,
    boxes: Iterable[Container],
    purpose: Literal["discharge list", "load list"],
    sending: Sending,
    *,
    release: Literal["95B", "00B"] = "95B",
) -> bytes:
    """COPRAR of boxes of a call, as the line orders them."""
    found = [_box(case, box) for box in boxes]
    return coprar.write(
        _envelope(case, call, sending), _voyage(case, call, sending, found), found, purpose,
        terminal=case.terminal.unlocode, release=release, document=_document(call, sending),
        when=case.terminal.local(call.etd if purpose == "load list" else call.eta),
    )  # fmt: skip


def verified_masses(case: Case, call: VesselCall, boxes: Iterable[Container], sending: Sending) -> bytes:
    """VERMAS of those boxes that have a verified mass."""
    found = [_box(case, box) for box in boxes]
    voyage = _voyage(case, call, sending, found)
    return vermas.write(_envelope(case, call, sending), voyage, found, document=_document(call, sending))


def work_report(
    case: Case,
    call: VesselCall,
    done: Iterable[tuple[Container, str | None, datetime]],
    purpose: Literal["discharged", "loaded"],
    sending: Sending,
    *,
    departure: datetime | None = None,
) -> bytes:
    """COARRI of boxes that were discharged or loaded: each with its slot and when.

    `departure` is when the ship leaves with those that were loaded; without it, the call's ETD.
    """
    found = [_box(case, box, slot, moment) for box, slot, moment in done]
    return coarri.write(
        _envelope(case, call, sending), _voyage(case, call, sending, found), found, purpose,
        terminal=case.terminal.unlocode, document=_document(call, sending),
        when=case.terminal.local((departure or call.etd) if purpose == "loaded" else call.eta),
    )  # fmt: skip


def gate_report(case: Case, call: VesselCall, passed: Iterable[tuple[Container, datetime]], sending: Sending) -> bytes:
    """CODECO of boxes of a call: those to load that came in by the gate, and those discharged that went out.

    Each has the moment when it passed.
    """
    found: dict[Literal["gate in", "gate out"], list[EdiBox]] = {}
    for box, moment in passed:
        way: Literal["gate in", "gate out"] = "gate in" if box.direction == "load" else "gate out"
        found.setdefault(way, []).append(replace(_box(case, box, None, moment), slot=None))
    voyage = _voyage(case, call, sending, [box for boxes in found.values() for box in boxes])
    return codeco.write(
        _envelope(case, call, sending), voyage, dict(sorted(found.items())),
        terminal=case.terminal.unlocode, document=_document(call, sending),
        arrival=case.terminal.local(call.eta), departure=case.terminal.local(call.etd),
    )  # fmt: skip


def _box(case: Case, box: Container, slot: str | None = None, moment: datetime | None = None) -> EdiBox:
    local = None if moment is None else case.terminal.local(moment)
    return edi_box(box, case.terminal.unlocode, slot=slot, moment=local)


def _envelope(case: Case, call: VesselCall, sending: Sending) -> Envelope:
    recipient = sending.recipient or case.ship_of(call).line
    prepared = case.terminal.local(sending.prepared)
    return Envelope(case.terminal.code[:_PARTY], recipient[:_PARTY], sending.reference, prepared)


def _document(call: VesselCall, sending: Sending) -> str:
    return sending.document or call.id[:_DOCUMENT]


def _voyage(case: Case, call: VesselCall, sending: Sending, boxes: Iterable[EdiBox]) -> Voyage:
    """The ship's voyage from the terminal; the next port is that of her service, or the first that a box goes to."""
    ship = case.ship_of(call)
    ports = {box.discharge_port for box in boxes}
    on_service = call.service is not None
    following = next((port for port in case.ports_after(call) if on_service or port in ports), None)
    return Voyage(
        number=sending.voyage or case.voyage_of(call)[:_VOYAGE],
        vessel=ship.name,
        imo=ship.imo,
        carrier=ship.line[:_VOYAGE],
        departure_port=case.terminal.unlocode,
        next_port=following,
    )
