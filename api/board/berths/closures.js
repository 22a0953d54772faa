// What is out of service: stretches of the quay, the channel, cranes in their lanes. And the line of now.

import { named, t } from "../language.js";
import { element, round } from "../svg.js";

/**
 * Hatched where ships can't lie or move, or, for `ofCranes`, where cranes don't work; each says what and why when one
 * points at it.
 */
export function drawClosures(drawing, ofCranes) {
  const { view, x, y, clock, id, lane, craneTop, top, bottom, overhang } = drawing;
  const group = element("g", { class: "closures" });
  for (const closed of view.closures ?? []) {
    if ((closed.what === "crane") !== ofCranes) continue;
    const [from, to] = [Date.parse(closed.start), Date.parse(closed.end)].map((moment) =>
      Math.min(Math.max(moment, drawing.start), drawing.end),
    );
    let [high, low] = [top, bottom];
    if (closed.what === "quay") {
      high = y(closed.from_m ?? -overhang);
      low = y(closed.to_m ?? view.quay.length_m + overhang);
    } else if (closed.what === "crane") {
      const number = view.cranes.indexOf(closed.crane);
      if (number < 0) continue;
      [high, low] = [craneTop + number * lane, craneTop + (number + 1) * lane - 3];
    }
    const words = t("diagram.closed", {
      what: closed.what === "crane" ? closed.crane : named("closed", closed.what),
      span: clock.span(Date.parse(closed.start), Date.parse(closed.end)),
      why: closed.reason ?? closed.id,
    });
    const shape = { x: round(x(from)), y: round(high), width: round(Math.max(1, x(to) - x(from))), height: round(low - high) };
    group.append(
      element(
        "rect",
        { ...shape, class: `closed ${closed.what}`, fill: `url(#${id}-closed)`, role: "img", "aria-label": words },
        element("title", {}, words),
      ),
    );
  }
  return group;
}

/** The line of now, where the plan reaches to it, and of the moment from which a plan of the running day was made. */
export function drawNow(drawing) {
  const { view, x, height, options } = drawing;
  const group = element("g", { class: "nows", "aria-hidden": "true" });
  const line = (moment, className) => {
    if (moment < drawing.start || moment > drawing.end) return;
    const at = round(x(moment));
    group.append(element("line", { x1: at, x2: at, y1: 0, y2: height, class: className }));
  };
  if (view.now) line(Date.parse(view.now), "planned-at");
  if (options.now) line(options.now, "now");
  return group;
}

/** Put the line of now where it is by now. */
export function moveNow({ plot, x }, now) {
  const line = plot.querySelector("line.now");
  for (const end of line ? ["x1", "x2"] : []) line.setAttribute(end, round(x(now)));
}
