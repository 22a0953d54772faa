"""The export chains of the cases of Kaltim Kariangau Terminal: damar batu to Sri Lanka as the worked example, and more.

Which steps there are and in which order follows the law and practice that `SOURCES.md` names; how long they take, what
they cost and who keeps which hours is assumed. A chain is for goods and countries; all share most of their steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from data.export_chain import Chain, ChainStep

CHAINS = (
    Chain(
        id="DAMAR-LK",
        name="Damar batu (stone dammar resin) to Sri Lanka: the worked example",
        hs_prefixes=("1301",),
        countries=("LK",),
    ),
    Chain(
        id="PLANTS",
        name="Plant products, resins too, to anywhere",
        hs_prefixes=("06", "07", "08", "09", "10", "11", "12", "13", "14", "18"),
    ),
    Chain(id="WOOD", name="Wood products and charcoal to anywhere", hs_prefixes=("44",)),
    Chain(id="GENERAL", name="Other goods to anywhere"),
)

_DAY = 24


@dataclass(frozen=True)
class _Given:
    """A step as given here: the chains that have it, and its fields."""

    chains: tuple[str, ...]
    fields: dict[str, Any]


_ALL = tuple(chain.id for chain in CHAINS)
_PLANTS = ("DAMAR-LK", "PLANTS")


def _step(
    step: str, name: str, party: str, after: str, hours: float, chains: tuple[str, ...] = _ALL, **fields: Any
) -> _Given:
    known = {"step": step, "name": name, "party": party, "after": after, "duration_h": hours}
    return _Given(chains, known | fields)


def _gamma(spread: float) -> dict[str, Any]:
    return {"distribution": "gamma", "spread": spread}


def _lognormal(spread: float) -> dict[str, Any]:
    return {"distribution": "lognormal", "spread": spread}


_EXPONENTIAL: dict[str, Any] = {"distribution": "exponential"}

_BEFORE_THE_BOX = (
    _step(
        "readiness", "First export made ready: business number (NIB), customs access, INSW account", "export_center",
        "booked", 24, calendar="export-center", only="first_time", document="NIB and customs access", **_gamma(0.6),
    ),
    _step(
        "ska-account", "Exporter registered for certificates of origin (e-SKA)", "trade_office",
        "readiness", 8, calendar="trade-office", only="first_time", document="e-SKA account", **_gamma(0.5),
    ),
    _step(
        "lartas", "Goods checked for export restrictions (INSW)", "forwarder",
        "readiness", 2, calendar="forwarder", document="INSW answer on restricted goods",
    ),
    # Sri Lanka wants it before plant products leave the country of origin.
    _step(
        "import-permit", "Buyer's import permit got from Sri Lanka's plant quarantine", "exporter",
        "lartas", 40, ("DAMAR-LK",), calendar="exporter",
        document="Plant importation permit (to be confirmed for resins)", **_gamma(0.5),
    ),
    _step(
        "forest-paper", "Transport paper of the forest product got", "exporter",
        "lartas", 8, ("DAMAR-LK",), calendar="exporter",
        document="FA-HHBK or nota perusahaan (to be confirmed)", **_gamma(0.5),
    ),
    # Of plant products few are of the forest: step_states says of which.
    _step(
        "forest-paper", "Transport paper of the forest product got", "exporter",
        "lartas", 8, ("PLANTS",), calendar="exporter", share=0.2,
        document="FA-HHBK or nota perusahaan (to be confirmed)", **_gamma(0.5),
    ),
    _step(
        "v-legal", "Legality of the wood verified (SVLK)", "exporter", "lartas", 16, ("WOOD",),
        calendar="exporter", document="V-Legal document (to be confirmed)", cost=1_000_000, **_gamma(0.5),
    ),
    _step(
        "booking", "Booking confirmed by the line", "line", "lartas", 8,
        calendar="line", cutoff="STA", document="Booking confirmation", **_gamma(0.5),
    ),
    _step(
        "dangerous", "Dangerous goods declared to the line", "exporter", "booking", 8,
        calendar="exporter", only="dangerous", document="Dangerous goods declaration", cost=750_000,
    ),
    _step(
        "quality", "Quality inspected by a surveyor: grade, moisture, weight", "exporter", "ready", 4, _PLANTS,
        calendar="exporter", document="Certificate of quality", cost=750_000, **_lognormal(0.4),
    ),
)  # fmt: skip

_TO_THE_GATE = (
    # Put off, so that detention begins no earlier than it must.
    _step(
        "pick-up", "Empty box of export grade picked up", "depot", "booking ready quality", 3, calendar="depot",
        opening="ECP", event="pick_up", of_box=True, late=True, buffer_h=72, cost=1_200_000, cost_per="box",
        document="Delivery order of the empty box", **_lognormal(0.3),
    ),
    _step(
        "pre-trip", "Reefer inspected before it is stuffed", "depot", "pick-up", 3, calendar="depot",
        only="plug", of_box=True, cost=400_000, cost_per="box", document="Pre-trip inspection",
    ),
    _step(
        "delivery", "Goods brought to the freight station", "exporter", "ready quality", 4, calendar="freight-station",
        only="part_of_box", cutoff="LCO", document="Receipt of the freight station", cost=400_000, **_lognormal(0.3),
    ),
    _step(
        "stuffing", "Box stuffed at the exporter's and sealed", "exporter", "ready quality pick-up pre-trip", 6,
        calendar="exporter", only="full_box", of_box=True, document="Stuffing report and seal number",
        **_lognormal(0.4),
    ),
    _step(
        "consolidation", "Goods of several exporters stuffed into one box and sealed", "freight_station",
        "pick-up pre-trip delivery", 8, calendar="freight-station", only="part_of_box", of_box=True,
        document="Stuffing report and seal number", cost=3_000_000, cost_per="box", **_lognormal(0.4),
    ),
    _step(
        "fumigation", "Box fumigated and aired", "fumigator", "stuffing consolidation", 54, _PLANTS,
        calendar="fumigator", goes_on=True, of_box=True, document="Fumigation certificate", valid_h=21 * _DAY,
        cost=1_500_000, cost_per="box", **_gamma(0.2),
    ),
    _step(
        "phytosanitary", "Plant health certified", "quarantine", "import-permit fumigation", 8, _PLANTS,
        calendar="quarantine", document="Phytosanitary certificate (KT-10)", valid_h=14 * _DAY, cost=150_000,
        **_gamma(0.5),
    ),
    _step(
        "documents", "Invoice and packing list made", "exporter", "stuffing consolidation", 4, calendar="exporter",
        document="Invoice and packing list",
    ),
    _step(
        "instruction", "Shipping instruction given to the line", "forwarder", "booking documents", 2,
        calendar="forwarder", cutoff="DCO", document="Shipping instruction",
    ),
    _step(
        "vgm", "Box weighed and its verified gross mass sent", "forwarder", "stuffing consolidation", 3,
        calendar="forwarder", cutoff="VCO", of_box=True, document="VGM certificate", cost=200_000, cost_per="box",
    ),
    # Not earlier than seven days before export, and before the box is in the customs area.
    _step(
        "peb", "Export declaration (PEB, BC 3.0) filed", "forwarder",
        "lartas forest-paper v-legal booking documents phytosanitary", 2, calendar="forwarder", only="declared_here",
        event="declaration", earliest_h=7 * _DAY, document="PEB", cost=500_000, **_lognormal(0.5),
    ),
    _step(
        "answer", "Customs answers: export approved (NPE), or an inspection ordered (PPB)", "customs", "peb", 1,
        calendar="customs", only="declared_here", document="NPE or PPB", **_EXPONENTIAL,
    ),
    _step(
        "pkbe", "Consolidation of several declarations declared (PKBE)", "freight_station", "answer consolidation", 2,
        calendar="freight-station", only="part_of_box declared_here", of_box=True, document="PKBE",
    ),
    # With a PPB too: the box is inspected inside the customs area.
    _step(
        "gate-in", "Full box in through the terminal's gate", "terminal",
        "booking dangerous stuffing consolidation fumigation phytosanitary vgm answer pkbe", 2, opening="EFC",
        cutoff="FCO", event="gate_in", of_box=True, document="Gate receipt", cost=1_500_000, cost_per="box",
        **_lognormal(0.4),
    ),
    _step(
        "inspection", "Box opened and inspected in the customs area", "customs", "answer gate-in", 6,
        calendar="customs-inspection", only="declared_here", share=0.05, document="Inspection report", cost=1_000_000,
        **_gamma(0.5),
    ),
    _step(
        "npe", "Export approved after the inspection (NPE)", "customs", "inspection", 2, calendar="customs",
        only="declared_here", share=0.05, cutoff="CUA", document="NPE", **_EXPONENTIAL,
    ),
    _step(
        "loading", "Box loaded", "terminal", "instruction answer gate-in inspection npe", 1, event="loading",
        of_box=True, earliest_h=8,
    ),
)  # fmt: skip

_AT_THE_HUB = (
    _step(
        "hub-restuffing", "Goods moved into the ocean line's box and sealed", "freight_station", "hub_arrival", 9,
        calendar="freight-station-java", only="restuffed", at_hub=True, of_box=True,
        document="Stuffing report and new seal number", **_lognormal(0.4),
    ),
    _step(
        "hub-fumigation", "New box fumigated and aired", "fumigator", "hub-restuffing", 54, _PLANTS,
        calendar="fumigator", goes_on=True, only="restuffed", at_hub=True, of_box=True,
        document="Fumigation certificate of the new box", valid_h=21 * _DAY, cost=1_500_000, cost_per="box",
        **_gamma(0.2),
    ),
    _step(
        "hub-amendment", "Box number amended in the export declaration", "forwarder", "hub-restuffing", 3,
        calendar="forwarder", only="restuffed declared_here", at_hub=True, document="PEB amended", cost=250_000,
    ),
    _step(
        "hub-vgm", "New box weighed and its verified gross mass sent", "forwarder", "hub-restuffing", 3,
        calendar="forwarder", only="restuffed", at_hub=True, cutoff="VCO", of_box=True,
        document="VGM certificate of the new box", cost=200_000, cost_per="box",
    ),
    _step(
        "hub-peb", "Export declaration (PEB, BC 3.0) filed at the hub", "forwarder",
        "lartas forest-paper v-legal documents departure hub-restuffing", 2, calendar="forwarder",
        only="declared_elsewhere", at_hub=True, event="declaration", earliest_h=7 * _DAY, document="PEB", cost=500_000,
        **_lognormal(0.5),
    ),
    _step(
        "hub-answer", "Customs at the hub answers: export approved (NPE), or an inspection ordered (PPB)", "customs",
        "hub-peb", 1, calendar="customs", only="declared_elsewhere", at_hub=True, cutoff="CUA", document="NPE or PPB",
        **_EXPONENTIAL,
    ),
    _step(
        "hub-onward", "Customs at the hub lets the declared export go on", "customs", "hub_arrival hub-amendment", 4,
        calendar="customs", only="declared_here", at_hub=True, cutoff="CUA", document="Consent to go on",
        **_EXPONENTIAL,
    ),
    _step(
        "hub-transfer", "Box moved to the next ship's terminal", "line", "hub_arrival hub-answer", 6,
        only="through", at_hub=True, cutoff="TCO", of_box=True,
    ),
    _step(
        "hub-gate-in", "New box in at the next ship's terminal", "terminal",
        "hub-restuffing hub-fumigation hub-amendment hub-vgm hub-answer", 4, only="restuffed", at_hub=True,
        event="gate_in", cutoff="FCO", of_box=True, document="Gate receipt",
    ),
    _step(
        "hub-loading", "Box loaded on the next ship", "terminal", "hub-onward hub-answer hub-transfer hub-gate-in", 1,
        at_hub=True, event="loading", of_box=True, earliest_h=8,
    ),
)  # fmt: skip

_AFTER_DEPARTURE = (
    _step(
        "bill-of-lading", "Bill of lading issued", "line", "departure instruction loading", 8, calendar="line",
        document="Bill of lading", cost=500_000, **_gamma(0.5),
    ),
    _step(
        "ska", "Certificate of origin (SKA) issued", "trade_office",
        "ska-account documents answer npe hub-answer bill-of-lading", 8, calendar="trade-office",
        document="Certificate of origin (SKA)", **_gamma(0.3),
    ),
    # UCP 600, article 14 (c): within 21 days of shipment, where the credit says no other time.
    _step(
        "presentation", "Documents presented under the letter of credit", "bank",
        "documents quality phytosanitary bill-of-lading ska", 7, calendar="bank", only="letter_of_credit",
        within_h=21 * _DAY, document="Receipt of the documents presented", cost=750_000, **_lognormal(0.3),
    ),
)  # fmt: skip


def chain_steps() -> Iterator[ChainStep]:
    """The steps of all chains; a prerequisite that a chain has not is dropped from `after`."""
    steps = (*_BEFORE_THE_BOX, *_TO_THE_GATE, *_AT_THE_HUB, *_AFTER_DEPARTURE)
    all_names = {given.fields["step"] for given in steps}
    for chain in _ALL:
        ours = [given.fields for given in steps if chain in given.chains]
        missing = all_names - {fields["step"] for fields in ours}
        for fields in ours:
            after = tuple(name for name in fields["after"].split() if name not in missing)
            yield ChainStep(**fields | {"chain": chain, "after": after})
