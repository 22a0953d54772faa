// What lies under the ships: the quay with its depths and ends, the days and hours, and the scales that name them.

import { HOUR } from "../clock.js";
import { t } from "../language.js";
import { shortened } from "./labels.js";
import { HEAD, NAME_ENDS, TIDE } from "./scales.js";
import { element, number, round, text } from "../svg.js";

// Where the figures of metres end, and how far names of bollards are from each other at least.
const METRES = 67;
const NAME_APART = 14;

/** Hatches of this drawing; patterns are named in the whole document, so each drawing has its own. */
export function patterns({ id }) {
  const hatch = (name, size, turn) =>
    element(
      "pattern",
      {
        id: `${id}-${name}`,
        class: `hatch-${name}`,
        width: size,
        height: size,
        patternUnits: "userSpaceOnUse",
        patternTransform: `rotate(${turn})`,
      },
      element("line", { x1: 0, y1: 0, x2: 0, y2: size }),
    );
  return element("defs", {}, hatch("overhang", 6, 45), hatch("late", 7, -45), hatch("closed", 8, 60));
}

/** Water, overhang beyond the quay's ends, days and hours. */
export function drawGround(drawing) {
  const { view, clock, start, planned, end, x, y, top, bottom, width, height, overhang, hourWidth, id } = drawing;
  const length = view.quay.length_m;
  const ground = element("g", { class: "ground", "aria-hidden": "true" });
  const box = (x1, y1, x2, y2, className, fill) =>
    ground.append(
      element("rect", {
        x: round(x1),
        y: round(y1),
        width: round(x2 - x1),
        height: round(y2 - y1),
        class: className,
        fill,
      }),
    );
  box(0, y(0), width, y(length), "water");
  if (planned < end) box(x(planned), top, width, height, "beyond");
  for (const [from, to] of [
    [-overhang, 0],
    [length, length + overhang],
  ]) {
    box(0, y(from), width, y(to), "overhang", `url(#${id}-overhang)`);
  }
  const midnights = clock.midnights(start, end);
  const dayWidth = 24 * hourWidth;
  const step = dayWidth >= 150 ? 6 : 12;
  const dayName = dayNames(drawing, midnights, dayWidth - 8);
  midnights.forEach((midnight, n) => {
    const left = Math.max(0, x(midnight));
    const right = Math.min(width, n + 1 < midnights.length ? x(midnights[n + 1]) : left);
    if (midnight > start && midnight < end) {
      ground.append(element("line", { x1: round(left), x2: round(left), y1: 0, y2: height, class: "day" }));
    }
    const name = dayName(midnight);
    if (drawing.measure(name, "name") < right - left - 8) ground.append(text(left + 5, 15, name, "day-name"));
    for (let hour = 0; hour < 24; hour += step) {
      const at = midnight + hour * HOUR;
      if (at < start || at >= end || (n + 1 < midnights.length && at >= midnights[n + 1])) continue;
      if (hour)
        ground.append(element("line", { x1: round(x(at)), x2: round(x(at)), y1: HEAD - 5, y2: bottom, class: "hour" }));
      if (hour && dayWidth >= 480) ground.append(text(x(at) + 3, 15, clock.day(at), "hour-name"));
      if (dayWidth >= 60 && x(at) + 16 < width)
        ground.append(text(x(at) + 3, HEAD - 9, clock.time(at).slice(0, 2), "hour-name"));
    }
  });
  for (const section of view.quay.sections.slice(1)) {
    ground.append(
      element("line", {
        x1: 0,
        x2: width,
        y1: round(y(section.start_m)),
        y2: round(y(section.start_m)),
        class: "section",
      }),
    );
  }
  for (const metres of [0, length]) {
    ground.append(element("line", { x1: 0, x2: width, y1: round(y(metres)), y2: round(y(metres)), class: "quay-end" }));
  }
  return ground;
}

/** The longest way to name days that has room for all of them: "Mon 5 Jan", "Mon 5", "5". */
function dayNames({ clock, measure }, midnights, room) {
  const ways = [
    clock.day,
    (midnight) => clock.day(midnight).replace(/ \D+$/, ""),
    (midnight) => clock.day(midnight).replace(/\D/g, ""),
  ];
  return ways.find((way) => midnights.every((midnight) => measure(way(midnight), "name") < room)) ?? ways.at(-1);
}

/** The scales left of the plot, which stay in sight while it scrolls. */
export function drawAxis(drawing) {
  const { view, bollards, y, height, top, bottom, lane, craneTop, tideTop, axis: width } = drawing;
  const quay = view.quay;
  const axis = element("svg", { class: "axis", width, height, "aria-hidden": "true" });
  const step = [10, 25, 50, 100, 200, 500].find((metres) => y(metres) - y(0) >= 26) ?? 1000;
  for (const section of quay.sections) {
    const from = y(section.start_m);
    const size = y(section.end_m) - from;
    axis.append(element("rect", { x: 26, y: round(from), width: 16, height: round(size), class: "depth" }));
    const words = t("diagram.depth", { n: section.depth_m });
    if (drawing.measure(words, "fact") < size - 8) {
      const middle = from + size / 2;
      axis.append(text(34, middle, words, "depth-name", { transform: `rotate(-90 34 ${round(middle)})` }));
    }
  }
  for (let metres = 0; metres <= quay.length_m; metres += step) {
    axis.append(element("line", { x1: METRES + 3, x2: METRES + 9, y1: round(y(metres)), y2: round(y(metres)), class: "tick" }));
    axis.append(text(METRES, y(metres) + 4, number(metres), "metres"));
  }
  axis.append(...drawnBollards(drawing));
  const middle = (top + bottom) / 2;
  const name = t(bollards.length ? "diagram.bollards" : "diagram.quay");
  axis.append(text(16, middle, name, "axis-name", { transform: `rotate(-90 16 ${round(middle)})` }));
  axis.append(text(width - 9, 15, t("diagram.day"), "metres"), text(width - 9, HEAD - 9, t("diagram.hour"), "metres"));
  view.cranes.forEach((crane, n) => axis.append(text(width - 9, craneTop + n * lane + lane / 2 + 4, crane, "metres")));
  const heights = view.tide.map((tide) => tide.height_m);
  if (heights.length) {
    axis.append(text(width - 9, tideTop + 10, number(Math.max(...heights)), "metres"));
    axis.append(text(width - 9, tideTop + TIDE, number(Math.min(...heights)), "metres"));
    axis.append(text(6, tideTop + TIDE / 2 + 5, t("diagram.tide"), "lane-name"));
  }
  return axis;
}

/** The bollards on the quay's edge, with the names of as many as have room. */
function drawnBollards({ bollards, y, axis, measure }) {
  const room = axis - NAME_ENDS - METRES - 11;
  const at = bollards.map((bollard) => y(bollard.position_m));
  const every = [1, 2, 5, 10, 20, 50].find((n) => at.every((place, k) => !(k >= n) || place - at[k - n] >= NAME_APART)) ?? 100;
  return bollards.flatMap((bollard, k) => [
    element("circle", { cx: axis - 4, cy: round(at[k]), r: 2.5, class: "bollard" }),
    ...(k % every ? [] : [text(axis - NAME_ENDS, at[k] + 4, shortened(bollard.id, room, measure, "fact") ?? "", "metres bollard-name")]),
  ]);
}
