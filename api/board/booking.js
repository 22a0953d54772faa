// One booking of a shipment plan in full: its way, its export chain as lanes and as a list, its chance.

import { drawChain } from "./diagram/chain.js";
import { figure, fixed, money, percent } from "./figures.js";
import { make, table } from "./markup.js";
import { partyWords } from "./parties.js";
import { slack } from "./shipment-table.js";

// Hours from a step's plan to its latest moment below which it is in danger; loading is always planned near its own.
const TIGHT_STEP_H = 4;

/** The panel of a booking as the server tells it; `width` of its drawing in pixels, `close()` closes it. */
export function bookingPanel({ shipment, steps, alternatives, chance }, { clock, currency, width, close }) {
  const button = make("button", { type: "button", className: "close", "aria-label": "Close the booking" }, "×");
  button.addEventListener("click", close);
  const head = make(
    "div",
    { className: "booking-head" },
    make("h2", {}, `${shipment.shipment}: ${shipment.commodity}`),
    button,
  );
  const parts = [head, make("p", { className: "advice" }, route(shipment, clock))];
  parts.push(make("p", {}, shipment.reason));
  if (chance) parts.push(chanceWords(chance, steps));
  if (steps.length) {
    const scroller = make("div", { className: "drawing", tabIndex: 0, role: "region", "aria-label": "Export chain" });
    scroller.append(drawChain(steps, shipment.legs, clock, width));
    parts.push(scroller, legend(), stepTable(steps, clock));
  } else if (shipment.legs.length) {
    parts.push(make("p", {}, "The case has no export chain for these goods: they must be ready by the cut-off."));
  }
  if (alternatives.length) parts.push(...alternativeTable(alternatives, steps, clock, currency));
  return parts;
}

function route({ exporter, legs, voyages }, clock) {
  if (!legs.length) return exporter;
  const leaves = clock.stamp(Date.parse(legs[0].departure));
  const arrives = clock.stamp(Date.parse(legs.at(-1).arrival));
  return `${exporter}; ${voyages.join(", then ")}: leaves ${leaves}, arrives ${arrives}`;
}

function chanceWords(chance, steps) {
  const one = ({ share, low, high }) => `${percent(share)} (${percent(low)} to ${percent(high)})`;
  const parts = [`Makes all of its cut-offs with a probability of ${one(chance.cutoffs)}`];
  if (chance.connection) parts.push(`its connection too with ${one(chance.all)}`);
  const misses = steps.find((step) => step.step === chance.misses)?.what ?? chance.misses;
  if (misses) parts.push(`what is missed first most often: ${misses}`);
  return make("p", { className: "chance" }, `${parts.join("; ")}. ${figure(chance.draws)} draws.`);
}

function legend() {
  const item = (className, words) => make("li", {}, make("span", { className: `chain-key ${className}` }), words);
  return make(
    "ul",
    { className: "legend" },
    item("open", "planned"),
    item("begun", "begun"),
    item("done", "done"),
    item("overdue", "overdue"),
    item("latest", "at the latest"),
    item("float", "time in hand"),
    item("ship-moment", "a ship leaves or arrives"),
  );
}

function stepTable(steps, clock) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  return table(
    `Export chain, times in ${clock.timeZone}`,
    [
      { head: "Step", cell: (step) => step.what, row: true },
      { head: "Party", cell: (step) => partyWords(step.party) },
      { head: "From", cell: (step) => moment(step.from), numeric: true },
      { head: "Done by plan", cell: (step) => moment(step.planned), numeric: true },
      { head: "At the latest", cell: (step) => moment(step.latest), numeric: true },
      {
        head: "Slack, h",
        cell: (step) => (step.state === "done" ? "–" : slack(step.slack_h, TIGHT_STEP_H)),
        numeric: true,
        title: "From done by plan to the latest moment",
      },
      { head: "Because of", cell: (step) => step.due_by || "–" },
      { head: "Paper", cell: (step) => [step.document, step.number].filter(Boolean).join(" ") || "–" },
      { head: "State", cell: (step) => step.state },
      { head: "Done", cell: (step) => moment(step.actual), numeric: true, title: "When it was done, or begun" },
    ],
    steps.map((step) => ({ ...step, className: step.state })),
    { className: "chain-table" },
  );
}

/** Ways side by side: a column each, days and money in the rows; the planned one is marked. */
function alternativeTable(ways, steps, clock, currency) {
  const words = new Map(steps.map((step) => [step.step, step.what]));
  const names = Object.keys(ways[0].terms).filter((name) => ways.some((way) => way.terms[name]));
  const unit = money(ways.map((way) => way.cost), currency);
  const moment = (time) => clock.stamp(Date.parse(time));
  const line = (head, cell, className) => ({ head, cell, className });
  const rows = [
    line("", (way) => (way.planned ? "planned" : way.fits ? "would fit" : "full")),
    line("Leaves", (way) => moment(way.departure)),
    line("Arrives", (way) => moment(way.arrival)),
    line("Days", (way) => fixed(way.days, 1)),
    line("Days late", (way) => fixed(way.late_days, 1)),
    line("Slack, h", (way) => slack(way.slack_h)),
    line("Tightest step", (way) => words.get(way.tightest_step) ?? (way.tightest_step || "–")),
    ...names.map((name) => line(name[0].toUpperCase() + name.slice(1).replaceAll("_", " "), (way) => unit.write(way.terms[name]))),
    line("Total", (way) => unit.write(way.cost), "total"),
  ];
  const columns = [
    { head: "", cell: (row) => row.head, row: true },
    ...ways.map((way) => ({ head: way.voyages.join(" · "), cell: (row) => row.cell(way), numeric: true })),
  ];
  const lacks = ways.flatMap((way) => way.lacks.map((text) => make("li", {}, `${way.voyages.join(" · ")}: ${text}`)));
  return [
    make("div", { className: "ways" }, table(`Ways side by side, ${unit.unit}`, columns, rows)),
    ...(lacks.length ? [make("ul", { className: "reasons" }, lacks)] : []),
  ];
}
