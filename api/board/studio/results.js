// What a simulation found: in words, as a chart with error bars, and as a table to look into and to download.

import { interval, money } from "../figures.js";
import { simulationFile } from "../http.js";
import { has, locale, named, t } from "../language.js";
import { make, table } from "../markup.js";
import { comparisonChart, curveChart } from "./charts.js";
import { BASE, callerOf } from "./scenarios.js";

const definitionOf = (kpi, definitions) =>
  has(`definition.${kpi}`) ? t(`definition.${kpi}`) : (definitions.get(kpi)?.definition ?? "");

// A hint has no language of its own: what is English is left out on a page in another.
const hintOf = (kpi, definitions) =>
  has(`definition.${kpi}`) || locale().startsWith("en") ? definitionOf(kpi, definitions) : undefined;

/** How amounts of a key figure are written: its unit, and by how much it is divided. */
function writtenIn(unit, amounts, currency) {
  if (unit === "money") return money(amounts, currency);
  return { unit: named("unit", unit), scale: 1 };
}

const over = (value, scale) => (Number.isFinite(value) ? value / scale : undefined);

/** The links to a simulation's files. */
function files(id) {
  const links = ["result.csv", "result.xlsx"].map((name) => make("a", { href: simulationFile(id, name), download: "" }, name));
  return make("p", { className: "downloads" }, t("files"), " ", links);
}

/** The choice of a key figure: headlines first. */
function figureChoice(names, definitions, state, redraw) {
  const head = (name) => (definitions.get(name)?.headline ? 0 : 1);
  const sorted = [...names].sort((one, two) => head(one) - head(two));
  const select = make("select", { id: "studio-kpi" }, sorted.map((name) => make("option", { value: name }, named("kpi", name))));
  select.value = names.includes(state.kpi) ? state.kpi : sorted[0];
  select.addEventListener("change", () => {
    state.kpi = select.value;
    state.save();
    redraw();
    document.getElementById("studio-kpi")?.focus();
  });
  const label = make("label", { className: "scale" }, t("studio.figure"), " ", select);
  const definition = make("p", { className: "advice" }, definitionOf(select.value, definitions));
  if (!has(`definition.${select.value}`)) definition.lang = "en";
  return { kpi: select.value, label, definition };
}

/** Scenarios against the base. `found` is the result of the job, `names` what base and scenarios are called. */
export function comparison(job, state, definitions, currency, redraw) {
  const { kpis, comparison: compared = [], scenarios = [] } = job.result;
  const names = [...new Set(compared.map((row) => row.scenario))];
  const called = callerOf(job.request);
  const one = new Map(kpis.map((row) => [`${BASE} ${row.kpi}`, row]));
  for (const row of scenarios) one.set(`${row.scenario} ${row.kpi}`, row);
  const two = new Map(compared.map((row) => [`${row.scenario} ${row.kpi}`, row]));
  const known = kpis.filter((row) => Number.isFinite(row.mean)).map((row) => row.kpi);
  const { kpi, label, definition } = figureChoice(known, definitions, state, redraw);
  const rowsOf = (figure) => {
    const base = one.get(`${BASE} ${figure}`);
    const means = [BASE, ...names].map((name) => one.get(`${name} ${figure}`)?.mean);
    const { unit, scale } = writtenIn(base.unit, means, currency);
    const rows = [BASE, ...names].map((name) => {
      const alone = one.get(`${name} ${figure}`);
      const pair = two.get(`${name} ${figure}`);
      return {
        name,
        mean: over(alone?.mean, scale),
        half: over(alone?.half_width, scale),
        difference: over(pair?.difference, scale),
        differenceHalf: over(pair?.half_width, scale),
        p: pair?.p_value,
        changed: pair?.changed,
      };
    });
    return { unit, rows };
  };
  const drawn = rowsOf(kpi);
  const shown = state.all ? known : known.filter((name) => definitions.get(name)?.headline);
  return [
    make("div", { className: "panel-head" }, make("h2", {}, t("studio.compared")), label, files(job.id)),
    make(
      "div",
      { className: "result" },
      make("div", { className: "chart-box" }, comparisonChart(
        drawn.rows.map((row) => ({ ...row, name: called(row.name) })),
        {
          label: t("studio.chart", { figure: named("kpi", kpi) }),
          means: t("studio.chart.means", { figure: named("kpi", kpi), unit: drawn.unit }),
          differences: t("studio.chart.differences", { unit: drawn.unit, base: called(BASE) }),
        },
      )),
      definition,
      make("ul", { className: "words" }, names.map((name) => make("li", {}, make("strong", {}, called(name)), ": ", inWords(drawn.rows.find((row) => row.name === name), drawn.unit, kpi)))),
      names.map((name) => changedBesides(name, called(name), compared, definitions)),
      comparisonTable(job, shown, names, rowsOf, definitions, called),
      allFigures(state, redraw),
    ),
  ];
}

/** What a difference says, in a sentence. */
function inWords(row, unit, kpi) {
  const figure = named("kpi", kpi);
  if (!row || !Number.isFinite(row.difference)) return t("studio.words.none", { figure });
  const by = interval(Math.abs(row.difference), row.differenceHalf);
  if (row.difference === 0 && row.differenceHalf === 0) return t("studio.words.same", { figure });
  if (row.changed) return t(row.difference > 0 ? "studio.words.more" : "studio.words.less", { figure, by, unit });
  return t("studio.words.noise", { figure, by: interval(row.difference, row.differenceHalf), unit });
}

function changedBesides(scenario, name, compared, definitions) {
  const changed = compared.filter((row) => row.scenario === scenario && row.changed && definitions.get(row.kpi)?.headline);
  const figures = changed.map((row) => `${named("kpi", row.kpi)} ${row.difference > 0 ? "▲" : "▼"}`).join(", ");
  return make(
    "p",
    { className: "advice" },
    figures ? t("studio.changed", { name, figures }) : t("studio.changed.none", { name }),
  );
}

function comparisonTable(job, kpis, names, rowsOf, definitions, called) {
  const of = new Map(kpis.map((kpi) => [kpi, rowsOf(kpi)]));
  const at = (kpi, name) => of.get(kpi).rows.find((row) => row.name === name);
  const columns = [
    { head: t("kpis.name"), cell: (kpi) => make("span", { title: hintOf(kpi, definitions) }, named("kpi", kpi)), row: true },
    { head: t("kpis.unit"), cell: (kpi) => of.get(kpi).unit },
    { head: called(BASE), cell: (kpi) => interval(at(kpi, BASE).mean, at(kpi, BASE).half), numeric: true },
  ];
  for (const name of names) {
    columns.push(
      { head: called(name), cell: (kpi) => interval(at(kpi, name).mean, at(kpi, name).half), numeric: true },
      { head: t("studio.difference"), cell: (kpi) => difference(at(kpi, name)), numeric: true },
    );
  }
  return table(t("studio.table", { n: job.request.replications }), columns, kpis, { className: "kpis" });
}

/** A difference with a sign, and a mark where it is more than noise. */
function difference(row) {
  if (!Number.isFinite(row.difference)) return "–";
  const said = interval(row.difference, row.differenceHalf);
  if (!row.changed) return said;
  const mark = make("strong", { title: t("studio.significant") }, row.difference > 0 ? " ▲" : " ▼");
  return make("span", {}, said, mark);
}

function allFigures(state, redraw) {
  const box = make("input", { type: "checkbox", checked: state.all, id: "studio-all" });
  box.addEventListener("change", () => {
    state.all = box.checked;
    state.save();
    redraw();
    document.getElementById("studio-all")?.focus();
  });
  return make("label", { className: "scale" }, box, t("studio.all"));
}

/** A sweep: the curve of a key figure with its band, and all of its values. */
export function sweep(job, state, definitions, currency, redraw) {
  const rows = job.result.sweep;
  const known = [...new Set(rows.filter((row) => Number.isFinite(row.mean)).map((row) => row.kpi))];
  const { kpi, label, definition } = figureChoice(known, definitions, state, redraw);
  const of = rows.filter((row) => row.kpi === kpi);
  const { unit, scale } = writtenIn(of[0].unit, of.map((row) => row.mean), currency);
  const points = of.map((row) => ({ value: row.value, mean: over(row.mean, scale), half: over(row.half_width, scale) }));
  const figure = named("kpi", kpi);
  const vary = factorName(job.request.sweep.vary);
  return [
    make("div", { className: "panel-head" }, make("h2", {}, t("studio.swept", { vary })), label, files(job.id)),
    make(
      "div",
      { className: "result" },
      make("div", { className: "chart-box" }, curveChart(points, { label: t("studio.chart", { figure }), x: vary, y: `${figure}, ${unit}` })),
      definition,
      pointTable(points, vary, figure, unit, job.request.replications),
    ),
  ];
}

function pointTable(points, vary, figure, unit, n) {
  return table(
    t("studio.table", { n }),
    [
      { head: vary, cell: (point) => interval(point.value), row: true },
      { head: `${figure}, ${unit}`, cell: (point) => interval(point.mean, point.half), numeric: true },
    ],
    points,
    { className: "points" },
  );
}

/** A search: where the key figure reaches its goals, and its curve. */
export function search(job, state, definitions, currency) {
  const { roots, curve } = job.result.search;
  const { vary: asked, kpi } = job.request.search;
  const figure = named("kpi", kpi);
  const vary = factorName(asked);
  const { unit, scale } = writtenIn(definitions.get(kpi)?.unit, curve.map((row) => row.mean), currency);
  const points = curve.map((row) => ({ value: row.value, mean: over(row.mean, scale), half: over(row.half_width, scale) }));
  const said = roots.map((root) => {
    const goal = `${interval(over(root.goal, scale))} ${unit}`;
    if (!Number.isFinite(root.value)) return t("studio.root.none", { figure, goal, vary });
    const ends = { low: interval(root.low), high: interval(root.high) };
    return t("studio.root", { figure, goal, vary, value: interval(root.value), ...ends });
  });
  const unfinished = curve.some((row) => row.unfinished > 0);
  return [
    make("div", { className: "panel-head" }, make("h2", {}, t("studio.searched", { vary, figure })), files(job.id)),
    make(
      "div",
      { className: "result" },
      make("ul", { className: "words sentences" }, said.map((line) => make("li", {}, line))),
      make("div", { className: "chart-box" }, curveChart(points, { label: t("studio.chart", { figure }), x: vary, y: `${figure}, ${unit}` }, roots.map((root) => over(root.goal, scale)))),
      unfinished ? make("p", { className: "advice" }, t("studio.unfinished")) : null,
      pointTable(points, vary, figure, unit, job.request.replications),
    ),
  ];
}

/** A number that is varied, in words. */
export function factorName(name) {
  const [of, field] = partsOf(name);
  const first = named("change", of);
  return field ? `${first}: ${named("setting", field)}` : first;
}

/** The language of that name. */
export function factorLanguage(name) {
  const [of, field] = partsOf(name);
  return has(`change.${of}`) && (!field || has(`setting.${field}`)) ? null : "en";
}

// The unit at the end of a name is said by itself.
const partsOf = (name) => name.split(".").map((part) => part.replace(/_(m|h|min|days|teu)$/, ""));
