// The curve of a running solve: the cost of the best plan so far from above, the proven bound from below, with axes.

import { element, round, text } from "./svg.js";
import { t } from "./language.js";

const WIDTH = 300;
const HEIGHT = 92;
const LEFT = 62;
const RIGHT = 8;
const TOP = 18;
const BOTTOM = 16;

/**
 * Draw points {seconds, cost, bound} into an SVG of a fixed size; either amount may be missing at first, and `write`
 * says how amounts are written.
 */
export function drawCurve(points, write) {
  const svg = element("svg", {
    width: WIDTH,
    height: HEIGHT,
    class: "curve",
    role: "img",
    "aria-label": t("job.curve"),
  });
  const amounts = points.flatMap((point) => [point.cost, point.bound]).filter(Number.isFinite);
  if (!amounts.length) return svg;
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  const last = Math.max(points.at(-1).seconds, 0.1);
  const bottom = HEIGHT - BOTTOM;
  const x = (seconds) => round(LEFT + (seconds / last) * (WIDTH - LEFT - RIGHT));
  const y = (amount) => round(TOP + 4 + (1 - (amount - low) / (high - low || 1)) * (bottom - TOP - 8));
  svg.append(
    element("path", { d: `M${LEFT} ${TOP} V${bottom} H${WIDTH - RIGHT}`, class: "axes" }),
    ...(high > low ? [high, low] : [low]).map((amount) => text(LEFT - 5, y(amount) + 4, write(amount), "amount")),
    text(LEFT, HEIGHT - 4, t("job.seconds", { n: 0 }), "moment"),
    text(WIDTH - RIGHT, HEIGHT - 4, t("job.seconds", { n: last }), "moment last"),
  );
  const signs = { cost: [LEFT + 4, t("job.best")], bound: [LEFT + 126, t("job.bound")] };
  for (const name of ["bound", "cost"]) {
    const [at, words] = signs[name];
    svg.append(
      element("path", { d: `M${at} 9 h20`, class: name }),
      text(at + 25, 13, words, "key"),
    );
    const known = points.filter((point) => Number.isFinite(point[name]));
    if (!known.length) continue;
    const steps = known.map((point, n) =>
      n ? `H${x(point.seconds)} V${y(point[name])}` : `M${x(point.seconds)} ${y(point[name])}`,
    );
    svg.append(element("path", { d: `${steps.join(" ")} H${WIDTH - RIGHT}`, class: name }));
    // What was heard last has a dot: the first of a curve is a line of no length.
    const { seconds, [name]: amount } = known.at(-1);
    svg.append(element("circle", { cx: x(seconds), cy: y(amount), r: 3, class: name }));
  }
  return svg;
}
