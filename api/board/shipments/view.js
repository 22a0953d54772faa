// The view of shipments: which voyage and legs take each exporter's boxes, how near the cut-offs are, what each party
// has to do, and one booking in full.

import { bookingPanel } from "./booking.js";
import { get, isFinal, newestPlan, planFile, post, Refused } from "../http.js";
import { conclude, solveProgress, watch } from "../jobs.js";
import { fill, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may, mayStop } from "../session.js";
import { shipmentTable } from "./table.js";
import { standing } from "../standing.js";
import { showTasks } from "./tasks.js";

const $ = (id) => document.getElementById(id);

/** The shipments' view. */
export function shipmentView() {
  const form = $("route");
  const box = $("shipment-progress");
  const button = form.querySelector(".primary");
  const busy = new Set(); // opened cases whose shipments are being planned
  let opened = null;
  let asked = null; // the booking that was asked for last
  const allow = () => {
    button.disabled = !opened?.case.shipments.length || busy.has(opened);
  };

  const close = () => {
    const name = asked;
    asked = null;
    $("booking").hidden = true;
    for (const one of $("shipment-table").querySelectorAll("button.link")) if (one.dataset.shipment === name) one.focus();
  };

  const openBooking = async (job, mine, name) => {
    asked = name;
    try {
      const path = `/plans/${encodeURIComponent(job.id)}/shipments/${encodeURIComponent(name)}`;
      const told = await get(path);
      if (mine !== opened || asked !== name) return;
      const panel = $("booking");
      panel.hidden = false;
      const { currency } = mine.case.terminal;
      const width = panel.clientWidth - 26;
      fill(panel, () => bookingPanel(told, { clock: mine.clock, currency, width, close }));
      panel.focus({ preventScroll: true });
      panel.scrollIntoView({ block: "nearest" });
    } catch (error) {
      sayProblem("booking", error);
    }
  };

  const clear = () => {
    asked = null;
    for (const id of ["booking", "tasks", "shipment-downloads"]) $(id).hidden = true;
  };

  const finish = (job, mine) => {
    if (mine !== opened) return;
    if (job.error) throw new Refused(job.error);
    conclude(box, () => (job.result ? t("job.done") : t("job.stopped")));
    if (!job.result) return;
    clear();
    const rows = job.result.view.shipments;
    const options = { open: (name) => openBooking(job, mine, name), steps: stepNames(mine.case) };
    fill($("shipment-table"), () => [shipmentTable(rows, mine.case.ports, mine.clock, options)]);
    fill($("shipment-downloads"), () => [
      ...[standing(job)].filter(Boolean),
      `${t("files")} `,
      ...downloads(job.id, rows),
    ]);
    $("shipment-downloads").hidden = false;
    if (job.result.plan.shipments.some((routed) => routed.steps.length))
      showTasks($("tasks"), job.id, mine.clock, () => mine === opened);
  };

  const run = async (job, mine) => {
    busy.add(mine);
    allow();
    try {
      const show = solveProgress(mine.case.terminal.currency);
      const path = `/plans/${encodeURIComponent(job.id)}`;
      const words = { doing: () => t("job.planning"), stopWords: () => t("job.keep") };
      finish(await watch(path, box, { ...words, stoppable: mayStop(job), show }), mine);
    } finally {
      busy.delete(mine);
      allow();
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    hush("shipments");
    const mine = opened;
    const seconds = Number(new FormData(form).get("seconds"));
    try {
      await run(await post("/plans", { case: mine.case.name, kind: "shipment", seconds }), mine);
    } catch (error) {
      if (mine === opened) conclude(box, () => t("job.none"));
      sayProblem("shipments", error);
    }
  });

  return {
    /** Show a case: {case, clock}, with the newest shipment plan that the server has of it. */
    async open(next) {
      opened = next;
      box.hidden = true;
      clear();
      allow();
      const count = next.case.shipments.length;
      fill($("shipment-table"), () => {
        const ask = may("analyst");
        if (!count) return [empty(t("shipments.none"), ask ? t("shipments.none.advice") : t("shipments.none.wait"))];
        const advice = ask ? t("shipments.planless.ask", { n: count }) : t("shipments.planless.wait");
        return [empty(t("shipments.planless"), advice)];
      });
      try {
        const newest = await newestPlan("shipment", next.case.name);
        if (!newest || next !== opened) return;
        if (isFinal(newest.state)) finish(await get(`/plans/${encodeURIComponent(newest.id)}`), next);
        else await run(newest, next);
      } catch (error) {
        sayProblem("shipments", error);
      }
    },
  };
}

/** The names of steps in words, by their ids; chains call the same step by the same name. */
const stepNames = (ofCase) => new Map(ofCase.chain_steps.map((step) => [step.step, step.name]));

/** Links to the files of a plan: itself, its table, and the exports of each month in which something leaves. */
function downloads(id, rows) {
  const months = new Set(rows.flatMap((row) => row.legs.slice(0, 1).map((leg) => leg.departure.slice(0, 7))));
  const exports = [...months].sort().map((month) => [`export-report.xlsx?month=${month}`, t("files.exports", { month })]);
  const files = [...["plan.json", "plan.csv", "plan.xlsx"].map((file) => [file, file]), ...exports];
  return files.map(([file, words]) => make("a", { href: planFile(id, file) }, words));
}
