"""What columns of schedules are called, in English and Indonesian."""

import re
from difflib import SequenceMatcher

# Phrases for each meaning, without signs and in small letters. The longest phrase that fits a heading wins.
WORDS: dict[str, tuple[str, ...]] = {
    "voyage": ("voyage", "voy", "voy no", "voyage no", "voyage number", "no voyage", "nomor voyage", "no voy", "trip"),
    "ship": ("vessel", "vessel name", "ship", "mother vessel", "feeder vessel", "feeder", "kapal", "nama kapal", "mv"),
    "line": ("line", "carrier", "shipping line", "operator", "pelayaran", "perusahaan pelayaran", "opr"),
    "flag": ("flag", "bendera", "kebangsaan"),
    "service": ("service", "layanan", "rute", "route", "jalur", "loop", "trayek"),
    "origin": ("pol", "port of loading", "loading port", "origin", "asal", "pelabuhan muat", "pelabuhan asal", "from",
               "dari", "port of departure"),
    "destination": ("pod", "port of discharge", "discharge port", "destination", "tujuan", "pelabuhan tujuan",
                    "pelabuhan bongkar", "to", "ke", "port of destination"),
    "departure": ("etd", "departure", "dep", "berangkat", "keberangkatan", "sailing date", "tanggal berangkat", "td",
                  "tgl berangkat", "est departure"),
    "arrival": ("eta", "arrival", "arr", "tiba", "kedatangan", "tanggal tiba", "tgl tiba", "est arrival", "sandar"),
    "FCO": ("closing", "cy closing", "closing cy", "closing time", "cut off", "cutoff", "closing cargo",
            "cargo closing", "container closing", "closing container", "cy cut off",
            "fcl cut off", "tutup", "batas terima"),
    "DCO": ("doc closing", "closing doc", "closing dokumen", "document cut off", "doc cut off", "si cut off",
            "si closing", "closing si", "dokumen", "closing npe"),
    "VCO": ("vgm", "vgm cut off", "vgm closing", "closing vgm"),
    "RCO": ("reefer closing", "closing reefer", "reefer cut off"),
    "DGC": ("dg closing", "closing dg", "dg cut off"),
    "EFC": ("open stack", "gate open", "gate in open", "open cy", "buka stack", "receiving", "open stacking"),
    "capacity_teu": ("capacity", "space", "kapasitas", "capacity teu", "space teu", "teu", "alokasi", "allocation"),
    "freight_per_teu": ("freight", "ongkos", "tarif", "rate", "freight teu", "harga", "of"),
}  # fmt: skip
_FUZZY = 0.84  # as alike as "keberangkatn" and "keberangkatan"


def bare(heading: str) -> str:
    """A heading in small letters, with single spaces for all signs."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())


def meaning(heading: str) -> str | None:
    """What a column of this heading probably is; None where nothing comes near."""
    text = bare(heading)
    best: tuple[float, int, str] | None = None
    for name, phrases in WORDS.items():
        for phrase in phrases:
            alike = likeness(text, phrase)
            if alike and (best is None or (alike, len(phrase)) > best[:2]):
                best = alike, len(phrase), name
    return best[2] if best is not None else None


def likeness(text: str, phrase: str) -> float:
    """1 where the phrase is the text, less where it is some of its words, least where letters differ; 0 for another."""
    if text == phrase:
        return 1.0
    words, wanted = text.split(), phrase.split()
    if any(words[place : place + len(wanted)] == wanted for place in range(len(words))):
        return 0.95
    if min(len(text), len(phrase)) >= 5:
        ratio = SequenceMatcher(None, text, phrase, autojunk=False).ratio()
        return ratio if ratio >= _FUZZY else 0.0
    return 0.0
