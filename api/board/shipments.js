// The view of shipments: which voyage and legs take each exporter's boxes, and how near the cut-offs are.

import { get, isFinal, post, Refused } from "./http.js";
import { conclude, solveProgress, watch } from "./jobs.js";
import { empty } from "./markup.js";
import { hush, sayProblem } from "./messages.js";
import { shipmentTable } from "./shipment-table.js";

const $ = (id) => document.getElementById(id);

/** The shipments' view. */
export function shipmentView() {
  const form = $("route");
  const box = $("shipment-progress");
  const button = form.querySelector(".primary");
  const busy = new Set(); // opened cases whose shipments are being planned
  let opened = null;
  const allow = () => {
    button.disabled = !opened?.case.shipments.length || busy.has(opened);
  };

  const finish = (job, mine) => {
    if (mine !== opened) return;
    if (job.error) throw new Refused(job.error);
    conclude(box, job.result ? "Done" : "Stopped before there was a plan");
    if (job.result)
      $("shipment-table").replaceChildren(shipmentTable(job.result.view.shipments, mine.case.ports, mine.clock));
  };

  const run = async (job, mine) => {
    busy.add(mine);
    allow();
    try {
      const show = solveProgress(mine.case.terminal.currency);
      const path = `/plans/${encodeURIComponent(job.id)}`;
      finish(await watch(path, box, { doing: "Planning…", stopWords: "Stop and keep the best", show }), mine);
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
      if (mine === opened) conclude(box, "No plan");
      sayProblem("shipments", error);
    }
  });

  return {
    /** Show a case: {case, clock}, with the newest shipment plan that the server has of it. */
    async open(next) {
      opened = next;
      box.hidden = true;
      allow();
      const count = next.case.shipments.length;
      $("shipment-table").replaceChildren(
        count
          ? empty("Not planned yet", `Press Plan shipments to find voyages for the case's ${count} shipments.`)
          : empty("No shipments", "The case lists none. Add them to its table of shipments and upload it again."),
      );
      try {
        const { items } = await get("/plans");
        const newest = items.find(
          (job) => job.request.case === next.case.name && job.request.kind === "shipment" && job.state !== "failed",
        );
        if (!newest || next !== opened) return;
        if (isFinal(newest.state)) finish(await get(`/plans/${encodeURIComponent(newest.id)}`), next);
        else await run(newest, next);
      } catch (error) {
        sayProblem("shipments", error);
      }
    },
  };
}
