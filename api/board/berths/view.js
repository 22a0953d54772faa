// The view of berth plans: ask for one, see it as a diagram, compare it with first come, first served.

import { drawBerthPlan, together } from "./diagram.js";
import { callTable, costTable, shipDetails, unservedList } from "./tables.js";
import { terminalClock } from "../clock.js";
import { percent } from "../figures.js";
import { get, isFinal, newestPlan, planFile, post, Refused } from "../http.js";
import { conclude, solveProgress, watch } from "../jobs.js";
import { asBefore, fill, onLanguage, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may, mayStop } from "../session.js";
import { offerPicture, pictureOf } from "../day/picture.js";
import { changedWeights, openWeights } from "../day/weights.js";
import { standing } from "../standing.js";

const FILES = ["plan.json", "plan.csv", "plan.xlsx", "port-calls.json"];

const $ = (id) => document.getElementById(id);

/** The berth plan's view. `onPlan(job or null)` hears which finished plan is on the board. */
export function berthView(onPlan) {
  const form = $("request");
  const box = $("plan-progress");
  const state = { opened: null, job: null, drawing: null, chosen: null };
  const busy = new Set(); // opened cases that a plan is being made for
  const allow = () => {
    form.querySelector(".primary").disabled = !state.opened || busy.has(state.opened);
  };

  const view = () => {
    const { result } = state.job;
    return $("shown").querySelector(":checked").value === "baseline" ? result.baseline.view : result.view;
  };

  const showShip = (call) => {
    const chosen = call ?? (state.job && view().calls.find((one) => one.call === state.chosen));
    const shown = state.job && view();
    const reasons = chosen && shown === state.job.result.view ? (state.job.result.reasons ?? []) : [];
    const why = reasons.filter((reason) => reason.call === chosen.call);
    $("ship").replaceChildren(...shipDetails(chosen, shown, state.opened?.clock, why));
  };

  const draw = () => {
    const place = $("diagram");
    if (!state.job) return;
    const { result } = state.job;
    const shown = view();
    const days = Number($("scale").value);
    const top = place.getBoundingClientRect().top + window.scrollY;
    const isBaseline = shown !== result.view;
    state.drawing = drawBerthPlan(place, shown, {
      clock: state.opened.clock,
      height: Math.min(760, Math.max(430, window.innerHeight - top - 52)),
      hourWidth: days ? Math.max(4, (place.clientWidth - 80) / (24 * days)) : undefined,
      ...together(result.view, result.baseline.view),
      label: isBaseline ? t("diagram.first") : t("diagram.plan"),
      onPoint: showShip,
      onSelect: (call) => {
        state.chosen = call.call;
        showShip(null);
      },
    });
    state.drawing.select(state.chosen);
    const { clock } = state.opened;
    offerPicture(pictureOf(state.job, shown, { clock, ...together(result.view, result.baseline.view) }, isBaseline));
    showShip(null);
    $("calls").replaceChildren(callTable(shown, state.opened.clock));
    $("unserved").replaceChildren(...unservedList(shown));
    $("unserved").hidden = !shown.unserved.length;
  };

  const showNothing = () => {
    const advice = may("analyst") ? t("berths.none.ask") : t("berths.none.wait");
    $("diagram").replaceChildren(empty(t("berths.none"), advice));
  };

  const clear = () => {
    Object.assign(state, { job: null, drawing: null, chosen: null });
    $("shown").disabled = true;
    $("shown").querySelector("[value=plan]").checked = true;
    for (const id of ["calls", "downloads", "unserved"]) $(id).hidden = true;
    offerPicture(null);
    fill($("costs"), () => [empty(t("costs.none"), t("costs.none.advice"))]);
    showNothing();
    showShip(null);
    onPlan(null);
  };

  const put = (job) => {
    state.job = job;
    state.chosen = null;
    $("shown").disabled = false;
    $("calls").hidden = false;
    $("downloads").hidden = false;
    fill($("downloads"), () => [
      ...[standing(job)].filter(Boolean),
      `${t("files")} `,
      ...FILES.map((name) => make("a", { href: planFile(job.id, name), download: name }, name)),
    ]);
    fill($("costs"), () => costTable(job.result));
    draw();
    onPlan(job);
  };

  const finish = (job, opened) => {
    if (opened !== state.opened) return;
    if (job.error) {
      conclude(box, () => t("job.none"));
      sayProblem("plan", new Refused(job.error));
    } else if (job.result) {
      const { status, seconds, gap } = job.result.summary;
      const proved = status === "optimal" ? "job.optimal" : "job.feasible";
      const how = job.state === "cancelled" ? "job.cancelled" : proved;
      conclude(box, () => t(how, { gap: percent(gap), seconds }));
      put(job);
    } else {
      conclude(box, () => t("job.stopped"));
    }
  };

  const run = async (job, opened) => {
    busy.add(opened);
    allow();
    try {
      const currency = opened.case.terminal.currency;
      const show = solveProgress(currency);
      const path = `/plans/${encodeURIComponent(job.id)}`;
      const words = { doing: () => t("job.planning"), stopWords: () => t("job.keep") };
      finish(await watch(path, box, { ...words, stoppable: mayStop(job), show }), opened);
    } finally {
      busy.delete(opened);
      allow();
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    hush("plan");
    const { start, days, seconds } = Object.fromEntries(new FormData(form));
    const opened = state.opened;
    try {
      await run(
        await post("/plans", {
          case: opened.case.name,
          kind: "berth",
          start,
          days: Number(days),
          seconds: Number(seconds),
          ...changedWeights(),
        }),
        opened,
      );
    } catch (error) {
      if (opened === state.opened) conclude(box, () => t("job.none"));
      sayProblem("plan", error);
    }
  });
  $("shown").addEventListener("change", draw);
  $("scale").addEventListener("change", draw);
  const start = form.elements.start;
  const sayWeekday = () => {
    const day = start.valueAsDate;
    fill($("weekday"), () => [day ? terminalClock("UTC").day(day) : ""]);
  };
  start.addEventListener("input", sayWeekday);
  let width = 0;
  new ResizeObserver(() => {
    if ($("diagram").clientWidth === width) return;
    width = $("diagram").clientWidth;
    if (width) draw();
  }).observe($("diagram"));

  onLanguage(() => {
    if (state.job) asBefore($("berths"), draw);
    else {
      showNothing();
      showShip(null);
    }
  });

  clear();
  return {
    /** Show a case: {case, clock}, with the newest plan that the server has of it. */
    async open(opened) {
      state.opened = opened;
      openWeights(opened);
      box.hidden = true;
      allow();
      clear();
      const etas = opened.case.calls.map((call) => Date.parse(call.eta));
      start.value = opened.clock.date(etas.length ? Math.min(...etas) : Date.now());
      sayWeekday();
      try {
        const newest = await newestPlan("berth", opened.case.name);
        if (!newest || opened !== state.opened) return;
        if (!isFinal(newest.state)) await run(newest, opened);
        else {
          const job = await get(`/plans/${encodeURIComponent(newest.id)}`);
          if (job.result && opened === state.opened) put(job);
        }
      } catch (error) {
        sayProblem("plan", error);
      }
    },
  };
}
