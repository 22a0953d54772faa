// What the berth view says in words and figures: costs term by term, one ship, all calls, calls without a berth.

import { craneWords } from "./ships.js";
import { figure, fixed, money, percent } from "../figures.js";
import { named, t, translated } from "../language.js";
import { make, table } from "../markup.js";
import { reasonWords } from "./reasons.js";

/** The costs of a plan and of its baseline side by side, and how good the plan is proved to be. */
export function costTable({ summary, baseline, view }) {
  const names = Object.keys(summary.terms);
  const terms = (of) => [...names.map((name) => of.terms[name] ?? 0), of.cost];
  const unit = money([...terms(summary), ...terms(baseline)], view.currency);
  const rows = names.map((name) => ({
    name: named("term", name),
    plan: summary.terms[name],
    first: baseline.terms[name] ?? 0,
  }));
  rows.push({ name: t("costs.total"), plan: summary.cost, first: baseline.cost, className: "total" });
  const saving = baseline.cost - summary.cost;
  const facts = [
    [t("costs.saving"), share(saving, baseline.cost)],
    [t("costs.bound"), unit.write(summary.bound)],
    [t("job.gap"), percent(summary.gap)],
    [t("costs.status"), named("status", summary.status)],
  ];
  return [
    table(
      t("costs.table", { unit: unit.unit }),
      [
        { head: t("costs.term"), cell: (row) => row.name, row: true },
        { head: t("policy.plan"), cell: (row) => unit.write(row.plan), numeric: true },
        { head: t("berths.first"), cell: (row) => unit.write(row.first), numeric: true, title: t("policy.fcfs") },
        { head: t("costs.saving"), cell: (row) => unit.write(row.first - row.plan), numeric: true },
      ],
      rows,
    ),
    pairs(facts),
  ];
}

/** A saving as a share; where a plan costs more than twice as much, that says nothing and how many times as much does. */
function share(saving, of) {
  if (of <= 0) return percent(0);
  return saving < -of ? t("costs.dearer", { n: 1 - saving / of }) : percent(saving / of);
}

function pairs(facts) {
  return make(
    "dl",
    { className: "pairs" },
    facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
  );
}

// Reasons of a ship that are told.
const REASONS = 3;

/** Everything about one ship of a plan, with what keeps it from a better berth, or what to do to see it. */
export function shipDetails(call, view, clock, reasons) {
  if (!call) {
    const advice = view ? t("ship.how") : t("ship.none");
    return [make("h2", {}, t("ship")), make("p", { className: "advice" }, advice)];
  }
  const moment = (time) => clock.stamp(Date.parse(time));
  const metres = (value) => t("metres", { n: value });
  const wanted = call.preferred_position_m ?? null;
  const off = wanted === null ? "" : Math.abs(call.position_m - wanted);
  const facts = [
    [t("ship.line"), `${call.line}, ${call.call}`],
    [t("ship.size"), `${metres(call.loa_m)}, ${metres(call.draft_m)}`],
    [t("ship.place"), liesAt(call)],
    [t("ship.wanted"), wanted === null ? t("ship.wanted.any") : off ? t("ship.wanted.off", { wanted, off }) : metres(wanted)],
    ["ETA", moment(call.eta)],
    [t("ship.first"), moment(call.start)],
    [t("ship.last"), moment(call.end)],
    ["ETD", moment(call.etd)],
    [t("ship.waiting"), t("hours", { n: call.waiting_h })],
    [t("ship.late"), t("hours", { n: call.late_h })],
    [t("ship.moves"), figure(call.moves)],
    ...(call.tentative ? [[t("day.tentative.short"), t("day.tentative")]] : []),
    ...(call.remark ? [[t("day.remark"), call.remark]] : []),
    ...call.cranes.map((use) => [use.crane, clock.shortSpan(Date.parse(use.from), Date.parse(use.to))]),
  ];
  const why = reasons.slice(0, REASONS).map((reason) => make("li", {}, reasonWords(reason, view)));
  return [make("h2", {}, call.name), pairs(facts), ...(why.length ? [make("ul", { className: "reasons" }, why)] : [])];
}

/** Where she lies, in metres and, where the case lists them, by bollards. */
function liesAt(call) {
  const lies = { from: call.position_m, to: call.position_m + call.loa_m, bollards: call.bollards };
  return t(call.bollards ? "ship.place.bollards" : "ship.place.is", lies);
}

/** All calls of a plan as a table: what the diagram shows, for reading and copying. */
export function callTable(view, clock) {
  const moment = (time) => clock.stamp(Date.parse(time));
  const column = (head, cell, more = {}) => ({ head, cell, ...more });
  const numeric = { numeric: true };
  return table(
    t("calls.table", { zone: view.time_zone }),
    [
      column(t("ship"), (call) => call.name, { row: true }),
      column(t("calls.line"), (call) => call.line),
      column(t("calls.call"), (call) => call.call),
      column(t("calls.loa"), (call) => figure(call.loa_m), numeric),
      column(t("calls.draft"), (call) => fixed(call.draft_m, 1), numeric),
      column(t("calls.from"), (call) => figure(call.position_m), { ...numeric, title: t("calls.from.hint") }),
      ...(view.quay.bollards?.length
        ? [column(t("calls.bollards"), (call) => call.bollards, { title: t("calls.bollards.hint") })]
        : []),
      column(t("calls.wanted"), (call) => figure(call.preferred_position_m), {
        ...numeric,
        title: t("calls.wanted.hint"),
      }),
      column("ETA", (call) => moment(call.eta)),
      column(t("ship.first"), (call) => moment(call.start)),
      column(t("ship.last"), (call) => moment(call.end)),
      column("ETD", (call) => moment(call.etd)),
      column(t("calls.wait"), (call) => fixed(call.waiting_h, 1), numeric),
      column(t("calls.late"), (call) => fixed(call.late_h, 1), numeric),
      column(t("ship.moves"), (call) => figure(call.moves), numeric),
      column(t("calls.cranes"), (call) => craneWords(call)),
    ],
    view.calls,
  );
}

/** Calls that the plan does not berth, and why; `berth(call)` puts one on the board, where that may be. */
export function unservedList(view, berth) {
  const button = (call) => {
    const made = make("button", { type: "button", title: t("draft.berth.hint") }, t("draft.berth"));
    made.addEventListener("click", async () => {
      made.disabled = true;
      await berth(call.call);
      made.disabled = false;
    });
    return [" ", made];
  };
  return [
    make("h2", {}, t("unserved")),
    make(
      "ul",
      { className: "reasons" },
      view.unserved.map((call) =>
        make("li", {}, make("strong", {}, `${call.name} (${call.call})`), " ", translated(call.reason), berth && button(call)),
      ),
    ),
  ];
}
