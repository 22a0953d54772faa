// The view of loading plans: choose a ship's call, ask for a plan of it, and see what came out (plan-panels.js).

import { showPlan } from "./plan-panels.js";
import { get, isFinal, post } from "../http.js";
import { conclude, concludePlan, watchPlan } from "../jobs.js";
import { fill, onLanguage, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may } from "../session.js";
import { offerPlan, versionOptions } from "../standing.js";

const FILES = ["sheets.xlsx", "departure.edi", "plan.json", "plan.csv", "plan.xlsx"];
const CHECKED = ["sheets.xlsx", "departure.edi"]; // which the server has only of plans that break no rule
const $ = (id) => document.getElementById(id);

/** The loading plans' view. */
export function loadingView() {
  const form = $("load");
  const box = $("loading-progress");
  const select = form.elements.call;
  const button = form.querySelector(".primary");
  const busy = new Set(); // calls of opened cases that are being planned: {opened, call}
  let opened = null;
  let berths = null; // the job of the berth plan on the board
  let jobs = new Map(); // the newest job of a loading plan by its call
  let wanted = null; // the call that was chosen
  let shown = null; // the panels of the plan that is shown
  let waiting = false; // the choice was not looked at yet, since nobody saw the view

  const call = () => opened?.case.calls.find((one) => one.id === wanted);
  const isBusy = () => [...busy].some((one) => one.opened === opened && one.call === wanted);
  const allow = () => {
    button.disabled = !call() || isBusy();
  };

  const nothing = () => {
    shown?.stop();
    shown = null;
    for (const id of ["loading-plan", "loading-downloads", "loading-version"]) $(id).hidden = true;
    $("loading-empty").hidden = false;
    fill($("loading-empty"), () => {
      if (!opened) return [];
      if (!ships(opened.case).size) return [empty(t("loading.none"), t("loading.none.advice"))];
      return [empty(t("loading.planless"), t(may("analyst") ? "loading.planless.ask" : "loading.planless.wait"))];
    });
  };

  /** The calls to choose from: those that have a plan first, and only those whose ship has a profile. */
  const list = () => {
    const of = new Map(berths?.result?.view.calls.map((one) => [one.call, one]) ?? []);
    const known = ships(opened.case);
    const { clock } = opened;
    const rows = opened.case.calls
      .filter((one) => known.has(one.vessel))
      .map(({ id, vessel, eta }) => {
        const at = Date.parse(of.get(id)?.start ?? eta);
        return { id, words: () => `${known.get(vessel).name} · ${id} · ${clock.stamp(at)}`, at, on: of.has(id) };
      })
      .sort((a, b) => a.at - b.at);
    const groups = [
      ["loading.calls.planned", rows.filter((row) => jobs.has(row.id))],
      ["loading.calls.board", rows.filter((row) => !jobs.has(row.id) && row.on)],
      ["loading.calls", rows.filter((row) => !jobs.has(row.id) && !row.on)],
    ];
    const option = ({ id, words }) => make("option", { value: id, selected: id === wanted }, words());
    fill(select, () =>
      groups
        .filter(([, its]) => its.length)
        .map(([label, its]) => make("optgroup", { label: t(label) }, its.map(option))),
    );
    if (!rows.some((row) => row.id === wanted)) wanted = groups.flatMap(([, its]) => its)[0]?.id ?? null;
    select.value = wanted ?? "";
    select.disabled = !rows.length;
    allow();
  };

  /** Show a version of a plan: the one that is named, or else the one that stands. */
  const put = async (job, mine, wished = null) => {
    const query = wished === null ? "" : `?version=${wished}`;
    const stowage = await get(`/plans/${encodeURIComponent(job.id)}/stowage${query}`);
    if (mine !== opened || job.request.call !== wanted) return;
    nothing();
    $("loading-empty").hidden = true;
    $("loading-plan").hidden = false;
    shown = showPlan(job, stowage, mine);
    const { version } = stowage;
    const showVersions = () => {
      $("loading-version").hidden = (job.standing?.newest ?? 1) < 2;
      fill($("loading-version").querySelector("select"), () => versionOptions(job.standing, version));
    };
    $("loading-version").querySelector("select").onchange = async ({ target }) => {
      try {
        await put(job, mine, Number(target.value));
      } catch (error) {
        sayProblem("loading", error);
      }
    };
    showVersions();
    const broken = stowage.broken.length > 0;
    const files = FILES.filter((name) => !broken || !CHECKED.includes(name));
    offerPlan($("loading-downloads"), job, files, { version, broken, decided: showVersions });
  };

  const finish = async (job, mine) => {
    if (mine !== opened || job.request.call !== wanted) return;
    if (concludePlan(box, job)) await put(job, mine);
  };

  const run = async (job, mine) => {
    const mark = { opened: mine, call: job.request.call };
    busy.add(mark);
    allow();
    try {
      const done = await watchPlan(job, box, mine.case.terminal.currency);
      if (mine === opened) {
        if (done.result) jobs.set(done.request.call, done);
        list();
      }
      await finish(done, mine);
    } finally {
      busy.delete(mark);
      allow();
    }
  };

  /** Show what there is of the chosen call: its plan, or the one that is being made. */
  const look = async () => {
    const mine = opened;
    const job = jobs.get(wanted);
    waiting = false;
    box.hidden = true;
    nothing();
    allow();
    if (!job) return;
    try {
      if (isFinal(job.state)) await finish(job.result ? job : await get(`/plans/${encodeURIComponent(job.id)}`), mine);
      else if (!isBusy()) await run(job, mine);
    } catch (error) {
      sayProblem("loading", error);
    }
  };
  const lookOnceSeen = () => {
    waiting = true;
    if (!$("loading").hidden) look();
  };

  select.addEventListener("change", () => {
    wanted = select.value;
    hush("loading");
    look();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    hush("loading");
    const mine = opened;
    const seconds = Number(new FormData(form).get("seconds"));
    // Where the board has a berth plan with the ship, she lies as it says.
    const { name } = mine.case;
    const planned = berths?.request.case === name && berths.result.view.calls.some((one) => one.call === wanted);
    const berthed = planned ? { berth_plan_id: berths.id } : {};
    const request = { case: name, kind: "loading", call: wanted, seconds, ...berthed };
    try {
      await run(await post("/plans", request), mine);
    } catch (error) {
      if (mine === opened) conclude(box, () => t("job.none"));
      sayProblem("loading", error);
    }
  });
  document.addEventListener("keydown", (event) => {
    const own = "input, select, button, a, summary, textarea, dialog, [role=option], .table";
    if (!$("loading").hidden && shown && !event.defaultPrevented && !event.target.closest(own)) shown.key(event);
  });
  let width = 0;
  new ResizeObserver(() => {
    const now = $("loading").clientWidth;
    if (now === width) return;
    width = now;
    if (!now) shown?.stop();
    else if (waiting) look();
    else shown?.draw();
  }).observe($("loading"));
  onLanguage(() => shown?.draw());

  return {
    /** Show a case: {case, clock}, with the newest loading plan that the server has of it. */
    async open(next) {
      opened = next;
      berths = null;
      jobs = new Map();
      wanted = null;
      box.hidden = true;
      nothing();
      list();
      try {
        const { items } = await get(`/plans?kind=loading&limit=200&case=${encodeURIComponent(next.case.name)}`);
        if (next !== opened) return;
        for (const job of items)
          if (job.state !== "failed" && !jobs.has(job.request.call)) jobs.set(job.request.call, job);
        wanted = jobs.keys().next().value ?? wanted;
        list();
        lookOnceSeen();
      } catch (error) {
        sayProblem("loading", error);
      }
    },
    /** Take the plan that is on the board, or null. */
    take(job) {
      berths = job;
      if (opened) list();
    },
  };
}

/** The ships of a case whose loading can be planned, by id. */
const ships = (ofCase) => new Map(ofCase.vessels.filter((ship) => ship.profile).map((ship) => [ship.id, ship]));
