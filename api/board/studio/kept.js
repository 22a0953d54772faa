// What an analyst has entered for a case, kept by the browser so that a reload loses nothing.

const PREFIX = "dermaga.studio.";

const fresh = () => ({
  mode: "scenarios",
  settings: { policy: "fcfs", start: "", days: "7", warmup: "0", replications: "20", seed: "1" },
  scenarios: [],
  varied: { vary: "demand", from: "1", to: "2", steps: "5", kpi: "waiting_h", reach: "" },
  jobs: {}, // by mode: the id of the simulation that is shown
  kpi: "waiting_h",
  all: false,
});

/** What is kept of a case, or what one begins with. `save()` keeps what was changed in it. */
export function kept(name) {
  const key = PREFIX + name;
  let found = {};
  try {
    found = JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    // What cannot be read is begun anew.
  }
  const begun = fresh();
  for (const part of ["settings", "varied"]) found[part] = { ...begun[part], ...found[part] };
  const state = { ...begun, ...found };
  const save = () => localStorage.setItem(key, JSON.stringify({ ...state, save: undefined }));
  return Object.assign(state, { save });
}
