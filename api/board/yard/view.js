// The view of the yard: ask for a yard plan, see how full each block is hour by hour, and open a block down to its stacks.

import { HOUR } from "../clock.js";
import { get, isFinal, newestPlan, post } from "../http.js";
import { conclude, concludePlan, watchPlan } from "../jobs.js";
import { fill, onLanguage, t } from "../language.js";
import { empty, make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may } from "../session.js";
import { offerPlan } from "../standing.js";
import { blockPanel } from "./block.js";
import { drawHeat } from "./heat.js";
import { drawLayout } from "./layout.js";
import { heatLegend } from "./measures.js";
import { nightPanel } from "./night.js";
import { blockTable, figureStrip, unplacedPart } from "./panels.js";

const FILES = ["plan.json", "plan.csv", "plan.xlsx"];
const PLAY_MS = 220; // an hour of the yard, while it plays

const $ = (id) => document.getElementById(id);

/** The yard's view. */
export function yardView() {
  const form = $("yard-request");
  const box = $("yard-progress");
  const slider = $("yard-hour");
  const night = nightPanel();
  const busy = new Set(); // opened cases whose yard is being planned
  const state = { opened: null, berths: null, job: null, view: null, measure: "teu", by: "ship", block: null, stack: null, told: null };
  let drawn = null; // {layout, heat}
  let playing = null;

  const allow = () => {
    form.querySelector(".primary").disabled = !state.opened || busy.has(state.opened);
    form.elements.berths.disabled = !state.berths;
    if (!state.berths) form.elements.berths.checked = false;
  };
  const hour = () => Number(slider.value);
  const isShown = () => !$("yard").hidden && state.view;

  const showHour = () => {
    const moment = Date.parse(state.view.start) + hour() * HOUR;
    const words = state.opened.clock.stamp(moment);
    slider.setAttribute("aria-valuetext", words);
    $("yard-moment").textContent = words;
    const { from_ships_teu: brought, kept_for_ships_teu: kept } = state.view;
    $("yard-ships").textContent = t("yard.ships", { teu: brought[hour()], kept });
    $("yard-ships").classList.toggle("tight", brought[hour()] > kept);
    drawn?.layout.show(state.measure, hour());
    drawn?.heat.show(hour());
    if ($("yard-table").open) showTable();
  };

  const showTable = () => {
    $("yard-blocks").replaceChildren(blockTable(state.view, hour(), state.opened.clock, openBlock));
  };

  const draw = () => {
    if (!isShown()) return;
    const { clock } = state.opened;
    const layout = drawLayout($("yard-layout"), state.view, { open: openBlock });
    layout.choose(state.block);
    const heat = drawHeat($("yard-heat"), state.view, {
      measure: state.measure,
      clock,
      choose: (at, block) => {
        if (at !== null) slider.value = at;
        showHour();
        if (block) openBlock(block);
        else askBlock();
      },
    });
    drawn = { layout, heat };
    showHour();
    drawBlock();
  };

  const drawBlock = () => {
    const { told, view, opened } = state;
    $("yard-block").hidden = !told;
    if (!told) return;
    const panel = $("yard-block");
    const focused = document.activeElement?.closest?.("#yard-block .stack")?.dataset;
    const unfolded = panel.querySelector("details")?.open ?? false;
    panel.replaceChildren(
      ...blockPanel(told, {
        block: view.blocks.find((one) => one.block === told.block),
        view,
        clock: opened.clock,
        state: { by: state.by, stack: state.stack, hour: told.hour },
        width: panel.clientWidth - 26,
        act: {
          openStack: (bay, row) => {
            state.stack = { bay, row };
            drawBlock();
          },
          colour: (by) => {
            state.by = by;
            drawBlock();
            $("yard-colour").focus();
          },
          close: closeBlock,
        },
      }),
    );
    panel.querySelector("details").open = unfolded;
    if (focused) panel.querySelector(`.stack[data-bay="${focused.bay}"][data-row="${focused.row}"]`)?.focus();
  };

  const closeBlock = () => {
    const name = state.block;
    Object.assign(state, { block: null, stack: null, told: null });
    drawBlock();
    drawn?.layout.choose(null);
    for (const one of $("yard-layout").querySelectorAll(".block")) if (one.dataset.block === name) one.focus();
  };

  const openBlock = (name) => {
    if (name !== state.block) state.stack = null;
    state.block = name;
    drawn?.layout.choose(name);
    return askBlock();
  };

  let asking = false;
  /** Ask for the block at the hour that is shown; while an answer is awaited, only the last wish is kept. */
  const askBlock = async () => {
    if (asking || !state.block) return;
    asking = true;
    try {
      let asked = null;
      while (state.block && asked !== `${state.job.id} ${state.block} ${hour()}`) {
        const { block, job } = state;
        asked = `${job.id} ${block} ${hour()}`;
        const at = new Date(Date.parse(state.view.start) + hour() * HOUR).toISOString();
        const path = `/plans/${encodeURIComponent(job.id)}/yard/${encodeURIComponent(block)}`;
        const told = await get(`${path}?at=${encodeURIComponent(at)}`);
        if (block !== state.block || job !== state.job) continue;
        state.told = told;
        drawBlock();
      }
    } catch (error) {
      stopPlaying();
      sayProblem("yard", error);
    } finally {
      asking = false;
    }
  };

  const stopPlaying = () => {
    clearInterval(playing);
    playing = null;
    fill($("yard-play"), () => [t("yard.play")]);
  };
  const startPlaying = () => {
    if (hour() >= Number(slider.max)) slider.value = 0;
    fill($("yard-play"), () => [t("yard.pause")]);
    playing = setInterval(() => {
      if (hour() >= Number(slider.max) || !isShown()) return stopPlaying();
      slider.value = hour() + 1;
      showHour();
      return askBlock();
    }, PLAY_MS);
  };

  const put = async (job, mine) => {
    const view = await get(`/plans/${encodeURIComponent(job.id)}/yard`);
    if (mine !== state.opened) return;
    closeBlock();
    Object.assign(state, { job, view });
    $("yard-body").hidden = !view.blocks.length;
    $("yard-empty").hidden = true;
    slider.max = view.hours - 1;
    slider.value = Math.round((Date.parse(view.plan_start) - Date.parse(view.start)) / HOUR);
    fill($("yard-figures"), () => [figureStrip(view, mine.clock)]);
    fill($("yard-unplaced"), () => unplacedPart(view));
    fill($("yard-legend"), () => [heatLegend(state.measure), make("p", { className: "advice" }, wholeWords(view, mine.clock), " ", t("yard.open"))]);
    offerPlan($("yard-downloads"), job, FILES);
    draw();
  };

  const finish = async (job, mine) => {
    if (mine === state.opened && concludePlan(box, job)) await put(job, mine);
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
    hush("yard");
    const mine = state.opened;
    const { start, days, seconds, berths, share } = Object.fromEntries(new FormData(form));
    const when = berths ? { berth_plan_id: state.berths.id } : { start, days: Number(days) };
    const kept = share === "" ? {} : { import_share: Number(share) / 100 };
    try {
      await run(await post("/plans", { case: mine.case.name, kind: "yard", seconds: Number(seconds), ...when, ...kept }), mine);
    } catch (error) {
      if (mine === state.opened) conclude(box, () => t("job.none"));
      sayProblem("yard", error);
    }
  });
  const followed = () => {
    for (const name of ["start", "days"]) form.elements[name].disabled = form.elements.berths.checked;
  };
  form.elements.berths.addEventListener("change", followed);
  slider.addEventListener("input", () => {
    showHour();
    askBlock();
  });
  $("yard-play").addEventListener("click", () => (playing ? stopPlaying() : startPlaying()));
  $("yard-measure").addEventListener("change", () => {
    state.measure = $("yard-measure").querySelector(":checked").value;
    fill($("yard-legend"), $("yard-legend").drawn);
    draw();
  });
  $("yard-table").addEventListener("toggle", () => state.view && showTable());
  let width = 0;
  new ResizeObserver(() => {
    if ($("yard-body").clientWidth === width) return;
    width = $("yard-body").clientWidth;
    if (width) draw();
  }).observe($("yard-body"));
  onLanguage(draw);
  stopPlaying();

  const clear = () => {
    Object.assign(state, { job: null, view: null, block: null, stack: null, told: null });
    drawn = null;
    stopPlaying();
    box.hidden = true;
    for (const id of ["yard-body", "yard-block", "yard-downloads"]) $(id).hidden = true;
    $("yard-empty").hidden = false;
    fill($("yard-empty"), () => {
      if (!state.opened?.case.yard_blocks.length) return [empty(t("yard.none"), t("yard.none.blocks"))];
      return [empty(t("yard.none"), may("analyst") ? t("yard.none.ask") : t("yard.none.wait"))];
    });
  };

  return {
    /** Show a case: {case, clock}, with the newest yard plan that the server has of it. */
    async open(next) {
      state.opened = next;
      clear();
      allow();
      night.open(next);
      const etas = next.case.calls.map((call) => Date.parse(call.eta));
      form.elements.start.value = next.clock.date(etas.length ? Math.min(...etas) : Date.now());
      try {
        const newest = await newestPlan("yard", next.case.name);
        if (!newest || next !== state.opened) return;
        if (!isFinal(newest.state)) await run(newest, next);
        else {
          const job = await get(`/plans/${encodeURIComponent(newest.id)}`);
          if (job.result && next === state.opened) await put(job, next);
        }
      } catch (error) {
        sayProblem("yard", error);
      }
    },
    /** Take the berth plan that is on the board, or null: the yard can be planned for it. */
    take(job) {
      state.berths = job;
      allow();
      if (job) form.elements.berths.checked = true;
      followed();
    },
  };
}

/** From when to when no boxes are missing in the picture. */
function wholeWords(view, clock) {
  if (!view.whole_from) return t("yard.whole.never");
  return t("yard.whole", { from: clock.stamp(Date.parse(view.whole_from)), to: clock.stamp(Date.parse(view.whole_to)) });
}
