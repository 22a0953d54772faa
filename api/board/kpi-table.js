// The key figures of two simulations side by side.

import { interval, money } from "./figures.js";
import { english, has, named, t } from "./language.js";
import { make, table } from "./markup.js";

/**
 * The key figures of the plan's simulation beside those of first come, first served; `definitions` as the server has
 * them, money in the case's currency.
 */
export function kpiTable(plan, first, definitions, currency) {
  const known = new Map(definitions.map((kpi) => [kpi.name, kpi.definition]));
  const baseline = new Map(first.map((row) => [row.kpi, row]));
  const rows = plan.map((row) => {
    const both = { ...row, first: baseline.get(row.kpi), definition: known.get(row.kpi) };
    return row.unit === "money" ? inCurrency(both, currency) : both;
  });
  const runs = Math.max(0, ...rows.map((row) => row.replications));
  return table(
    t("kpis.table", { n: runs }),
    [
      { head: t("kpis.name"), cell: (row) => named("kpi", row.kpi), row: true },
      { head: t("kpis.unit"), cell: (row) => named("unit", row.unit) },
      { head: t("policy.plan"), cell: (row) => interval(row.mean, row.half_width), numeric: true },
      { head: t("policy.fcfs"), cell: (row) => interval(row.first?.mean, row.first?.half_width), numeric: true },
      { head: t("kpis.definition"), cell: (row) => make("span", { className: "definition" }, definitionOf(row)) },
    ],
    rows,
    { className: "kpis" },
  );
}

const definitionOf = ({ kpi, definition }) =>
  has(`definition.${kpi}`) ? t(`definition.${kpi}`) : english(definition ?? "");

/** A row of money in the unit that its amounts are written in. */
function inCurrency(row, currency) {
  const { unit, scale } = money([row.mean, row.first?.mean], currency);
  const scaled = (each) => each && { ...each, mean: over(each.mean, scale), half_width: over(each.half_width, scale) };
  return { ...scaled(row), first: scaled(row.first), unit };
}

const over = (value, scale) => (value === null || value === undefined ? value : value / scale);
