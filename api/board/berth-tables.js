// What the berth view says in words and figures: costs term by term, one ship, all calls, calls without a berth.

import { craneWords } from "./diagram/ships.js";
import { figure, fixed, money, percent } from "./figures.js";
import { make, table } from "./markup.js";

const capital = (word) => word[0].toUpperCase() + word.slice(1).replaceAll("_", " ");

/** The costs of a plan and of its baseline side by side, and how good the plan is proved to be. */
export function costTable({ summary, baseline, view }) {
  const names = Object.keys(summary.terms);
  const terms = (of) => [...names.map((name) => of.terms[name] ?? 0), of.cost];
  const unit = money([...terms(summary), ...terms(baseline)], view.currency);
  const rows = names.map((name) => ({
    name: capital(name),
    plan: summary.terms[name],
    first: baseline.terms[name] ?? 0,
  }));
  rows.push({ name: "Total", plan: summary.cost, first: baseline.cost, className: "total" });
  const saving = baseline.cost - summary.cost;
  const facts = [
    ["Saving", baseline.cost > 0 ? percent(saving / baseline.cost) : percent(0)],
    ["Proven bound", unit.write(summary.bound)],
    ["Gap", percent(summary.gap)],
    ["Status", capital(summary.status)],
  ];
  return [
    table(
      `Cost, ${unit.unit}`,
      [
        { head: "Term", cell: (row) => row.name, row: true },
        { head: "Plan", cell: (row) => unit.write(row.plan), numeric: true },
        { head: "First come", cell: (row) => unit.write(row.first), numeric: true, title: "First come, first served" },
        { head: "Saving", cell: (row) => unit.write(row.first - row.plan), numeric: true },
      ],
      rows,
    ),
    pairs(facts),
  ];
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
    const advice = view
      ? "Point at a ship, tap it, or move with Tab and the arrow keys."
      : "A ship that you point at in the diagram is described here.";
    return [make("h2", {}, "Ship"), make("p", { className: "advice" }, advice)];
  }
  const moment = (time) => clock.stamp(Date.parse(time));
  const metres = (value) => `${figure(value)} m`;
  const wanted = call.preferred_position_m ?? null;
  const off = wanted === null ? "" : Math.abs(call.position_m - wanted);
  const facts = [
    ["Line, call", `${call.line}, ${call.call}`],
    ["Length, draft", `${metres(call.loa_m)}, ${metres(call.draft_m)}`],
    ["Lies at", `${figure(call.position_m)} to ${metres(call.position_m + call.loa_m)}`],
    ["Preferred from", wanted === null ? "any place" : `${metres(wanted)}${off ? `, ${metres(off)} off` : ""}`],
    ["ETA", moment(call.eta)],
    ["First line", moment(call.start)],
    ["Last line", moment(call.end)],
    ["ETD", moment(call.etd)],
    ["Waiting", `${figure(call.waiting_h)} h`],
    ["Late", `${figure(call.late_h)} h`],
    ["Moves", figure(call.moves)],
    ...call.cranes.map((use) => [use.crane, clock.shortSpan(Date.parse(use.from), Date.parse(use.to))]),
  ];
  const why = reasons.slice(0, REASONS).map((reason) => make("li", {}, reason.text));
  return [make("h2", {}, call.name), pairs(facts), ...(why.length ? [make("ul", { className: "reasons" }, why)] : [])];
}

/** All calls of a plan as a table: what the diagram shows, for reading and copying. */
export function callTable(view, clock) {
  const moment = (time) => clock.stamp(Date.parse(time));
  const column = (head, cell, more = {}) => ({ head, cell, ...more });
  const numeric = { numeric: true };
  return table(
    `Berthed calls, times in ${view.time_zone}`,
    [
      column("Ship", (call) => call.name, { row: true }),
      column("Line", (call) => call.line),
      column("Call", (call) => call.call),
      column("LOA, m", (call) => figure(call.loa_m), numeric),
      column("Draft, m", (call) => fixed(call.draft_m, 1), numeric),
      column("From, m", (call) => figure(call.position_m), { ...numeric, title: "Place of the low end" }),
      column("Wanted, m", (call) => figure(call.preferred_position_m), {
        ...numeric,
        title: "Preferred place of the low end",
      }),
      column("ETA", (call) => moment(call.eta)),
      column("First line", (call) => moment(call.start)),
      column("Last line", (call) => moment(call.end)),
      column("ETD", (call) => moment(call.etd)),
      column("Wait, h", (call) => fixed(call.waiting_h, 1), numeric),
      column("Late, h", (call) => fixed(call.late_h, 1), numeric),
      column("Moves", (call) => figure(call.moves), numeric),
      column("Cranes", (call) => craneWords(call)),
    ],
    view.calls,
  );
}

/** Calls that the plan does not berth, and why. */
export function unservedList(view) {
  return [
    make("h2", {}, "Not berthed"),
    make(
      "ul",
      { className: "reasons" },
      view.unserved.map((call) => make("li", {}, make("strong", {}, `${call.name} (${call.call})`), ` ${call.reason}`)),
    ),
  ];
}
