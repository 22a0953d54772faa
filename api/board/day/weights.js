// Cost weights of one request: the terminal's rates, of which some may be given anew.

import { fill, named, t } from "../language.js";
import { make } from "../markup.js";

const NAMES = [
  "waiting_per_hour", "lateness_per_hour", "position_per_metre", "unserved_per_call", "stay_per_hour",
  "finish_per_hour", "window_missed_per_hour", "crane_change", "change_per_metre", "change_per_hour",
  "change_per_crane",
];

const place = document.getElementById("weights");
let rates = {};

/** Show the rates of a case's terminal, and in their place those that its plan on the board was made with. */
export function openWeights({ case: { terminal } }, given = {}) {
  rates = terminal.costs;
  const fields = new Map(NAMES.map((name) => [name, field(name, given[name] ?? rates[name])]));
  fill(place, () => NAMES.map((name) => make("label", {}, make("span", {}, named("rate", name)), fields.get(name))));
  count();
}

const field = (name, value) =>
  make("input", { type: "number", name, min: 0, max: 1e12, step: 1, required: true, value });

/** The rates that are others than the terminal's, as a request for a plan takes them. */
export function changedWeights() {
  const changed = [...place.querySelectorAll("input")].filter((input) => Number(input.value) !== rates[input.name]);
  return { costs: Object.fromEntries(changed.map((input) => [input.name, Number(input.value)])) };
}

/** How many they are stands on the lid: a plan by other rates is not to be asked for unawares. */
function count() {
  const n = Object.keys(changedWeights().costs).length;
  fill(place.parentElement.querySelector("summary"), () => [n ? t("weights.changed", { n }) : t("weights")]);
}
place.addEventListener("input", count);
