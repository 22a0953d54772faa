// Below the quay: what each crane does, and the tide.

import { t } from "../language.js";
import { TIDE } from "./scales.js";
import { element, round, text } from "../svg.js";

/** A lane for each quay crane, in the order of the rail, with the ships that it works. */
export function drawCranes(drawing) {
  const { view, x, width, lane, craneTop, colour, clock } = drawing;
  const lanes = element("g", { class: "cranes", "aria-hidden": "true" });
  view.cranes.forEach((crane, n) => {
    const top = craneTop + n * lane;
    lanes.append(element("rect", { x: 0, y: top, width, height: lane - 3, class: "lane" }));
    for (const call of view.calls) {
      for (const use of call.cranes.filter((one) => one.crane === crane)) {
        const [from, to] = [Date.parse(use.from), Date.parse(use.to)];
        const left = x(from);
        const size = Math.max(1, x(to) - left);
        const bar = element(
          "rect",
          {
            x: round(left),
            y: top,
            width: round(size),
            height: lane - 3,
            class: `use ${colour(call.line)}`,
            "data-crane": crane,
            "data-at": call.call,
          },
          element("title", {}, t("diagram.crane", { crane, ship: call.name, span: clock.span(from, to) })),
        );
        lanes.append(bar);
        const name = [call.name, call.name.split(/\s+/)[0]].find((words) => drawing.measure(words, "fact") < size - 8);
        if (name && lane >= 16) lanes.append(text(left + 4, top + lane - 7, name, "crane-ship"));
      }
    }
  });
  return lanes;
}

/** The water's height over time. */
export function drawTide(drawing) {
  const { view, x, tideTop, width, end } = drawing;
  const strip = element("g", { class: "tide", "aria-hidden": "true" });
  const points = view.tide.filter((tide) => Date.parse(tide.time) <= end);
  if (!points.length) return strip;
  const heights = points.map((tide) => tide.height_m);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const level = (metres) => tideTop + TIDE - 2 - ((metres - low) / (high - low || 1)) * (TIDE - 6);
  const curve = points.map((tide) => `${round(x(Date.parse(tide.time)))} ${round(level(tide.height_m))}`).join(" L");
  const last = round(Math.min(width, x(Date.parse(points.at(-1).time))));
  strip.append(
    element("path", {
      d: `M${round(x(Date.parse(points[0].time)))} ${tideTop + TIDE} L${curve} L${last} ${tideTop + TIDE} z`,
      class: "sea",
    }),
  );
  strip.append(element("path", { d: `M${curve}`, class: "level" }));
  return strip;
}
