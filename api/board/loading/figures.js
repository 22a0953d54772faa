// What a loading plan costs and how good it is proved to be, how long it takes, and what its cranes do with their time.

import { pairs } from "./boxes.js";
import { figure, fixed, gapOf, money, percent } from "../figures.js";
import { named, t, translated } from "../language.js";
import { make, table } from "../markup.js";

/** What is told of the version of a view: the bound of the job holds for each, its stages are of what it found. */
export function summaryOf(summary, { version, figures, broken }) {
  if (version === 1) return summary;
  const gap = gapOf(figures.cost, summary.bound);
  const status = broken.length ? null : "feasible";
  return { ...summary, ...figures, gap, status, stages: [], after_berth_plan_h: null };
}

/** The costs of a plan term by term, its bound and gap, its stages, and its work. */
export function loadingFigures(summary, currency, clock) {
  const unit = money([...Object.values(summary.terms), summary.cost, summary.bound], currency);
  const rows = Object.entries(summary.terms).map(([name, amount]) => ({ name: named("term", name), amount }));
  rows.push({ name: t("costs.total"), amount: summary.cost, className: "total" });
  const late = (hours) => t(hours > 0 ? "loading.later" : "loading.earlier", { n: Math.abs(hours) });
  const facts = [
    [t("costs.bound"), unit.write(summary.bound)],
    [t("job.gap"), percent(summary.gap)],
    ...(summary.status ? [[t("costs.status"), named("status", summary.status)]] : []),
    [t("loading.boxes.moved"), figure(summary.moves)],
    [t("loading.restows"), figure(summary.restows)],
    [t("loading.rehandles"), figure(summary.rehandles)],
    [t("loading.last"), clock.stamp(Date.parse(summary.last_lift))],
    [t("loading.can.leave"), clock.stamp(Date.parse(summary.departure))],
    ["ETD", late(summary.after_etd_h)],
    ...(summary.after_berth_plan_h === null ? [] : [[t("view.berths"), late(summary.after_berth_plan_h)]]),
    [t("loading.rate"), figure(summary.moves_per_crane_hour)],
  ];
  return [
    table(
      t("loading.costs", { unit: unit.unit }),
      [
        { head: t("costs.term"), cell: (row) => row.name, row: true },
        { head: t("loading.plan"), cell: (row) => unit.write(row.amount), numeric: true },
      ],
      rows,
    ),
    pairs(facts),
    ...(summary.stages.length ? [stageTable(summary.stages, currency, unit)] : []),
  ];
}

/** The stages of a solve: those that count money as the costs are written, `amounts`. */
function stageTable(stages, currency, amounts) {
  const isMoney = ({ unit }) => unit === currency;
  const name = (row) => named("stage", row.stage) + (isMoney(row) ? `, ${amounts.unit}` : "");
  const value = (amount, row) => {
    if (isMoney(row)) return amounts.write(amount);
    return row.unit === "s" ? fixed(amount / 3600, 2) : figure(amount, 0);
  };
  return table(
    t("loading.stages"),
    [
      { head: t("loading.stage"), cell: name, row: true },
      { head: t("loading.found"), cell: (row) => value(row.value, row), numeric: true },
      { head: t("job.bound"), cell: (row) => value(row.bound, row), numeric: true },
      { head: t("job.gap"), cell: (row) => (row.gap === null ? "–" : percent(row.gap)), numeric: true },
    ],
    stages,
  );
}

const SPENT = ["working_h", "moving_h", "crane_wait_h", "yard_wait_h", "closed_h", "other_h", "done_h"];

/** The hours of each crane, and what the planner has noted. */
export function craneHours({ crane_hours: hours, notes }) {
  const column = (row) => ({ head: row.crane, cell: (what) => fixed(row[what], 1), numeric: true });
  const first = { head: t("loading.spent"), cell: (what) => named("spent", what), row: true };
  const told = notes.map((note) => make("li", {}, translated(note)));
  return [
    ...(hours ? [table(t("loading.hours"), [first, ...hours.map(column)], SPENT)] : []),
    ...(told.length
      ? [make("h2", { className: "spaced" }, t("loading.notes")), make("ul", { className: "reasons" }, told)]
      : []),
  ];
}
