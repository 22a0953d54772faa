// Editing a berth plan: a draft beside the plan that is live, made by moving ships, checked by the server at each step,
// and saved as a new version or dropped.

import { movable } from "./dragging.js";
import { decorate } from "./decoration.js";
import { draftedPlanOf, draftedView, draftOf } from "./drafts.js";
import { draftPanel, signed } from "./draft-panel.js";
import { trials } from "./trials.js";
import { changedWeights } from "../day/weights.js";
import { get, patch, post, Refused, savePlan, tagOf, Unreachable } from "../http.js";
import { fill, t, translated, translation } from "../language.js";
import { away, backAgain, hush, sayProblem } from "../messages.js";
import { may } from "../session.js";

// Why a call is left out that a planner took off: in the plan, so in English, as all that plans say.
const TAKEN_OFF = "taken off by hand";

const $ = (id) => document.getElementById(id);

/**
 * The editor of the berth view. `redraw()` draws what is shown anew; `saved(standing, version)` hears of a version that
 * was made or accepted; `replanned(job)` takes a new plan that is no draft of this one.
 */
export function berthEditor({ redraw, saved, replanned }) {
  let on = null; // what is edited: {job, version, view, clock, draft, basis}
  let hands = null; // what holds the drawing's ships
  let drawing = null;
  let chosen = null;

  const path = (edited = on) => `/plans/${encodeURIComponent(edited.job.id)}`;
  const sent = () => {
    const { calls, unserved, now } = on.draft.otherwise;
    const out = unserved?.map(({ call, reason }) => ({ call, reason }));
    return { version: on.version, calls: [...calls.values()].map((one) => one.entry), unserved: out, now };
  };
  const tried = async (asked) => {
    const answer = await post(`${path()}/moves`, asked);
    backAgain();
    return answer;
  };
  /**
   * What the server says of the draft with a change: `asked()` is what it is asked, or null for nothing. The draft may be
   * changed before it answers, and is asked of anew then. Null where by then something else is on the board.
   */
  const settled = async (asked) => {
    const edited = on;
    for (;;) {
      const { moment } = edited.draft;
      const body = asked();
      const answer = body && (await tried(body));
      if (!answer || on !== edited) return null;
      if (edited.draft.moment === moment) return answer;
    }
  };
  const said = ({ cost, terms, feasible, broken, notes }) => ({ cost, terms, feasible, broken, notes });
  /** What stands against a move: the rules that the call breaks, or else any. */
  const why = (answer, call) => (answer.broken.find((rule) => rule.calls.includes(call)) ?? answer.broken[0]).text;
  const costNow = () => (on.draft.said ?? on.view).cost;
  const announce = (words) => fill($("draft-said"), () => [words()]);

  const show = (ghost, answer, call) => {
    const { entry } = answer;
    ghost.wide(Date.parse(entry.start), Date.parse(entry.end));
    if (answer.feasible) {
      const words = t("draft.holds", { cost: signed(answer.cost - costNow()), currency: on.view.currency, until: on.clock.stamp(Date.parse(entry.end)) });
      ghost.say("good", words);
      announce(() => words);
    } else {
      const against = why(answer, call);
      ghost.say("bad", translation(against).words);
      announce(() => translated(against));
    }
  };
  const asking = trials({
    ask: ({ change }) => tried({ ...sent(), change }),
    told: ({ change, ghost, of }, answer) => of === on && show(ghost, answer, change.call),
    failed: ({ ghost, of }, error) => {
      if (of !== on) return undefined;
      if (!(error instanceof Unreachable)) return sayProblem("draft", error);
      away();
      ghost.say("away", t("draft.away"));
      return announce(() => t("draft.away"));
    },
  });

  const refresh = (call) => {
    redraw();
    if (call) $("diagram").querySelector(`.ship[data-call="${CSS.escape(call)}"]`)?.focus({ preventScroll: true });
  };
  const add = (step, call) => {
    on.draft.add(step, on.version, tagOf(path()));
    refresh(call);
  };
  /** Try a change, and take it into the draft whatever the checker says: what is broken is shown, and can't be accepted. */
  const take = async (change, ghost = null) => {
    hush("draft");
    asking.forget();
    try {
      const answer = await settled(() => ({ ...sent(), change }));
      ghost?.remove();
      if (!answer) return;
      add({ entries: [{ entry: answer.entry, shown: answer.shown }], said: said(answer) }, change.call);
      announce(() => (answer.feasible ? t("draft.taken") : t("draft.taken.broken", { why: translation(why(answer, change.call)).words })));
    } catch (error) {
      ghost?.remove();
      sayProblem("draft", error);
      if (error instanceof Unreachable) announce(() => t("draft.away"));
    }
  };

  /** Berth a call that is left out, where the server proposes; it comes into sight. */
  const berth = async (call) => {
    await take({ call });
    $("diagram").querySelector(`.ship[data-call="${CSS.escape(call)}"]`)?.scrollIntoView({ block: "nearest", inline: "center" });
  };

  /** Leave a berthed call out; it comes under those that are not berthed, from where it may come back. */
  const takeOff = async ({ call, name }) => {
    hush("draft");
    asking.forget();
    let calls = [];
    let out = [];
    const asked = () => {
      const shown = draftedView(on.view, on.draft);
      calls = shown.calls;
      if (!calls.some((one) => one.call === call)) return null; // she was taken off meanwhile
      out = [...shown.unserved, { call, name, reason: TAKEN_OFF }];
      const { calls: entries, ...rest } = sent();
      return {
        ...rest,
        calls: entries.filter((entry) => entry.call !== call),
        unserved: out.map((one) => ({ call: one.call, reason: one.reason })),
      };
    };
    try {
      const answer = await settled(asked);
      if (!answer) return;
      const next = calls[calls.findIndex((one) => one.call === call) + 1] ?? calls[0];
      add({ entries: [], unserved: out, said: said(answer) }, next.call);
      announce(() => t("draft.taken-off", { name }));
    } catch (error) {
      sayProblem("draft", error);
    }
  };

  const isLocked = (call) => on.draft.locked.has(call);
  const mayMove = (call) => {
    if (isLocked(call.call)) announce(() => t("draft.is-locked", { name: call.name }));
    return !isLocked(call.call);
  };
  const lock = (call) => {
    on.draft.lock(call);
    refresh(call);
    announce(() => (isLocked(call) ? t("draft.locked") : t("draft.unlocked")));
  };
  const act = (name, call) => {
    if (name === "lock") return lock(call.call);
    if (!mayMove(call)) return undefined;
    if (name === "off") return takeOff(call);
    const count = new Set(call.cranes.map((use) => use.crane)).size;
    const most = Math.max(...[0, ...call.cranes.map((use) => concurrent(call, use))]) || count;
    return take({ call: call.call, cranes: Math.max(1, most + (name === "more" ? 1 : -1)) });
  };
  const undo = () => {
    on.draft.undo();
    refresh(chosen);
    announce(() => t("draft.undone"));
  };
  const redo = () => {
    on.draft.redo();
    refresh(chosen);
    announce(() => t("draft.redone"));
  };
  const drop = () => {
    on.draft.drop();
    hush("draft");
    refresh(chosen);
    announce(() => t("draft.dropped"));
  };

  const basis = async (edited = on) => {
    edited.basis ??= await get(`${path(edited)}/plan.json?version=${edited.version}`);
    return edited.basis;
  };
  /** Save the draft as a version, and accept it. `anyway` saves it also where somebody else has saved one meanwhile. */
  const save = async ({ note, accept, anyway = false }) => {
    hush("draft");
    const edited = on;
    const place = $("berths");
    place.inert = true; // what is moved while it is saved would be in neither
    try {
      if (anyway) await get(path(edited));
      const plan = draftedPlanOf(await basis(edited), edited.draft);
      const { version, standing } = await savePlan(path(edited), plan, note, anyway ? tagOf(path(edited)) : edited.draft.tag);
      edited.draft.drop();
      const accepting = accept ? patch(path(edited), { accepted: version }) : Promise.resolve({ standing });
      const stands = await accepting.then((changed) => changed.standing, () => standing); // it is saved all the same
      if (on === edited) {
        panel.clash(null);
        await saved(stands, version);
      }
      await accepting;
      announce(() => t(accept ? "draft.accepted" : "draft.saved", { version }));
    } catch (error) {
      if (error instanceof Refused && error.details.status === 412 && on === edited) panel.clash(error.details.detail);
      else sayProblem("draft", error);
    } finally {
      place.inert = false;
    }
  };
  /** What a re-plan around locks asks the server for. */
  const asked = async ({ now, seconds }) => {
    const { job, draft } = on;
    return {
      case: job.request.case,
      kind: "berth",
      previous: draftedPlanOf(await basis(), draft),
      now,
      locked: [...draft.locked],
      seconds,
      ...changedWeights(),
    };
  };
  /**
   * Take a new plan as a step of the draft of the plan that it was made `from`, where it is one of the same case and days;
   * else as a plan of its own. Answers whether it could be: another plan may be on the board by now.
   */
  const taken = async (job, from) => {
    const edited = on;
    const isOther = () => on !== edited || edited?.job.id !== from.job.id || edited.version !== from.version;
    if (isOther()) return false;
    const { plan, view } = job.result;
    const before = await basis(edited);
    if (isOther()) return false;
    if (["case_hash", "start", "end"].some((name) => plan[name] !== before[name])) {
      await replanned(job);
      return true;
    }
    const shown = new Map(view.calls.map((call) => [call.call, call]));
    const step = {
      entries: plan.calls.map((entry) => ({ entry, shown: shown.get(entry.call) })),
      unserved: view.unserved,
      now: plan.now,
    };
    const answer = await tried({ version: on.version, calls: plan.calls, unserved: plan.unserved, now: plan.now });
    if (isOther()) return false;
    add({ ...step, said: said(answer) }, chosen);
    return true;
  };

  const panel = draftPanel({
    act: (name) => ({ undo, redo, drop }[name]()),
    choose: (call) => refresh(call),
    move: (change) => take(change),
    takeOff: (call) => mayMove(call) && takeOff(call),
    lock,
    save,
    asked,
    taken,
  });
  document.addEventListener("keydown", (event) => {
    if (!on?.draft || $("berths").hidden || $("berths").inert || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.closest("input, select, textarea, dialog")) return;
    const key = event.key.toLowerCase();
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (isRedo && on.draft.canRedo) redo();
    if (!isRedo && on.draft.canUndo) undo();
  });

  return {
    /** The draft of a plan as it was left: nothing else is asked of the server. */
    draft: (job) => draftOf(job.id),
    /** Berths a call that is left out; null where what is drawn can't be edited. */
    get berth() {
      return hands && berth;
    },
    /** What is on the board: {job, version, view, clock, draft}, or null. Without a draft it is only looked at. */
    edit(edited) {
      asking.forget();
      on = edited;
      chosen = null;
      panel.clash(null);
      if (!on) panel.show(null);
    },
    /** The view of what is edited with its draft. */
    view: () => (on.draft?.isOpen ? draftedView(on.view, on.draft) : on.view),
    /** Take hold of a drawing of that view, or of none where what is drawn can't be edited. */
    take(made) {
      hands?.stop();
      hands = null;
      drawing = made;
      const isOpen = Boolean(on?.draft && drawing && may("planner"));
      $("draft").hidden = !isOpen;
      if (!isOpen) return;
      decorate(drawing, on.view, on.draft);
      hands = movable(drawing, {
        may: mayMove,
        ask: (change, ghost) => asking.put({ change, ghost, of: on }),
        drop: take,
        act,
      });
      panel.show({ ...on, shown: drawing.view, chosen });
    },
    /** Whether a ship is held: a drawing must not go away under it. */
    get isHolding() {
      return Boolean(hands?.isHolding);
    },
    choose(call) {
      chosen = call;
      if (on?.draft && drawing) panel.show({ ...on, shown: drawing.view, chosen });
    },
  };
}

/** How many cranes work a call when a use of one begins. */
function concurrent(call, use) {
  const at = Date.parse(use.from);
  return call.cranes.filter((one) => Date.parse(one.from) <= at && at < Date.parse(one.to)).length;
}
