// The curve of a running solve: the cost of the best plan so far from above, the proven bound from below.

import { element, round } from "./svg.js";
import { t } from "./language.js";

const WIDTH = 150;
const HEIGHT = 34;

/** Draw points {seconds, cost, bound} into an SVG of a fixed size. Either may be missing at first. */
export function drawCurve(points) {
  const svg = element("svg", {
    width: WIDTH,
    height: HEIGHT,
    class: "curve",
    role: "img",
    "aria-label": t("job.curve"),
  });
  const amounts = points.flatMap((point) => [point.cost, point.bound]).filter(Number.isFinite);
  if (amounts.length < 2) return svg;
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  const last = Math.max(points.at(-1).seconds, 0.001);
  const x = (seconds) => round(2 + (seconds / last) * (WIDTH - 4));
  const y = (amount) => round(3 + (1 - (amount - low) / (high - low || 1)) * (HEIGHT - 6));
  for (const name of ["bound", "cost"]) {
    const known = points.filter((point) => Number.isFinite(point[name]));
    if (!known.length) continue;
    const steps = known.map((point, n) =>
      n ? `H${x(point.seconds)} V${y(point[name])}` : `M${x(point.seconds)} ${y(point[name])}`,
    );
    svg.append(element("path", { d: `${steps.join(" ")} H${WIDTH - 2}`, class: name }));
  }
  return svg;
}
