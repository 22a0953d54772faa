// What the yard can be coloured by, in classes that are numbered as well: nothing is said by colour alone.

import { figure } from "../figures.js";
import { named, t } from "../language.js";
import { make } from "../markup.js";

/** How much of a block is used at an hour: {used, of}; `of` is 0 where it has none of that. */
const MEASURES = {
  teu: (block, hour) => ({ used: block.teu[hour], of: block.capacity_teu }),
  kept: (block, hour) => ({ used: block.kept_bays[hour], of: block.bays }),
  work: (block, hour) => ({ used: block.moves[hour], of: block.moves_an_hour }),
  plugs: (block, hour) => ({ used: block.reefer_teu[hour], of: block.plug_places }),
};

export const MEASURE_NAMES = Object.keys(MEASURES);

// Upper ends of the classes in per cent, and their fills and inks; the last class is all above the last end.
const ENDS = [0, 20, 40, 60, 80, 100];
const FILLS = ["#ffffff", "#e3eef6", "#b9d6ea", "#7fb4d6", "#2f76a5", "#0f4468", "#8c1d18"];
const LAST_LIGHT = 3;

/** A measure of a block at an hour: {used, of, percent, level, fill, ink, words}; `percent` is null without any. */
export function measured(name, block, hour) {
  const { used, of } = MEASURES[name](block, hour);
  const percent = of ? (used / of) * 100 : null;
  const level = percent === null ? 0 : levelOf(percent);
  return {
    used,
    of,
    percent,
    level,
    fill: FILLS[level],
    ink: level > LAST_LIGHT ? "#fff" : "#1a2733",
    words: percent === null ? "–" : figure(percent, 0),
  };
}

function levelOf(percent) {
  const found = ENDS.findIndex((end) => percent <= end + 1e-9);
  return found < 0 ? ENDS.length : found;
}

/** The colours with their numbers. */
export function heatLegend(name) {
  const ranges = FILLS.map((_, level) => {
    if (level === 0) return "0";
    if (level === ENDS.length) return t("yard.legend.over", { n: ENDS.at(-1) });
    return t("yard.legend.range", { from: ENDS[level - 1], to: ENDS[level] });
  });
  const items = ranges.map((range, level) => {
    const sample = make("span", { className: "heat-key" });
    sample.style.background = FILLS[level];
    return make("li", {}, sample, range);
  });
  return make("ul", { className: "legend" }, make("li", {}, `${named("measure", name)}, %`), items);
}
