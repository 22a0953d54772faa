// Teks laporan seminggu dalam Bahasa Indonesia: kunci dan nilai seperti di texts/en/report.js.

export const ID_REPORT = {
  "report.when": "Kasus {case}, {start} s.d. {end} ({zone}). Dibuat {created}.",
  "report.how": "Bagaimana ini dibuat",
  "report.seed": "Benih acak {seed}. {versions}.",
  "report.versions.none": "Tanpa catatan versi",
  "kpis.table": { other: "Hasil simulasi, rata-rata ± setengah lebar selang 95 % dari {n} replikasi" },
  "kpis.definition": "Artinya",
};
