// The fill of one block over the plan: boxes there and bays kept, in per cent, with the hour that is shown.

import { HOUR } from "../clock.js";
import { named, t } from "../language.js";
import { element, round, text } from "../svg.js";
import { measured } from "./measures.js";

const HEIGHT = 130;
const LEFT = 40;
const BOTTOM = 18;
const LINES = ["kept", "teu", "work"];

/** An SVG of the curves. */
export function fillCurve(view, block, { clock, hour, width }) {
  const start = Date.parse(view.start);
  const wide = Math.max(260, width);
  const svg = element("svg", { width: wide, height: HEIGHT, class: "fill-curve", role: "img", "aria-label": t("yard.curve", { block: block.block }) });
  const x = (h) => LEFT + (h / view.hours) * (wide - LEFT - 8);
  const y = (percent) => 8 + (1 - Math.min(120, percent) / 120) * (HEIGHT - BOTTOM - 8);
  for (const percent of [0, 50, 100]) {
    svg.append(
      element("line", { x1: LEFT, x2: wide - 8, y1: round(y(percent)), y2: round(y(percent)), class: percent === 100 ? "full-line" : "hour" }),
      text(LEFT - 5, y(percent) + 4, t("yard.percent", { n: percent }), "metres"),
    );
  }
  const days = clock.midnights(start, start + view.hours * HOUR);
  const step = Math.max(1, Math.ceil(days.length / (wide / 80)));
  days.forEach((day, n) => {
    const at = x((day - start) / HOUR);
    if (at < LEFT || at > wide - 8) return;
    svg.append(element("line", { x1: round(at), x2: round(at), y1: 8, y2: HEIGHT - BOTTOM, class: "hour" }));
    if (n % step === 0 && at + 56 < wide) svg.append(text(at + 2, HEIGHT - 5, clock.day(day), "hour-name"));
  });
  for (const name of LINES) {
    const path = [];
    for (let h = 0; h < view.hours; h += 1) {
      const at = round(y(measured(name, block, h).percent ?? 0));
      path.push(h ? `V${at} H${round(x(h + 1))}` : `M${round(x(0))} ${at} H${round(x(1))}`);
    }
    svg.append(element("path", { d: path.join(" "), class: `curve-${name}` }));
  }
  const now = round(x(hour + 0.5));
  svg.append(element("line", { x1: now, x2: now, y1: 4, y2: HEIGHT - BOTTOM, class: "shown-hour" }));
  return svg;
}

/** What its lines mean. */
export function curveLegend() {
  const list = document.createElement("ul");
  list.className = "legend";
  for (const name of [...LINES].reverse()) {
    const item = document.createElement("li");
    const sample = element("svg", { width: 26, height: 10, "aria-hidden": "true", class: "fill-curve" });
    sample.append(element("path", { d: "M1 5 H25", class: `curve-${name}` }));
    item.append(sample, `${named("measure", name)}, %`);
    list.append(item);
  }
  return list;
}
