// How the ship floats while she is worked: draft, trim, list and metacentric height over the plan with what she keeps,
// shear and bending along her hull at the moment, and the water in her tanks.

import { figure, fixed } from "../figures.js";
import { t } from "../language.js";
import { make, table } from "../markup.js";
import { element, round } from "../svg.js";

const WIDTH = 250;
const HEIGHT = 76;
const PAD = 6;

/** The measures of a state with the least and the most that the ship may have. */
const measures = ({ limits }) => [
  { key: "draft_m", name: t("loading.draft"), least: null, most: limits.draft_m },
  { key: "trim_m", name: t("loading.trim"), ...eitherWay(limits.trim_m) },
  { key: "list_deg", name: t("loading.list"), ...eitherWay(limits.list_deg) },
  { key: "metacentric_m", name: t("loading.gm"), least: limits.metacentric_m, most: null },
];
const eitherWay = (limit) => ({ least: limit === null ? null : -limit, most: limit });

/** Draw it into `place`. Answers {now(seconds)}. */
export function drawStability(place, stowage) {
  const { view } = stowage;
  const head = make("h2", {}, t("loading.stability"));
  if (view.states.every((state) => state.metacentric_m === null)) {
    place.replaceChildren(head, make("p", { className: "advice" }, t("loading.stability.none")));
    return { now: () => {} };
  }
  const its = measures(view).filter(({ key }) => view.states.some((state) => state[key] !== null));
  const charts = its.map((measure) => overTime(view, measure));
  const hull = make("div", { className: "float-charts" });
  place.replaceChildren(
    head,
    make("p", { className: "advice" }, t("loading.stability.note")),
    make("div", { className: "float-charts" }, charts.map((chart) => chart.element)),
    stateTable(view, its),
    ...(view.sections.length ? [hull] : []),
    ...(view.ballast.length ? [ballastTable(view.ballast)] : []),
  );
  return {
    now(seconds) {
      const state = stowage.stateAt(seconds);
      for (const chart of charts) chart.now(Math.max(0, seconds), state);
      if (view.sections.length && state !== hull.state) {
        hull.state = state;
        hull.replaceChildren(
          alongHull(view.sections, state.shear_t, t("loading.shear"), "min_shear_t", "max_shear_t"),
          alongHull(view.sections, state.bending_tm, t("loading.bending"), "min_bending_tm", "max_bending_tm"),
        );
      }
    },
  };
}

/** The values between which a chart draws, limits among them. */
function scale(values) {
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const more = (high - low || 1) * 0.08;
  return (value) => round(HEIGHT - PAD - ((value - low + more) / (high - low + 2 * more)) * (HEIGHT - 2 * PAD));
}

function chart(name, label, ...parts) {
  const svg = element("svg", { width: WIDTH, height: HEIGHT, class: "float-chart", role: "img", "aria-label": label }, ...parts);
  const value = make("span", { className: "value" });
  return { element: make("figure", {}, make("figcaption", {}, name, " ", value), svg), svg, value };
}

const limitLine = (y) => element("line", { x1: 0, x2: WIDTH, y1: y, y2: y, class: "limit" });

function overTime({ states, end_s: end }, { key, name, least, most }) {
  const known = states.filter((state) => state[key] !== null);
  const values = known.map((state) => state[key]);
  // A limit far away would flatten the curve: it is told in the table.
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const far = 2 * (high - low) + 0.1;
  const near = (limit) => limit !== null && limit > low - far && limit < high + far;
  const limits = [least, most].filter(near);
  const y = scale([...values, ...limits]);
  const x = (seconds) => round(PAD + (seconds / Math.max(1, end)) * (WIDTH - 2 * PAD));
  const path = known.map((state, n) => `${n ? "L" : "M"}${x(state.at_s)} ${y(state[key])}`).join(" ");
  const label = t("loading.chart", { name, from: fixed(values[0], 2), to: fixed(values.at(-1), 2) });
  const lines = limits.map((limit) => limitLine(y(limit)));
  const made = chart(name, label, ...lines, element("path", { d: path, class: "curve-line" }));
  const line = element("line", { y1: 0, y2: HEIGHT, class: "moment-line" });
  made.svg.append(line);
  return {
    element: made.element,
    now(seconds, state) {
      line.setAttribute("x1", x(seconds));
      line.setAttribute("x2", x(seconds));
      made.value.textContent = state[key] === null ? "–" : fixed(state[key], 2);
    },
  };
}

function alongHull(sections, values, name, least, most) {
  const rows = sections.map((section, n) => ({
    at: section.from_bow_m,
    value: values[n],
    low: section[least],
    high: section[most],
  }));
  const known = rows.filter((row) => Number.isFinite(row.value));
  if (!known.length) return make("p", { className: "advice" }, t("loading.stability.none"));
  const y = scale(rows.flatMap((row) => [row.value, row.low, row.high, 0]));
  const [first, last] = [rows[0].at, rows.at(-1).at];
  const x = (metres) => round(PAD + ((metres - first) / (last - first || 1)) * (WIDTH - 2 * PAD));
  const path = (key) =>
    rows
      .filter((row) => Number.isFinite(row[key]))
      .map((row, n) => `${n ? "L" : "M"}${x(row.at)} ${y(row[key])}`)
      .join(" ");
  const [lowest, highest] = [Math.min(...known.map((row) => row.value)), Math.max(...known.map((row) => row.value))];
  const made = chart(
    name,
    t("loading.chart.hull", { name, from: figure(lowest, 0), to: figure(highest, 0) }),
    element("line", { x1: 0, x2: WIDTH, y1: y(0), y2: y(0), class: "zero" }),
    element("path", { d: path("low"), class: "limit" }),
    element("path", { d: path("high"), class: "limit" }),
    element("path", { d: path("value"), class: "curve-line" }),
  );
  made.value.textContent = t("loading.between", { from: figure(lowest, 0), to: figure(highest, 0) });
  return made.element;
}

/** The same in figures. */
function stateTable({ states }, its) {
  const of = (key) => states.map((state) => state[key]).filter((value) => value !== null);
  const limit = ({ least, most }) => {
    if (least !== null && most !== null) return `± ${fixed(most, 2)}`;
    if (least !== null) return `≥ ${fixed(least, 2)}`;
    return most === null ? "–" : `≤ ${fixed(most, 2)}`;
  };
  const column = (head, value) => ({ head, cell: (row) => fixed(value(of(row.key)), 2), numeric: true });
  return table(
    t("loading.states"),
    [
      { head: "", cell: (row) => row.name, row: true },
      column(t("loading.arrival"), (values) => values[0]),
      column(t("loading.lowest"), (values) => Math.min(...values)),
      column(t("loading.highest"), (values) => Math.max(...values)),
      column(t("loading.departure"), (values) => values.at(-1)),
      { head: t("loading.limit"), cell: limit, numeric: true },
    ],
    its,
  );
}

function ballastTable(tanks) {
  const tonnes = figure(tanks.reduce((sum, tank) => sum + tank.tonnes, 0), 0);
  return make(
    "details",
    {},
    make("summary", {}, t("loading.ballast.sum", { tonnes, n: tanks.length })),
    table(
      t("loading.ballast"),
      [
        { head: t("loading.tank"), cell: (tank) => tank.tank, row: true },
        { head: t("loading.tonnes"), cell: (tank) => figure(tank.tonnes, 0), numeric: true },
        { head: t("loading.capacity"), cell: (tank) => figure(tank.capacity_t, 0), numeric: true },
      ],
      tanks,
    ),
  );
}
