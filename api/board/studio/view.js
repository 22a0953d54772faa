// The what-if studio: scenarios of changes compared, one number varied, or the value looked for that reaches a goal.

import { get, isFinal, post, Refused } from "../http.js";
import { conclude, countProgress, watch } from "../jobs.js";
import { fill, named, onLanguage, t, translated } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, say, sayProblem } from "../messages.js";
import { may, mayStop } from "../session.js";
import { kept } from "./kept.js";
import { replayPanel } from "./replay.js";
import { comparison, factorLanguage, factorName, search, sweep } from "./results.js";
import { catalogueOf, policyName, scenarioCards } from "./scenarios.js";

const $ = (id) => document.getElementById(id);
const DRAWN = { scenarios: comparison, sweep, search };
const NUMBERS = ["days", "warmup", "replications", "seed"];

/** The studio. */
export function simulationView() {
  const form = $("simulate");
  const progress = $("simulation-progress");
  const result = $("kpis");
  const catalogue = { kinds: [], ready: [], factors: [], kpis: [] };
  const cards = scenarioCards($("studio-scenarios"), catalogue);
  const replay = replayPanel($("replay"));
  let loaded = null; // the promise of the catalogue
  let definitions = new Map();
  let opened = null;
  let state = null;
  let plan = null;
  let running = null; // the id of the job that is followed

  const fields = form.elements;

  function allow() {
    fields.run.disabled = Boolean(running) || !state;
    const forThis = plan && opened && plan.request.case === opened.name;
    $("against").hidden = !forThis;
    $("against").disabled = Boolean(running);
    for (const option of fields.policy.options) option.hidden = option.value === "plan" && !forThis;
    if (fields.policy.value === "plan" && !forThis) {
      fields.policy.value = "fcfs";
      if (state) state.settings.policy = "fcfs";
    }
  }

  /** The form as it was left. */
  function restore() {
    for (const [name, value] of Object.entries(state.settings)) fields[name].value = value;
    fields.mode.value = state.mode;
    for (const [name, value] of Object.entries(state.varied)) $("varied").querySelector(`[name=${name}]`).value = value;
    showMode();
    allow();
  }

  const unitOf = ({ unit }) => (unit === "money" ? opened.terminal.currency : named("unit", unit));

  function showMode() {
    $("studio-scenarios").hidden = state.mode !== "scenarios";
    $("varied").hidden = state.mode === "scenarios";
    $("varied").querySelector(".steps").hidden = state.mode !== "sweep";
    $("varied").elements.steps.disabled = state.mode !== "sweep";
    $("varied").querySelector(".goal").hidden = state.mode !== "search";
    const goal = definitions.get(state.varied.kpi);
    fill($("goal-unit"), () => [goal ? unitOf(goal) : ""]);
    const factor = catalogue.factors.find((each) => each.name === state.varied.vary);
    fill($("vary-about"), () => (factor ? [translated(factor.about), factor.unit && factor.unit !== "factor" ? `, ${unitOf(factor)}` : ""] : []));
  }

  function keep() {
    for (const name of Object.keys(state.settings)) state.settings[name] = fields[name].value;
    for (const name of Object.keys(state.varied)) state.varied[name] = $("varied").querySelector(`[name=${name}]`).value;
    const { mode } = state;
    state.mode = fields.mode.value;
    state.save();
    showMode();
    if (mode !== state.mode) showJob();
  }

  /** Options that the server has words for, in the language of now. */
  function offer() {
    const option = (value, words, lang) => make("option", { value, lang }, words);
    const chosen = (select, options) => {
      const { value } = select;
      select.replaceChildren(...options);
      if (value) select.value = value;
    };
    chosen(fields.policy, ["fcfs", "plan", "replan:6h"].map((name) => option(name, policyName(name))));
    const varied = $("varied");
    chosen(varied.querySelector("[name=vary]"), catalogue.factors.map(({ name }) => option(name, factorName(name), factorLanguage(name))));
    chosen(varied.querySelector("[name=kpi]"), catalogue.kpis.map(({ name }) => option(name, named("kpi", name))));
    allow();
  }

  function request() {
    const { settings, varied, mode } = state;
    const asked = { case: opened.name, policy: settings.policy };
    for (const name of NUMBERS) asked[name] = Number(settings[name]);
    if (settings.start) asked.start = settings.start;
    if (settings.policy === "plan") asked.plan_id = plan.id;
    const between = { vary: varied.vary, from: Number(varied.from), to: Number(varied.to) };
    if (mode === "scenarios") asked.scenarios = state.scenarios;
    if (mode === "sweep") asked.sweep = { ...between, steps: Number(varied.steps) };
    if (mode === "search") {
      const number = (text) => (Number.isFinite(Number(text)) ? Number(text) : text); // what is none is told by the server
      asked.search = { ...between, kpi: varied.kpi, reach: varied.reach.split(/[\s;]+/).filter(Boolean).map(number) };
    }
    return asked;
  }

  /** Ask for a simulation, and show it when it is there. */
  async function run(asked) {
    hush("simulation");
    running = "asked";
    allow();
    const { mode } = state;
    const of = state;
    try {
      const job = await post("/simulations", asked);
      of.jobs[mode] = job.id;
      of.save();
      await followed(job, of, mode);
    } catch (error) {
      sayProblem("simulation", error);
    } finally {
      running = null;
      allow();
    }
  }

  async function followed(job, of, mode) {
    running = job.id;
    allow();
    const words = { doing: () => t("studio.running"), stopWords: () => t("job.stop") };
    try {
      const path = `/simulations/${encodeURIComponent(job.id)}`;
      const done = await watch(path, progress, { ...words, stoppable: mayStop(job), show: countProgress });
      conclude(progress, () => t(done.state === "cancelled" ? "simulate.stopped" : "job.done"));
      if (of === state && mode === state.mode) await draw(done);
      if (done.error) throw new Refused(done.error);
    } finally {
      running = null;
      allow();
    }
  }

  /** The job of the mode that is shown, as it was left. */
  async function showJob() {
    const of = state;
    const { mode } = state;
    const id = state.jobs[mode];
    replay.close();
    if (!running) progress.hidden = true;
    if (!id) {
      nothing();
      return;
    }
    try {
      const job = await get(`/simulations/${encodeURIComponent(id)}`);
      if (of !== state || mode !== state.mode) return;
      if (isFinal(job.state)) await draw(job);
      else if (!running) {
        nothing();
        await followed(job, of, mode);
      }
    } catch (error) {
      // The server forgets old jobs; what was asked is kept here.
      if (error instanceof Refused && error.details.status === 404) delete of.jobs[mode];
      else sayProblem("simulation", error);
      nothing();
    }
  }

  const nothing = () => fill(result, () => [empty(t("studio.empty"), named("nothing", state.mode))]);

  async function draw(job) {
    const of = state;
    const { kpis = [], sweep: swept, search: searched } = job.result ?? {};
    // One that was stopped at once has its rows, and no figure in them.
    if (!(swept ?? searched?.curve ?? kpis).some((row) => Number.isFinite(row.mean))) {
      nothing();
      return;
    }
    const { currency } = opened.terminal;
    const kind = job.request.sweep ? "sweep" : job.request.search ? "search" : "scenarios";
    const redraw = () => of === state && result.replaceChildren(...result.drawn());
    fill(result, () => DRAWN[kind](job, of, definitions, currency, redraw));
    if (kind === "scenarios" && may("analyst")) replay.offer(job);
    else replay.close();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!state || running) return;
    keep();
    hush("simulation");
    if (state.mode !== "scenarios" && !$("varied").reportValidity()) return;
    try {
      if (state.mode === "scenarios" && !(await cards.check(true))) {
        $("studio-scenarios").querySelector("[aria-invalid]")?.focus();
        say("simulation", "bad", () => [t("studio.faults"), t("studio.faults.mend")]);
        return;
      }
    } catch (error) {
      sayProblem("simulation", error);
      return;
    }
    await run(request());
  });
  $("against").addEventListener("click", () => {
    if (!plan || running) return;
    fields.mode.value = "scenarios";
    keep();
    const { case: name, start, days } = plan.request;
    const { replications, seed } = request();
    const first = { name: "fcfs", description: t("policy.fcfs"), policy: "fcfs", changes: [] };
    run({ case: name, start, days, replications, seed, policy: "plan", plan_id: plan.id, scenarios: [first] });
  });
  for (const part of [form, $("varied")]) part.addEventListener("input", () => state && keep());
  onLanguage(offer);

  async function load() {
    Object.assign(catalogue, await catalogueOf());
    definitions = new Map(catalogue.kpis.map((kpi) => [kpi.name, kpi]));
    offer();
  }

  return {
    /** Open a case with what was entered for it before. */
    async open({ case: found }) {
      if (!may("analyst")) return;
      opened = found;
      state = kept(found.name);
      try {
        loaded ??= load();
        await loaded;
        if (opened !== found) return;
        restore();
        cards.show(state, opened);
        await showJob();
      } catch (error) {
        loaded = null;
        sayProblem("simulation", error);
      }
    },
    /** Take the plan that is on the board, or null. */
    take(job) {
      plan = job;
      allow();
    },
  };
}
