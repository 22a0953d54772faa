// Teks papan dalam Bahasa Indonesia. The keys and {values} are those of texts/en.js.
//
// Glossary: one word for one thing, as planners of Indonesian terminals say it.
//
//   berth plan       rencana sandar          call (of a ship)   kunjungan
//   to berth         sandar                  ship               kapal
//   quay             dermaga                 line, carrier      pelayaran
//   quay crane       QC (derek dermaga)      voyage             voyage
//   yard crane       RTG (derek lapangan)    departure          keberangkatan, berangkat
//   tractor          head truck              arrival            kedatangan, tiba
//   container, box   peti kemas, boks        discharge, load    bongkar, muat
//   move             move                    draft              sarat
//   yard             lapangan penumpukan     tide               pasang surut
//   first/last line  tali pertama/terakhir   cut-off            closing
//   plan             rencana                 slack              kelonggaran
//   schedule         jadwal                  late, overdue      terlambat, lewat batas
//   first come       FCFS (yang tiba dahulu  cost, saving       biaya, penghematan
//     first served     dilayani dahulu)      bound, gap         batas bawah, celah
//   case             kasus                   shipment           pengiriman
//   restow           restow                  booking            booking
//   key figure       indikator               party              pihak
//   key figures of the ports' law (WT, AT, BWT, ET, IT, NOT, BSH, BCH, YOR, BOR) keep their letters

import { ID_PAGE } from "./id/page.js";
import { ID_BERTHS } from "./id/berths.js";
import { ID_DRAFT } from "./id/draft.js";
import { ID_DAY } from "./id/day.js";
import { ID_LOADING } from "./id/loading.js";
import { ID_YARD } from "./id/yard.js";
import { ID_SHIPMENTS } from "./id/shipments.js";
import { ID_BOOKINGS } from "./id/bookings.js";
import { ID_STUDIO } from "./id/studio.js";
import { ID_CHANGES } from "./id/changes.js";
import { ID_REPORT } from "./id/report.js";
import { ID_FIGURES } from "./id/figures.js";
import { ID_SENTENCES } from "./id/sentences.js";
import { ID_WHY } from "./id/why.js";

export const ID = {
  ...ID_PAGE,
  ...ID_BERTHS,
  ...ID_DRAFT,
  ...ID_DAY,
  ...ID_LOADING,
  ...ID_YARD,
  ...ID_SHIPMENTS,
  ...ID_BOOKINGS,
  ...ID_STUDIO,
  ...ID_CHANGES,
  ...ID_REPORT,
  ...ID_FIGURES,
  ...ID_SENTENCES,
  ...ID_WHY,
};
