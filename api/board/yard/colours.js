// What boxes of a block are coloured by. Each kind has a letter too, so that nothing is said by colour alone.

import { named, t } from "../language.js";
import { make } from "../markup.js";

const KEYS = {
  ship: (lot) => lot.vessel,
  service: (lot) => lot.service,
  port: (lot) => lot.port,
  cargo: (lot) => (lot.dangerous ? (lot.plug ? "both" : "dangerous") : lot.plug ? "reefer" : lot.status),
};
export const COLOURINGS = Object.keys(KEYS);
const MOST = 8; // colours that are told apart
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** How lots are coloured by: {of(lot) → {name, letter, className}, legend()}. Those with most boxes come first. */
export function colouring(by, lots) {
  const boxes = new Map();
  for (const lot of lots.filter((each) => each.there)) boxes.set(KEYS[by](lot), (boxes.get(KEYS[by](lot)) ?? 0) + lot.there);
  const names = [...boxes.keys()].sort((a, b) => boxes.get(b) - boxes.get(a) || (a < b ? -1 : 1));
  const known = new Map(
    names.map((name, n) => [
      name,
      {
        name: by === "cargo" ? named("cargo", name) : name,
        letter: LETTERS[n] ?? "+",
        className: `line-${Math.min(n, MOST - 1)}`,
        boxes: boxes.get(name),
      },
    ]),
  );
  return {
    of: (lot) => known.get(KEYS[by](lot)),
    legend: () =>
      make(
        "ul",
        { className: "legend" },
        [...known.values()].map((each) =>
          make("li", {}, make("span", { className: `lot-key key-${each.className}` }, each.letter), `${each.name}: ${t("yard.boxes", { n: each.boxes })}`),
        ),
      ),
  };
}
