// The key figures of two simulations side by side.

import { interval, money } from "./figures.js";
import { make, table } from "./markup.js";

/** How the policies of a simulation are called. */
export const POLICIES = { plan: "Plan", fcfs: "First come, first served" };

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
    `Simulated, mean ± half width of the 95 % interval over ${runs} replications`,
    [
      { head: "Key figure", cell: (row) => make("span", { title: row.definition }, nameOf(row)), row: true },
      { head: "Unit", cell: (row) => row.unit },
      { head: POLICIES.plan, cell: (row) => interval(row.mean, row.half_width), numeric: true },
      { head: POLICIES.fcfs, cell: (row) => interval(row.first?.mean, row.first?.half_width), numeric: true },
      { head: "What it says", cell: (row) => make("span", { className: "definition" }, row.definition) },
    ],
    rows,
    { className: "kpis" },
  );
}

/** A row of money in the unit that its amounts are written in. */
function inCurrency(row, currency) {
  const { unit, scale } = money([row.mean, row.first?.mean], currency);
  const scaled = (each) => each && { ...each, mean: over(each.mean, scale), half_width: over(each.half_width, scale) };
  return { ...scaled(row), first: scaled(row.first), unit };
}

const over = (value, scale) => (value === null || value === undefined ? value : value / scale);

/** The name of a key figure without the unit, which has a column of its own. */
function nameOf({ kpi, unit }) {
  const name = kpi.endsWith(`_${unit}`) ? kpi.slice(0, -unit.length - 1) : kpi;
  // Indonesian times are known by their letters: WT, AT, NOT.
  return name.length <= 3 ? name.toUpperCase() : name.replaceAll("_", " ");
}
