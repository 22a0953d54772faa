// Drafts: what a planner has tried of a plan and not saved yet. A draft is a list of steps from a version of the plan,
// with a place in it for undo and redo; it and the ships that are locked stay in this browser until they are saved or
// dropped, so that neither a reload nor a server that is away loses any of it.
//
// A step is {entries: [{entry, shown}], unserved?, now?, said}: calls as the plan and its view have them from then on,
// and what the checker said of the whole: {cost, terms, feasible, broken, notes}.

import { isRecord, keepText, keepValue, keptValue } from "../keeping.js";

const DRAFT = "draft.";
const PLAN = "plan.";

const isWhole = (value) => Number.isInteger(value) && value >= 0;
const isCall = (value) => isRecord(value) && typeof value.call === "string";
const isStay = (value) => isCall(value) && [value.start, value.end].every((moment) => Number.isFinite(Date.parse(moment)));
const isSaid = (value) =>
  isRecord(value) && isRecord(value.terms) && Number.isFinite(value.cost) && [value.broken, value.notes].every(Array.isArray);
const isStep = (step) =>
  isRecord(step) &&
  Array.isArray(step.entries) &&
  step.entries.every((one) => isRecord(one) && isStay(one.entry) && isStay(one.shown)) &&
  (step.unserved ?? []).every(isCall) &&
  isSaid(step.said);
const isDraft = (state) =>
  isRecord(state) &&
  [state.steps, state.locked].every(Array.isArray) &&
  state.locked.every((call) => typeof call === "string") &&
  state.steps.every(isStep) &&
  isWhole(state.at) &&
  state.at <= state.steps.length &&
  (state.steps.length === 0 || (state.version > 0 && isWhole(state.version) && typeof state.tag === "string"));

/** Remember which plan of a case this browser has on its board. */
export const rememberPlan = (name, plan) => keepValue(PLAN + name, { plan, at: Date.now() });

/** The plan of a case that this browser had on its board last, {plan, at}, or null. */
export const rememberedPlan = (name) =>
  keptValue(PLAN + name, (kept) => isRecord(kept) && typeof kept.plan === "string" && Number.isFinite(kept.at));

/** The draft of a plan, as it was left. A new one is of the version and the tag that it is first changed at. */
export function draftOf(plan) {
  let state = keptValue(DRAFT + plan, isDraft) ?? { version: null, tag: "", steps: [], at: 0, locked: [] };
  const change = (fields) => {
    state = { ...state, ...fields };
    if (state.steps.length || state.locked.length) keepValue(DRAFT + plan, state);
    else keepText(DRAFT + plan, null);
  };
  const taken = () => state.steps.slice(0, state.at);
  return {
    get isOpen() {
      return state.steps.length > 0;
    },
    get version() {
      return state.version;
    },
    get tag() {
      return state.tag;
    },
    /** What it is now: another thing after each change. */
    get moment() {
      return state;
    },
    get canUndo() {
      return state.at > 0;
    },
    get canRedo() {
      return state.at < state.steps.length;
    },
    get locked() {
      return new Set(state.locked);
    },
    /** What was said of the plan at last, or null where nothing is changed. */
    get said() {
      return taken().at(-1)?.said ?? null;
    },
    /** What is otherwise than the version: `calls` by id, each {entry, shown}, and `unserved` and `now` where they are. */
    get otherwise() {
      const found = { calls: new Map(), unserved: null, now: null };
      for (const step of taken()) {
        for (const one of step.entries) found.calls.set(one.entry.call, one);
        for (const one of step.unserved ?? []) found.calls.delete(one.call);
        found.unserved = step.unserved ?? found.unserved?.filter((one) => !found.calls.has(one.call)) ?? null;
        found.now = step.now ?? found.now;
      }
      return found;
    },
    add(step, version, tag) {
      const of = state.steps.length ? {} : { version, tag };
      change({ ...of, steps: [...taken(), step], at: state.at + 1 });
    },
    undo: () => state.at > 0 && change({ at: state.at - 1 }),
    redo: () => state.at < state.steps.length && change({ at: state.at + 1 }),
    drop: () => change({ steps: [], at: 0 }),
    lock(call) {
      const rest = state.locked.filter((one) => one !== call);
      change({ locked: rest.length < state.locked.length ? rest : [...rest, call] });
    },
  };
}

/** A view of a version with what a draft has otherwise. */
export function draftedView(view, draft) {
  const { calls, unserved, now } = draft.otherwise;
  const rest = new Map(calls);
  const kept = view.calls.map((call) => {
    const one = rest.get(call.call);
    rest.delete(call.call);
    return { ...call, ...one?.shown }; // what this page shows and the one that made the draft did not is as it was
  });
  const out = (unserved ?? view.unserved).filter((one) => !calls.has(one.call));
  const gone = new Set(out.map((one) => one.call));
  const said = draft.said ?? view;
  return {
    ...view,
    calls: [...kept, ...[...rest.values()].map((one) => one.shown)].filter((call) => !gone.has(call.call)),
    unserved: out,
    now: now ?? view.now,
    cost: said.cost,
    terms: said.terms,
  };
}

/** A plan of a version with what a draft has otherwise. */
export function draftedPlanOf(plan, draft) {
  const { calls, unserved, now } = draft.otherwise;
  const rest = new Map(calls);
  const out = (unserved ?? plan.unserved).filter((one) => !calls.has(one.call));
  const gone = new Set(out.map((one) => one.call));
  const kept = plan.calls.map((entry) => {
    const one = rest.get(entry.call);
    rest.delete(entry.call);
    return one?.entry ?? entry;
  });
  const all = [...kept, ...[...rest.values()].map((one) => one.entry)];
  return {
    ...plan,
    calls: all.filter((entry) => !gone.has(entry.call)),
    unserved: out.map(({ call, reason }) => ({ call, reason })),
    now: now ?? plan.now,
  };
}
