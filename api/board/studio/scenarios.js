// Scenarios side by side, each a card with its changes. The server says of every field whether it is right.

import { get, post } from "../http.js";
import { english, fill, named, t, translation } from "../language.js";
import { empty, make } from "../markup.js";
import { refusalWords, sayProblem } from "../messages.js";
import { aboutChange, fieldOf } from "./fields.js";

const PATIENCE_MS = 350; // after the last key, before the server is asked
export const BASE = "base"; // what the server calls it
const OWN = ["", "fcfs", "replan:6h"]; // policies that a scenario may name; empty for that of the base

/** The cards of scenarios in `box`. `catalogue` has the `kinds` of changes and the `ready` scenarios of the server. */
export function scenarioCards(box, catalogue) {
  let state = null;
  let opened = null;
  let waiting = 0;
  let asked = 0;
  let strict = false; // whether a field that nobody has filled in yet is told to be missing

  const changed = () => {
    state.save();
    clearTimeout(waiting);
    waiting = setTimeout(() => check().catch((error) => sayProblem("simulation", error)), PATIENCE_MS);
  };
  /** After a scenario or a change came or went. */
  const redraw = () => {
    strict = false;
    box.replaceChildren(...box.drawn());
    changed();
  };

  /**
   * Ask the server what is wrong, show it where it is, and answer whether nothing is. `all` shows it from now on also at
   * fields that nobody has filled in yet.
   */
  async function check(all = strict) {
    clearTimeout(waiting);
    strict = all;
    const number = ++asked;
    if (!state.scenarios.length) return true;
    const { faults } = await post("/scenarios/check", { case: opened.name, scenarios: state.scenarios });
    if (number === asked) mark(faults);
    return !faults.length;
  }

  function mark(faults) {
    for (const place of box.querySelectorAll(".problem")) place.replaceChildren();
    for (const field of box.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const fault of faults) {
      const card = box.querySelector(`[data-scenario="${fault.scenario}"]`);
      const part = fault.change === null ? card?.querySelector(".own") : card?.querySelector(`[data-change="${fault.change}"]`);
      const place = part?.querySelector(`[data-fault="${fault.field}"]`) ?? part?.querySelector('[data-fault=""]');
      const given = fault.change === null || fault.field in state.scenarios[fault.scenario].changes[fault.change];
      if (!place || (!strict && fault.field !== null && !given)) continue;
      place.append(...refusalWords({ faults: [fault] }));
      place.closest(".field")?.querySelector("input, select")?.setAttribute("aria-invalid", "true");
    }
  }

  const nextName = () => {
    const taken = new Set(state.scenarios.map((each) => each.name));
    let n = state.scenarios.length + 1;
    while (taken.has(`${t("studio.scenario.id")}-${n}`)) n += 1;
    return [`${t("studio.scenario.id")}-${n}`, t("studio.scenario.n", { n })];
  };

  function add(scenario) {
    const names = new Set(state.scenarios.map((each) => each.name));
    const [name, description] = nextName();
    const made = structuredClone(scenario ? { ...scenario, description: translation(scenario.description).words } : { name, description, changes: [] });
    if (names.has(made.name)) made.name = name;
    state.scenarios.push(made);
    redraw();
    box.querySelector(`[data-scenario="${state.scenarios.length - 1}"] input`)?.focus();
  }

  function adder() {
    const ready = catalogue.ready.map(({ scenario }, n) => {
      const { words, lang } = translation(scenario.description);
      return make("option", { value: n, title: words, lang }, scenario.name);
    });
    const select = make(
      "select",
      { "aria-label": t("studio.ready") },
      make("option", { value: "" }, t("studio.ready")),
      ready,
    );
    select.addEventListener("change", () => add(plain(catalogue.ready[Number(select.value)].scenario)));
    const button = make("button", { type: "button", className: "add-scenario" }, t("studio.add"));
    button.addEventListener("click", () => add());
    return make("div", { className: "adder" }, button, ready.length ? select : null);
  }

  function card(scenario, place) {
    const own = make(
      "div",
      { className: "own" },
      textField(scenario, "name", `s${place}-name`, t("studio.name")),
      policyField(scenario, `s${place}-policy`),
      textField(scenario, "description", `s${place}-description`, t("studio.description")),
      make("p", { className: "problem", data: { fault: "" } }),
    );
    const kinds = catalogue.kinds.map((kind) => make("option", { value: kind.change }, named("change", kind.change)));
    const more = make(
      "select",
      { className: "add-change", "aria-label": t("studio.add.change") },
      make("option", { value: "" }, t("studio.add.change")),
      kinds,
    );
    more.addEventListener("change", () => {
      scenario.changes.push({ change: more.value });
      redraw();
      box.querySelector(`[data-scenario="${place}"] [data-change="${scenario.changes.length - 1}"] :is(input, select)`)?.focus();
    });
    return make(
      "article",
      { className: "card", data: { scenario: place }, "aria-label": scenario.name },
      make(
        "div",
        { className: "card-head" },
        make("h2", {}, t("studio.scenario.n", { n: place + 1 })),
        act("studio.copy", () => add(scenario)),
        act("studio.remove", () => {
          state.scenarios.splice(place, 1);
          redraw();
        }),
      ),
      own,
      scenario.changes.map((change, number) => changeOf(scenario, change, place, number)),
      more,
    );
  }

  function act(key, does) {
    const button = make("button", { type: "button", className: "link" }, t(key));
    button.addEventListener("click", does);
    return button;
  }

  function textField(scenario, name, id, label) {
    const input = make("input", { id, value: scenario[name] ?? "", required: true, autocomplete: "off" });
    input.addEventListener("input", () => {
      scenario[name] = input.value;
      changed();
    });
    return make(
      "div",
      { className: "field" },
      make("label", { htmlFor: id }, label),
      input,
      make("p", { className: "problem", data: { fault: name } }),
    );
  }

  function policyField(scenario, id) {
    const options = OWN.map((policy) => make("option", { value: policy }, policyName(policy)));
    const select = make("select", { id }, options);
    select.value = scenario.policy ?? "";
    select.addEventListener("change", () => {
      if (select.value) scenario.policy = select.value;
      else delete scenario.policy;
      changed();
    });
    return make("div", { className: "field" }, make("label", { htmlFor: id }, t("studio.policy")), select);
  }

  function changeOf(scenario, change, place, number) {
    const kind = catalogue.kinds.find((each) => each.change === change.change);
    const fields = kind?.fields.map((field) => fieldOf(field, change, opened, `s${place}-${number}-${field.name}`, changed));
    return make(
      "fieldset",
      { className: "change", data: { change: number } },
      make("legend", {}, named("change", change.change)),
      make(
        "div",
        { className: "change-head" },
        kind ? make("p", { className: "help" }, aboutChange(kind)) : english(change.change),
        act("studio.remove", () => {
          scenario.changes.splice(number, 1);
          redraw();
        }),
      ),
      make("div", { className: "change-fields" }, fields ?? []),
      make("p", { className: "problem", data: { fault: "" } }),
    );
  }

  return {
    check,
    /** Show the scenarios that are kept of a case. */
    show(kept, found) {
      [state, opened] = [kept, found];
      fill(box, () => [
        ...(state.scenarios.length ? [] : [empty(t("studio.none"), t("studio.none.ask"))]),
        make("div", { className: "cards" }, state.scenarios.map(card)),
        adder(),
      ]);
      if (state.scenarios.length) check().catch((error) => sayProblem("simulation", error));
    },
  };
}

/** A ready scenario as a form has it: without what is as if it were left out. */
function plain(scenario) {
  const without = (each) =>
    Object.fromEntries(Object.entries(each).filter(([, value]) => value !== null && value !== ""));
  const { rules, ...made } = without(scenario);
  return { ...made, changes: scenario.changes.map(without) };
}

/** What a policy is called. */
export function policyName(policy) {
  if (!policy) return t("studio.policy.base");
  return policy.startsWith("replan") ? t("policy.replan") : named("policy", policy);
}

/** The same where it stands by itself. */
const berthedBy = (policy) => (policy === "plan" ? t("view.berths") : policyName(policy));

/**
 * What base and scenarios of a simulation are called. One that changes nothing and differs by how ships berth alone is
 * called by that, as is the base of nothing but such ones.
 */
export function callerOf({ policy, scenarios }) {
  const isPolicy = (each) => each.policy && !each.changes.length && each.name === each.policy;
  const byPolicy = new Map(scenarios.filter(isPolicy).map((each) => [each.name, each.policy]));
  const ofBase = byPolicy.size && byPolicy.size === scenarios.length ? berthedBy(policy) : t("studio.base");
  return (name) => {
    if (!name || name === BASE) return ofBase;
    return byPolicy.has(name) ? berthedBy(byPolicy.get(name)) : name;
  };
}

/** What the server can change and what is ready; asked once. */
export async function catalogueOf() {
  const [kinds, ready, factors, kpis] = await Promise.all(
    ["/scenarios/changes", "/scenarios", "/scenarios/factors", "/kpis"].map(get),
  );
  return { kinds: kinds.items, ready: ready.items, factors: factors.items, kpis: kpis.items };
}
