// The view of the running day: the ships of the berth plan as planned and as they have come, what is entered of them,
// and the plan rolled forward from there.

import { askCopy } from "./copy.js";
import { entryDialog } from "./entry.js";
import { fileTaker } from "./file.js";
import { showRemark } from "./remark.js";
import { visitTable } from "./visits.js";
import { changedWeights } from "./weights.js";
import { draftOf } from "../berths/drafts.js";
import { all, get, planFile, post, Refused } from "../http.js";
import { conclude, watchPlan } from "../jobs.js";
import { fill, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may } from "../session.js";

const FILES = ["shift-sheet.xlsx", "shift-sheet.pdf"];

const $ = (id) => document.getElementById(id);

/** The day's view. `onRolled()` is called once there is a newer plan, to be put on the board. */
export function dayView(onRolled) {
  const form = $("day-form");
  const box = $("day-progress");
  const state = { opened: null, job: null, visits: null, embedded: false, busy: false };
  const mayEnter = () => may("planner") && !state.embedded;

  const show = () => {
    form.querySelector(".primary").disabled = !state.job || state.busy;
    $("day-file").hidden = !mayEnter() || !state.job;
    askCopy($("day-copy"), state.embedded && state.job ? state : null);
    fill($("day-visits"), () => {
      if (!state.job) return [empty(t("day.none"), t("day.none.advice"))];
      if (!state.visits) return [];
      return [visitTable(state.visits.items, state.opened.clock, mayEnter() ? (visit) => enter(visit, state) : null)];
    });
    $("day-downloads").hidden = !state.job;
    fill($("day-downloads"), () =>
      state.job ? [`${t("day.shifts")} `, ...FILES.map((name) => make("a", { href: planFile(state.job.id, sheet(name)), download: name }, name))] : [],
    );
    $("day-draft").hidden = !state.job || !draftOf(state.job.id).canUndo;
  };

  const load = async (fresh = false) => {
    const { job } = state;
    if (!job) return;
    try {
      const now = form.elements.now.value;
      const query = now ? `?now=${encodeURIComponent(now)}` : "";
      const told = await get(`/plans/${encodeURIComponent(job.id)}/visits${query}`);
      if (job !== state.job) return;
      hush("day");
      state.visits = told;
      show();
      const last = lastActual(told.items);
      if (fresh && last > now) {
        // Nothing can be planned from before what has happened.
        form.elements.now.value = last;
        load();
      }
    } catch (error) {
      sayProblem("day", error);
    }
  };
  const enter = entryDialog(load);
  const take = fileTaker($("day-file"), state, load);

  const roll = async () => {
    const { opened, job } = state;
    hush("day");
    state.busy = true;
    show();
    try {
      const { now, seconds } = form.elements;
      const made = await post("/plans", {
        case: opened.case.name,
        kind: "berth",
        previous_id: job.id,
        now: now.value,
        seconds: Number(seconds.value),
        ...changedWeights(),
      });
      const ended = await watchPlan(made, box, opened.case.terminal.currency);
      if (ended.error) throw new Refused(ended.error);
      const changed = ended.result?.summary.changed_calls ?? 0;
      conclude(box, () => t("day.rolled", { n: changed }));
      if (opened === state.opened) await onRolled();
    } catch (error) {
      conclude(box, () => t("job.none"));
      sayProblem("day", error);
    } finally {
      state.busy = false;
      show();
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    roll();
  });
  form.elements.now.addEventListener("change", () => load());
  window.addEventListener("hashchange", () => {
    if (location.hash === "#day") load();
  });
  show();

  return {
    /** A case that is chosen: {case, clock}. */
    async open(opened) {
      Object.assign(state, { opened, job: null, visits: null, embedded: false });
      box.hidden = true;
      take.clear();
      showRemark(null);
      show();
      try {
        const entry = (await all("/cases")).find((one) => one.name === opened.case.name);
        if (opened !== state.opened) return;
        state.embedded = Boolean(entry?.embedded);
        show();
      } catch (error) {
        sayProblem("day", error);
      }
    },
    /** The job of the berth plan on the board, or null. */
    take(job) {
      Object.assign(state, { job, visits: null });
      showRemark(job);
      if (job) form.elements.now.value = moment(job.result.plan, state.opened);
      show();
      load(true);
    },
  };
}

/** The last moment of what has happened, as the field of moments has it; "" where nothing has. */
function lastActual(visits) {
  const told = visits.flatMap(({ actual }) => Object.values(actual ?? {})).filter((value) => /^\d{4}-.*T/.test(value));
  return told.map((moment) => moment.slice(0, 16)).sort().at(-1) ?? "";
}

/** A PDF is in the board's language. */
const sheet = (name) => (name.endsWith(".pdf") ? `${name}?language=${document.documentElement.lang}` : name);

/** Now on the terminal's clock where that is within the plan's days; else the moment that it was made for, or its start. */
function moment(plan, { clock }) {
  const now = Date.now();
  const within = Date.parse(plan.start) <= now && now <= Date.parse(plan.end);
  return clock.field(within ? now : Date.parse(plan.now ?? plan.start));
}
