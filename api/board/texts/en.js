// The board's texts in English; language.js says how they are used, and texts/id.js has the same keys and values.

import { EN_PAGE } from "./en/page.js";
import { EN_BERTHS } from "./en/berths.js";
import { EN_DRAFT } from "./en/draft.js";
import { EN_DAY } from "./en/day.js";
import { EN_LOADING } from "./en/loading.js";
import { EN_YARD } from "./en/yard.js";
import { EN_SHIPMENTS } from "./en/shipments.js";
import { EN_BOOKINGS } from "./en/bookings.js";
import { EN_STUDIO } from "./en/studio.js";
import { EN_REPORT } from "./en/report.js";
import { EN_FIGURES } from "./en/figures.js";

export const EN = {
  ...EN_PAGE,
  ...EN_BERTHS,
  ...EN_DRAFT,
  ...EN_DAY,
  ...EN_LOADING,
  ...EN_YARD,
  ...EN_SHIPMENTS,
  ...EN_BOOKINGS,
  ...EN_STUDIO,
  ...EN_REPORT,
  ...EN_FIGURES,
};
