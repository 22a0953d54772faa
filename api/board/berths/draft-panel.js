// The panel of the draft: the chosen ship by hand, what the draft changes and costs, the rules that it breaks, and what to
// do with it.

import { craneStretches } from "./hours.js";
import { figure } from "../figures.js";
import { conclude, watchPlan } from "../jobs.js";
import { fill, named, t, translated } from "../language.js";
import { make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { post, Refused } from "../http.js";

const $ = (id) => document.getElementById(id);

/** A difference as it is written: with its sign. */
export const signed = (value) => `${value > 0.5 ? "+" : ""}${figure(Math.abs(value) < 0.5 ? 0 : value, 0)}`;

/** The panel; see the editor for what it calls. Answers `show(state or null)` and `clash(detail or null)`. */
export function draftPanel({ act, choose, move, takeOff, lock, save, asked, taken }) {
  let state = null;
  let clashed = null;
  let filled = null; // the call and its values that stand in the form

  const form = $("by-hand");
  const own = $("draft-form");
  const again = $("replan");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const call = state.shown.calls.find((one) => one.call === state.chosen);
    const { start, position, cranes } = form.elements;
    const counts = cranes.value.match(/\d+/g)?.map(Number) ?? [];
    const change = { call: call.call };
    if (start.value !== filled.start) change.start = start.value;
    if (position.value !== filled.position) change.position_m = Number(position.value);
    if (cranes.value !== filled.cranes && counts.length) change.cranes = counts.length > 1 ? counts : counts[0];
    move(change);
  });
  form.elements.off.addEventListener("click", () => takeOff(state.shown.calls.find((one) => one.call === state.chosen)));
  form.elements.lock.addEventListener("change", () => lock(state.chosen));
  for (const name of ["undo", "redo", "drop"]) own.elements[name].addEventListener("click", () => act(name));
  own.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = own.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    await save({ note: own.elements.note.value.trim(), accept: event.submitter?.value === "accept" });
    if (state && !state.draft.isOpen) own.elements.note.value = "";
    show(state);
  });
  again.addEventListener("submit", async (event) => {
    event.preventDefault();
    hush("draft");
    const box = $("replan-progress");
    const button = again.querySelector("button");
    const from = state;
    button.disabled = true;
    try {
      const { now, seconds } = again.elements;
      const job = await post("/plans", await asked({ now: now.value, seconds: Number(seconds.value) }));
      const done = await watchPlan(job, box, state.view.currency);
      if (done.result) {
        if (await taken(done, from)) conclude(box, () => t("replan.done"));
        else box.hidden = true; // it stands among the plans of its case
      } else {
        conclude(box, () => t("job.none"));
        if (done.error) sayProblem("draft", new Refused(done.error));
      }
    } catch (error) {
      box.hidden = true;
      sayProblem("draft", error);
    } finally {
      button.disabled = false;
    }
  });

  const fillForm = () => {
    const call = state.shown.calls.find((one) => one.call === state.chosen);
    form.hidden = !call;
    if (!call) return;
    fill($("by-hand-ship"), () => [call.name]);
    filled = {
      start: call.start.slice(0, 16),
      position: String(call.position_m),
      cranes: hourCounts(call).join(" "),
    };
    for (const [name, value] of Object.entries(filled)) form.elements[name].value = value;
    const isLocked = state.draft.locked.has(call.call);
    form.elements.lock.checked = isLocked;
    for (const name of ["start", "position", "cranes", "try", "off"]) form.elements[name].disabled = isLocked;
  };

  const show = (next) => {
    const isOther = next?.job.id !== state?.job.id;
    state = next;
    if (!state) return;
    const { draft } = state;
    fillForm();
    own.hidden = !draft.isOpen;
    own.elements.undo.disabled = !draft.canUndo;
    own.elements.redo.disabled = !draft.canRedo;
    own.elements.drop.disabled = false;
    const isBroken = draft.said?.feasible === false;
    own.elements.save.disabled = !draft.canUndo;
    own.elements.accept.disabled = !draft.canUndo || isBroken;
    if (isOther || !again.elements.now.value) again.elements.now.value = nowOf(state);
    fill($("draft-told"), () => [...told(state, choose), ...clashWords()]);
    fill($("replan-locks"), () => [t("replan.locks", { n: draft.locked.size })]);
  };

  const clashWords = () => {
    if (!clashed) return [];
    const button = make("button", { type: "button" }, t("draft.anyway"));
    button.addEventListener("click", () => save({ note: own.elements.note.value.trim(), accept: false, anyway: true }));
    return [make("div", { className: "clash", role: "alert" }, make("strong", {}, t("draft.clash")), " ", translated(clashed), " ", button)];
  };

  return {
    show,
    /** Somebody else was quicker: what the server says of it. */
    clash(detail) {
      clashed = detail;
      if (state) show(state);
    },
  };
}

/** What a draft changes, costs and breaks; where nothing is changed yet, how that is done. */
function told({ draft, view, shown, clock }, choose) {
  if (!draft.isOpen) return [make("p", { className: "advice" }, t("draft.how"))];
  const after = draft.said ?? view;
  const rows = Object.keys({ ...view.terms, ...after.terms })
    .map((name) => [named("term", name), (after.terms[name] ?? 0) - (view.terms[name] ?? 0)])
    .filter(([, value]) => Math.abs(value) >= 0.5);
  const cost = make(
    "dl",
    { className: "pairs" },
    make("dt", {}, t("draft.cost", { currency: view.currency })),
    make("dd", { className: "before-after" }, `${figure(view.cost, 0)} → ${figure(after.cost, 0)}`),
    ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, signed(value))]),
  );
  const before = new Map(view.calls.map((call) => [call.call, call]));
  const left = new Set(shown.calls.map((call) => call.call));
  const changed = [
    ...shown.calls.map((call) => changeWords(before.get(call.call), call, clock)).filter(Boolean),
    ...view.calls.filter((call) => !left.has(call.call)).map((call) => `${call.name}: ${t("draft.left-out")}`),
  ];
  const broken = (after.broken ?? []).map((rule) => {
    const named_ = make("button", { type: "button", className: "link" }, rule.calls.join(", "));
    named_.addEventListener("click", () => choose(rule.calls[0]));
    return make("li", {}, named_, " ", translated(rule.text));
  });
  return [
    cost,
    ...(broken.length ? [make("p", { className: "breaks" }, t("draft.broken", { n: broken.length })), make("ul", { className: "reasons broken" }, broken)] : []),
    make("p", { className: "changed-head" }, t("draft.changes", { n: changed.length })),
    make("ul", { className: "reasons changed" }, changed.map((words) => make("li", {}, words))),
  ];
}

/** What is otherwise of a call, or null where nothing is. */
function changeWords(before, after, clock) {
  const hour = (moment) => clock.stamp(Date.parse(moment));
  if (!before) return `${after.name}: ${t("draft.berthed", { at: hour(after.start), place: after.position_m })}`;
  const parts = [];
  if (before.start !== after.start) parts.push(`${t("ship.first")} ${hour(before.start)} → ${hour(after.start)}`);
  if (before.position_m !== after.position_m) parts.push(`${figure(before.position_m)} → ${t("metres", { n: after.position_m })}`);
  const [few, many] = [hourCounts(before), hourCounts(after)].map((counts) => Math.max(0, ...counts));
  if (few !== many) parts.push(`${few} → ${t("cranes", { n: many })}`);
  if (!parts.length && before.end !== after.end) parts.push(`${t("ship.last")} ${hour(before.end)} → ${hour(after.end)}`);
  return parts.length ? `${after.name}: ${parts.join(", ")}` : null;
}

/** Cranes of a call hour by hour from the first lift on; one number where it is the same all the time. */
function hourCounts(call) {
  const stretches = craneStretches(call);
  if (!stretches.length) return [0];
  const [first, last] = [stretches[0][0], stretches.at(-1)[1]];
  const counts = [];
  for (let hour = first; hour < last; hour += 3_600_000) {
    const middle = Math.min(hour + 1_800_000, last - 1);
    counts.push(stretches.find(([from, to]) => from <= middle && middle < to)?.[2] ?? 0);
  }
  return new Set(counts).size === 1 ? [counts[0]] : counts;
}

/** The moment that a re-plan begins with: now, or the beginning of a plan of other days; on the terminal's clock. */
function nowOf({ view, clock }) {
  const now = Date.now();
  const isRunning = Date.parse(view.start) <= now && now < Date.parse(view.end);
  if (!isRunning) return (view.now ?? view.start).slice(0, 16);
  return clock.field(now);
}
