// The view of berth plans: ask for one, see it as a diagram, compare it with first come, first served.

import { moveNow } from "./closures.js";
import { drawBerthPlan, together } from "./diagram.js";
import { rememberedPlan, rememberPlan } from "./drafts.js";
import { berthEditor } from "./editor.js";
import { callTable, costTable, shipDetails, unservedList } from "./tables.js";
import { terminalClock } from "../clock.js";
import { gapOf } from "../figures.js";
import { get, isFinal, newestPlan, post } from "../http.js";
import { conclude, concludePlan, watchPlan } from "../jobs.js";
import { asBefore, fill, onLanguage, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may } from "../session.js";
import { offerPicture, pictureOf } from "../day/picture.js";
import { changedWeights, openWeights } from "../day/weights.js";
import { offerPlan, versionOptions } from "../standing.js";

const FILES = ["plan.json", "plan.csv", "plan.xlsx", "port-calls.json"];

const $ = (id) => document.getElementById(id);

/** The berth plan of a case that was accepted last, if there is one. */
async function lastAccepted(name) {
  const { items } = await get(`/plans?kind=berth&accepted=true&case=${encodeURIComponent(name)}`);
  const at = (job) => Date.parse(job.standing.accepted_at);
  return items.sort((a, b) => at(b) - at(a))[0];
}

/** What is said of the cost of a version: the bound of the plan that was found holds for each. */
function summaryOf({ summary }, version, { cost, terms }) {
  if (version === 1) return summary;
  return { ...summary, cost, terms, gap: gapOf(cost, summary.bound), status: "feasible" };
}

/** How many hours of a drawing are out of sight to the left. */
const leftmost = (place, drawing) => place.querySelector(".drawing").scrollLeft / drawing.hourWidth;

/** The berth plan's view. `onPlan(job or null)` hears which finished plan is on the board. */
export function berthView(onPlan) {
  const form = $("request");
  const box = $("plan-progress");
  const state = { opened: null, job: null, drawing: null, chosen: null, version: 1, live: null, broken: false, isDrafted: false };
  const busy = new Set(); // opened cases that a plan is being made for
  const allow = () => {
    form.querySelector(".primary").disabled = !state.opened || busy.has(state.opened);
  };

  const editor = berthEditor({
    redraw: () => draw(),
    saved: async (stands, version) => {
      state.job.standing = stands;
      await put(state.job, version);
    },
    replanned: (job) => put(job),
  });

  const view = () => {
    const { result } = state.job;
    return $("shown").querySelector(":checked").value === "baseline" ? result.baseline.view : editor.view();
  };

  const showShip = (call) => {
    const chosen = call ?? (state.job && view().calls.find((one) => one.call === state.chosen));
    const shown = state.job && view();
    // What was found of the plan of the job says nothing of another version.
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
    const isBaseline = shown === result.baseline.view;
    const hours = state.drawing?.view.start === shown.start ? leftmost(place, state.drawing) : 0;
    state.drawing = drawBerthPlan(place, shown, {
      clock: state.opened.clock,
      height: Math.min(760, Math.max(430, window.innerHeight - top - 52)),
      hourWidth: days ? Math.max(4, (place.clientWidth - 80) / (24 * days)) : undefined,
      ...together(shown, result.view, result.baseline.view),
      now: Date.now(),
      label: isBaseline ? t("diagram.first") : t("diagram.plan"),
      onPoint: (call) => editor.isHolding || showShip(call),
      onSelect: (call) => {
        state.chosen = call.call;
        showShip(null);
        editor.choose(call.call);
      },
    });
    place.querySelector(".drawing").scrollLeft = hours * state.drawing.hourWidth;
    state.drawing.select(state.chosen);
    editor.take(isBaseline ? null : state.drawing);
    const shownWith = { clock: state.opened.clock, ...together(shown, result.view, result.baseline.view) };
    const isDrafted = !isBaseline && shown !== state.live && editor.draft(state.job).canUndo;
    if (isDrafted !== state.isDrafted) {
      state.isDrafted = isDrafted;
      tellStanding(); // files have nothing of a draft
    }
    offerPicture(pictureOf(state.job, isBaseline ? null : state.version, shown, shownWith, isDrafted));
    showShip(null);
    $("calls").replaceChildren(callTable(shown, state.opened.clock));
    $("unserved").replaceChildren(...unservedList(shown, editor.berth));
    $("unserved").hidden = !shown.unserved.length;
  };

  const showNothing = () => {
    const advice = may("analyst") ? t("berths.none.ask") : t("berths.none.wait");
    $("diagram").replaceChildren(empty(t("berths.none"), busy.has(state.opened) ? t("berths.none.soon") : advice));
  };

  const clear = () => {
    Object.assign(state, { job: null, drawing: null, chosen: null });
    editor.edit(null);
    editor.take(null);
    for (const id of ["plan-choice", "version-choice"]) $(id).hidden = true;
    $("shown").disabled = true;
    $("shown").querySelector("[value=plan]").checked = true;
    for (const id of ["calls", "downloads", "unserved"]) $(id).hidden = true;
    offerPicture(null);
    fill($("costs"), () => [empty(t("costs.none"), t("costs.none.advice"))]);
    showNothing();
    showShip(null);
    onPlan(null);
  };

  const tellStanding = () => {
    const { job, version, broken, isDrafted } = state;
    const words = () => t(isDrafted ? "files.saved" : "files");
    offerPlan($("downloads"), job, FILES, { version, broken, decided: showVersions, words });
  };

  const showVersions = () => {
    const { standing: stands } = state.job;
    $("version-choice").hidden = (stands?.newest ?? 1) < 2;
    fill($("version"), () => versionOptions(stands, state.version));
  };

  /** The finished plans of the case, the newest first, for whoever wants another one on the board. */
  const showPlans = async () => {
    const { opened, job } = state;
    const { items } = await get(`/plans?kind=berth&case=${encodeURIComponent(opened.case.name)}`);
    if (job !== state.job) return;
    const finished = items.filter((one) => one.standing);
    const found = finished.some((one) => one.id === job.id) ? finished : [...finished, job];
    const day = (moment) => opened.clock.day(Date.parse(moment));
    const words = ({ created, request: { now, start, days }, standing }) => {
      const made = opened.clock.stamp(Date.parse(created));
      let said = made; // a request may leave the days to the server
      if (now) said = t("berths.plan-of.again", { made, from: opened.clock.stamp(Date.parse(now)) });
      else if (start && days) said = t("berths.plan-of", { made, from: day(start), n: days });
      return standing?.accepted ? t("berths.plan-of.accepted", { words: said }) : said;
    };
    $("plan-choice").hidden = found.length < 2;
    fill($("plan-of"), () => found.map((one) => make("option", { value: one.id, selected: one.id === job.id }, words(one))));
  };

  /** Put a version of a plan on the board: what the job found, or what people made of it. */
  const put = async (job, wanted = null) => {
    const { opened } = state;
    const turn = (state.turn = {}); // of two that are chosen one after the other the second may come first
    const isOtherPlan = job.id !== state.job?.id;
    const draft = editor.draft(job);
    // Of a version that a server brought back from a backup does not have.
    if (draft.isOpen && draft.version > (job.standing?.newest ?? 1)) draft.drop();
    const version = wanted ?? (draft.isOpen ? draft.version : (job.standing?.current ?? 1));
    let [live, broken] = [job.result.view, false];
    if (version > 1) {
      const found = await get(`/plans/${encodeURIComponent(job.id)}/view?version=${version}`);
      if (opened !== state.opened || turn !== state.turn) return;
      [live, broken] = [found.view, !found.feasible];
    }
    Object.assign(state, { job, version, live, broken, chosen: null });
    // A draft is of its own version; another one is only looked at.
    const isOther = draft.isOpen && draft.version !== version;
    editor.edit({ job, version, view: live, clock: opened.clock, draft: isOther ? null : draft });
    $("shown").disabled = false;
    $("calls").hidden = false;
    tellStanding();
    showVersions();
    if (isOtherPlan) openWeights(opened, job.request.costs);
    showPlans().catch((error) => sayProblem("plan", error));
    fill($("costs"), () => costTable({ ...job.result, summary: summaryOf(job.result, version, live) }));
    rememberPlan(opened.case.name, job.id);
    draw();
    onPlan(job);
  };

  const finish = async (job, opened) => {
    if (opened === state.opened && concludePlan(box, job)) await put(job);
  };

  const run = async (job, opened) => {
    busy.add(opened);
    allow();
    if (!state.job) showNothing();
    try {
      const currency = opened.case.terminal.currency;
      await finish(await watchPlan(job, box, currency), opened);
    } finally {
      busy.delete(opened);
      allow();
      if (!state.job) showNothing();
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
  $("scale").addEventListener("change", () => {
    draw();
    $("diagram").querySelector(".ship.chosen")?.scrollIntoView({ block: "nearest", inline: "center" });
  });
  $("version").addEventListener("change", async () => {
    try {
      await put(state.job, Number($("version").value));
    } catch (error) {
      sayProblem("plan", error);
    }
  });
  $("plan-of").addEventListener("change", async () => {
    hush("plan");
    const { opened } = state;
    const id = $("plan-of").value;
    try {
      const job = await get(`/plans/${encodeURIComponent(id)}`);
      if (opened === state.opened && id === $("plan-of").value) await put(job);
    } catch (error) {
      sayProblem("plan", error);
    }
  });
  const start = form.elements.start;
  const sayWeekday = () => {
    const day = start.valueAsDate;
    fill($("weekday"), () => [day ? terminalClock("UTC").day(day) : ""]);
  };
  start.addEventListener("input", sayWeekday);
  let width = 0;
  new ResizeObserver(() => {
    if ($("diagram").clientWidth === width || editor.isHolding) return;
    width = $("diagram").clientWidth;
    if (width) draw();
  }).observe($("diagram"));

  setInterval(() => state.drawing && moveNow(state.drawing, Date.now()), 30_000);
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
        let newest = await newestPlan("berth", opened.case.name);
        if (!newest || opened !== state.opened) return;
        const made = Date.parse(newest.created);
        const shown = rememberedPlan(opened.case.name);
        const decided = await lastAccepted(opened.case.name);
        // What was made, accepted or on this board last.
        const last = [
          { plan: newest.id, at: made },
          ...(decided ? [{ plan: decided.id, at: Date.parse(decided.standing.accepted_at) }] : []),
          ...(shown ? [shown] : []),
        ].sort((a, b) => b.at - a.at)[0];
        if (last.plan !== newest.id && isFinal(newest.state)) {
          const found = await get(`/plans/${encodeURIComponent(last.plan)}`).catch(() => newest);
          if (found.kind === "berth" && found.request.case === opened.case.name) newest = found;
        }
        if (opened !== state.opened) return;
        if (!isFinal(newest.state)) await run(newest, opened);
        else {
          const job = await get(`/plans/${encodeURIComponent(newest.id)}`);
          if (job.result && opened === state.opened) await put(job);
        }
      } catch (error) {
        sayProblem("plan", error);
      }
    },
  };
}
