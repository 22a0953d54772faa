// The berth plan as a diagram: time runs to the right, the quay's metres run down, a ship is a rectangle to scale.
// Below lie one lane for each quay crane and the tide. The page and the report draw with the same code: nothing here
// knows of the server.

import { HOUR } from "../clock.js";
import { drawClosures, drawNow } from "./closures.js";
import { drawAxis, drawGround, patterns } from "./ground.js";
import { drawHours } from "./hours.js";
import { drawLabels, measure, placeLabels } from "./labels.js";
import { drawCranes, drawTide } from "./lanes.js";
import { drawLegend } from "./legend.js";
import { scales } from "./scales.js";
import { drawMarks, drawShips } from "./ships.js";
import { element } from "../svg.js";
import { t } from "../language.js";

const COLOURS = 7; // carriers with a colour of their own (diagram.css); further ones share a grey

let drawings = 0;

/** Options that drawings of several views must share to be compared: carriers' colours and the end of the time scale. */
export function together(...views) {
  const calls = views.flatMap((view) => view.calls);
  return {
    lines: [...new Set(calls.map((call) => call.line))].sort(),
    until: Math.max(...views.map((view) => Date.parse(view.end)), ...calls.map((call) => Date.parse(call.end) + HOUR)),
  };
}

/**
 * Draw a berth plan into a container, in place of what it held.
 *
 * `view` is the plan as the server describes it. Options: `clock` (a terminalClock; needed), `height` of the whole
 * drawing, `hourWidth` (pixels an hour; by default the plan fills the container), `lines` and `until` (see together),
 * `label` (the drawing's accessible name), `tooltips`, `onPoint(call or null)` while the pointer is on a ship,
 * `onSelect(call)`, and the moment `now`.
 * Answers the scales, so that a place on the screen can be read as a moment and a metre, the `plot`, and `select(id)`.
 */
export function drawBerthPlan(container, view, options) {
  const { lines, until } = { ...together(view), ...options };
  const measured = measure(container);
  const drawing = {
    ...scales(container, view, measured, { ...options, until }),
    view,
    lines,
    options,
    clock: options.clock,
    id: `drawing-${(drawings += 1)}`,
    colour: (line) => `line-${Math.min(lines.indexOf(line), COLOURS)}`,
    measure: measured,
  };
  const plot = element("svg", {
    class: "plot",
    width: drawing.width,
    height: drawing.height,
    role: "group",
    "aria-label": options.label ?? t("diagram.plan"),
  });
  const ships = drawShips(drawing);
  const labels = placeLabels(drawing);
  plot.append(
    patterns(drawing),
    drawGround(drawing),
    drawClosures(drawing, false),
    ships,
    drawHours(drawing),
    drawMarks(drawing, labels),
    drawLabels(drawing, labels),
    drawCranes(drawing),
    drawTide(drawing),
    drawClosures(drawing, true),
    drawNow(drawing),
  );
  const scroller = document.createElement("div");
  scroller.className = "drawing";
  scroller.append(drawAxis(drawing), plot);
  container.replaceChildren(scroller, drawLegend(drawing));
  return { ...drawing, plot, select: selection(ships, plot, drawing) };
}

/** Let pointer and keyboard choose a ship: one tab stop, arrows from ship to ship. Answers a function that selects. */
function selection(ships, plot, { view, options }) {
  const hulls = [...ships.querySelectorAll(".ship")];
  const callOf = (hull) => view.calls.find((call) => call.call === hull.dataset.call);
  const mark = (id) => {
    for (const hull of hulls) {
      const chosen = hull.dataset.call === id;
      hull.setAttribute("aria-selected", String(chosen));
      hull.classList.toggle("chosen", chosen);
    }
    for (const use of plot.querySelectorAll(".use")) use.classList.toggle("chosen", use.dataset.at === id);
    const stop = hulls.find((hull) => hull.dataset.call === id) ?? hulls[0];
    for (const hull of hulls) hull.setAttribute("tabindex", hull === stop ? "0" : "-1");
  };
  const choose = (hull) => {
    mark(hull.dataset.call);
    options.onSelect?.(callOf(hull));
  };
  ships.addEventListener("focusin", (event) => choose(event.target));
  ships.addEventListener("pointerover", (event) => {
    if (hulls.includes(event.target)) options.onPoint?.(callOf(event.target));
  });
  ships.addEventListener("pointerleave", () => options.onPoint?.(null));
  ships.addEventListener("keydown", (event) => {
    const at = hulls.indexOf(document.activeElement);
    const target = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: hulls.length - 1,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    hulls[Math.min(Math.max(target, 0), hulls.length - 1)].focus();
  });
  mark(null);
  return mark;
}
