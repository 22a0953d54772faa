// Teks simulasi dalam Bahasa Indonesia: kunci dan nilai seperti di texts/en/studio.js.

export const ID_STUDIO = {
  "simulate.replications": "Replikasi",
  "simulate.seed": "Benih acak",
  "simulate.both": "Simulasikan keduanya",
  "simulate.done": "{policy}: selesai",
  "simulate.stopped": "{policy}: dihentikan",
  "simulate.changed": "Rencana berubah selama disimulasikan.",
  "simulate.again": "Simulasikan lagi untuk melihat yang baru.",
  "simulate.none": "Belum disimulasikan",
  "simulate.none.ask":
    "Tekan Simulasikan keduanya untuk menjalankan rencana dan FCFS di bawah ketidakpastian yang sama.",
  "simulate.planless": "Tidak ada rencana untuk disimulasikan",
  "simulate.planless.ask": "Susun rencana sandar dahulu; simulasinya kemudian dibandingkan dengan FCFS.",
  "kpis.table": { other: "Hasil simulasi, rata-rata ± setengah lebar selang 95 % dari {n} replikasi" },
  "kpis.name": "Indikator",
  "kpis.unit": "Satuan",
  "kpis.definition": "Artinya",
};
