// What the colours, patterns and signs of a bay plan mean.

import { tileOf } from "./colours.js";
import { KINDS } from "./space-time.js";
import { figure } from "../figures.js";
import { named, t } from "../language.js";
import { make } from "../markup.js";
import { element } from "../svg.js";

/** The legend of a way of colouring boxes, as a list that wraps where the page is narrow. */
export function stowageLegend({ legend }) {
  const entries = legend.map((its) => [swatch(its), words(its)]);
  const signs = [
    ["R", t("loading.reefer")],
    ["3", t("loading.sign.hazard")],
    ["OG", t("loading.sign.gauge")],
    ["E", t("loading.empty")],
    ["P", t("loading.sign.plug")],
  ].map(([sign, meaning]) => [make("b", {}, sign), meaning]);
  const frames = [
    ["leaves", t("loading.sign.leaves")],
    ["came", t("loading.sign.came")],
  ].map(([name, meaning]) => [make("span", { className: `frame ${name}` }), meaning]);
  return list([...entries, ...frames, ...signs]);
}

/** The signs of the space-time diagram. */
export const craneLegend = () => list(KINDS.map(([kind, sign]) => [make("b", {}, sign), named("lift", kind)]));

const list = (entries) =>
  make("ul", { className: "legend" }, entries.map(([sign, meaning]) => make("li", {}, sign, meaning)));

function words({ port, crane, from, to }) {
  if (port) return t(port.here ? "loading.port.here" : "loading.port", { name: port.name, port: port.port });
  if (crane) return crane;
  if (to === null) return t("loading.weight.from", { from: figure(from) });
  return t("loading.weight", { from: figure(from), to: figure(to) });
}

function swatch({ fill, line, pattern }) {
  const svg = element("svg", { width: 22, height: 14, "aria-hidden": "true" });
  svg.append(element("rect", { x: 1, y: 1, width: 20, height: 12, fill, stroke: line }));
  const tile = tileOf(pattern);
  for (const n of tile ? [0, 1, 2] : [])
    svg.append(element("path", { d: tile, transform: `translate(${2 + 6 * n} 4)`, stroke: line, fill: "none" }));
  return svg;
}
