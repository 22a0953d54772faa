// The report of a planned and simulated week. It is written into one HTML file that opens without a server, so what it
// tells stands in the page as JSON, and this module is written into the page with all that it imports.

import { callTable, costTable, unservedList } from "./berths/tables.js";
import { terminalClock } from "./clock.js";
import { drawBerthPlan, together } from "./berths/diagram.js";
import { kpiTable } from "./kpi-table.js";
import { fill, onLanguage, startLanguage, t } from "./language.js";
import { shipmentTable } from "./shipments/table.js";

const content = JSON.parse(document.getElementById("content").textContent);
const { plan, baseline } = content.views;
const clock = terminalClock(plan.time_zone);
const show = (id, draw) => fill(document.getElementById(id), draw);

function drawBoth() {
  const options = { clock, height: 520, ...together(plan, baseline), tooltips: true };
  drawBerthPlan(document.getElementById("plan"), plan, options);
  drawBerthPlan(document.getElementById("baseline"), baseline, { ...options, label: t("diagram.first") });
}

function when() {
  const [start, end, created] = [plan.start, plan.end, content.created].map((moment) => Date.parse(moment));
  return t("report.when", {
    case: content.case,
    start: clock.longDay(start),
    end: clock.longDay(Math.max(start, end - 1000)), // a plan that ends at midnight ends the day before
    zone: plan.time_zone,
    created: `${clock.longDay(created)}, ${clock.time(created)}`,
  });
}

startLanguage();
onLanguage(drawBoth);
show("when", () => [when()]);
show("costs", () => costTable({ summary: content.summary, baseline: content.summary.baseline, view: plan }));
show("calls", () => [callTable(plan, clock)]);
show("unserved", () => (plan.unserved.length ? unservedList(plan) : []));
show("kpis", () => [kpiTable(content.kpis.plan, content.kpis.baseline, content.definitions, plan.currency)]);
show("shipments", () => [shipmentTable(content.shipments, content.ports, clock)]);
show("seed", () => [t("report.seed", { seed: String(content.seed), versions: content.versions || t("report.versions.none") })]);
drawBoth();
window.addEventListener("resize", drawBoth);
