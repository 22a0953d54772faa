// The report of a planned and simulated week. It is written into one HTML file that opens without a server, so what it
// tells stands in the page as JSON, and this module is written into the page with all that it imports.

import { callTable, costTable, unservedList } from "./berth-tables.js";
import { terminalClock } from "./clock.js";
import { drawBerthPlan, together } from "./diagram.js";
import { kpiTable } from "./kpi-table.js";
import { shipmentTable } from "./shipment-table.js";

const content = JSON.parse(document.getElementById("content").textContent);
const { plan, baseline } = content.views;
const clock = terminalClock(plan.time_zone);
const fill = (id, ...nodes) => document.getElementById(id).replaceChildren(...nodes);

function drawBoth() {
  const options = { clock, height: 520, ...together(plan, baseline), tooltips: true };
  drawBerthPlan(document.getElementById("plan"), plan, { ...options, label: "Berth plan" });
  drawBerthPlan(document.getElementById("baseline"), baseline, {
    ...options,
    label: "Berth plan by first come, first served",
  });
}

fill("costs", ...costTable({ summary: content.summary, baseline: content.summary.baseline, view: plan }));
fill("calls", callTable(plan, clock));
fill("unserved", ...(plan.unserved.length ? unservedList(plan) : []));
fill("kpis", kpiTable(content.kpis.plan, content.kpis.baseline, content.definitions, plan.currency));
fill("shipments", shipmentTable(content.shipments, content.ports, clock));
drawBoth();
window.addEventListener("resize", drawBoth);
