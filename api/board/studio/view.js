// The view of simulations: what happens to the plan, and to first come, first served, when the world is uncertain.

import { get, post, Refused } from "../http.js";
import { conclude, countProgress, watch } from "../jobs.js";
import { kpiTable } from "./kpi-table.js";
import { fill, named, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, say, sayProblem } from "../messages.js";
import { mayStop } from "../session.js";

const $ = (id) => document.getElementById(id);

/** The simulation's view. */
export function simulationView() {
  const form = $("simulate");
  const box = $("simulation-progress");
  const button = form.querySelector(".primary");
  let plan = null;
  let running = false;

  const allow = () => {
    button.disabled = running || !plan;
  };

  const runOne = async (policy, settings) => {
    const request = { ...settings, policy, ...(policy === "plan" ? { plan_id: plan.id } : {}) };
    const job = await post("/simulations", request);
    const part = make("div", { className: "progress-part" });
    box.append(part);
    const path = `/simulations/${encodeURIComponent(job.id)}`;
    const called = () => named("policy", policy);
    const words = { doing: called, stopWords: () => t("job.stop") };
    const done = await watch(path, part, { ...words, stoppable: mayStop(job), show: countProgress });
    if (done.error) throw new Refused(done.error);
    conclude(part, () => t(done.result ? "simulate.done" : "simulate.stopped", { policy: called() }));
    return done.result;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!plan || running) return;
    hush("simulation");
    running = true;
    allow();
    const simulated = plan;
    const { replications, seed } = Object.fromEntries(new FormData(form));
    const { case: name, start, days } = plan.request;
    const settings = { case: name, start, days, replications: Number(replications), seed: Number(seed) };
    box.replaceChildren();
    box.hidden = false;
    try {
      const [{ items: definitions }, opened] = await Promise.all([get("/kpis"), get(`/cases/${encodeURIComponent(name)}`)]);
      const results = await Promise.all(["plan", "fcfs"].map((policy) => runOne(policy, settings)));
      if (simulated !== plan) {
        say("simulation", "away", () => [t("simulate.changed"), t("simulate.again")]);
        return;
      }
      if (!results.every(Boolean)) return;
      const [followed, first] = results;
      fill($("kpis"), () => [kpiTable(followed.kpis, first.kpis, definitions, opened.terminal.currency)]);
    } catch (error) {
      sayProblem("simulation", error);
    } finally {
      running = false;
      allow();
    }
  });

  return {
    /** Take the plan that is on the board, or null. */
    take(job) {
      plan = job;
      box.hidden = !running;
      allow();
      fill($("kpis"), () => [
        plan
          ? empty(t("simulate.none"), t("simulate.none.ask"))
          : empty(t("simulate.planless"), t("simulate.planless.ask")),
      ]);
    },
  };
}
