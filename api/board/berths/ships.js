// The ships: a rectangle to scale for each, what it waited, how late it leaves, where it wanted to lie.

import { t } from "../language.js";
import { place } from "./scales.js";
import { element, round } from "../svg.js";

/** Width of a ship's band, in pixels. */
export const BAND = 5;

/** How many cranes work a call at once while it is worked: [fewest, most]. */
function craneCount(call) {
  const uses = call.cranes.map((use) => [Date.parse(use.from), Date.parse(use.to)]);
  const edges = [...new Set(uses.flat())].sort((a, b) => a - b);
  const counts = edges.slice(0, -1).map((edge) => uses.filter(([from, to]) => from <= edge && edge < to).length);
  const working = counts.filter((count) => count > 0);
  return working.length ? [Math.min(...working), Math.max(...working)] : [0, 0];
}

/** As "2 cranes" or "1–3 cranes". */
export function craneWords(call) {
  const [fewest, most] = craneCount(call);
  return fewest === most ? t("cranes", { n: most }) : t("cranes.between", { fewest, most });
}

/** A call in one sentence, for those who hear the diagram and for its tooltips. */
function describeCall(call, clock) {
  return t("diagram.ship", {
    name: call.name,
    line: call.line,
    call: call.call,
    from: call.position_m,
    to: call.position_m + call.loa_m,
    span: clock.span(Date.parse(call.start), Date.parse(call.end)),
    cranes: craneWords(call),
    moves: t("moves", { n: call.moves }),
    waits: call.waiting_h > 0.05 ? t("diagram.waits", { n: call.waiting_h }) : t("diagram.waits.not"),
    leaves: call.late_h > 0.05 ? t("diagram.leaves", { n: call.late_h }) : t("diagram.leaves.not"),
  });
}

/** The band of dashes at a ship's first line that tells its carrier without colour; see diagram.css. */
export function drawBand({ x, y, width, height }, className) {
  const at = round(x + Math.min(BAND / 2 + 1, width / 2));
  return element("line", {
    x1: at,
    x2: at,
    y1: round(y + 1),
    y2: round(y + height - 1),
    class: `band ${className}`,
    "aria-hidden": "true",
  });
}

/** A rectangle for each ship, with what it stands for as data and in words. */
export function drawShips(drawing) {
  const { view, clock, options, x, colour, id } = drawing;
  const ships = element("g", {
    class: "ships",
    role: "listbox",
    "aria-label": t("diagram.ships"),
  });
  const calls = [...view.calls].sort(
    (a, b) => Date.parse(a.start) - Date.parse(b.start) || a.position_m - b.position_m,
  );
  for (const call of calls) {
    const box = place(call, drawing);
    const sentence = describeCall(call, clock);
    const hull = element("rect", {
      x: round(box.x),
      y: round(box.y),
      width: round(Math.max(2, box.width)),
      height: round(box.height),
      rx: 2,
      class: `ship ${colour(call.line)}${call.tentative ? " tentative" : ""}`,
      role: "option",
      tabindex: -1,
      "aria-selected": "false",
      "aria-label": sentence,
      "data-call": call.call,
      "data-position-m": call.position_m,
      "data-loa-m": call.loa_m,
      "data-start": call.start,
      "data-end": call.end,
    });
    if (options.tooltips) hull.append(element("title", {}, sentence));
    ships.append(hull, drawBand(box, colour(call.line)));
    if (call.late_h > 0.05) {
      const from = Math.max(box.x, x(Date.parse(call.etd)));
      const late = {
        x: round(from),
        y: round(box.y),
        width: round(box.x + box.width - from),
        height: round(box.height),
      };
      ships.append(element("rect", { ...late, class: "late", fill: `url(#${id}-late)`, "aria-hidden": "true" }));
      ships.append(
        element("line", { x1: late.x, x2: late.x, y1: late.y, y2: round(box.y + box.height), class: "due" }),
      );
    }
  }
  return ships;
}

/** A thin bar from each ship's ETA to its berthing, and a tick at the place that it prefers. */
export function drawMarks(drawing, labels) {
  const { view, x, y } = drawing;
  const marks = element("g", { class: "marks", "aria-hidden": "true" });
  const taken = labels.flatMap((label) => label.boxes);
  for (const call of view.calls) {
    const box = place(call, drawing);
    if (call.preferred_position_m !== null && call.preferred_position_m !== undefined) {
      const wanted = y(call.preferred_position_m);
      if (Math.abs(wanted - box.y) > 1) {
        marks.append(
          element("line", {
            x1: round(box.x),
            x2: round(box.x),
            y1: round(box.y),
            y2: round(wanted),
            class: "shifted",
          }),
        );
      }
      marks.append(element("path", { d: `M${round(box.x)} ${round(wanted)} l-7 -4 v8 z`, class: "wanted" }));
    }
    if (call.waiting_h > 0.05) {
      const eta = x(Date.parse(call.eta));
      const from = Math.max(0, eta);
      const level = freeLevel(box, from, taken);
      taken.push({ x: from - 4, y: level - 3, width: box.x - from + 4, height: 6 });
      const bar = { x1: round(from), x2: round(box.x), y1: level, y2: level };
      marks.append(element("line", { ...bar, class: "waiting-edge" }), element("line", { ...bar, class: "waiting" }));
      if (eta >= 0) marks.append(element("circle", { cx: round(eta), cy: level, r: 3, class: "eta" }));
    }
  }
  return marks;
}

/** The height, within the ship's own metres, at which a bar that ends at the ship crosses the fewest other things. */
function freeLevel(box, from, taken) {
  const meets = (level) =>
    taken.filter(
      (other) =>
        other.x < box.x && other.x + other.width > from && other.y < level + 4 && other.y + other.height > level - 4,
    ).length;
  let best = box.y + box.height / 2;
  let fewest = Infinity;
  for (let level = box.y + box.height - 7; level >= box.y + 4; level -= 4) {
    const count = meets(level);
    if (count < fewest) [best, fewest] = [level, count];
    if (fewest === 0) break;
  }
  return round(best);
}
