// The view of shipments: which voyage and legs take each exporter's boxes and how near the edge each is, what each party
// has to do, the month's exports, boxes by week, an exporter's list, and one booking in full.

import { bookingList } from "./bookings.js";
import { bookingPanel } from "./booking.js";
import { showBoxes } from "./boxes.js";
import { showExports } from "./exports.js";
import { all, get, isFinal, newestPlan, post, Refused } from "../http.js";
import { conclude, watchPlan } from "../jobs.js";
import { fill, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may } from "../session.js";
import { portNames } from "./table.js";
import { offerPlan } from "../standing.js";
import { startTabs } from "./tabs.js";
import { showTasks } from "./tasks.js";
import { showUpload } from "./upload.js";

const FILES = ["plan.json", "plan.csv", "plan.xlsx"];

const $ = (id) => document.getElementById(id);
// What is left is told anew so often, where no other moment is asked for.
const AGAIN_MS = 60_000;

/** The shipments' view. */
export function shipmentView() {
  const form = $("route");
  const box = $("shipment-progress");
  const button = form.querySelector(".primary");
  const busy = new Set(); // opened cases whose shipments are being planned
  let opened = null;
  let asked = null; // the booking that was asked for last
  let done = null; // the finished job that is shown
  let chosen = null; // which tasks are shown
  const allow = () => {
    button.disabled = !opened?.case.shipments.length || busy.has(opened);
  };

  const close = () => {
    const name = asked;
    asked = null;
    $("booking").hidden = true;
    for (const one of $("shipment-table").querySelectorAll("button.link")) if (one.dataset.shipment === name) one.focus();
  };

  const openBooking = async (name) => {
    const [job, mine] = [done, opened];
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

  /** Tell the bookings and tasks of the finished plan as of the moment that is asked for. */
  const refresh = async () => {
    const [job, mine] = [done, opened];
    const wanted = () => mine === opened && job === done;
    const { case: ofCase, clock } = mine;
    const names = portNames(ofCase.ports);
    const rows = job.result.view.shipments;
    const now = await list.show({ job, rows, clock, names, steps: stepNames(ofCase) }, wanted);
    if (!now || !wanted()) return;
    const isMarkable = may("planner") && !mine.embedded;
    const advice = may("planner") && mine.embedded ? () => t("tasks.embedded") : null;
    const marks = { mark: isMarkable, advice };
    const ask = { id: job.id, case: ofCase.name, clock, now, may: marks, marked: refresh, wanted, chosen };
    await showTasks($("tasks"), ask);
  };
  const list = bookingList({ open: openBooking, asOf: refresh });
  const tabs = startTabs($("shipment-tabs"), () => {});

  const clear = () => {
    asked = null;
    done = null;
    chosen = { party: "", open: true, when: "", search: "", order: { at: null, down: false } };
    for (const id of ["booking", "shipment-downloads"]) $(id).hidden = true;
    list.clear();
  };

  const finish = async (job, mine) => {
    if (mine !== opened) return;
    if (job.error) throw new Refused(job.error);
    conclude(box, () => (job.result ? t("job.done") : t("job.stopped")));
    if (!job.result) return;
    clear();
    done = job;
    const { clock } = mine;
    offerPlan($("shipment-downloads"), job, FILES);
    const wanted = () => mine === opened && job === done;
    await refresh();
    await showExports($("exports"), { id: job.id, clock, names: portNames(mine.case.ports), wanted });
  };

  const run = async (job, mine) => {
    busy.add(mine);
    allow();
    try {
      await finish(await watchPlan(job, box, mine.case.terminal.currency), mine);
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
  setInterval(() => {
    if (done && !document.hidden && !$("shipments").hidden && !$("mark").open && !list.isBusy()) refresh();
  }, AGAIN_MS);

  /** What can be told of a case before it has a plan. */
  const openCase = async (mine) => {
    const wanted = () => mine === opened;
    const { case: ofCase, clock } = mine;
    const ports = ofCase.ports.map((port) => port.unlocode).filter((code) => code !== ofCase.terminal.unlocode);
    const ask = { case: ofCase.name, clock, names: portNames(ofCase.ports), ports, wanted };
    const isBare = !ofCase.shipments.length && !ofCase.recurring_bookings.length;
    if (isBare) fill($("boxes"), () => [noShipments(tabs)]);
    else showBoxes($("boxes"), ask);
    if (may("analyst")) showUpload($("list"), { ...ask, embedded: mine.embedded });
  };

  return {
    /** Show a case: {case, clock}, with the newest shipment plan that the server has of it. */
    async open(next) {
      const mine = { ...next, embedded: false };
      opened = mine;
      box.hidden = true;
      clear();
      allow();
      fill($("shipment-table"), () => [planless(mine.case.shipments.length, tabs)]);
      for (const id of ["boxes", "list"]) fill($(id), () => []); // until the server has told of this case
      for (const id of ["tasks", "exports"]) fill($(id), () => [planless(mine.case.shipments.length, tabs)]);
      try {
        const entry = (await all("/cases")).find((one) => one.name === mine.case.name);
        if (mine !== opened) return;
        mine.embedded = entry?.embedded ?? false;
        openCase(mine);
        const newest = await newestPlan("shipment", mine.case.name);
        if (!newest || mine !== opened) return;
        if (isFinal(newest.state)) await finish(await get(`/plans/${encodeURIComponent(newest.id)}`), mine);
        else await run(newest, mine);
      } catch (error) {
        sayProblem("shipments", error);
      }
    },
  };
}

/** What stands where there is no plan yet: why, and what to do. */
function planless(count, tabs) {
  if (!count) return noShipments(tabs);
  const advice = may("analyst") ? t("shipments.planless.ask", { n: count }) : t("shipments.planless.wait");
  return empty(t("shipments.planless"), advice);
}

function noShipments(tabs) {
  if (!may("analyst")) return empty(t("shipments.none"), t("shipments.none.wait"));
  const made = empty(t("shipments.none"), t("shipments.none.advice"));
  const button = make("button", { type: "button" }, t("shipments.none.list"));
  button.addEventListener("click", () => tabs.choose("list"));
  made.append(make("p", {}, button));
  return made;
}

/** The names of steps in words, by their ids; chains call the same step by the same name. */
const stepNames = (ofCase) => new Map(ofCase.chain_steps.map((step) => [step.step, step.name]));
