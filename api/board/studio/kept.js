// What an analyst has entered for a case, kept by the browser so that a reload loses nothing.

import { isRecord, keepValue, keptValue } from "../keeping.js";

const STUDIO = "studio.";
const MODES = ["scenarios", "sweep", "search"];

const fresh = () => ({
  mode: "scenarios",
  settings: { policy: "fcfs", start: "", days: "7", warmup: "0", replications: "20", seed: "1" },
  scenarios: [],
  varied: { vary: "demand", from: "1", to: "2", steps: "5", kpi: "waiting_h", reach: "" },
  jobs: {}, // by mode: the id of the simulation that is shown
  kpi: "waiting_h",
  all: false,
});

const isScenario = (value) =>
  isRecord(value) &&
  Array.isArray(value.changes) &&
  value.changes.every((change) => isRecord(change) && typeof change.change === "string");

/** What was kept as `begun` has it: texts for its texts, and nothing that it does not have. */
const texts = (begun, found) =>
  Object.fromEntries(Object.entries(begun).map(([name, text]) => [name, typeof found?.[name] === "string" ? found[name] : text]));

/** What is kept of a case, or what one begins with. `save()` keeps what was changed in it. */
export function kept(name) {
  const begun = fresh();
  const found = keptValue(STUDIO + name, isRecord) ?? {};
  const state = {
    mode: MODES.includes(found.mode) ? found.mode : begun.mode,
    settings: texts(begun.settings, found.settings),
    scenarios: Array.isArray(found.scenarios) ? found.scenarios.filter(isScenario) : [],
    varied: texts(begun.varied, found.varied),
    jobs: Object.fromEntries(MODES.map((mode) => [mode, found.jobs?.[mode]]).filter(([, id]) => typeof id === "string")),
    kpi: texts({ kpi: begun.kpi }, found).kpi,
    all: found.all === true,
  };
  return Object.assign(state, { save: () => keepValue(STUDIO + name, { ...state, save: undefined }) });
}
