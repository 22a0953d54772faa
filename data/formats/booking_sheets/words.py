"""What columns of exporters' lists of bookings are called, in English and Indonesian, and their words in cells."""

import re
from collections.abc import Mapping

from data.bookings import Shipment
from data.formats.fields import columns
from data.formats.schedules.words import bare, likeness

# Phrases for each column of the table shipments, as `bare` writes them; the most alike, then longest, phrase wins.
WORDS: dict[str, tuple[str, ...]] = {
    "id": ("booking", "booking no", "booking number", "no booking", "nomor booking", "shipment", "shipment no",
           "reference", "ref", "referensi"),
    "exporter": ("exporter", "shipper", "eksportir", "pengirim", "perusahaan", "company", "nama perusahaan"),
    "commodity": ("commodity", "goods", "cargo", "komoditas", "komoditi", "barang", "nama barang", "product", "produk",
                  "description of goods", "jenis barang"),
    "hs_code": ("hs code", "hs", "kode hs", "pos tarif", "tariff", "no hs"),
    "box_type": ("box type", "container type", "size", "type", "size type", "tipe", "ukuran", "jenis kontainer",
                 "tipe kontainer", "ukuran kontainer", "jenis peti kemas", "ukuran peti kemas"),
    "boxes": ("boxes", "containers", "qty", "quantity", "no of containers", "jumlah", "jumlah kontainer",
              "jumlah peti kemas", "jumlah boks", "party", "unit"),
    "part_of_box": ("part of box", "share", "share of box", "lcl share", "bagian boks", "bagian kontainer"),
    "gross_mass_kg": ("gross mass", "gross weight", "weight", "gw", "kgs", "kg", "berat", "berat kotor", "bruto",
                      "berat bruto", "tonase", "tonnage", "mass"),
    "plug": ("plug", "reefer", "refrigerated", "berpendingin", "pendingin"),
    "hazards": ("hazards", "imdg", "imdg class", "imo class", "dg class", "kelas bahaya", "kelas imdg"),
    "origin": ("pol", "port of loading", "origin", "asal", "pelabuhan muat", "pelabuhan asal"),
    "destination": ("pod", "destination", "port of discharge", "final destination", "tujuan", "pelabuhan tujuan",
                    "negara tujuan"),
    "booked": ("booked", "booking date", "date of booking", "tanggal booking", "tgl booking"),
    "ready": ("ready", "cargo ready", "ready date", "cargo ready date", "stuffing date", "siap", "tanggal siap",
              "tgl siap", "barang siap", "tanggal stuffing", "tgl stuffing"),
    "latest_arrival": ("latest arrival", "required arrival", "arrive by", "eta requested", "tiba paling lambat",
                       "batas tiba", "paling lambat tiba", "deadline"),
    "latest_departure": ("latest departure", "latest shipment", "latest date of shipment", "lc date", "batas l c",
                         "batas kapal", "paling lambat berangkat", "batas pengapalan", "lc latest shipment"),
    "direct_only": ("direct only", "direct", "no transhipment", "tanpa transhipment", "langsung"),
    "restuffing": ("restuffing", "re stuffing", "stuffing ulang"),
    "declared_at": ("declared at", "peb at", "kantor pabean", "customs office", "tempat peb"),
    "late_per_day": ("late per day", "denda per hari", "denda keterlambatan"),
    "status": ("status", "booking status", "status booking"),
    "voyage": ("voyage", "voy", "confirmed voyage", "no voyage"),
    "chain": ("chain", "rantai", "rantai ekspor"),
    "first_time": ("first time", "first export", "ekspor pertama", "eksportir baru", "new exporter"),
    "fob_value": ("fob", "fob value", "nilai fob", "value", "nilai", "nilai barang"),
}  # fmt: skip

# Sizes of boxes as the trade calls them.
BOX_TYPES = {
    "20": "22G1", "20gp": "22G1", "20dc": "22G1", "20dv": "22G1", "20ft": "22G1", "20std": "22G1", "22g1": "22G1",
    "40": "42G1", "40gp": "42G1", "40dc": "42G1", "40dv": "42G1", "40ft": "42G1", "40std": "42G1",
    "40hc": "45G1", "40hq": "45G1", "45g1": "45G1",
    "20rf": "22R1", "20re": "22R1", "20reefer": "22R1", "40rf": "45R1", "40rh": "45R1", "40hr": "45R1",
    "40reefer": "45R1",
}  # fmt: skip

_TONNES = re.compile(r"\b(ton|tons|tonnes|tonne|mt|tonase|tonnage)\b")
_SIZE = re.compile(r"[^a-z0-9]+")


def meaning(heading: str) -> str | None:
    """The column of shipments that a heading probably is: by its own name, or by the words; None for none."""
    if heading.strip().casefold() in columns(Shipment):
        return heading.strip().casefold()
    text = bare(_without_unit(heading))
    best: tuple[float, int, str] | None = None
    for name, phrases in WORDS.items():
        for phrase in phrases:
            found = likeness(text, phrase)
            if found and (best is None or (found, len(phrase)) > best[:2]):
                best = found, len(phrase), name
    return best[2] if best is not None else None


def _without_unit(heading: str) -> str:
    """A heading without what stands in brackets, unless that is all of it."""
    return re.sub(r"[(\[].*?[)\]]", " ", heading).strip() or heading


def in_tonnes(heading: str) -> bool:
    """Whether a heading of a mass says tonnes."""
    return bool(_TONNES.search(bare(heading)))


def box_type(text: str, known: Mapping[str, str] = BOX_TYPES) -> str | None:
    """The ISO 6346 code of a size as the trade calls it, as 20' GP; None where it is none of them."""
    return known.get(_SIZE.sub("", text.casefold()))
