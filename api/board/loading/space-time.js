// The crane schedule as a space-time diagram: the ship's bays across, the bow to the left, time downwards. Each crane is
// a line from bay to bay, and what it does in a bay a bar with a tick for every lift.

import { tint } from "./colours.js";
import { HOUR } from "../clock.js";
import { named, t } from "../language.js";
import { element, round, text } from "../svg.js";
import { bayName } from "./stowage.js";

const AXIS = 48;
const HEAD = 22;
const FOOT = 8;
const LETTER = 7; // pixels of a letter of a crane's name, about
const SIGN = { discharge: "↑", load: "↓", restow_off: "↥", restow_on: "↧", hatch_off: "▭", hatch_on: "▬" };

/** Draw the diagram into `place`. `onPoint(seconds, bay)` hears where it is clicked. Answers {now(seconds)}. */
export function drawSpaceTime(place, stowage, clock, onPoint) {
  const { view } = stowage;
  const width = Math.max(260, place.clientWidth - 14);
  const height = Math.max(320, Math.min(560, window.innerHeight - 300));
  const metres = view.bays.map((bay) => bay.from_bow_m);
  const [first, last] = [metres[0], metres.at(-1)];
  const inner = width - AXIS - 30;
  const x = (bay) => AXIS + 15 + ((stowage.bayOf(bay).from_bow_m - first) / (last - first || 1)) * inner;
  const y = (seconds) => HEAD + (seconds / Math.max(1, view.end_s)) * (height - HEAD - FOOT);
  const gap = Math.min(40, ...metres.slice(1).map((metre, n) => ((metre - metres[n]) / (last - first || 1)) * inner));
  const bar = Math.max(4, Math.min(30, gap * 0.8));
  const svg = element("svg", { width, height, class: "space-time", role: "img" });
  svg.setAttribute(
    "aria-label",
    t("loading.cranes.picture", {
      cranes: view.cranes.join(", "),
      n: view.tasks.length,
      from: clock.stamp(stowage.moment(0)),
      to: clock.stamp(stowage.moment(view.end_s)),
    }),
  );
  drawGrid(svg, stowage, clock, { x, y, width, height, gap });
  view.cranes.forEach((crane, n) => svg.append(drawCrane(crane, n, { x, y, bar, width }, stowage, clock)));
  const line = element("line", { x1: AXIS - 6, x2: width, class: "moment-line" });
  svg.append(line);
  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    const seconds = ((event.clientY - box.top - HEAD) / (height - HEAD - FOOT)) * view.end_s;
    const off = ({ bay }) => Math.abs(x(bay) - (event.clientX - box.left));
    const nearest = [...view.bays].sort((a, b) => off(a) - off(b))[0];
    onPoint(Math.max(0, Math.min(view.end_s, seconds)), nearest.bay);
  });
  place.replaceChildren(svg);
  return {
    now(seconds) {
      const at = round(y(Math.max(0, seconds)));
      line.setAttribute("y1", at);
      line.setAttribute("y2", at);
    },
  };
}

/** Bays across, hours downwards. */
function drawGrid(svg, stowage, clock, { x, y, width, height, gap }) {
  const { view } = stowage;
  const some = Math.ceil(24 / Math.max(1, gap)); // not every bay has room for its name
  view.bays.forEach((bay, n) => {
    const at = round(x(bay.bay));
    svg.append(element("line", { x1: at, x2: at, y1: HEAD, y2: height - FOOT, class: "bay-line" }));
    if (n % some === 0) svg.append(text(x(bay.bay), HEAD - 8, bayName(bay.bay), "bay-name"));
  });
  const step = [1, 2, 3, 4, 6, 12].find((hours) => (y(hours * 3600) - y(0)) >= 24) ?? 12;
  const start = stowage.moment(0);
  const [midnight] = clock.midnights(start, start);
  for (let hour = Math.ceil((start - midnight) / HOUR / step) * step; ; hour += step) {
    const seconds = stowage.seconds(midnight + hour * HOUR);
    if (seconds > view.end_s) break;
    const at = round(y(seconds));
    svg.append(element("line", { x1: AXIS, x2: width, y1: at, y2: at, class: "hour-line" }));
    svg.append(text(AXIS - 8, y(seconds) + 4, clock.time(midnight + hour * HOUR), "hour-name"));
  }
}

function drawCrane(crane, n, { x, y, bar, width }, stowage, clock) {
  const its = stowage.view.tasks.filter((task) => task.crane === crane).sort((a, b) => a.from_s - b.from_s);
  const { fill, line } = tint(n);
  const group = element("g", { stroke: line, fill });
  const path = its.map((task, at) => {
    const begins = `${round(x(task.bay))} ${round(y(task.from_s))}`;
    return `${at ? "L" : "M"}${begins} V${round(y(task.to_s))}`;
  });
  if (path.length) group.append(element("path", { d: path.join(" "), class: "way" }));
  for (const task of its) {
    const height = Math.max(1, y(task.to_s) - y(task.from_s));
    const corner = { x: round(x(task.bay) - bar / 2), y: round(y(task.from_s)) };
    const box = { ...corner, width: round(bar), height: round(height) };
    const rect = element("rect", { ...box, class: `task ${task.kind}` });
    rect.append(element("title", {}, taskWords(task, stowage, clock)));
    group.append(rect);
    const ticks = task.starts_s.map((start) => `M${box.x} ${round(y(start))} h${round(bar / 3)}`);
    group.append(element("path", { d: ticks.join(" "), class: "ticks" }));
    if (box.height >= 12) group.append(text(x(task.bay) + bar / 6, box.y + box.height / 2 + 4, SIGN[task.kind], "kind"));
  }
  if (its.length) {
    const at = x(its[0].bay);
    // At the stern the name stands before the bar, where there is room.
    const isLast = at + bar / 2 + 3 + crane.length * LETTER > width;
    const from = isLast ? at - bar / 2 - 3 : at + bar / 2 + 3;
    group.append(text(from, y(its[0].from_s) + 10, crane, isLast ? "crane-name before" : "crane-name"));
  }
  return group;
}

/** A task of a crane in a sentence. */
const taskWords = (task, stowage, clock) =>
  t("loading.task", {
    crane: task.crane,
    kind: named("lift", task.kind),
    bay: bayName(task.bay),
    boxes: task.boxes || task.starts_s.length,
    span: clock.shortSpan(stowage.moment(task.from_s), stowage.moment(task.to_s)),
  });

/** What the signs of the diagram mean. */
export const KINDS = Object.entries(SIGN);
