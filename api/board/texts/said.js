// What the server writes in English, in the other language, by its English sentence: see sentences.js.

import { ID_FAULTS } from "./id/faults.js";
import { ID_HELPS } from "./id/helps.js";
import { ID_REFUSALS } from "./id/refusals.js";
import { ID_RULES } from "./id/rules.js";
import { ID_STOWING } from "./id/stowing.js";

export const SAID = {
  id: {
    table: { ...ID_RULES, ...ID_STOWING, ...ID_FAULTS, ...ID_REFUSALS, ...ID_HELPS },
    point: ",",
    group: ".",
    and: "dan",
    or: "atau",
    more: "lagi",
  },
};
