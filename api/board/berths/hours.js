// How many cranes work a ship hour by hour, along the foot of its rectangle: as figures where there is room for them,
// else as a profile that is as high as there are cranes.

import { HOUR } from "../clock.js";
import { place } from "./scales.js";
import { element, round, text } from "../svg.js";

/** Height of the strip, and the least height of a ship that has one. */
export const HOURS = 12;
const LEAST = 44;
const ROOM = 11; // pixels of an hour that has a figure

/** Whether a ship so high has a strip of hours. */
export const hasHours = (height) => height >= LEAST;

/** From when to when how many cranes work a call: [from, to, count]. */
export function craneStretches(call) {
  const uses = call.cranes.map((use) => [Date.parse(use.from), Date.parse(use.to)]);
  const edges = [...new Set(uses.flat())].sort((a, b) => a - b);
  const count = (moment) => uses.filter(([from, to]) => from <= moment && moment < to).length;
  return edges.slice(0, -1).map((edge, n) => [edge, edges[n + 1], count(edge)]);
}

/** The strips of all ships. */
export function drawHours(drawing) {
  const { view, x, hourWidth } = drawing;
  const group = element("g", { class: "hours", "aria-hidden": "true" });
  for (const call of view.calls) {
    const box = place(call, drawing);
    if (!hasHours(box.height)) continue;
    const foot = box.y + box.height - 1;
    const stretches = craneStretches(call);
    const most = Math.max(1, ...stretches.map(([, , count]) => count));
    const corners = stretches.flatMap(([from, to, count]) => {
      const level = round(foot - (count / most) * (HOURS - 2));
      return [`${round(x(from))} ${level}`, `${round(x(to))} ${level}`];
    });
    if (!corners.length) continue;
    const [first, last] = [round(x(stretches[0][0])), round(x(stretches.at(-1)[1]))];
    group.append(element("path", { d: `M${first} ${round(foot)} L${corners.join(" L")} L${last} ${round(foot)} z`, class: "profile" }));
    if (hourWidth < ROOM) continue;
    for (const [from, to, count] of stretches) {
      for (let at = from; at < to; at = Math.min(to, (Math.floor(at / HOUR) + 1) * HOUR)) {
        const until = Math.min(to, (Math.floor(at / HOUR) + 1) * HOUR);
        if (x(until) - x(at) >= ROOM - 1) group.append(text((x(at) + x(until)) / 2, foot - 1.5, String(count), "count"));
      }
    }
  }
  return group;
}
