// What the signs of the diagram mean.

import { t } from "../language.js";
import { drawBand } from "./ships.js";
import { element } from "../svg.js";

function swatch(height, ...signs) {
  return element("svg", { width: 22, height, "aria-hidden": "true" }, ...signs);
}

/** The legend of a drawing, as a list that wraps where the page is narrow. */
export function drawLegend({ lines, colour, id, view }) {
  const list = document.createElement("ul");
  list.className = "legend";
  const say = (sign, words) => {
    const item = document.createElement("li");
    item.append(sign, words);
    list.append(item);
  };
  for (const line of lines) {
    const [hull, className] = [{ x: 1, y: 1, width: 20, height: 24 }, colour(line)];
    say(swatch(26, element("rect", { ...hull, rx: 2, class: `ship ${className}` }), drawBand(hull, className)), line);
  }
  if (view.calls.some((call) => call.tentative)) {
    const hull = { x: 1, y: 1, width: 20, height: 24, rx: 2, class: "ship line-7 tentative" };
    say(swatch(26, element("rect", hull)), t("day.tentative.short"));
  }
  say(
    swatch(
      14,
      element("line", { x1: 4, x2: 22, y1: 7, y2: 7, class: "waiting" }),
      element("circle", { cx: 4, cy: 7, r: 3, class: "eta" }),
    ),
    t("legend.waiting"),
  );
  say(
    swatch(14, element("rect", { x: 1, y: 1, width: 20, height: 12, class: "late", fill: `url(#${id}-late)` })),
    t("legend.late"),
  );
  say(swatch(14, element("path", { d: "M15 7 l-8 -4 v8 z", class: "wanted" })), t("legend.wanted"));
  say(swatch(14, element("path", { d: "M1 13 V7 H9 V3 H16 V7 H21 V13 z", class: "profile" })), t("legend.hours"));
  if (view.closures?.length) {
    say(
      swatch(14, element("rect", { x: 1, y: 1, width: 20, height: 12, class: "closed", fill: `url(#${id}-closed)` })),
      t("legend.closed"),
    );
  }
  if (view.quay.overhang_m > 0) {
    say(
      swatch(14, element("rect", { x: 1, y: 1, width: 20, height: 12, class: "overhang", fill: `url(#${id}-overhang)` })),
      t("legend.overhang", { n: view.quay.overhang_m }),
    );
  }
  return list;
}
