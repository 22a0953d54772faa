// The key figures of two simulations side by side.

import { interval } from "./figures.js";
import { make, table } from "./markup.js";

/** How the policies of a simulation are called. */
export const POLICIES = { plan: "Plan", fcfs: "First come, first served" };

/** The key figures of the plan's simulation beside those of first come, first served; `definitions` as the server has them. */
export function kpiTable(plan, first, definitions) {
  const known = new Map(definitions.map((kpi) => [kpi.name, kpi.definition]));
  const baseline = new Map(first.map((row) => [row.kpi, row]));
  const rows = plan.map((row) => ({ ...row, first: baseline.get(row.kpi), definition: known.get(row.kpi) }));
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

/** The name of a key figure without the unit, which has a column of its own. */
function nameOf({ kpi, unit }) {
  const name = kpi.endsWith(`_${unit}`) ? kpi.slice(0, -unit.length - 1) : kpi;
  return name.replaceAll("_", " ");
}
