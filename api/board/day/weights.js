// Cost weights of one request: the terminal's rates, of which some may be given anew.

import { fill, named } from "../language.js";
import { make } from "../markup.js";

const NAMES = [
  "waiting_per_hour", "lateness_per_hour", "position_per_metre", "unserved_per_call", "stay_per_hour",
  "finish_per_hour", "window_missed_per_hour", "crane_change", "change_per_metre", "change_per_hour",
  "change_per_crane",
];

const place = document.getElementById("weights");
let rates = {};

/** Show the rates of a case's terminal. */
export function openWeights({ case: { terminal } }) {
  rates = terminal.costs;
  const fields = new Map(NAMES.map((name) => [name, field(name)]));
  fill(place, () => NAMES.map((name) => make("label", {}, make("span", {}, named("rate", name)), fields.get(name))));
}

const field = (name) =>
  make("input", { type: "number", name, min: 0, max: 1e12, step: 1, required: true, value: rates[name] });

/** The rates that were changed, as a request for a plan takes them: {costs}, or nothing. */
export function changedWeights() {
  const changed = [...place.querySelectorAll("input")].filter((input) => Number(input.value) !== rates[input.name]);
  return changed.length ? { costs: Object.fromEntries(changed.map((input) => [input.name, Number(input.value)])) } : {};
}
